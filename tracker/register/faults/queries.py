"""Reading faults, always as far as the viewer may see; and what is declared against what works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, case, func, or_, select, union, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from tracker.core import clock, errors
from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.core.seconds_between import seconds_between
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras import queries as register
from tracker.register.cameras.counts import CameraTally
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Connection, Health
from tracker.register.faults.models import Fault, FaultCamera
from tracker.register.faults.rules import STOPPING, FaultKind, FaultState, FaultyThing
from tracker.register.networks.models import Network
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import ward_condition
from tracker.territory.wards.models import Ward

YEAR = timedelta(days=365)
SEVERAL = N_("Có nhiều camera, đầu ghi mang mã này. Hãy mở trang của nó rồi báo sự cố từ đó.")
MOST_AFFECTED = 256  # cameras of a recorder that its fault's page names
MOST_OF_ONE = 50  # faults of one camera or recorder that are shown

COLUMNS: tuple[Any, ...] = (
    Fault.id,
    Fault.version,
    Fault.kind,
    Fault.note,
    Fault.opened_at,
    Fault.opened_by,
    Fault.closed_at,
    Fault.closed_by,
    Fault.repair,
    Fault.cost,
    Fault.camera_id,
    Fault.recorder_id,
    func.coalesce(Camera.code, Recorder.code).label("code"),
    func.coalesce(InstallationPoint.name, Recorder.place).label("place"),
    func.coalesce(Camera.ward_id, Recorder.ward_id).label("ward_id"),
    Ward.name.label("ward"),
    Network.name.label("network"),
    Camera.removed_on,
)

# Nobody will mend what was taken down: its fault waits for no repair.
STANDING = and_(Camera.removed_on.is_(None), Camera.voided_at.is_(None))
# What was mended at an entry that was merged into another was mended in the street; at a mistaken one, nothing was.
COUNTED = or_(Camera.voided_at.is_(None), Camera.merged_into_id.is_not(None))
WHOLE = (joinedload(Fault.camera), joinedload(Fault.recorder))


@dataclass(frozen=True)
class FaultCriteria:
    """What a list of faults is narrowed to. `after` is where the last page ended: (opened or closed at, id)."""

    state: FaultState = FaultState.OPEN
    kind: FaultKind | None = None
    of: FaultyThing | None = None
    network_id: int | None = None
    camera_id: int | None = None
    recorder_id: int | None = None
    after: tuple[datetime, int] | None = None
    limit: int = PAGE_SIZE


@dataclass(frozen=True)
class FaultFigures:
    """Open faults; of the last 12 months: repairs done, the median time they took, what they cost in đồng.

    `priced` of the repairs say what they cost.
    """

    open: int
    repairs: int
    median: timedelta | None
    cost: int
    priced: int


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of a fault: a ward admin, those of things in the own wards."""
    return ward_condition(reach, func.coalesce(Camera.ward_id, Recorder.ward_id))


def get(session: Session, viewer: Viewer, fault_id: int) -> Fault:
    """One fault with its camera or recorder. NotFound when there is none that this person may know of."""
    statement = _with_places(select(Fault)).where(Fault.id == fault_id, scope(viewer.reach)).options(*WHOLE)
    fault: Fault | None = session.scalars(statement).first()
    if fault is None:
        raise errors.NotFound(fault=fault_id)
    return fault


def listing(session: Session, viewer: Viewer, criteria: FaultCriteria) -> Page[Row[Any]]:
    """One page of faults as rows of COLUMNS: open ones oldest first, closed ones newest."""
    statement = _with_places(select(*COLUMNS)).where(*_conditions(viewer.reach, criteria))
    is_open = criteria.state is FaultState.OPEN
    moment: InstrumentedAttribute[Any] = Fault.opened_at if is_open else Fault.closed_at
    return page(session, statement, (moment, Fault.id), criteria.after, criteria.limit, descending=not is_open)


