"""Reading the camera register, always as far as the viewer may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from tracker import clock, errors
from tracker.access import Role
from tracker.accounts.viewer import Viewer
from tracker.cameras import rules
from tracker.cameras.models import Camera, HealthInterval
from tracker.cameras.rules import Connection, Health
from tracker.networks.models import Network
from tracker.places.models import InstallationPoint
from tracker.places.rules import box
from tracker.recorders.models import Recorder
from tracker.text import fold
from tracker.wards.models import Ward

PAGE = 50

COLUMNS: tuple[Any, ...] = (
    Camera.id,
    Camera.code,
    Camera.name,
    Camera.ward_id,
    Ward.name.label("ward"),
    InstallationPoint.name.label("place"),
    InstallationPoint.address,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
    Camera.network_id,
    Network.name.label("network"),
    Camera.connection,
    Camera.form,
    Camera.bearing,
    Camera.view_angle,
    Camera.reach_m,
    Camera.health,
    Camera.checked_at,
    Camera.sort_key,
)

# A camera with what its footage depends on; `stored` is where it is kept, by the recorder if there is one.
FINDABLE: tuple[Any, ...] = (
    *COLUMNS,
    func.coalesce(Recorder.storage, Camera.storage).label("stored"),
    Camera.retention_days,
    Recorder.retention_days.label("recorder_days"),
    Recorder.clock_offset_seconds,
)


@dataclass(frozen=True)
class Filter:
    """What a list of cameras is narrowed to. `after` is where the last page ended: (sort key, id)."""

    q: str = ""
    ward_id: int | None = None
    network_id: int | None = None
    recorder_id: int | None = None
    point_id: int | None = None
    owner_id: int | None = None
    connection: Connection | None = None
    health: Health | None = None
    removed: bool = False
    after: tuple[str, int] | None = None
    limit: int = PAGE


@dataclass(frozen=True)
class Tally:
    """How many cameras may be said to work today, are broken, or are not known."""

    working: int = 0
    broken: int = 0
    unknown: int = 0

    @property
    def declared(self) -> int:
        """All of them: what the register declares."""
        return self.working + self.broken + self.unknown


def scope(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which a person may know of a camera: a ward admin, those of the own wards."""
    return Camera.ward_id.in_(viewer.wards) if viewer.role is Role.WARD_ADMIN else Camera.id.is_not(None)


def visible_to(viewer: Viewer) -> Select[Camera]:
    """The cameras a person may know of."""
    return select(Camera).where(scope(viewer))


def get(session: Session, viewer: Viewer, camera_id: int) -> Camera:
    """One camera with all it belongs to. NotFound when there is none that this person may know of."""
    statement = (
        visible_to(viewer)
        .where(Camera.id == camera_id)
        .options(
            joinedload(Camera.ward),
            joinedload(Camera.point),
            joinedload(Camera.recorder),
            joinedload(Camera.network),
            joinedload(Camera.owner),
        )
    )
    found = session.scalars(statement).first()
    if found is None:
        raise errors.NotFound(camera=camera_id)
    return found


def listing(session: Session, viewer: Viewer, wanted: Filter) -> tuple[list[Row[Any]], bool]:
    """One page of cameras by code, as rows of COLUMNS, and whether more follow."""
    statement = _joined(select(*COLUMNS)).where(*_conditions(viewer, wanted)).order_by(Camera.sort_key, Camera.id)
    if wanted.after:
        statement = statement.where(tuple_(Camera.sort_key, Camera.id) > tuple_(*wanted.after))
    rows = list(session.execute(statement.limit(wanted.limit + 1)))
    return rows[: wanted.limit], len(rows) > wanted.limit


def totals(session: Session, viewer: Viewer, wanted: Filter) -> dict[Connection, Tally]:
    """The cameras of a filter, the police's and others' never added up. A source without any is missing."""
    counted = select(
        Camera.connection,
        func.count().filter(_shown(Health.WORKING)),
        func.count().filter(_shown(Health.BROKEN)),
        func.count().filter(_shown(Health.UNKNOWN)),
    ).where(*_conditions(viewer, wanted))
    rows = session.execute(counted.group_by(Camera.connection).order_by(Camera.connection.desc()))
    return {connection: Tally(*counts) for connection, *counts in rows}


