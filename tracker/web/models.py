"""Forms and calls that were carried out, each under the key it came with."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin


class FormSubmission(IdMixin, Base):
    """What somebody sent under a key and what was answered, kept for a day so that nothing is done twice.

    Of the key and of what was sent there are digests only. `answer` is sealed under the key itself: who cannot send
    the key again cannot read it. A row with `status` 0 is seen only by the transaction that is at work on it.
    """

    __tablename__ = "form_submissions"
    __table_args__ = (
        UniqueConstraint("user_id", "key_hash"),
        Index("ix_form_submissions_created_at", "created_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key_hash: Mapped[str] = mapped_column(String(64))
    request_hash: Mapped[str] = mapped_column(String(64))
    endpoint: Mapped[str] = mapped_column(String(100))
    status: Mapped[int] = mapped_column(Integer)
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
