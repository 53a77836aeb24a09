"""Reading imports: one's own, and those done in one's ward or unit; what of the register an import is matched with."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select
from sqlalchemy.orm import Session, undefer

from tracker.accounts.models import User
from tracker.cases.visibility import sees_cases, unit_condition
from tracker.core import clock, errors
from tracker.core.paging import Page, page
from tracker.core.vietnamese import clean, sort_key
from tracker.core.viewer import Reach, Viewer
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.models import KnownColumn, ListImport
from tracker.jobs.models import Job
from tracker.register.cameras.codes import code_key
from tracker.register.cameras.fields import stored
from tracker.register.cameras.models import Camera
from tracker.register.networks import queries as networks
from tracker.register.networks.models import Network
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import own_ward_condition, own_wards
from tracker.territory.wards import naming, rules
from tracker.territory.wards.models import Ward

CHUNK = 1_000  # texts asked for in one statement

# Columns of a camera that a list can change, one by one.
CHANGEABLE = tuple(
    field.name
    for field in stored()
    if field.imported is not None and field.name not in ("code", "ward_id", "health", "checked_at")
)
STANDING: tuple[Any, ...] = (
    Camera.id,
    Camera.version,
    Camera.code,
    Camera.ward_id,
    Camera.registered_ward_id,
    Camera.removed_on,
    Camera.voided_at,
    Camera.point_id,
    Camera.search_key,
    Camera.name_key,
    Camera.health,
    Camera.checked_at,
    *(getattr(Camera, name) for name in CHANGEABLE),
    InstallationPoint.name.label("place"),
    InstallationPoint.address,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
    InstallationPoint.version.label("point_version"),
)


def scope(reach: Reach, viewer_id: int) -> ColumnElement[bool]:
    """The condition under which a person may know of an import: an own one, or one done in an own ward or unit.

    Each only while the person has a post of the kind that imports such lists.
    """
    is_applied, is_own = ListImport.applied_at.is_not(None), ListImport.created_by_id == viewer_id
    of_cameras = ListImport.kind == ImportKind.CAMERAS
    conditions: list[ColumnElement[bool]] = []
    if own_wards(reach):
        of_ward = and_(is_applied, own_ward_condition(reach, ListImport.ward_id))
        conditions.append(and_(of_cameras, or_(is_own, of_ward)))
    if sees_cases(reach):
        of_unit = and_(is_applied, unit_condition(reach, ListImport.unit_id))
        conditions.append(and_(~of_cameras, or_(is_own, of_unit)))
    return or_(*conditions) if conditions else false()


def get(session: Session, viewer: Viewer, import_id: int) -> ListImport:
    """One import with its content and report. NotFound when there is none that this person may know of."""
    statement = select(ListImport).where(ListImport.id == import_id, scope(viewer.reach, viewer.id))
    loaded = (undefer(ListImport.content), undefer(ListImport.report))
    import_ = session.scalars(statement.options(*loaded).execution_options(populate_existing=True)).first()
    if import_ is None:
        raise errors.NotFound(camera_import=import_id)
    return import_


def job_of(session: Session, import_: ListImport) -> Job | None:
    """The long work that an import is in, or was in last."""
    return session.get(Job, import_.job_id) if import_.job_id else None


def uploader_of(session: Session, import_: ListImport) -> str:
    """The name of whoever sent an import."""
    return str(session.scalar(select(User.name).where(User.id == import_.created_by_id)))


def listing(session: Session, viewer: Viewer, after: tuple[int] | None) -> Page[Row[Any]]:
    """One page of a person's imports, newest first."""
    columns: tuple[Any, ...] = (
        ListImport.id,
        ListImport.kind,
        ListImport.file_name,
        ListImport.created_at,
        ListImport.applied_at,
        ListImport.content.is_not(None).label("waiting"),
        ListImport.undone_at,
        ListImport.counts,
        Job.state.label("job_state"),
        User.name.label("created_by"),
    )
    statement = (
        select(*columns).outerjoin(Job, Job.id == ListImport.job_id).join(User, User.id == ListImport.created_by_id)
    )
    statement = statement.where(scope(viewer.reach, viewer.id))
    return page(session, statement, (ListImport.id,), after, descending=True)


