"""Models: that a line went on from one camera to another, because the first had been entered twice."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.cases.extractions.models import ExtractionLine
from tracker.core.database import Base, IdMixin
from tracker.register.cameras.models import Camera


class LineCameraMove(IdMixin, Base):
    """That a line went on from a camera that was entered twice to the other one, until `undone_at`."""

    __tablename__ = "line_camera_moves"
    __table_args__ = (Index("ix_line_camera_moves_from", "from_id", "to_id"),)

    line_id: Mapped[int] = mapped_column(ForeignKey(ExtractionLine.id))
    from_id: Mapped[int] = mapped_column(ForeignKey(Camera.id))
    to_id: Mapped[int] = mapped_column(ForeignKey(Camera.id))
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)

    line: Mapped[ExtractionLine] = relationship(lazy="raise")
