"""Saved filters and chosen columns."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin
from tracker.register.saved_views.rules import Sharing
from tracker.territory.units.models import Unit
from tracker.territory.wards.models import Ward


class SavedView(IdMixin, Base):
    """A list's filter under a name. `query` is what stands behind the `?` of the list's address."""

    __tablename__ = "saved_filters"
    __table_args__ = (
        UniqueConstraint("created_by_id", "page", "name"),
        Index("ix_saved_filters_page", "page", "sharing"),
    )

    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    ward_id: Mapped[int | None] = mapped_column(ForeignKey(Ward.id))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    page: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(Text)
    sharing: Mapped[Sharing]
    created_at: Mapped[datetime]

    @property
    def label(self) -> str:
        """Its name."""
        return self.name


class ChosenColumns(Base):
    """The columns that a person wants to see in a list, in order, joined by commas."""

    __tablename__ = "chosen_columns"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True)
    page: Mapped[str] = mapped_column(String(40), primary_key=True)
    columns: Mapped[str] = mapped_column(String(500))
