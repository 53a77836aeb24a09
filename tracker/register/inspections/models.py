"""Rounds of inspection, with what each visit found."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault
from tracker.register.inspections.rules import SeenState
from tracker.register.networks.models import Network
from tracker.territory.wards.models import Ward


class InspectionRound(IdMixin, OptimisticLock, Base):
    """A walk past the cameras of an area, to be done by a day. The cameras are its visits."""

    __tablename__ = "inspection_rounds"
    __table_args__ = (Index("ix_inspection_rounds_ward", "ward_id", "closed_at"),)

    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    network_id: Mapped[int | None] = mapped_column(ForeignKey(Network.id))
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    name: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class InspectionVisit(IdMixin, Base):
    """One camera of a round: its place in the list, and what was seen there, once somebody has been.

    `fault_id` is the fault that this visit opened; `was_…` how the camera stood before, so that a slip can be undone.
    """

    __tablename__ = "inspection_visits"
    __table_args__ = (
        UniqueConstraint("round_id", "camera_id"),
        Index("ix_inspection_visits_camera", "camera_id"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey(InspectionRound.id))
    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id))
    position: Mapped[int]
    seen: Mapped[SeenState | None]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(300))
    fault_id: Mapped[int | None] = mapped_column(ForeignKey(Fault.id))
    was_health: Mapped[Health | None]
    was_checked_at: Mapped[datetime | None]
