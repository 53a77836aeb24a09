"""Writing the outbox: a message joins the transaction that it tells of; what becomes of it; what is done by hand."""

import json
import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import SYSTEM, Viewer
from tracker.jobs.outbox import queries, rules
from tracker.jobs.outbox.models import OutboxMessage
from tracker.jobs.outbox.rules import MessageKind, MessageState, Notice

LEASE = timedelta(minutes=5)  # longer than any way out may take: after it a message's worker counts as dead
LONGEST_ERROR = 2_000
NOT_DEAD = N_("Chỉ gửi lại hoặc bỏ qua được tin không gửi được.")
ADMINISTRATORS = "administrators"  # the recipient of alarms; who that is the settings say


def enqueue(session: Session, kind: MessageKind, notice: Notice, recipient: str) -> OutboxMessage:
    """A message that leaves once the present transaction is kept, and never otherwise.

    ValueError when the notice would be filled in with what must not leave the house.
    """
    forbidden = rules.forbidden_facts(notice)
    if forbidden:
        raise ValueError(f"a notice must not say: {', '.join(sorted(forbidden))}")
    now = clock.now()
    message = OutboxMessage(
        delivery_id=uuid.uuid4().hex,
        kind=kind,
        recipient=recipient,
        payload=json.dumps(asdict(notice), ensure_ascii=False),
        state=MessageState.WAITING,
        attempts=0,
        created_at=now,
        next_attempt_at=now,
        sent_at=None,
        error="",
    )
    session.add(message)
    session.flush()
    return message


def alarm(session: Session, notice: Notice) -> OutboxMessage:
    """Tell the administrators of something that must not wait; without any way out it stands on their page."""
    return enqueue(session, MessageKind.ALARM, notice, ADMINISTRATORS)


def tell(session: Session, login: str, notice: Notice) -> OutboxMessage:
    """Tell somebody with an account: it stands on the person's first page, and leaves by the operator's command too."""
    return enqueue(session, MessageKind.NOTICE, notice, login)


def tell_unit(session: Session, unit_code: str, notice: Notice) -> OutboxMessage:
    """Tell all who answer for a unit's ward: on their first pages, and by the operator's command."""
    return enqueue(session, MessageKind.NOTICE, notice, rules.unit_recipient(unit_code))


def claim(session: Session, message_id: int, version: int) -> OutboxMessage | None:
    """Take a message to send it: of several workers only one gets it. None when another was faster."""
    leased = {"attempts": OutboxMessage.attempts + 1, "next_attempt_at": clock.now() + LEASE}
    return session.get(OutboxMessage, message_id) if _change(session, message_id, version, **leased) else None


def note_sent(session: Session, message_id: int, version: int) -> None:
    """Note that a claimed message was taken over by whoever carries it on."""
    _change(session, message_id, version, state=MessageState.SENT, sent_at=clock.now(), error="")


def note_failed(session: Session, message: OutboxMessage, error: str, *, hopeless: bool = False) -> None:
    """Note why a claimed message was not sent. It is tried again, unless that is hopeless or was done too often."""
    permissions.require(SYSTEM, Can.SEND_NOTICES)
    facts: dict[str, Any] = {"error": error[:LONGEST_ERROR]}
    if not hopeless and message.attempts < rules.MOST_ATTEMPTS:
        _change(
            session,
            message.id,
            message.version,
            next_attempt_at=clock.now() + rules.wait_after(message.attempts),
            **facts,
        )
    elif _change(session, message.id, message.version, state=MessageState.DEAD, **facts):
        record(session, SYSTEM, "outbox:dead", message, count=message.attempts)


def send_again(session: Session, actor: Viewer, message_id: int, version: int) -> None:
    """Queue a dead message anew, with all its attempts before it. WrongState unless it is dead."""
    message = _dead(session, actor, message_id, version)
    message.state, message.attempts, message.next_attempt_at = MessageState.WAITING, 0, clock.now()
    session.flush()
    record(session, actor, "outbox:send-again", message)


def discard(session: Session, actor: Viewer, message_id: int, version: int) -> None:
    """Note that a dead message was read and needs no sending. WrongState unless it is dead."""
    message = _dead(session, actor, message_id, version)
    message.state = MessageState.DISCARDED
    session.flush()
    record(session, actor, "outbox:discard", message)


def drop_old(session: Session, now: datetime) -> int:
    """Drop what was sent or discarded a month ago; how many that were."""
    ended = OutboxMessage.state.in_([MessageState.SENT, MessageState.DISCARDED])
    statement = delete(OutboxMessage).where(ended, OutboxMessage.created_at < now - rules.SENT_LAST)
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def _dead(session: Session, actor: Viewer, message_id: int, version: int) -> OutboxMessage:
    permissions.require(actor, Can.MANAGE_OUTBOX)
    message = queries.get(session, message_id)
    check_version(message, version)
    if message.state is not MessageState.DEAD:
        raise errors.WrongState(NOT_DEAD)
    return message


def _change(session: Session, message_id: int, version: int, **facts: Any) -> bool:
    conditions = (OutboxMessage.id == message_id, OutboxMessage.version == version)
    statement = update(OutboxMessage).where(*conditions, OutboxMessage.state == MessageState.WAITING)
    changed = session.execute(
        statement.values(**facts, version=version + 1), execution_options={"synchronize_session": False}
    )
    return cast("CursorResult[Any]", changed).rowcount == 1
