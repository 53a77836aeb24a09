"""Actions: writing what was seen of cameras, one or many at once: intervals of working, broken and unknown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, insert, literal, null, select, update
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.database import UTCDateTime
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health

CHUNK = 5_000  # camera numbers named in one statement
OPEN = HealthInterval.until.is_(None)


def record_health(
    session: Session, camera: Camera, health: Health, moment: datetime, evidence: str, seen_by: str
) -> None:
    """What somebody saw of one camera at a moment: a new interval, or the open one once more confirmed."""
    current = session.scalars(select(HealthInterval).where(HealthInterval.camera_id == camera.id, OPEN)).first()
    last_checked_at, camera.health, camera.checked_at = camera.checked_at, health, moment
    if current is not None and current.health is health:
        current.confirmed_at = moment
        return
    since = max(moment, current.since) if current is not None else moment
    if current is not None:
        current.until, current.confirmed_at = since, current.confirmed_at or last_checked_at
    recorded_at = clock.now()
    interval_values = {
        "health": health,
        "evidence": evidence[:500],
        "seen_by": seen_by[:100],
        "recorded_at": recorded_at,
    }
    session.add(HealthInterval(camera_id=camera.id, since=since, until=None, confirmed_at=since, **interval_values))
    session.flush()


def record_health_of_many(
    session: Session,
    camera_ids: Sequence[int],
    health: Health,
    moment: datetime,
    evidence: str,
    seen_by: str,
    fault_id: int | None = None,
) -> None:
    """The same of many cameras, in five statements for each 5,000. A later check of a camera is never overtaken.

    `fault_id` is the fault that is the reason.
    """
    recorded_at = literal(clock.now(), UTCDateTime())
    interval = (literal(evidence[:500]), literal(seen_by[:100]), literal(fault_id, Integer()), recorded_at)
    for start in range(0, len(camera_ids), CHUNK):
        _record_chunk(session, camera_ids[start : start + CHUNK], health, moment, interval)


def undo_health_check(
    session: Session, camera: Camera, checked_at: datetime, was_health: Health, was_checked_at: datetime | None
) -> bool:
    """Undo what was noted at `checked_at`. Whether it was undone: not when somebody has looked at the camera since."""
    of_camera = HealthInterval.camera_id == camera.id
    current = session.scalars(select(HealthInterval).where(of_camera, OPEN)).first()
    if current is None or camera.checked_at != checked_at:
        return False
    if current.since == checked_at:
        session.delete(current)
        session.flush()
        latest = select(HealthInterval).where(of_camera, HealthInterval.until == checked_at)
        before = session.scalars(latest.order_by(HealthInterval.since.desc()).limit(1)).first()
        if before is not None:
            before.until, was_health = None, before.health  # an earlier check may have come between since
    else:
        current.confirmed_at = was_checked_at
    camera.health, camera.checked_at = was_health, was_checked_at
    session.flush()
    return True


def _record_chunk(
    session: Session, camera_ids: Sequence[int], health: Health, moment: datetime, interval: tuple[Any, ...]
) -> None:
    """`interval` are the evidence, by whom, the fault of the intervals that begin, and when they are recorded."""
    of_intervals, of_cameras = HealthInterval.camera_id.in_(camera_ids), Camera.id.in_(camera_ids)
    checked_at = _later(literal(moment, UTCDateTime()), Camera.checked_at)
    camera_checked_at = select(checked_at).where(Camera.id == HealthInterval.camera_id).scalar_subquery()
    end_open = update(HealthInterval).where(of_intervals, OPEN).execution_options(synchronize_session=False)
    session.execute(end_open.where(HealthInterval.health == health).values(confirmed_at=camera_checked_at))
    end = _later(camera_checked_at, HealthInterval.since)
    session.execute(end_open.where(HealthInterval.health != health).values(until=end, confirmed_at=_known_until()))
    open_one = select(HealthInterval.id).where(HealthInterval.camera_id == Camera.id, OPEN).exists()
    last = select(HealthInterval.until).where(HealthInterval.camera_id == Camera.id)
    last_end = last.order_by(HealthInterval.since.desc(), HealthInterval.id.desc()).limit(1).scalar_subquery()
    since = _later(checked_at, last_end)
    new_interval = (literal(health.value), since, null(), since, *interval)
    columns = [
        "camera_id",
        "health",
        "since",
        "until",
        "confirmed_at",
        "evidence",
        "seen_by",
        "fault_id",
        "recorded_at",
    ]
    session.execute(
        insert(HealthInterval).from_select(columns, select(Camera.id, *new_interval).where(of_cameras, ~open_one))
    )
    new_check = {} if health is Health.UNKNOWN else {"checked_at": checked_at}
    update_cameras = update(Camera).where(of_cameras).values(health=health, version=Camera.version + 1, **new_check)
    session.execute(update_cameras.execution_options(synchronize_session="fetch"))


def _known_until() -> Any:
    """When an interval was last known to hold: for one older than that column, when its camera was last looked at."""
    camera_checked_at = select(Camera.checked_at).where(Camera.id == HealthInterval.camera_id).scalar_subquery()
    return case((HealthInterval.confirmed_at.is_(None), camera_checked_at), else_=HealthInterval.confirmed_at)


def _later(moment: ColumnElement[Any], other_moment: Any) -> ColumnElement[Any]:
    """The later of two moments; `moment` where `other_moment` is missing."""
    return case((other_moment > moment, other_moment), else_=moment)
