"""Recorders."""

from datetime import date, datetime

from sqlalchemy import Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.core.text_search import Book
from tracker.register.recorders.rules import ClockMethod, Storage
from tracker.territory.wards.models import Ward


class Recorder(IdMixin, OptimisticLock, Base):
    """A device that records one or several cameras, with its clock's error and the days it keeps.

    `retention_days` is what may be counted on: the lower end where a range was told, `retention_to` the upper.
    """

    __tablename__ = "recorders"
    __table_args__ = (UniqueConstraint("ward_id", "code"),)

    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    code: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(300))
    model: Mapped[str] = mapped_column(String(100))
    storage: Mapped[Storage]
    retention_days: Mapped[int | None]
    retention_to: Mapped[int | None]
    retention_measured_on: Mapped[date | None]
    clock_offset_seconds: Mapped[int | None]
    clock_checked_at: Mapped[datetime | None]
    clock_method: Mapped[ClockMethod | None]
    disk_gb: Mapped[float | None] = mapped_column(Float)
    bitrate_mbps: Mapped[float | None] = mapped_column(Float)

    @property
    def label(self) -> str:
        """The recorder's code."""
        return self.code


RECORDERS = Book(
    Recorder.id,
    (
        Recorder.code,
        Recorder.place,
    ),
)
