"""Models: the shape of the tables of events: what was done, when it happened and when it was recorded, by whom."""

from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.database import IdMixin
from tracker.core.lateness import is_late


class TakenStep(NamedTuple):
    """What decides who may take a step back: who took it, None where that is not known, in which unit's work."""

    actor_id: int | None
    unit_id: int


class StepEvent(IdMixin):
    """One step of a request, a line or an incident, or the taking back of one. Never changed but to be reverted.

    `before` and `after` are states, `facts["changed"]` the columns that the step set: [before, after] of each, as JSON.
    `actor_id` is null where it was not kept who did it. Of a step that was taken back `reverted_by_id` is the event
    which did so; that one's `reverts_id` leads back.
    """

    subject: ClassVar[str]  # the column that names what the event belongs to

    step: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(String(32))
    after: Mapped[str] = mapped_column(String(32))
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    note: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)

    # Declared by each table, which they point back to.
    reverted_by_id: Mapped[int | None]
    reverts_id: Mapped[int | None]

    @declared_attr
    @classmethod
    def actor(cls) -> Mapped[User | None]:
        """Who did it."""
        return relationship(User, lazy="raise")

    @property
    def late(self) -> bool:
        """Whether it was recorded much later than it happened; what was taken over from a book counts apart."""
        return not self.taken_over and is_late(self.happened_at, self.recorded_at)

    @property
    def taken_over(self) -> bool:
        """Whether it was taken over from a book that was kept elsewhere."""
        return bool(self.facts.get("taken_over"))

    @property
    def stands(self) -> bool:
        """Whether it is a step that nobody took back."""
        return self.reverted_by_id is None and self.reverts_id is None
