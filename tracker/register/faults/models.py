"""Faults, and the cameras that a recorder's fault falls upon."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.register.cameras.models import Camera
from tracker.register.faults.rules import FaultKind
from tracker.register.recorders.models import Recorder

OPEN = text("closed_at IS NULL")


class Fault(IdMixin, OptimisticLock, Base):
    """What is wrong with a camera, or with a recorder and so with all its cameras, until somebody mends it.

    One open fault at a time for each. `opened_at` and `closed_at` are when it began and was mended, `recorded_at` and
    `repair_recorded_at` when that was recorded: missing in rows older than these columns. `cost` is in đồng.
    """

    __tablename__ = "faults"
    __table_args__ = (
        CheckConstraint("(camera_id IS NULL) <> (recorder_id IS NULL)", name="of_one_thing"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="dates"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost"),
        Index("ix_faults_camera", "camera_id", "opened_at"),
        Index("ix_faults_recorder", "recorder_id", "opened_at"),
        Index("ix_faults_open", "closed_at", "opened_at", "id"),
        Index("ux_faults_open_camera", "camera_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ux_faults_open_recorder", "recorder_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    camera_id: Mapped[int | None] = mapped_column(ForeignKey(Camera.id))
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey(Recorder.id))
    kind: Mapped[FaultKind]
    note: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(100))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(100))
    repair: Mapped[str] = mapped_column(Text)
    cost: Mapped[int | None] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)
    repair_recorded_at: Mapped[datetime | None] = mapped_column(default=None)

    camera: Mapped[Camera | None] = relationship(lazy="raise")
    recorder: Mapped[Recorder | None] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """What kind of fault, and its number."""
        return f"{self.kind.text} #{self.id}"

    @property
    def thing(self) -> Camera | Recorder:
        """What it is a fault of."""
        thing_at_fault = self.camera or self.recorder
        if thing_at_fault is None:
            raise LookupError("a fault of nothing")
        return thing_at_fault


class FaultCamera(Base):
    """A camera that a recorder's fault fell upon. `broke`: it is this fault that it is broken by."""

    __tablename__ = "fault_cameras"
    __table_args__ = (Index("ix_fault_cameras_camera", "camera_id"),)

    fault_id: Mapped[int] = mapped_column(ForeignKey(Fault.id, ondelete="CASCADE"), primary_key=True)
    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id, ondelete="CASCADE"), primary_key=True)
    broke: Mapped[bool]
