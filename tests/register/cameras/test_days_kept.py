"""How long footage of a camera lasts as known today: the same of a row and in the database, whoever was corrected."""

from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tests.cast import HOUR, Cast, at
from tracker.core.plus_days import plus_days
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health
from tracker.register.recorders.rules import DEFAULT_RETENTION, Storage


def days_kept(cast: Cast) -> tuple[list[int], list[int]]:
    """Of every camera by its number: as a row says, as the database says."""
    with cast.database.reading() as session:
        rows = session.scalars(select(Camera).options(joinedload(Camera.recorder)).order_by(Camera.id))
        return [camera.days_kept for camera in rows], list(
            session.scalars(select(Camera.days_kept).order_by(Camera.id))
        )


def test_a_cameras_own_days_come_before_its_recorders_and_these_before_what_such_a_store_usually_keeps(
    cast: Cast,
) -> None:
    expected = []
    for own, recorders, kept_in, camera_storage in product((None, 4), (None, 20), Storage, Storage):
        recorder = cast.recorder(retention_days=recorders, storage=kept_in)
        cast.camera(recorder_id=recorder.id, retention_days=own, storage=camera_storage)
        cast.camera(recorder_id=None, retention_days=own, storage=camera_storage)
        expected += [own or recorders or DEFAULT_RETENTION[kept_in], own or DEFAULT_RETENTION[camera_storage]]
    assert days_kept(cast) == (expected, expected)


def test_days_are_added_to_a_moment_to_the_microsecond(cast: Cast) -> None:
    camera = cast.camera(retention_days=366)
    since = at(28, month=2).replace(minute=59, second=59, microsecond=999_999)
    facts = {"camera_id": camera.id, "health": Health.WORKING, "evidence": "", "seen_by": ""}
    cast.add(HealthInterval(**facts, since=since, until=None))
    later = plus_days(HealthInterval.since, Camera.days_kept)
    statement = select(later).join(Camera, Camera.id == HealthInterval.camera_id)
    with cast.database.reading() as session:
        assert session.scalar(statement) == since + 366 * 24 * HOUR
        assert session.scalar(statement.where(later > since + 366 * 24 * HOUR)) is None
