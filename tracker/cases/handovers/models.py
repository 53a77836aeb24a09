"""The hand-over of what a line yielded, and the checks of what was received."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.cases.handovers.rules import CopyKind, FileMatch
from tracker.core.database import Base, IdMixin

STANDS = text("voided_at IS NULL")
OWED = text("sha256 = '' AND voided_at IS NULL")


class Handover(IdMixin, Base):
    """What was handed over for a line: the file's name, size and hash, its medium, the recorder's clock that day.

    What was written down wrongly is voided and stays; one at most stands. An empty `sha256` is owed; what was given
    later was given at `hashed_at`. `played`: somebody opened the copy and saw that it plays.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("bytes >= 0", name="bytes"),
        CheckConstraint("copies >= 1", name="copies"),
        Index("ix_handovers_line", "line_id"),
        Index("ix_handovers_owed", "line_id", sqlite_where=OWED, postgresql_where=OWED),
        Index("ux_handovers_line", "line_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("extraction_lines.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    hashed_at: Mapped[datetime | None]
    copy_kind: Mapped[CopyKind | None]
    copies: Mapped[int | None]
    played: Mapped[bool] = mapped_column(default=False)
    medium: Mapped[str] = mapped_column(String(100))
    seal_number: Mapped[str] = mapped_column(String(60))
    clock_offset_seconds: Mapped[int | None]
    minutes_number: Mapped[str] = mapped_column(String(60))
    received_by: Mapped[str] = mapped_column(String(100))
    witness: Mapped[str] = mapped_column(String(100), default="")
    voided_at: Mapped[datetime | None]

    checks: Mapped[list["HandoverCheck"]] = relationship(
        lazy="raise", viewonly=True, order_by="HandoverCheck.id.desc()"
    )


class HandoverCheck(IdMixin, Base):
    """That somebody compared the file received with what was handed over, and what came of it; never changed."""

    __tablename__ = "handover_checks"
    __table_args__ = (Index("ix_handover_checks_handover", "handover_id", "id"),)

    handover_id: Mapped[int] = mapped_column(ForeignKey(Handover.id))
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    checked_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(255))
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[FileMatch]

    author: Mapped[User] = relationship(lazy="raise")
