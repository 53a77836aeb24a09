"""Changes to many cameras at once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.jobs.models import Job
from tracker.register.cameras.models import Camera
from tracker.territory.wards.models import Ward


class BulkEdit(IdMixin, OptimisticLock, Base):
    """One change to all cameras that a filter matched: a draft until it is applied.

    `query` is the filter, JSON as the address had it; `changes` JSON {field: new value}. `cameras` is how many it
    changed, `undone` how many of them were set back.
    """

    __tablename__ = "bulk_edits"

    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))
    query: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    cameras: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    undone: Mapped[int | None]

    @property
    def label(self) -> str:
        """Its number."""
        return f"#{self.id}"


class BulkEditEntry(Base):
    """What one camera was before a change to many: JSON {field: value}, only what really changed."""

    __tablename__ = "bulk_edit_entries"
    __table_args__ = (Index("ix_bulk_edit_entries_camera", "camera_id"),)

    edit_id: Mapped[int] = mapped_column(ForeignKey(BulkEdit.id), primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id, ondelete="CASCADE"), primary_key=True)
    before: Mapped[str] = mapped_column(Text)