def near(session: Session, viewer: Viewer, latitude: float, longitude: float, metres: float) -> list[Row[Any]]:
    """Cameras in use within a square of `metres` around a place: FINDABLE."""
    south, north, west, east = box(latitude, longitude, metres)
    statement = _findable(viewer).where(
        InstallationPoint.latitude.between(south, north), InstallationPoint.longitude.between(west, east)
    )
    return list(session.execute(statement))


def matching(session: Session, viewer: Viewer, text: str, limit: int) -> list[Row[Any]]:
    """Cameras in use whose code, name or address has the words of `text`: FINDABLE."""
    words = (Camera.search_key.contains(word, autoescape=True) for word in fold(text).split())
    statement = _findable(viewer).where(*words).order_by(Camera.sort_key, Camera.id)
    return list(session.execute(statement.limit(limit)))


def by_ids(session: Session, viewer: Viewer, camera_ids: Collection[int]) -> list[Row[Any]]:
    """Those of the cameras that are in use and that this person may know of: FINDABLE."""
    return list(session.execute(_findable(viewer).where(Camera.id.in_(camera_ids)).order_by(Camera.id)))


def _findable(viewer: Viewer) -> Select[Any]:
    return (
        _joined(select(*FINDABLE))
        .outerjoin(Recorder, Recorder.id == Camera.recorder_id)
        .where(Camera.removed_on.is_(None), scope(viewer))
    )


def health_at(session: Session, camera_ids: list[int], moment: datetime) -> dict[int, Health]:
    """What is known of cameras at a moment, by camera id. A camera nobody had looked at by then is missing."""
    statement = select(HealthInterval.camera_id, HealthInterval.health).where(
        HealthInterval.camera_id.in_(camera_ids),
        HealthInterval.since <= moment,
        or_(HealthInterval.until.is_(None), HealthInterval.until > moment),
    )
    return {row.camera_id: row.health for row in session.execute(statement)}


def health_history(session: Session, camera_id: int, limit: int = 20) -> list[HealthInterval]:
    """A camera's health, newest first."""
    statement = select(HealthInterval).where(HealthInterval.camera_id == camera_id)
    return list(session.scalars(statement.order_by(HealthInterval.since.desc(), HealthInterval.id.desc()).limit(limit)))


def code_taken(session: Session, ward_ids: frozenset[int], code: str, but: int | None = None) -> bool:
    """Whether a ward, predecessors included, already has a camera of that code."""
    statement = select(Camera.id).where(Camera.code == code, Camera.ward_id.in_(ward_ids))
    if but is not None:
        statement = statement.where(Camera.id != but)
    return session.execute(statement.limit(1)).first() is not None


def cameras_at(session: Session, viewer: Viewer, point_id: int) -> list[Row[Any]]:
    """The cameras at one point: rows of COLUMNS."""
    statement = _joined(select(*COLUMNS)).where(scope(viewer), Camera.point_id == point_id)
    return list(session.execute(statement.order_by(Camera.sort_key, Camera.id)))


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Camera)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .join(Ward, Ward.id == Camera.ward_id)
        .outerjoin(Network, Network.id == Camera.network_id)
    )


def _conditions(viewer: Viewer, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = [scope(viewer), *(Camera.search_key.contains(w, autoescape=True) for w in fold(wanted.q).split())]
    for column, value in (
        (Camera.ward_id, wanted.ward_id),
        (Camera.network_id, wanted.network_id),
        (Camera.recorder_id, wanted.recorder_id),
        (Camera.point_id, wanted.point_id),
        (Camera.owner_id, wanted.owner_id),
        (Camera.connection, wanted.connection),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.health is not None:
        conditions.append(_shown(wanted.health))
    conditions.append(Camera.removed_on.is_not(None) if wanted.removed else Camera.removed_on.is_(None))
    return conditions


def _shown(health: Health) -> ColumnElement[bool]:
    """The condition under which a camera is shown as `health` today: rules.health_on_page in SQL."""
    fresh = Camera.checked_at >= clock.now() - rules.STALE_AFTER
    if health is Health.WORKING:
        return and_(Camera.health == Health.WORKING, fresh)
    if health is Health.BROKEN:
        return Camera.health == Health.BROKEN
    stale = or_(Camera.checked_at.is_(None), Camera.checked_at < clock.now() - rules.STALE_AFTER)
    return or_(Camera.health == Health.UNKNOWN, and_(Camera.health == Health.WORKING, stale))
