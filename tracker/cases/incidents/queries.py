"""Reading incidents, always as far as the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.models import User
from tracker.cases.incidents.models import INCIDENTS, Incident, IncidentEvent
from tracker.cases.incidents.rules import IncidentStatus
from tracker.cases.visibility import case_condition
from tracker.core import clock, errors, text_search
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.viewer import Reach, Viewer
from tracker.territory.wards.models import Ward

COLUMNS = (
    Incident.id,
    Incident.code,
    Incident.type,
    Incident.summary,
    Incident.occurred_from,
    Incident.occurred_to,
    Incident.place,
    Incident.ward_id,
    Ward.name.label("ward"),
    Incident.status,
    Incident.investigator_id,
    User.name.label("investigator_name"),
    Incident.sealed_at,
)
WHOLE = (
    joinedload(Incident.ward),
    joinedload(Incident.investigator),
    joinedload(Incident.unit),
    joinedload(Incident.merged_into),
)


@dataclass(frozen=True)
class IncidentCriteria:
    """What a list of incidents is narrowed to: `since` and `until` are the first and the last day of occurring.

    `after` is where the last page ended: (occurred_from, id).
    """

    q: str = ""
    status: IncidentStatus | None = None
    type: str = ""
    ward_id: int | None = None
    since: date | None = None
    until: date | None = None
    mine: bool = False
    voided: bool = False
    after: tuple[datetime, int] | None = None
    limit: int = PAGE_SIZE


def scope(reach: Reach, viewer_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """The condition under which a person may know of an incident: one's own, and those of the units one sees."""
    return case_condition(reach, viewer_id, Incident.id, Incident.unit_id, Incident.investigator_id)


def visible_to(reach: Reach, viewer_id: int) -> Select[Incident]:
    """The incidents a person may know of."""
    return select(Incident).where(scope(reach, viewer_id))


def get(session: Session, viewer: Viewer, incident_id: int) -> Incident:
    """One incident with its ward and investigator. NotFound when there is none that this person may know of."""
    statement = visible_to(viewer.reach, viewer.id).options(*WHOLE)
    incident = session.scalars(statement.where(Incident.id == incident_id)).first()
    if incident is None:
        raise errors.NotFound(incident=incident_id)
    return incident


def by_code(session: Session, viewer: Viewer, code: str) -> Incident | None:
    """The incident of a code, if this person may know of it."""
    statement = visible_to(viewer.reach, viewer.id).where(func.lower(Incident.code) == code.lower())
    return session.scalars(statement).first()


def events_of(session: Session, incident_id: int) -> Sequence[IncidentEvent]:
    """All that was done to an incident, the newest first."""
    statement = select(IncidentEvent).where(IncidentEvent.incident_id == incident_id)
    return session.scalars(statement.order_by(IncidentEvent.id.desc())).all()


def may_see(session: Session, viewer: Viewer, incident_id: int) -> bool:
    """Whether somebody may know of an incident, and so of what belongs to it."""
    visible = visible_to(viewer.reach, viewer.id).with_only_columns(Incident.id)
    return session.scalar(visible.where(Incident.id == incident_id)) is not None


def listing(session: Session, viewer: Viewer, criteria: IncidentCriteria) -> Page[Row[Any]]:
    """One page of incidents, newest first, as rows of COLUMNS."""
    statement = (
        select(*COLUMNS)
        .join(Ward, Ward.id == Incident.ward_id)
        .join(User, User.id == Incident.investigator_id)
        .where(*_conditions(session, viewer.reach, viewer.id, criteria))
    )
    keys = (Incident.occurred_from, Incident.id)
    return page(session, statement, keys, criteria.after, criteria.limit, descending=True)


def ward_choices(session: Session, viewer: Viewer, most: int | None = None) -> list[tuple[int, str]]:
    """(id, name) of the wards in which incidents happened, in Vietnamese order; none where there are more than `most`.

    Nobody chooses out of thousands, and finding them all reads every incident.
    """
    happened = select(Incident.ward_id).where(scope(viewer.reach, viewer.id)).distinct()
    happened = happened.limit(most + 1) if most is not None else happened
    statement = select(Ward.id, Ward.name).where(Ward.id.in_(happened)).order_by(Ward.sort_key, Ward.id)
    wards = [(row.id, row.name) for row in session.execute(statement)]
    return wards if most is None or len(wards) <= most else []


def _conditions(
    session: Session, reach: Reach, viewer_id: int, criteria: IncidentCriteria
) -> list[ColumnElement[bool]]:
    has_words = text_search.conditions(session, INCIDENTS, text_search.with_words(INCIDENTS, criteria.q))
    conditions = [scope(reach, viewer_id), *has_words]
    for column, value in (
        (Incident.status, criteria.status),
        (Incident.type, criteria.type or None),
        (Incident.ward_id, criteria.ward_id),
        (Incident.investigator_id, viewer_id if criteria.mine else None),
    ):
        if value is not None:
            conditions.append(column == value)
    conditions.append(Incident.voided_at.is_not(None) if criteria.voided else Incident.voided_at.is_(None))
    if criteria.since:
        conditions.append(Incident.occurred_from >= clock.day_start(criteria.since))
    if criteria.until:
        conditions.append(Incident.occurred_from < clock.day_end(criteria.until))
    return conditions
