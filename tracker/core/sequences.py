"""Running numbers, one series a year, without gaps: taken inside the transaction that uses them."""

from sqlalchemy import Integer, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core.database import Base


class Counter(Base):
    """How far a series has counted in a year."""

    __tablename__ = "counters"

    series: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


_TAKE = text(  # one statement, so that two who take the first number of a year do not both begin the series
    "INSERT INTO counters (series, year, last) VALUES (:series, :year, 1) "
    "ON CONFLICT (series, year) DO UPDATE SET last = counters.last + 1 RETURNING last"
)


def next_number(session: Session, series: str, year: int) -> int:
    """The next number of `series` in `year`, from 1. Two transactions never get the same one."""
    return int(session.scalars(_TAKE, {"series": series, "year": year}).one())
