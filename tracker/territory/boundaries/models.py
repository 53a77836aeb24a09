"""Outlines of wards."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin
from tracker.territory.wards.models import Ward


class Boundary(IdMixin, Base):
    """The outline of a ward, loaded by the operator: a GeoJSON MultiPolygon's coordinates (longitude, latitude)."""

    __tablename__ = "boundaries"
    __table_args__ = (Index("ix_boundaries_box", "south", "north", "west", "east"),)

    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id), unique=True)
    coordinates: Mapped[str] = mapped_column(Text)
    south: Mapped[float] = mapped_column(Float)
    north: Mapped[float] = mapped_column(Float)
    west: Mapped[float] = mapped_column(Float)
    east: Mapped[float] = mapped_column(Float)
    source: Mapped[str] = mapped_column(String(200))
    loaded_at: Mapped[datetime]
