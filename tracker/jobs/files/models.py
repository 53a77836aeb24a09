"""Stored files, and to what they belong."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin
from tracker.jobs.files.rules import FileOwner, ScanState


class StoredFile(IdMixin, Base):
    """One file that somebody sent: `size` in bytes, `sha256` in hex, under which its content is kept.

    Equal contents are kept once, however many rows name them.
    """

    __tablename__ = "stored_files"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        Index("ix_stored_files_scan", "scan_state", "id"),
    )

    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    original_name: Mapped[str] = mapped_column(String(200))
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    scan_state: Mapped[ScanState]
    scanned_at: Mapped[datetime | None]
    scan_detail: Mapped[str] = mapped_column(String(500))

    @property
    def label(self) -> str:
        """Its name."""
        return self.original_name


class FileLink(IdMixin, Base):
    """A file belongs to a thing. Once removed it stays as a row that says who removed it and why, without the file."""

    __tablename__ = "file_links"
    __table_args__ = (
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed"),
        CheckConstraint("removed_at IS NOT NULL OR file_id IS NOT NULL", name="has_file"),
        Index("ix_file_links_owner", "owner_kind", "owner_id", "id"),
    )

    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id), index=True)
    owner_kind: Mapped[FileOwner]
    owner_id: Mapped[int]
    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    removal_reason: Mapped[str] = mapped_column(String(500))
