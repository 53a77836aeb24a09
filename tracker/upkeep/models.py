"""Faults, and rounds of inspection with what each visit found."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.cameras.models import Camera
from tracker.db import Base, Numbered, Versioned
from tracker.networks.models import Network
from tracker.recorders.models import Recorder
from tracker.upkeep.rules import FaultKind, Seen
from tracker.wards.models import Ward

OPEN = text("closed_at IS NULL")


class Fault(Numbered, Versioned, Base):
    """What is wrong with a camera, or with a recorder and so with all its cameras, until somebody mends it.

    One open fault at a time for each. `cost` is in đồng.
    """

    __tablename__ = "faults"
    __table_args__ = (
        CheckConstraint("(camera_id IS NULL) <> (recorder_id IS NULL)", name="of_one_thing"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="dates"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost"),
        Index("ix_faults_camera", "camera_id", "opened_at"),
        Index("ix_faults_recorder", "recorder_id", "opened_at"),
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

    camera: Mapped[Camera | None] = relationship(lazy="raise")
    recorder: Mapped[Recorder | None] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """What kind of fault, and its number."""
        return f"{self.kind.text} #{self.id}"


class InspectionRound(Numbered, Versioned, Base):
    """A walk past the cameras of an area, to be done by a day. The cameras are its visits."""

    __tablename__ = "inspection_rounds"
    __table_args__ = (Index("ix_inspection_rounds_ward", "ward_id", "closed_at"),)

    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    network_id: Mapped[int | None] = mapped_column(ForeignKey(Network.id))
    keeper_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    name: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class InspectionVisit(Numbered, Base):
    """One camera of a round: its place in the list, and what was seen there, once somebody has been."""

    __tablename__ = "inspection_visits"
    __table_args__ = (
        UniqueConstraint("round_id", "camera_id"),
        Index("ix_inspection_visits_camera", "camera_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey(InspectionRound.id))
    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id))
    position: Mapped[int]
    seen: Mapped[Seen | None]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(300))
