"""Queries: what was done to requests and to their lines. The caller has seen to it that the reader may know of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.cases.extractions import steps
from tracker.cases.extractions.models import ExtractionLine, LineEvent, LineOutcome, RequestEvent
from tracker.cases.handovers.models import Handover
from tracker.cases.handovers.queries import WITH_CHECKS


def events_of(session: Session, request_id: int) -> Sequence[RequestEvent]:
    """All that was done to a request, the newest first, with whoever did it."""
    statement = select(RequestEvent).where(RequestEvent.request_id == request_id)
    return session.scalars(statement.options(joinedload(RequestEvent.actor)).order_by(RequestEvent.id.desc())).all()


def line_events_of(session: Session, line_ids: Collection[int]) -> Mapping[int, list[LineEvent]]:
    """All that was done to lines, by the line's id, the newest first, with whoever did it."""
    statement = select(LineEvent).where(LineEvent.line_id.in_(line_ids)).options(joinedload(LineEvent.actor))
    events: dict[int, list[LineEvent]] = defaultdict(list)
    for event in session.scalars(statement.order_by(LineEvent.id.desc())):
        events[event.line_id].append(event)
    return events


def outcomes_of(session: Session, line_ids: Collection[int]) -> Mapping[int, list[LineOutcome]]:
    """All that was said of lines' footage, by the line's id, the newest first, with whoever said it."""
    statement = select(LineOutcome).where(LineOutcome.line_id.in_(line_ids)).options(joinedload(LineOutcome.author))
    outcomes: dict[int, list[LineOutcome]] = defaultdict(list)
    if not line_ids:
        return outcomes
    for outcome in session.scalars(statement.order_by(LineOutcome.id.desc())):
        outcomes[outcome.line_id].append(outcome)
    return outcomes


def standing_of(session: Session, request_id: int) -> Sequence[RequestEvent]:
    """The steps of a request that nobody took back, the newest first."""
    return [event for event in events_of(session, request_id) if event.stands]


def newest_of_people(session: Session, request_id: int) -> RequestEvent | None:
    """The last step of a request that stands and that somebody took, not one that followed by itself."""
    return newest_by_people(standing_of(session, request_id))


def newest_by_people(events: Sequence[RequestEvent]) -> RequestEvent | None:
    """The first of some steps that stands and that somebody took, not one that followed by itself."""
    return next((event for event in events if event.stands and event.step not in steps.AUTOMATIC), None)


def voided_handovers_of(session: Session, line_ids: Collection[int]) -> Mapping[int, list[Handover]]:
    """What was once noted as handed over and taken back, by the line's id, with the checks of what was received."""
    taken_back = select(Handover).where(Handover.line_id.in_(line_ids), Handover.voided_at.is_not(None))
    handovers: dict[int, list[Handover]] = defaultdict(list)
    if not line_ids:
        return handovers
    for handover in session.scalars(taken_back.options(WITH_CHECKS).order_by(Handover.id.desc())).unique():
        handovers[handover.line_id].append(handover)
    return handovers


def settled_moments(session: Session, request_id: int) -> list[datetime]:
    """When each settled line of a request was, as far as that is known."""
    moment = func.coalesce(ExtractionLine.handed_over_at, ExtractionLine.unavailable_at)
    statement = select(moment).where(ExtractionLine.request_id == request_id, moment.is_not(None))
    return list(session.scalars(statement))
