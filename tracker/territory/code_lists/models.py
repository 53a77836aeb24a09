"""The entries of all lists."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.territory.code_lists.rules import CodeList


class CodeEntry(IdMixin, OptimisticLock, Base):
    """A coded word between two days, with its source. `valid_to` is its last day; empty while nothing ends it.

    `replaces_code` is the code, of the same list, that this one took the place of.
    """

    __tablename__ = "code_entries"
    __table_args__ = (
        UniqueConstraint("list", "code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        Index("ix_code_entries_sort", "list", "sort", "id"),
    )

    list: Mapped[CodeList]
    code: Mapped[str] = mapped_column(String(32))
    name_vi: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(300))
    group_code: Mapped[str] = mapped_column(String(32))
    search_words: Mapped[str] = mapped_column(Text)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    sort: Mapped[int]
    source: Mapped[str] = mapped_column(String(500))
    replaces_code: Mapped[str] = mapped_column(String(32))

    @property
    def label(self) -> str:
        """The list and the code."""
        return f"{self.list.value}: {self.code}"
