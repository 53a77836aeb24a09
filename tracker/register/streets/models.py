"""What the names of points say, and the lines drawn from that. It follows from the points: see actions.rebuild."""

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin
from tracker.register.places.models import InstallationPoint
from tracker.register.streets.rules import LineStyle, NameKind
from tracker.territory.wards.models import Province


class PlaceTerm(Base):
    """A street or a landmark that the name of a point names: by these words the point is found.

    `term` is folded, `name` as it is written. `key` is the same for all names of one place.
    """

    __tablename__ = "place_terms"
    __table_args__ = (Index("ix_place_terms_term", "term", "point_id"),)

    point_id: Mapped[int] = mapped_column(ForeignKey(InstallationPoint.id, ondelete="CASCADE"), primary_key=True)
    term: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[NameKind]
    key: Mapped[str] = mapped_column(String(500))
    is_street: Mapped[bool]
    number: Mapped[int | None]


class StreetLine(IdMixin, Base):
    """A stretch of a street between two points, drawn from their names. `path`: JSON of (latitude, longitude) pairs.

    `places` is how many places the whole line goes through. It is for those who may know of both points.
    """

    __tablename__ = "street_lines"
    __table_args__ = (
        Index("ix_street_lines_box", "south", "west"),
        Index("ix_street_lines_street", "street"),
        Index("ix_street_lines_first", "first_id"),
        Index("ix_street_lines_second", "second_id"),
    )

    province_id: Mapped[int] = mapped_column(ForeignKey(Province.id))
    street: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    style: Mapped[LineStyle]
    places: Mapped[int]
    path: Mapped[str] = mapped_column(Text)
    south: Mapped[float] = mapped_column(Float)
    west: Mapped[float] = mapped_column(Float)
    north: Mapped[float] = mapped_column(Float)
    east: Mapped[float] = mapped_column(Float)
    first_id: Mapped[int] = mapped_column(ForeignKey(InstallationPoint.id, ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(ForeignKey(InstallationPoint.id, ondelete="CASCADE"))


class TownPlan(Base):
    """How well the crossings of a province agree: how many there are, and how many stand in two places at once."""

    __tablename__ = "town_plans"

    province_id: Mapped[int] = mapped_column(ForeignKey(Province.id), primary_key=True)
    crossings: Mapped[int]
    contradicting: Mapped[int]


class StreetChange(IdMixin, Base):
    """That a point which names a street came, changed or went, so that the street is to be drawn anew.

    In one province; in all where none is named. Only added to, so that no writer waits for another.
    """

    __tablename__ = "street_changes"

    street: Mapped[str] = mapped_column(String(200))
    province_id: Mapped[int | None] = mapped_column(ForeignKey(Province.id))
