"""Places where cameras hang."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, OptimisticLock, SortKey
from tracker.core.text_search import Book
from tracker.territory.wards.models import Ward


class InstallationPoint(IdMixin, OptimisticLock, Base):
    """A place where one or several cameras hang."""

    __tablename__ = "installation_points"
    __table_args__ = (
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="whole_place"),
        Index("ix_installation_points_place", "latitude", "longitude"),
        Index("ix_installation_points_ward", "ward_id", "sort_key"),
        Index("ix_installation_points_search", "ward_id", "search_key"),
    )

    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    sign_posted: Mapped[bool | None]
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]

    ward: Mapped[Ward] = relationship(lazy="raise")

    @property
    def place(self) -> tuple[float, float]:
        """(latitude, longitude) of a point that has them. ValueError where nobody knows."""
        if self.latitude is None or self.longitude is None:
            raise ValueError("nobody noted where this point is")
        return self.latitude, self.longitude

    @property
    def label(self) -> str:
        """The place's name."""
        return self.name


PLACES = Book(InstallationPoint.id, (InstallationPoint.search_key,))
