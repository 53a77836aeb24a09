"""Networks and the areas to which they were extended."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, OptimisticLock, SortKey
from tracker.core.text_search import Book
from tracker.territory.wards.models import Ward


class Network(IdMixin, OptimisticLock, Base):
    """A model "Camera giám sát ANTT" from its launch decision to the decision that closes it."""

    __tablename__ = "networks"
    __table_args__ = (
        CheckConstraint("closed_on IS NULL OR closed_on >= launched_on", name="dates"),
        Index("ix_networks_ward", "ward_id"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    launched_on: Mapped[date]
    launch_decision: Mapped[str] = mapped_column(String(100))
    lead: Mapped[str] = mapped_column(String(200))
    funding: Mapped[str] = mapped_column(String(200), default="")
    closed_on: Mapped[date | None]
    closing_decision: Mapped[str] = mapped_column(String(100))
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]

    ward: Mapped[Ward] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


NETWORKS = Book(Network.id, (Network.search_key,))


class ReplicationPoint(IdMixin, Base):
    """An AREA (a street quarter, a market) to which a network was extended. Not a camera place."""

    __tablename__ = "replication_points"
    __table_args__ = (Index("ix_replication_points_network", "network_id"),)

    network_id: Mapped[int] = mapped_column(ForeignKey(Network.id))
    name: Mapped[str] = mapped_column(String(200))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]


class NetworkNote(IdMixin, OptimisticLock, Base):
    """What a network did in a calendar month, in a few sentences. `month` is the month's first day."""

    __tablename__ = "network_notes"
    __table_args__ = (UniqueConstraint("network_id", "month"),)

    network_id: Mapped[int] = mapped_column(ForeignKey(Network.id))
    month: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(100))
    written_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """The month, as people write it."""
        return f"{self.month:%m/%Y}"


class LeadChange(IdMixin, Base):
    """That a decision gave a network another lead: whom it had, whom it got, since which day."""

    __tablename__ = "network_leads"
    __table_args__ = (Index("ix_network_leads_network", "network_id"),)

    network_id: Mapped[int] = mapped_column(ForeignKey(Network.id))
    was: Mapped[str] = mapped_column(String(200))
    lead: Mapped[str] = mapped_column(String(200))
    changed_on: Mapped[date]
    decision: Mapped[str] = mapped_column(String(100))
