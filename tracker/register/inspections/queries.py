"""Reading rounds of inspection, always as far as the viewer may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.core import clock, errors
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.vietnamese import sort_key
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras import queries as register
from tracker.register.cameras.models import Camera
from tracker.register.faults import queries as faults
from tracker.register.faults.models import Fault
from tracker.register.inspections.models import InspectionRound, InspectionVisit
from tracker.register.inspections.rules import MOST_CAMERAS, SeenState, Stop
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import ward_condition
from tracker.territory.wards.models import Ward

COMING = 8  # cameras named after the one to be looked at now


# Nobody walks to a camera that was voided since; a visit that was made stays.
VISITED_OR_LIVE = or_(InspectionVisit.seen.is_not(None), Camera.voided_at.is_(None))


def _visits(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    of_round = select(func.count()).select_from(InspectionVisit).join(Camera, Camera.id == InspectionVisit.camera_id)
    statement = of_round.where(InspectionVisit.round_id == InspectionRound.id, VISITED_OR_LIVE, *conditions)
    return statement.correlate(InspectionRound).scalar_subquery()


COLUMNS: tuple[Any, ...] = (
    InspectionRound.id,
    InspectionRound.name,
    InspectionRound.due_on,
    InspectionRound.created_at,
    InspectionRound.closed_at,
    Ward.name.label("ward"),
    User.name.label("created_by"),
    _visits().label("total"),
    _visits(InspectionVisit.seen.is_not(None)).label("done"),
)
# A camera of a round: what one needs to find it, and what was seen.
VISITS: tuple[Any, ...] = (
    InspectionVisit.camera_id,
    InspectionVisit.position,
    InspectionVisit.seen,
    InspectionVisit.seen_at,
    InspectionVisit.seen_by,
    InspectionVisit.note,
    InspectionVisit.fault_id,
    Fault.kind.label("fault_kind"),
    Camera.code,
    Camera.name,
    Camera.form,
    Camera.bearing,
    Camera.view_angle,
    Camera.reach_m,
    Camera.health,
    Camera.checked_at,
    InstallationPoint.name.label("place"),
    InstallationPoint.address,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
    Recorder.code.label("recorder"),
)


@dataclass(frozen=True)
class RoundCriteria:
    """Which rounds a list shows. `after` is where the last page ended: (due on, id)."""

    closed: bool = False
    after: tuple[date, int] | None = None
    limit: int = PAGE_SIZE


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of a round: a ward admin, those of the own wards."""
    return ward_condition(reach, InspectionRound.ward_id)


def get(session: Session, viewer: Viewer, round_id: int) -> InspectionRound:
    """One round. NotFound when there is none that this person may know of."""
    inspection_round = session.scalars(
        select(InspectionRound).where(scope(viewer.reach), InspectionRound.id == round_id)
    ).first()
    if inspection_round is None:
        raise errors.NotFound(round=round_id)
    return inspection_round


def listing(session: Session, viewer: Viewer, criteria: RoundCriteria) -> Page[Row[Any]]:
    """One page of rounds as rows of COLUMNS: open ones by due day, closed ones backwards."""
    statement = select(*COLUMNS).join(Ward, Ward.id == InspectionRound.ward_id)
    statement = statement.join(User, User.id == InspectionRound.created_by_id).where(scope(viewer.reach))
    closed_at, keys = InspectionRound.closed_at, (InspectionRound.due_on, InspectionRound.id)
    statement = statement.where(closed_at.is_not(None) if criteria.closed else closed_at.is_(None))
    return page(session, statement, keys, criteria.after, criteria.limit, descending=criteria.closed)


def counting_overdue(reach: Reach) -> ScalarSelect[int]:
    """What counts the open rounds that should have been done before today, as a column."""
    late = (scope(reach), InspectionRound.closed_at.is_(None), InspectionRound.due_on < clock.today())
    return select(func.count()).select_from(InspectionRound).where(*late).scalar_subquery()


