"""Queries: who sees an incident by a share or a seal, and who could. The caller has seen to it that one may know."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.models import Post, User
from tracker.accounts.queries import in_office
from tracker.cases.access.models import IncidentNote, IncidentReader, IncidentShare
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.queries import LIVE
from tracker.cases.incidents.models import Incident
from tracker.core import errors, post_rules
from tracker.core.permissions import CASE_ROLES
from tracker.territory.units.models import UnitCover

MOST_CHOICES = 500  # of people to choose from; any other is named by the log-in name


class CasePerson(NamedTuple):
    """Somebody who works on cases somewhere."""

    id: int
    login: str
    name: str

    @property
    def label(self) -> str:
        """Name and log-in name, as they are chosen from."""
        return f"{self.name} ({self.login})"


def shares_of(session: Session, incident_id: int) -> Sequence[IncidentShare]:
    """All the units with which an incident was ever shared, those that still see it first."""
    statement = select(IncidentShare).where(IncidentShare.incident_id == incident_id)
    loaded = statement.options(joinedload(IncidentShare.unit), joinedload(IncidentShare.shared_by))
    return session.scalars(loaded.order_by(IncidentShare.ended_at.is_not(None), IncidentShare.id.desc())).all()


def share_with_unit(session: Session, share_id: int) -> IncidentShare:
    """That an incident is or was shared, with its unit. NotFound."""
    statement = select(IncidentShare).where(IncidentShare.id == share_id).options(joinedload(IncidentShare.unit))
    shared = session.scalars(statement).first()
    if shared is None:
        raise errors.NotFound(share=share_id)
    return shared


def standing_share(session: Session, incident_id: int, unit_id: int) -> IncidentShare | None:
    """That an incident is shared with a unit, as long as it is."""
    standing = (IncidentShare.incident_id == incident_id, IncidentShare.unit_id == unit_id)
    return session.scalars(select(IncidentShare).where(*standing, IncidentShare.ended_at.is_(None))).first()


def readers_of(session: Session, incident_id: int) -> Sequence[IncidentReader]:
    """The people to whom an incident is sealed, by name."""
    statement = select(IncidentReader).join(User, User.id == IncidentReader.user_id)
    statement = statement.where(IncidentReader.incident_id == incident_id).options(joinedload(IncidentReader.user))
    return session.scalars(statement.order_by(User.name, User.id)).all()


def notes_of(session: Session, incident_id: int) -> Sequence[IncidentNote]:
    """What was written under an incident, the newest first."""
    statement = select(IncidentNote).where(IncidentNote.incident_id == incident_id)
    loaded = statement.options(joinedload(IncidentNote.author), joinedload(IncidentNote.unit))
    return session.scalars(loaded.order_by(IncidentNote.id.desc())).all()


def workers_of(session: Session, incident: Incident) -> frozenset[int]:
    """Who works on an incident: its investigator, and whoever works on one of its requests."""
    of_incident = (ExtractionRequest.incident_id == incident.id, LIVE)
    working = session.scalars(select(ExtractionRequest.responsible_id).where(*of_incident))
    return frozenset(working) | {incident.investigator_id}


def approvers(session: Session, unit_id: int, user_ids: Collection[int], on: date) -> frozenset[int]:
    """Which of some people lead a unit, or one that covers it, by a post of their own."""
    of_unit = (UnitCover.covered_id == unit_id, Post.user_id.in_(user_ids), User.active)
    own_post = (in_office(on), Post.delegated_by_id.is_(None))
    statement = select(Post).join(UnitCover, UnitCover.unit_id == Post.unit_id).join(User, User.id == Post.user_id)
    posts = session.scalars(statement.where(*of_unit, *own_post))
    return frozenset(post.user_id for post in posts if post_rules.leads(post.role, post.position))


def case_people(session: Session, on: date, unit_id: int | None = None) -> list[CasePerson]:
    """Who works on cases on a day, by name: all to whom an incident may be sealed, or those of and above a unit."""
    statement = _case_people(on)
    if unit_id is not None:
        over_unit = select(UnitCover.unit_id).where(UnitCover.covered_id == unit_id)
        holds_post = select(Post.user_id).where(Post.role.in_(CASE_ROLES), Post.unit_id.in_(over_unit), in_office(on))
        statement = statement.where(User.id.in_(holds_post))
    return [CasePerson(*row) for row in session.execute(statement.order_by(User.name, User.id).limit(MOST_CHOICES))]


def case_person(session: Session, login: str, on: date) -> CasePerson | None:
    """The one of them with a log-in name."""
    row = session.execute(_case_people(on).where(User.login == login)).first()
    return CasePerson(*row) if row else None


def _case_people(on: date) -> Select[int, str, str]:
    holds_post = select(Post.user_id).where(Post.role.in_(CASE_ROLES), Post.unit_id.is_not(None), in_office(on))
    return select(User.id, User.login, User.name).where(User.active, User.id.in_(holds_post))


def sealed_among(session: Session, incident_ids: Collection[int]) -> Sequence[Incident]:
    """Those of some incidents that are sealed."""
    of_ids = (Incident.id.in_(incident_ids), Incident.sealed_at.is_not(None))
    return session.scalars(select(Incident).where(*of_ids).order_by(Incident.id)).all()


def merged_into(session: Session, incident_id: int) -> Sequence[Incident]:
    """The incidents that were merged into one: they say the same as it does."""
    return session.scalars(select(Incident).where(Incident.merged_into_id == incident_id).order_by(Incident.id)).all()
