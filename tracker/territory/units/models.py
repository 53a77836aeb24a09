"""Units, successions between them, and what each covers."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, OptimisticLock, SortKey
from tracker.territory.units.rules import UnitKind
from tracker.territory.wards.models import Ward


class Unit(IdMixin, OptimisticLock, Base):
    """A unit between two dates. `valid_to` is its last day; empty while it exists. `sign` stands in paper numbers."""

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent"),
        Index("ix_units_sort", "sort_key", "id"),
    )

    code: Mapped[str] = mapped_column(String(20))
    kind: Mapped[UnitKind]
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    sign: Mapped[str] = mapped_column(String(30))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    ward_id: Mapped[int | None] = mapped_column(ForeignKey(Ward.id), index=True)
    province_code: Mapped[str] = mapped_column(String(2))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]

    ward: Mapped[Ward | None] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


class UnitSuccession(Base):
    """What took over the work of a unit, from a day on."""

    __tablename__ = "unit_successions"
    __table_args__ = (CheckConstraint("old_id <> new_id", name="two_units"),)

    old_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True)
    new_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True, index=True)
    effective_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(200))


class UnitCover(Base):
    """A unit and one that it covers: itself, one below it, or a predecessor of these. Made from the tables above."""

    __tablename__ = "unit_covers"

    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True)
    covered_id: Mapped[int] = mapped_column(ForeignKey(Unit.id), primary_key=True, index=True)
