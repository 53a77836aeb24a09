"""Reading the camera register, always as far as the viewer may see."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, or_, select, union
from sqlalchemy.orm import Session, joinedload

from tracker.core import clock, errors, text_search
from tracker.core.database import UTCDateTime
from tracker.core.statements import built_once
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras import codes, rules
from tracker.register.cameras import health_history as history
from tracker.register.cameras.filters import CameraCriteria as CameraCriteria
from tracker.register.cameras.filters import by_faster_way as by_faster_way
from tracker.register.cameras.filters import conditions as conditions
from tracker.register.cameras.filters import known as known
from tracker.register.cameras.filters import merged_family as merged_family
from tracker.register.cameras.filters import of_code as of_code
from tracker.register.cameras.filters import scope as scope
from tracker.register.cameras.filters import shown as shown
from tracker.register.cameras.models import CAMERAS, Camera, HealthInterval, Membership
from tracker.register.cameras.rules import Health
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import seen_wards
from tracker.territory.wards.models import Ward

MOST_CALLED_ALIKE = 200  # of a row of cameras, by which it is known as one
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
    Camera.width_px,
    Camera.height_m,
    Camera.night,
    Camera.health,
    Camera.checked_at,
    Camera.sort_key,
)

# A camera with what its footage depends on.
FINDABLE: tuple[Any, ...] = (
    *COLUMNS,
    Camera.days_kept.label("days_kept"),
    Camera.removed_on,
    Recorder.clock_offset_seconds,
    Camera.owner_id,
    Owner.consent_scope,
    Owner.consent_withdrawn_on,
)

_FILLED = select(Ward.id).where(
    Ward.id.in_(bindparam("ward_ids", expanding=True)), exists().where(Camera.ward_id == Ward.id)
)


def where_filled(session: Session, reach: Reach) -> Reach:
    """The same reach, with no more wards than there are cameras in: each ward is one more search.

    Most of a ward's predecessors stand empty. Who sees the whole country sees it all.
    """
    wards = seen_wards(reach)
    if not wards:
        return reach
    return replace(reach, wards=frozenset(session.scalars(_FILLED, {"ward_ids": list(wards)})))


def visible_to(reach: Reach) -> Select[Camera]:
    """The cameras a person may know of, voided ones too."""
    return select(Camera).where(known(reach))


def get(session: Session, viewer: Viewer, camera_id: int, *, afresh: bool = False) -> Camera:
    """One camera with all it belongs to. NotFound when there is none that this person may know of.

    `afresh`: what this transaction knows of it already is read again, since what it belongs to may have changed.
    """
    options = {"populate_existing": True} if afresh else {}
    rows = session.scalars(_camera_with_all(viewer.reach), {"camera_id": camera_id}, execution_options=options)
    camera: Camera | None = rows.first()
    if camera is None:
        raise errors.NotFound(camera=camera_id)
    return camera


@built_once
def _camera_with_all(reach: Reach) -> Select[Any]:
    parts = (Camera.ward, Camera.point, Camera.recorder, Camera.network, Camera.owner, Camera.merged_into)
    visible = visible_to(reach).where(Camera.id == bindparam("camera_id"))
    return visible.options(*(joinedload(part) for part in parts))


def matching(session: Session, viewer: Viewer, typed: str, limit: int, moment: datetime) -> list[Row[Any]]:
    """Cameras that hung at a moment whose code, name or address has the words of `typed`: FINDABLE."""
    words = text_search.conditions(session, CAMERAS, text_search.with_words(CAMERAS, typed))
    statement = findable(viewer.reach, moment).where(*words).order_by(Camera.sort_key, Camera.id)
    return list(session.execute(statement.limit(limit)))


def by_ids(session: Session, viewer: Viewer, camera_ids: Collection[int], moment: datetime) -> list[Row[Any]]:
    """Those of the cameras that hung at a moment and that this person may know of: FINDABLE."""
    statement = findable(viewer.reach, moment).where(Camera.id.in_(camera_ids))
    return list(session.execute(statement.order_by(Camera.id)))


def registered(session: Session, viewer: Viewer, camera_ids: Collection[int]) -> list[Row[Any]]:
    """Those of the cameras that this person may know of, also what was taken down: FINDABLE."""
    return list(session.execute(_with_footage(viewer.reach).where(Camera.id.in_(camera_ids)).order_by(Camera.id)))


def findable(reach: Reach, moment: datetime) -> Select[Any]:
    """The cameras that hung at a moment and that one may know of: FINDABLE."""
    return _with_footage(reach).where(hung(moment))


def hung(moment: datetime) -> ColumnElement[bool]:
    """What was taken down since may be asked for its past, the day on which that was done included."""
    return or_(Camera.removed_on.is_(None), Camera.removed_on >= clock.local(moment).date())


def _with_footage(reach: Reach) -> Select[Any]:
    return (
        joined(select(*FINDABLE))
        .outerjoin(Recorder, Recorder.id == Camera.recorder_id)
        .outerjoin(Owner, Owner.id == Camera.owner_id)
        .where(scope(reach))
    )


def broken_during(
    session: Session, camera_ids: Collection[int], since: datetime, until: datetime
) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """By camera, the spans in some of that time in which it was seen not to work, the first one first."""
    columns = (HealthInterval.camera_id, HealthInterval.since, HealthInterval.until)
    overlapping = (HealthInterval.since < until, or_(HealthInterval.until.is_(None), HealthInterval.until > since))
    statement = select(*columns).where(HealthInterval.camera_id.in_(camera_ids), *overlapping)
    broken: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for row in session.execute(statement.where(HealthInterval.health == Health.BROKEN).order_by(HealthInterval.since)):
        broken.setdefault(row.camera_id, []).append((row.since, row.until))
    return broken


def health_at(session: Session, camera_ids: list[int], moment: datetime) -> dict[int, Health]:
    """What is known of cameras at a moment, by camera id. A camera nobody had looked at by then is missing.

    Nobody having seen it work for 30 days before the moment makes it unknown, never working.
    """
    statement = (
        select(HealthInterval.camera_id, HealthInterval.health, known_until().label("known"))
        .join(Camera, Camera.id == HealthInterval.camera_id)
        .where(
            HealthInterval.camera_id.in_(camera_ids),
            HealthInterval.since <= moment,
            or_(HealthInterval.until.is_(None), HealthInterval.until > moment),
        )
    )
    return {row.camera_id: rules.health_on_page(row.health, row.known, moment) for row in session.execute(statement)}


def known_until() -> ColumnElement[datetime | None]:
    """When an interval was last seen to hold, its camera joined: rows older than that column count to their end."""
    return func.coalesce(HealthInterval.confirmed_at, HealthInterval.until, Camera.checked_at, type_=UTCDateTime())


def member_since(session: Session, camera_id: int) -> date | None:
    """The day on which a camera joined the network that it belongs to now."""
    statement = select(Membership.joined_on).where(Membership.camera_id == camera_id, Membership.left_on.is_(None))
    return session.scalar(statement)


def camera_of_code(
    session: Session, ward_ids: frozenset[int], code: str, registered_in: int, except_id: int | None = None
) -> str | None:
    """How a code is written that a camera of some wards has, or one once registered in a ward. None: it is free."""
    in_wards = and_(Camera.ward_id.in_(ward_ids), Camera.code_look == codes.look(codes.code_key(code)))
    statement = select(Camera.code).where(of_code(code), or_(in_wards, Camera.registered_ward_id == registered_in))
    if except_id is not None:
        statement = statement.where(Camera.id != except_id)
    return session.scalars(statement.order_by(Camera.id).limit(1)).first()


def codes_like(session: Session, ward_ids: Collection[int], key: str, except_id: int | None = None) -> dict[str, str]:
    """The codes of cameras standing in some wards among which those are that may be meant by a key, by their keys."""
    rows = _codes_standing(ward_ids, except_id)
    # one search in an index each: joined by «or» SQLite would walk along the ward
    of_look, of_figures = (
        rows.where(like_it)
        for like_it in (Camera.code_look == codes.look(key), Camera.code_figures == codes.figures(key))
    )
    return {row.code_key: row.code for row in session.execute(union(of_look, of_figures))}


def codes_called_alike(
    session: Session, ward_ids: Collection[int], key: str, except_id: int | None = None
) -> dict[str, str]:
    """Some codes of cameras standing in some wards that begin with the key's word, by their keys."""
    word = codes.first_word(codes.look(key))
    rows = _codes_standing(ward_ids, except_id).where(Camera.code_look >= word, Camera.code_look < f"{word}~")
    statement = rows.order_by(Camera.code_look).limit(MOST_CALLED_ALIKE)
    return {row.code_key: row.code for row in session.execute(statement)}