def wards_of_codes(session: Session, codes: Collection[str], within: Collection[int] | None = None) -> dict[str, Ward]:
    """The wards that hold some codes today, or held them last, each under the code as it was asked for.

    `within`: the only wards that may be meant; then an old number means the ward that somebody answers for.
    """
    padded = {code: rules.padded(clean(code)) for code in codes}
    statement = select(Ward).where(Ward.code.in_(set(padded.values())), Ward.valid_from <= clock.today())
    if within is not None:
        statement = statement.where(Ward.id.in_(within))
    newest = {ward.code: ward for ward in session.scalars(statement.order_by(Ward.valid_from))}
    return {code: newest[full] for code, full in padded.items() if full in newest}


def wards_meant(session: Session, texts: Collection[str], within: Collection[int] | None = None) -> dict[str, Ward]:
    """The wards that cells name by their code or by their name, each under its text; what is unclear is left out."""
    codes = {text for text in texts if clean(text)[:1].isdigit()}
    names = set(texts) - codes
    if within is None:
        clear = {name: naming.ward_if_named(session, name) for name in names}
    else:
        of_viewer = list(session.scalars(select(Ward).where(Ward.id.in_(within)))) if names else []
        clear = {name: _only_called(of_viewer, rules.spelled_out(name)) for name in names}
    return wards_of_codes(session, codes, within) | {name: ward for name, ward in clear.items() if ward}


def _only_called(candidates: list[Ward], name: str) -> Ward | None:
    """The one ward of that name, an ended one only where none of today has it."""
    namesakes = [ward for ward in candidates if rules.same_place_name(ward.name, name)]
    present = [ward for ward in namesakes if ward.valid_to is None] or namesakes
    return present[0] if len(present) == 1 else None


def numbers_of(session: Session, ward_ids: Collection[int]) -> dict[int, str]:
    """The codes of some wards, by id."""
    rows = session.execute(select(Ward.id, Ward.code).where(Ward.id.in_(ward_ids)))
    return {row.id: row.code for row in rows}


def networks_known(session: Session, reach: Reach) -> list[Row[Any]]:
    """(id, code, name, closed_on) of the networks that somebody may know of."""
    columns: tuple[Any, ...] = (Network.id, Network.code, Network.name, Network.closed_on)
    return list(session.execute(select(*columns).where(networks.scope(reach))))


def recorders_of(session: Session, ward_ids: Collection[int]) -> Sequence[Row[Any]]:
    """(id, code) of the recorders of some wards."""
    columns: tuple[Any, ...] = (Recorder.id, Recorder.code)
    return session.execute(select(*columns).where(Recorder.ward_id.in_(ward_ids))).all()


def cameras_standing(
    session: Session, within: Collection[int], registered: Collection[int], codes: Collection[str] | None = None
) -> Iterator[Row[Any]]:
    """The cameras of wards `within`, or once `registered` in one: rows of STANDING. Of some `codes`, or all.

    A code is known however it is written.
    """
    statement = select(*STANDING).join(InstallationPoint, InstallationPoint.id == Camera.point_id)
    if codes is None:
        condition: ColumnElement[bool] = or_(Camera.ward_id.in_(within), Camera.registered_ward_id.in_(registered))
        yield from session.execute(statement.where(condition).order_by(Camera.id).execution_options(yield_per=5_000))
        return
    rows: dict[int, Row[Any]] = {}
    for chunk in _chunks(codes):
        of_codes = Camera.code_key.in_(sorted({code_key(code) for code in chunk}))
        was_registered = Camera.registered_ward_id.in_(registered)
        for condition in (
            and_(Camera.ward_id.in_(within), of_codes),
            and_(was_registered, of_codes),
            and_(was_registered, Camera.code.in_(chunk)),  # also those with a key of their own
        ):
            rows.update({row.id: row for row in session.execute(statement.where(condition))})
    yield from (rows[camera_id] for camera_id in sorted(rows))


