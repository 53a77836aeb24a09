"""Provinces, wards, and successions between them."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, SortKey
from tracker.territory.wards.rules import Extent, WardKind


class Province(IdMixin, Base):
    """A province or centrally governed city."""

    __tablename__ = "provinces"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str] = mapped_column(String(2))
    name: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    sort_key: Mapped[SortKey]


class Ward(IdMixin, Base):
    """A commune-level unit between two dates. `valid_to` is its last day; empty while it exists."""

    __tablename__ = "wards"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        Index("ix_wards_province", "province_id", "sort_key"),
        Index("ix_wards_search", "search_key"),
        Index("ix_wards_sort", "sort_key", "id"),
    )

    code: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[WardKind]
    province_id: Mapped[int] = mapped_column(ForeignKey(Province.id))
    district: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]

    province: Mapped[Province] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


class Succession(Base):
    """What an old ward became on a day: the whole of it or a part went into a new one."""

    __tablename__ = "ward_successions"

    old_id: Mapped[int] = mapped_column(ForeignKey(Ward.id), primary_key=True)
    new_id: Mapped[int] = mapped_column(ForeignKey(Ward.id), primary_key=True, index=True)
    extent: Mapped[Extent]
    effective_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(200))
