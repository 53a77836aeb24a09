"""Notes that people wrote about a camera."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin
from tracker.register.cameras.models import Camera


class CameraNote(IdMixin, Base):
    """A note in a camera's logbook: kept for good, never changed."""

    __tablename__ = "camera_notes"
    __table_args__ = (Index("ix_camera_notes_camera", "camera_id", "written_at"),)

    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id, ondelete="CASCADE"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    written_by: Mapped[str] = mapped_column(String(100))
    written_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)

    @property
    def label(self) -> str:
        """Its number; the camera stands beside it."""
        return f"#{self.id}"