def stops(session: Session, viewer: Viewer, criteria: register.CameraCriteria) -> list[Stop]:
    """The cameras of a filter as stops of a walk: at most one more than a round may have."""
    point = InstallationPoint
    columns: tuple[Any, ...] = (Camera.id, point.latitude, point.longitude, point.address, point.name)
    statement = (
        register.joined(select(*columns)).where(*register.conditions(viewer.reach, criteria)).order_by(Camera.id)
    )
    return [
        Stop(
            row.id,
            (row.latitude, row.longitude) if row.latitude is not None else None,
            sort_key(_street(row.address) or row.name),
        )
        for row in session.execute(statement.limit(MOST_CAMERAS + 1))
    ]


def _street(address: str) -> str:
    """An address without its house number, so that a street's cameras come together."""
    return address.lstrip("0123456789/ ").removeprefix("Số ").lstrip("0123456789/ ")


def progress(session: Session, round_id: int) -> dict[SeenState | None, int]:
    """How many cameras of a round were found how; those that nobody has visited under None."""
    statement = select(InspectionVisit.seen, func.count()).join(Camera, Camera.id == InspectionVisit.camera_id)
    of_round = (InspectionVisit.round_id == round_id, VISITED_OR_LIVE)
    return {row[0]: row[1] for row in session.execute(statement.where(*of_round).group_by(InspectionVisit.seen))}


def visit(session: Session, round_id: int, camera_id: int) -> InspectionVisit:
    """A camera's visit in a round, held against a second tap. NotFound when the round has no such camera."""
    statement = select(InspectionVisit).where(
        InspectionVisit.round_id == round_id,
        InspectionVisit.camera_id.in_(select(Camera.id).where(Camera.id == camera_id, Camera.voided_at.is_(None))),
    )
    inspection_visit = session.scalars(statement.with_for_update()).first()
    if inspection_visit is None:
        raise errors.NotFound(round=round_id, camera=camera_id)
    return inspection_visit


def visits(session: Session, round_id: int) -> list[Row[Any]]:
    """All cameras of a round in walking order: rows of VISITS, 500 at most."""
    return list(session.execute(_visit_rows(round_id).order_by(InspectionVisit.position)))


def coming(session: Session, round_id: int, camera_id: int | None = None) -> list[Row[Any]]:
    """The cameras not yet visited, in walking order, the first few; before them one that somebody asks for."""
    unseen = _visit_rows(round_id).where(InspectionVisit.seen.is_(None)).order_by(InspectionVisit.position)
    rows = list(session.execute(unseen.limit(COMING + 1)))
    if camera_id is None:
        return rows
    asked_rows = list(session.execute(_visit_rows(round_id).where(InspectionVisit.camera_id == camera_id)))
    return asked_rows + [row for row in rows if row.camera_id != camera_id]


def last_visited(session: Session, round_id: int) -> Row[Any] | None:
    """The camera that was looked at last."""
    visited = _visit_rows(round_id).where(InspectionVisit.seen.is_not(None))
    return session.execute(visited.order_by(InspectionVisit.seen_at.desc(), InspectionVisit.id.desc()).limit(1)).first()


def fault_of(session: Session, fault_id: int | None) -> Fault | None:
    """The fault that a visit opened, if it is still there."""
    return session.scalars(select(Fault).where(Fault.id == fault_id).options(*faults.WHOLE)).first()


def _visit_rows(round_id: int) -> Select[Any]:
    return (
        select(*VISITS)
        .select_from(InspectionVisit)
        .join(Camera, Camera.id == InspectionVisit.camera_id)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .outerjoin(Recorder, Recorder.id == Camera.recorder_id)
        .outerjoin(Fault, Fault.id == InspectionVisit.fault_id)
        .where(InspectionVisit.round_id == round_id, VISITED_OR_LIVE)
    )
