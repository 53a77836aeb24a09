"""Actions: delivering messages, one after the other, at least once each."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.core import clock
from tracker.core.database import Database
from tracker.core.i18n import filled
from tracker.core.viewer import Origin
from tracker.jobs.outbox import actions, queries
from tracker.jobs.outbox.models import OutboxMessage
from tracker.jobs.outbox.rules import MessageKind

log = logging.getLogger("tracker.outbox")


@dataclass(frozen=True)
class Letter:
    """A message as a way out gets it: Vietnamese, filled in. `delivery_id` is the same at each attempt."""

    delivery_id: str
    kind: MessageKind
    recipient: str
    subject: str
    body: str
    written_at: datetime
    attempt: int


class DeliveryFailed(Exception):
    """A way out did not take a letter over; it may do so later. The text (Vietnamese) stands beside the message."""


class Undeliverable(DeliveryFailed):
    """It is of no use to try again: the way is shut, or there is no such recipient."""


Handler = Callable[[Letter], None]


class Courier:
    """What delivers the messages of one database. ValueError when a kind of message has no handler."""

    def __init__(self, database: Database, handlers: Mapping[MessageKind, Handler]) -> None:
        unlike = set(MessageKind) ^ set(handlers)
        if unlike:
            raise ValueError(f"kinds of messages and their handlers differ: {', '.join(sorted(unlike))}")
        self.database, self._handlers = database, handlers

    def work(self) -> bool:
        """Deliver the message that is due longest; False when none is. What is sent is sent outside a transaction."""
        with self.database.reading() as session:
            due = queries.next_due(session, clock.now())
        if due is None:
            return False
        with self.database.writing() as session:
            message = actions.claim(session, due.id, due.version)
        if message is not None:
            self._deliver(message)
        return True

    def hand_over(self, letter: Letter) -> None:
        """Hand a letter over at once, without a message: for trying a way out. DeliveryFailed when it is not taken."""
        self._handlers[letter.kind](letter)

    def _deliver(self, message: OutboxMessage) -> None:
        try:
            self.hand_over(letter_of(message))
        except DeliveryFailed as error:
            self._note_failed(message, str(error), hopeless=isinstance(error, Undeliverable))
        except Exception as error:
            log.exception("message %s could not be sent", message.id)
            self._note_failed(message, f"{type(error).__name__}: {error}")
        else:
            with self.database.writing() as session:
                actions.note_sent(session, message.id, message.version)

    def _note_failed(self, message: OutboxMessage, error: str, *, hopeless: bool = False) -> None:
        log.warning("message %s was not sent (attempt %s): %s", message.id, message.attempts, error)
        with self.database.writing() as session:
            session.info["origin"] = Origin(f"outbox-{message.id}")
            actions.note_failed(session, message, error, hopeless=hopeless)


def letter_of(message: OutboxMessage) -> Letter:
    """What a message says, filled in."""
    notice = queries.notice_in(message.payload)
    return Letter(
        message.delivery_id,
        message.kind,
        message.recipient,
        filled(notice.subject, notice.facts),
        filled(notice.body, notice.facts),
        message.created_at,
        message.attempts,
    )