def points_of(
    session: Session, ward_ids: Collection[int], names: Collection[str] | None = None, after: int = 0
) -> Iterator[Row[Any]]:
    """The points of some wards, oldest first: id, version, ward_id, name, address, latitude, longitude.

    Of some `names`, or all; those with a number above `after`.
    """
    point = InstallationPoint
    identity_columns: tuple[Any, ...] = (point.id, point.version, point.ward_id, point.name, point.address)
    columns: tuple[Any, ...] = (*identity_columns, point.latitude, point.longitude)
    statement = select(*columns).where(point.ward_id.in_(ward_ids), point.id > after).order_by(point.id)
    if names is None:
        yield from session.execute(statement.execution_options(yield_per=5_000))
        return
    rows: dict[int, Row[Any]] = {}
    for chunk in _chunks(names):
        keys = [sort_key(name)[:500] for name in chunk]
        rows.update({row.id: row for row in session.execute(statement.where(point.sort_key.in_(keys)))})
    yield from (rows[point_id] for point_id in sorted(rows))


def codes_of(session: Session, ward_ids: Collection[int]) -> Iterator[str]:
    """The codes of the cameras that stand in some wards."""
    standing = (Camera.removed_on.is_(None), Camera.voided_at.is_(None))
    yield from session.scalars(select(Camera.code).where(Camera.ward_id.in_(ward_ids), *standing))


def state_of(session: Session, ward_ids: Collection[int]) -> tuple[Any, ...]:
    """What tells whether cameras or points of some wards were written between two looks."""
    state: list[Any] = []
    for table in (Camera, InstallationPoint):
        columns = (func.count(), func.max(table.id), func.sum(table.version))
        state += session.execute(select(*columns).where(table.ward_id.in_(ward_ids))).one()
    return tuple(state)


def newest(session: Session, table: type[Camera | InstallationPoint]) -> int:
    """The highest number that a row of a table has; 0 in an empty one."""
    return session.scalar(select(func.max(table.id))) or 0


def cameras_after(session: Session, after: int, ward_ids: Collection[int]) -> Sequence[Row[Any]]:
    """(id, registered ward, code, point, recorder) of the cameras of some wards with a number above `after`."""
    columns: tuple[Any, ...] = (Camera.id, Camera.registered_ward_id, Camera.code, Camera.point_id, Camera.recorder_id)
    return session.execute(select(*columns).where(Camera.id > after, Camera.ward_id.in_(ward_ids))).all()


def usual_network(session: Session, ward_id: int) -> int | None:
    """The running network that most cameras of a ward are in."""
    standing = (Camera.ward_id == ward_id, Camera.removed_on.is_(None), Camera.voided_at.is_(None))
    by_network = select(Camera.network_id).join(Network, Network.id == Camera.network_id)
    by_network = by_network.where(*standing, Network.closed_on.is_(None)).group_by(Camera.network_id)
    return session.scalar(by_network.order_by(func.count().desc(), Camera.network_id).limit(1))


def versions_of(session: Session, camera_ids: Sequence[int]) -> dict[int, int]:
    """The versions of some cameras, by id."""
    versions: dict[int, int] = {}
    for start in range(0, len(camera_ids), CHUNK):
        of_chunk = Camera.id.in_(camera_ids[start : start + CHUNK])
        versions |= {row.id: row.version for row in session.execute(select(Camera.id, Camera.version).where(of_chunk))}
    return versions


def remembered_for(import_: ListImport) -> tuple[ColumnElement[bool], ...]:
    """The condition that what a header means was said in the ward or the unit of an import, of lists of its kind."""
    of_unit = import_.kind.of_cases
    of_owner = KnownColumn.unit_id == import_.unit_id if of_unit else KnownColumn.ward_id == import_.ward_id
    return KnownColumn.kind == import_.kind, of_owner


def columns_known(session: Session, import_: ListImport) -> dict[str, str]:
    """What headers mean in such lists, by plain header, as somebody of the ward or the unit once said."""
    statement = select(KnownColumn.header, KnownColumn.field).where(*remembered_for(import_))
    return {row.header: row.field for row in session.execute(statement)}


def _chunks(texts: Collection[str]) -> Iterator[list[str]]:
    remaining = iter(texts)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
