"""Messages to the outside: one row each, which is the queue, the proof of delivery, and the error."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.jobs.outbox.rules import MessageKind, MessageState


class OutboxMessage(IdMixin, OptimisticLock, Base):
    """One message to one recipient. `delivery_id` stays the same however often it is sent, so that it counts once.

    `next_attempt_at` of a message that is being sent is when it is given up as lost with its worker.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_due", "state", "next_attempt_at"),
        Index("ix_outbox_messages_recipient", "recipient", "state", "id"),
    )

    delivery_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[MessageKind]
    recipient: Mapped[str] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[MessageState]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text)

    @property
    def label(self) -> str:
        """How the log calls it: its number, never to whom it goes."""
        return f"#{self.id}"
