"""Running numbers, one series a year, without gaps: taken inside the transaction that uses them."""

from sqlalchemy import Integer, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.db import Base


class Counter(Base):
    """How far a series has counted in a year."""

    __tablename__ = "counters"

    series: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


def following(session: Session, series: str, year: int) -> int:
    """The next number of `series` in `year`, from 1. Two transactions never get the same one."""
    taken = update(Counter).where(Counter.series == series, Counter.year == year)
    if session.execute(taken.values(last=Counter.last + 1)).rowcount == 0:  # type: ignore[attr-defined]
        session.add(Counter(series=series, year=year, last=1))
        session.flush()
    return session.scalars(select(Counter.last).where(Counter.series == series, Counter.year == year)).one()
