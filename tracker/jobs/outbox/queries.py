"""Reading messages to the outside: what workers look for, and what the administrator is shown."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.core import errors
from tracker.core.paging import Page, page
from tracker.jobs.outbox.models import OutboxMessage
from tracker.jobs.outbox.rules import MessageKind, MessageState, Notice, unit_recipient
from tracker.territory.units.models import Unit

COLUMNS: tuple[Any, ...] = (
    OutboxMessage.id,
    OutboxMessage.version,
    OutboxMessage.kind,
    OutboxMessage.recipient,
    OutboxMessage.payload,
    OutboxMessage.state,
    OutboxMessage.attempts,
    OutboxMessage.created_at,
    OutboxMessage.next_attempt_at,
    OutboxMessage.sent_at,
    OutboxMessage.error,
)
MOST_NOTICES = 5  # on somebody's first page
_EARLIER = aliased(OutboxMessage)
# A message waits for all earlier ones to the same recipient: they arrive in the order in which they were written.
_FIRST_OF_RECIPIENT = ~exists().where(
    _EARLIER.recipient == OutboxMessage.recipient,
    _EARLIER.state == MessageState.WAITING,
    _EARLIER.id < OutboxMessage.id,
)


def next_due(session: Session, now: datetime) -> Row[Any] | None:
    """(id, version) of the message that is due longest, if one is."""
    columns: tuple[Any, ...] = (OutboxMessage.id, OutboxMessage.version)
    statement = select(*columns).where(
        OutboxMessage.state == MessageState.WAITING, OutboxMessage.next_attempt_at <= now, _FIRST_OF_RECIPIENT
    )
    return session.execute(statement.order_by(OutboxMessage.next_attempt_at, OutboxMessage.id).limit(1)).first()


def counts(session: Session) -> dict[MessageState, int]:
    """How many messages stand where; every state is named."""
    statement = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    count_by_state = {row[0]: row[1] for row in session.execute(statement)}
    return {state: count_by_state.get(state, 0) for state in MessageState}


def listing(session: Session, state: MessageState | None, after: tuple[int] | None) -> Page[Row[Any]]:
    """One page of messages, newest first, as rows of COLUMNS."""
    statement = select(*COLUMNS)
    if state is not None:
        statement = statement.where(OutboxMessage.state == state)
    return page(session, statement, (OutboxMessage.id,), after, descending=True)


def notices_to(
    session: Session, login: str, unit_ids: Collection[int], since: datetime
) -> list[tuple[datetime, Notice]]:
    """The newest notices to somebody, or to one of some units, since a moment: when each was written, newest first."""
    columns: tuple[Any, ...] = (OutboxMessage.created_at, OutboxMessage.payload)
    units = select(literal(unit_recipient("")).concat(Unit.code)).where(Unit.id.in_(unit_ids))
    recipient = or_(OutboxMessage.recipient == login, OutboxMessage.recipient.in_(units))
    recent = (OutboxMessage.kind == MessageKind.NOTICE, OutboxMessage.created_at >= since)
    statement = select(*columns).where(recipient, *recent)
    rows = session.execute(statement.order_by(OutboxMessage.id.desc()).limit(MOST_NOTICES))
    return [(row.created_at, notice_in(row.payload)) for row in rows]


def get(session: Session, message_id: int) -> OutboxMessage:
    """One message. NotFound when there is none."""
    message = session.get(OutboxMessage, message_id)
    if message is None:
        raise errors.NotFound(row=message_id)
    return message


def notice_in(payload: str) -> Notice:
    """What a message says."""
    return Notice(**json.loads(payload))
