"""Owners of cameras."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.core.text_search import Book
from tracker.register.owners.rules import ConsentScope, OwnerKind
from tracker.territory.wards.models import Ward


class Owner(IdMixin, OptimisticLock, Base):
    """Whose cameras. Of a household name and contact are sealed: shown against a reason, each reading logged."""

    __tablename__ = "owners"
    __table_args__ = (Index("ix_owners_ward", "ward_id"),)

    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    kind: Mapped[OwnerKind]
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20))
    night_phone: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(300))
    consent_scope: Mapped[ConsentScope | None]
    consent_on: Mapped[date | None]
    consent_paper: Mapped[str] = mapped_column(String(100))
    consent_withdrawn_on: Mapped[date | None]
    erased_at: Mapped[datetime | None]
    search_key: Mapped[str] = mapped_column(Text, default="")  # empty where the identity is sealed

    @property
    def label(self) -> str:
        """Names nobody: what may stand in a log."""
        return f"{self.kind.text} #{self.id}"


OWNERS = Book(Owner.id, (Owner.search_key, Owner.consent_paper))
