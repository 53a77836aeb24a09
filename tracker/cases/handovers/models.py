"""The hand-over of what a line yielded."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin

STANDS = text("voided_at IS NULL")


class Handover(IdMixin, Base):
    """What was handed over for a line: the file's name, size and hash, its medium, the recorder's clock that day.

    What was written down wrongly is voided and stays; one at most stands.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("bytes >= 0", name="bytes"),
        Index("ix_handovers_line", "line_id"),
        Index("ux_handovers_line", "line_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("extraction_lines.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    medium: Mapped[str] = mapped_column(String(100))
    seal_number: Mapped[str] = mapped_column(String(60))
    clock_offset_seconds: Mapped[int | None]
    minutes_number: Mapped[str] = mapped_column(String(60))
    received_by: Mapped[str] = mapped_column(String(100))
    voided_at: Mapped[datetime | None]
