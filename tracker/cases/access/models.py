"""Models: the units with which an incident is shared, the people to whom it is sealed, what readers note on it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.cases.incidents.models import Incident
from tracker.core.database import Base, IdMixin
from tracker.territory.units.models import Unit

STANDS = text("ended_at IS NULL")


class IncidentShare(IdMixin, Base):
    """That an incident is shown to another unit, until `ended_at`."""

    __tablename__ = "incident_shares"
    __table_args__ = (
        Index("ix_incident_shares_unit", "unit_id", "incident_id"),
        Index(
            "ux_incident_shares_standing",
            "incident_id",
            "unit_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    incident_id: Mapped[int] = mapped_column(ForeignKey(Incident.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    shared_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    shared_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    end_reason: Mapped[str] = mapped_column(Text, default="")

    unit: Mapped[Unit] = relationship(lazy="raise")
    shared_by: Mapped[User] = relationship(lazy="raise", foreign_keys=shared_by_id)


class IncidentReader(IdMixin, Base):
    """Somebody who knows of a sealed incident. Who was added and removed, and why, stands in the log."""

    __tablename__ = "incident_readers"
    __table_args__ = (Index("ux_incident_readers", "incident_id", "user_id", unique=True),)

    incident_id: Mapped[int] = mapped_column(ForeignKey(Incident.id))
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    added_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    added_at: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=user_id)


class IncidentNote(IdMixin, Base):
    """What somebody who may read an incident wrote under it, out of the unit `unit_id`. It is never changed."""

    __tablename__ = "incident_notes"
    __table_args__ = (Index("ix_incident_notes_incident", "incident_id", "id"),)

    incident_id: Mapped[int] = mapped_column(ForeignKey(Incident.id))
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    written_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)

    author: Mapped[User] = relationship(lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")