def _codes_standing(ward_ids: Collection[int], except_id: int | None) -> Select[str, str]:
    standing = (Camera.removed_on.is_(None), Camera.voided_at.is_(None), Camera.id != (except_id or 0))
    return select(Camera.code_key, Camera.code).where(Camera.ward_id.in_(ward_ids), *standing)


def others_of_code(session: Session, viewer: Viewer, camera: Camera, code: str) -> Sequence[Camera]:
    """The first two other cameras of the ward in which a camera stands that have a code, however it is written."""
    of_ward = (of_code(code), Camera.ward_id == camera.ward_id, Camera.id != camera.id)
    return session.scalars(select(Camera).where(scope(viewer.reach), *of_ward).order_by(Camera.id).limit(2)).all()


def merged_into(session: Session, camera_id: int) -> Sequence[Row[Any]]:
    """The cameras that were merged into one, the newest first: id, code, name, since when, why."""
    columns: tuple[Any, ...] = (Camera.id, Camera.code, Camera.name, Camera.voided_at, Camera.void_reason)
    merged_cameras = select(*columns).where(Camera.merged_into_id == camera_id)
    return session.execute(merged_cameras.order_by(Camera.voided_at.desc(), Camera.id.desc())).all()


def cameras_at(session: Session, viewer: Viewer, point_id: int) -> list[Row[Any]]:
    """The cameras at one point: rows of COLUMNS."""
    statement = joined(select(*COLUMNS)).where(scope(viewer.reach), Camera.point_id == point_id)
    return list(session.execute(statement.order_by(Camera.sort_key, Camera.id)))


def joined(statement: Select[Any]) -> Select[Any]:
    """A statement about cameras with what its columns may come from: place, ward, network."""
    return (
        statement.select_from(Camera)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .join(Ward, Ward.id == Camera.ward_id)
        .outerjoin(Network, Network.id == Camera.network_id)
    )


def health_history(session: Session, camera: Camera) -> list[history.Period]:
    """A camera's health of the last 90 days, without gaps."""
    now = clock.now()
    first = now - history.SHOWN
    statement = (
        select(HealthInterval.health, HealthInterval.since, HealthInterval.until, known_until())
        .join(Camera, Camera.id == HealthInterval.camera_id)
        .where(HealthInterval.camera_id == camera.id, or_(HealthInterval.until.is_(None), HealthInterval.until > first))
    )
    rows = session.execute(statement.order_by(HealthInterval.since, HealthInterval.id))
    return history.health_history([history.KnownInterval(*row) for row in rows], first, now)
