"""Queries: what was done to requests and to their lines. The caller has seen to it that the reader may know of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.cases.extractions.models import LineEvent, LineOutcome, RequestEvent


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
    for outcome in session.scalars(statement.order_by(LineOutcome.id.desc())):
        outcomes[outcome.line_id].append(outcome)
    return outcomes
