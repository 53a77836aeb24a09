"""The incident."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.cases.events import StepEvent
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.core.text_search import Book
from tracker.core.voiding import Voidable
from tracker.territory.units.models import Unit
from tracker.territory.wards.models import Ward


class Incident(Voidable, IdMixin, OptimisticLock, Base):
    """Something that happened between two moments at a place; `investigator_id` is whose case it is.

    `unit_id` is the unit in which whoever logged or took it over investigated; to hand the case over leaves it there.
    `received_at` is when word of it came in, `created_at` when that was recorded. `type`, its `group`, `channel` and
    `result_code` are codes of lists: alive when it happened, when word came in, when it ended. `taken_over_at`: it was
    taken over by an import out of a book that named it by `external_number`, and its investigator by a name without an
    account here, where `investigator_name` is not empty: `investigator_id` is then whoever took it over. While
    `sealed_at` is set nobody knows of it but its readers (`cases.access`).
    """

    __tablename__ = "incidents"
    __table_args__ = (
        CheckConstraint("occurred_to >= occurred_from", name="occurred"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="whole_place"),
        CheckConstraint("(status = 'verifying') = (ended_at IS NULL)", name="ended"),
        Index("ix_incidents_occurred", "occurred_from", "id"),
        Index("ix_incidents_investigator", "investigator_id", "occurred_from"),
        Index("ix_incidents_ward", "ward_id", "occurred_from"),
        Index("ix_incidents_unit", "unit_id", "occurred_from"),
        Index("ix_incidents_import", "import_id"),
        Index(
            "uq_incidents_external_number",
            "unit_id",
            "external_number",
            unique=True,
            sqlite_where=text("external_number <> ''"),
            postgresql_where=text("external_number <> ''"),
        ),
    )

    code: Mapped[str] = mapped_column(String(32), unique=True)
    group: Mapped[str] = mapped_column(String(32))
    type: Mapped[str] = mapped_column(String(32))
    summary: Mapped[str] = mapped_column(Text)
    occurred_from: Mapped[datetime]
    occurred_to: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    channel: Mapped[str] = mapped_column(String(32))
    status: Mapped[IncidentStatus]
    ended_at: Mapped[datetime | None]
    ending_note: Mapped[str] = mapped_column(Text)
    result_code: Mapped[str | None] = mapped_column(String(32))
    investigator_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    received_at: Mapped[datetime]
    created_at: Mapped[datetime]
    search_key: Mapped[str] = mapped_column(Text)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    external_number: Mapped[str] = mapped_column(String(60), default="")
    investigator_name: Mapped[str] = mapped_column(String(100), default="")
    taken_over_at: Mapped[datetime | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("camera_imports.id"))
    sealed_at: Mapped[datetime | None]
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    seal_reason: Mapped[str] = mapped_column(Text, default="")

    ward: Mapped[Ward] = relationship(lazy="raise")
    investigator: Mapped[User] = relationship(lazy="raise", foreign_keys=investigator_id)
    unit: Mapped[Unit] = relationship(lazy="raise")
    merged_into: Mapped["Incident | None"] = relationship(lazy="raise", remote_side="Incident.id")

    @property
    def label(self) -> str:
        """The incident's code."""
        return self.code


INCIDENTS = Book(Incident.id, (Incident.search_key,))


class IncidentEvent(StepEvent, Base):
    """A step of an incident."""

    __tablename__ = "incident_events"
    __table_args__ = (
        CheckConstraint("happened_at <= recorded_at", name="order"),
        Index("ix_incident_events_incident", "incident_id", "id"),
    )
    subject = "incident_id"

    incident_id: Mapped[int] = mapped_column(ForeignKey(Incident.id))
    reverted_by_id: Mapped[int | None] = mapped_column(ForeignKey("incident_events.id"))
    reverts_id: Mapped[int | None] = mapped_column(ForeignKey("incident_events.id"))
