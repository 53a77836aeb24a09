"""Queries: what somebody has open, and who may go on with it."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.models import Post, User
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.queries import LIVE
from tracker.cases.extractions.visibility import case_scope
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import IncidentStatus
from tracker.cases.reassignment.rules import OPEN, Colleague, Work
from tracker.core.permissions import Role
from tracker.core.viewer import Viewer
from tracker.territory.units.models import Unit, UnitCover

_OPEN_INCIDENT = and_(Incident.status == IncidentStatus.VERIFYING, Incident.voided_at.is_(None))


def open_work(session: Session, person_id: int) -> Work:
    """All that somebody has open, whoever may see it: for who only learns codes and counts, or is the person."""
    own_incidents = select(Incident).where(Incident.investigator_id == person_id, _OPEN_INCIDENT)
    return _work(session, person_id, own_incidents, true())


def visible_work(session: Session, viewer: Viewer, person_id: int) -> Work:
    """What somebody has open, as far as the viewer may know of the cases."""
    visible_incidents = incidents.visible_to(viewer.reach, viewer.id)
    of_seen = ExtractionRequest.incident_id.in_(visible_incidents.with_only_columns(Incident.id))
    own_incidents = visible_incidents.where(Incident.investigator_id == person_id, _OPEN_INCIDENT)
    return _work(session, person_id, own_incidents, or_(of_seen, case_scope(viewer.reach, viewer.id)))


def _work(session: Session, person_id: int, own_incidents: Select[Incident], condition: ColumnElement[bool]) -> Work:
    incident_rows = session.scalars(own_incidents.options(joinedload(Incident.unit)).order_by(Incident.id)).all()
    open_requests = or_(
        ExtractionRequest.status.in_(OPEN), ExtractionRequest.incident_id.in_([row.id for row in incident_rows])
    )
    requests = _requests(session, person_id, open_requests, condition)
    return Work(incident_rows, requests)


def requests_in(session: Session, person_id: int, incident_id: int) -> Sequence[ExtractionRequest]:
    """The requests of one incident on which somebody works, closed ones too: their outcomes are still to be kept."""
    return _requests(session, person_id, ExtractionRequest.incident_id == incident_id)


def _requests(session: Session, person_id: int, *conditions: ColumnElement[bool]) -> Sequence[ExtractionRequest]:
    worked_on = select(ExtractionRequest).where(ExtractionRequest.responsible_id == person_id, LIVE, *conditions)
    return session.scalars(worked_on.order_by(ExtractionRequest.id)).all()


def colleagues(session: Session, unit_ids: Collection[int], on: date, besides_id: int) -> list[Colleague]:
    """Who investigates today in a unit that covers all of these, with an account in use, by name. Not `besides_id`."""
    in_office = and_(Post.valid_from <= on, or_(Post.valid_to.is_(None), Post.valid_to >= on))
    covered = func.count(func.distinct(UnitCover.covered_id))
    statement = (
        select(User.id, User.login, User.name, func.min(Unit.short_name))
        .join(Post, Post.user_id == User.id)
        .join(Unit, Unit.id == Post.unit_id)
        .join(UnitCover, UnitCover.unit_id == Unit.id)
        .where(User.active, User.id != besides_id, Post.role.in_([Role.INVESTIGATOR]), in_office)
        .where(UnitCover.covered_id.in_(unit_ids))
        .group_by(User.id, User.login, User.name)
        .having(covered == len(set(unit_ids)))
        .order_by(User.name, User.id)
    )
    return [Colleague(*row) for row in session.execute(statement)]