def figures(session: Session, viewer: Viewer) -> FaultFigures:
    """What there is to mend, and what mending took and cost in the last 12 months. Two statements."""
    took = seconds_between(Fault.opened_at, Fault.closed_at)
    ranked = _of_things(
        select(
            took.label("took"),
            Fault.cost,
            func.row_number().over(order_by=took).label("rank"),
            func.count().over().label("total"),
        )
    ).where(scope(viewer.reach), Fault.closed_at >= clock.now() - YEAR, COUNTED)
    row = ranked.subquery()
    middle = row.c.rank.in_([(row.c.total + 1) // 2, (row.c.total + 2) // 2])
    statement = select(func.count(), func.avg(case((middle, row.c.took))), func.sum(row.c.cost), func.count(row.c.cost))
    repairs, median, cost, priced = session.execute(statement.select_from(row)).one()
    return FaultFigures(
        open=session.scalar(select(counting_open(viewer.reach))) or 0,
        repairs=repairs,
        median=timedelta(seconds=round(float(median))) if median is not None else None,
        cost=int(cost or 0),
        priced=priced,
    )


def counting_open(reach: Reach) -> ScalarSelect[int]:
    """What counts the faults that wait for their repair, as a column."""
    open_faults = _of_things(select(func.count(Fault.id))).where(scope(reach), Fault.closed_at.is_(None), STANDING)
    return open_faults.scalar_subquery()


def open_of(session: Session, *, camera_id: int | None = None, recorder_id: int | None = None) -> Fault | None:
    """The open fault of a camera itself, or of a recorder itself."""
    of_equipment = Fault.camera_id == camera_id if camera_id is not None else Fault.recorder_id == recorder_id
    return session.scalars(select(Fault).where(of_equipment, Fault.closed_at.is_(None)).options(*WHOLE)).first()


def closed_fault_at(session: Session, thing: Camera | Recorder, moment: datetime) -> Fault | None:
    """The mended fault of a camera itself, or of a recorder itself, that was open at a moment."""
    open_then = (Fault.opened_at <= moment, Fault.closed_at > moment)
    of_thing = Fault.camera_id == thing.id if isinstance(thing, Camera) else Fault.recorder_id == thing.id
    return session.scalars(select(Fault).where(of_thing, *open_then).limit(1)).first()


def next_fault(session: Session, fault: Fault) -> Fault | None:
    """The fault of the same camera or recorder that began next after one."""
    of_camera = fault.camera_id is not None
    of_thing = Fault.camera_id == fault.camera_id if of_camera else Fault.recorder_id == fault.recorder_id
    later = select(Fault).where(of_thing, Fault.id != fault.id, Fault.opened_at >= fault.opened_at)
    return session.scalars(later.order_by(Fault.opened_at, Fault.id).limit(1)).first()


def thing_by_code(session: Session, viewer: Viewer, code: str) -> dict[str, int]:
    """{"camera_id": …} or {"recorder_id": …} of what carries a code. Invalid when nothing does, or several do."""
    camera_ids = select(Camera.id).where(register.scope(viewer.reach), register.of_code(code), STANDING)
    recorder_ids = select(Recorder.id).where(recorders.scope(viewer.reach), Recorder.code == code)
    matches = [{"camera_id": number} for number in session.scalars(camera_ids.limit(2))]
    matches += [{"recorder_id": number} for number in session.scalars(recorder_ids.limit(2))]
    if not matches:
        raise errors.Invalid({"code": N_("Không có camera hay đầu ghi nào mang mã này trong phạm vi của bạn.")})
    if len(matches) > 1:
        raise errors.Invalid({"code": SEVERAL})
    return matches[0]


def affected_cameras(session: Session, fault: Fault) -> list[Row[Any]]:
    """The cameras that a recorder's fault fell upon: id, code, health, last check, recorder, whether it broke them."""
    columns: tuple[Any, ...] = (Camera.id, Camera.code, Camera.health, Camera.checked_at, Camera.recorder_id)
    statement = (
        select(*columns, FaultCamera.broke)
        .join(FaultCamera, FaultCamera.camera_id == Camera.id)
        .where(FaultCamera.fault_id == fault.id)
    )
    return list(session.execute(statement.order_by(Camera.sort_key, Camera.id).limit(MOST_AFFECTED)))


def open_recorder_fault(session: Session, camera_id: int) -> Fault | None:
    """The open fault of the recorder that a camera records on, if that fault stops the recording."""
    statement = (
        select(Fault)
        .join(Camera, Camera.recorder_id == Fault.recorder_id)
        .where(Camera.id == camera_id, STANDING, Fault.closed_at.is_(None), Fault.kind.in_(STOPPING))
    )
    return session.scalars(statement.options(*WHOLE)).first()


def open_faults(session: Session, camera: Camera) -> list[Fault]:
    """The open fault of a camera, and that of its recorder which stops the recording, each by an index of its own."""
    open_ones = select(Fault.id).where(Fault.closed_at.is_(None))
    of_recorder = open_ones.where(Fault.recorder_id == camera.recorder_id, Fault.kind.in_(STOPPING))
    records = camera.recorder_id is not None and camera.removed_on is None and camera.voided_at is None
    statements = [open_ones.where(Fault.camera_id == camera.id), *([of_recorder] if records else [])]
    statement = select(Fault).where(Fault.id.in_(union_all(*statements))).options(*WHOLE)
    return list(session.scalars(statement.order_by(Fault.camera_id.is_(None))))


def of_camera(session: Session, camera_id: int) -> list[Row[Any]]:
    """The faults of a camera with what was merged into it, and those of recorders that fell upon it: newest first."""
    of_camera = select(Fault.id).where(_of_one(camera_id))
    fell = select(FaultCamera.fault_id).where(FaultCamera.camera_id == camera_id)
    return _newest_rows(session, Fault.id.in_(union(of_camera, fell)))


def of_recorder(session: Session, recorder_id: int) -> list[Row[Any]]:
    """The faults of a recorder: rows of COLUMNS, newest first."""
    return _newest_rows(session, Fault.recorder_id == recorder_id)


def interval_at(session: Session, camera_id: int, moment: datetime) -> HealthInterval | None:
    """What was noted of a camera that holds for a moment."""
    statement = select(HealthInterval).where(
        HealthInterval.camera_id == camera_id,
        HealthInterval.since <= moment,
        or_(HealthInterval.until.is_(None), HealthInterval.until > moment),
    )
    return session.scalars(statement.order_by(HealthInterval.since.desc(), HealthInterval.id.desc()).limit(1)).first()


NetworkTallies = tuple[Row[Any], dict[Connection, CameraTally]]


def by_network(
    session: Session, viewer: Viewer, after: tuple[str, int] | None = None, limit: int = PAGE_SIZE
) -> Page[NetworkTallies]:
    """One page of (id, name, ward, last day of a network; by source its cameras), in Vietnamese order.

    The police's and others' cameras are never added up; a source without any is missing.
    """
    conditions = (register.scope(viewer.reach), Camera.removed_on.is_(None), Camera.network_id.is_not(None))
    columns = (Network.id, Network.name, Ward.name.label("ward"), Network.closed_on)
    statement = select(*columns).join(Ward, Ward.id == Network.ward_id)
    statement = statement.where(Network.id.in_(select(Camera.network_id).where(*conditions)))
    networks, following = page(session, statement, (Network.sort_key, Network.id), after, limit)
    tallies: dict[int, dict[Connection, CameraTally]] = {network.id: {} for network in networks}
    counts = (func.count().filter(register.shown(health)).label(health.value) for health in Health)
    of_shown = select(Camera.network_id, Camera.connection, *counts).where(*conditions, Camera.network_id.in_(tallies))
    by_source = of_shown.group_by(Camera.network_id, Camera.connection).order_by(Camera.connection.desc())
    for row in session.execute(by_source):
        tallies[row.network_id][row.connection] = CameraTally(row.working, row.broken, row.unknown)
    return Page([(network, tallies[network.id]) for network in networks], following)


def _newest_rows(session: Session, condition: ColumnElement[bool]) -> list[Row[Any]]:
    statement = _with_places(select(*COLUMNS)).where(condition).order_by(Fault.opened_at.desc(), Fault.id.desc())
    return list(session.execute(statement.limit(MOST_OF_ONE)))


def _of_things(statement: Select[Any]) -> Select[Any]:
    """A statement about faults with what they are of."""
    of_faults = statement.select_from(Fault).outerjoin(Camera, Camera.id == Fault.camera_id)
    return of_faults.outerjoin(Recorder, Recorder.id == Fault.recorder_id)


def _with_places(statement: Select[Any]) -> Select[Any]:
    return (
        _of_things(statement)
        .outerjoin(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .outerjoin(Network, Network.id == Camera.network_id)
        .join(Ward, Ward.id == func.coalesce(Camera.ward_id, Recorder.ward_id))
    )


def _conditions(reach: Reach, criteria: FaultCriteria) -> Sequence[ColumnElement[bool]]:
    conditions = [scope(reach), COUNTED]
    conditions.append(Fault.closed_at.is_(None) if criteria.state is FaultState.OPEN else Fault.closed_at.is_not(None))
    if criteria.state is FaultState.OPEN and criteria.camera_id is None:
        conditions.append(STANDING)
    if criteria.of is not None:
        conditions.append((Fault.camera_id if criteria.of is FaultyThing.CAMERA else Fault.recorder_id).is_not(None))
    if criteria.network_id is not None:
        of_recorders_there = Recorder.id.in_(select(Camera.recorder_id).where(Camera.network_id == criteria.network_id))
        conditions.append(
            or_(Camera.network_id == criteria.network_id, and_(Fault.recorder_id.is_not(None), of_recorders_there))
        )
    for column, value in (
        (Fault.kind, criteria.kind),
        (Fault.recorder_id, criteria.recorder_id),
    ):
        if value is not None:
            conditions.append(column == value)
    return conditions if criteria.camera_id is None else [*conditions, _of_one(criteria.camera_id)]


def _of_one(camera_id: int) -> ColumnElement[bool]:
    return Fault.camera_id.in_(register.merged_family(camera_id))
