"""Tallies: what the requests of each half-month came to, and what was changed since that was counted."""

from datetime import date

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base, IdMixin
from tracker.reports.half_months import TallyKind


class Tally(IdMixin, Base):
    """The incidents of one part for which footage was asked in a half-month, as a sum, with their lines of that time.

    They are those whose last half-month with a request before it was `asked_before`, and, of the `clarified` ones with
    useful footage in it, whose last such half-month was `useful_before`. So in a period that begins on a day the
    incidents new to it are those asked for the first time since, and none is counted twice over several half-months.
    `part_id` is a network's or ward's; 0 is no network, a ward that was split, or the whole.
    """

    __tablename__ = "tallies"
    __table_args__ = (Index("ix_tallies_kind", "kind", "half_month", "part_id"),)

    kind: Mapped[TallyKind]
    part_id: Mapped[int]
    half_month: Mapped[date]
    asked_before: Mapped[date | None]
    useful_before: Mapped[date | None]
    incidents_asked: Mapped[int] = mapped_column(Integer)
    incidents_clarified: Mapped[int] = mapped_column(Integer)
    lines_asked: Mapped[int] = mapped_column(Integer)
    existed: Mapped[int] = mapped_column(Integer)
    saved: Mapped[int] = mapped_column(Integer)
    extractions: Mapped[int] = mapped_column(Integer)
    handed_over: Mapped[int] = mapped_column(Integer)
    judged: Mapped[int] = mapped_column(Integer)
    useful: Mapped[int] = mapped_column(Integer)


class HalfMonthCount(Base):
    """How often something was met among the requests of a half-month: `half_months.Count`, or a reason's value."""

    __tablename__ = "half_month_counts"

    half_month: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class TallyChange(IdMixin, Base):
    """That something was changed (`half_months.Changed`), written by triggers in the same transaction.

    It names the thing that was changed, not its half-months: these are looked up by whoever sees all that was changed,
    while two writers at once do not see each other. Rows are only added, so nobody waits, and those that were seen by
    a fold are taken away by it; a number is never used again.
    """

    __tablename__ = "tally_changes"
    __table_args__ = {"sqlite_autoincrement": True}

    kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int | None]
    half_month: Mapped[date | None]
