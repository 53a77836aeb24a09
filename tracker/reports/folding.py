"""Actions: folding what was changed into the tallies, a half-month at a time, without making any writer wait.

What was changed is read with all that it changed in one consistent view. Afterwards tallies are written, and exactly
the notes that were seen are taken away: what was changed meanwhile has notes that stay. When some of those that were
seen are gone, another fold was quicker, and this one may have seen less: it writes nothing (Stale).
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, cast

from sqlalchemy import CursorResult, delete, insert, select
from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.reports import tally_rows
from tracker.reports.half_months import Changed, TallyKind
from tracker.reports.models import HalfMonthCount, Tally, TallyChange

AT_ONCE = 500  # notes that one statement takes away


class Transactions(Protocol):
    """Where there are reading and writing transactions: a database, or one try at a job."""

    def reading(self) -> AbstractContextManager[Session]:
        """A transaction of one consistent view."""

    def writing(self) -> AbstractContextManager[Session]:
        """A transaction that may write."""


@dataclass(frozen=True)
class CountedHalfMonth:
    """What was counted of a half-month, and the notes for which it was."""

    half_month: date
    seen_ids: Sequence[int]
    tallies: Sequence[dict[str, Any]]
    counts: Sequence[dict[str, Any]]


def fold(transactions: Transactions, report: Callable[[int, int], None]) -> int:
    """Count every half-month in which something was changed, the newest first; how many there were.

    `report` is told before each how many are done and how many there are.
    """
    half_months = _name_half_months(transactions)
    for finished, half_month in enumerate(half_months):
        report(finished, len(half_months))
        with transactions.reading() as session:
            new_rows = _count(session, half_month)
        with transactions.writing() as session:
            _keep(session, new_rows)
    return len(half_months)


def note_everything(session: Session) -> None:
    """Note that everything is to be counted anew, in the place of all other notes."""
    session.execute(delete(TallyChange))
    session.execute(insert(TallyChange).values(kind=Changed.EVERYTHING))


def _name_half_months(transactions: Transactions) -> list[date]:
    """Put the half-months that hang on what was changed in the place of the notes of it; all that are noted."""
    with transactions.reading() as session:
        seen_ids = session.scalars(select(TallyChange.id).where(TallyChange.kind != Changed.HALF_MONTH)).all()
        half_months = tally_rows.half_months_to_count(session)
    if seen_ids:
        with transactions.writing() as session:
            _take_away(session, seen_ids)
            notes = [{"kind": Changed.HALF_MONTH, "half_month": half_month} for half_month in half_months]
            if notes:
                session.execute(insert(TallyChange), notes)
    return half_months


def _count(session: Session, half_month: date) -> CountedHalfMonth:
    conditions = (TallyChange.kind == Changed.HALF_MONTH, TallyChange.half_month == half_month)
    seen_ids = session.scalars(select(TallyChange.id).where(*conditions)).all()
    tallies = [
        {"kind": kind, **row}
        for kind in TallyKind
        for row in session.execute(tally_rows.tally_rows(kind, [half_month])).mappings()
    ]
    counts = session.execute(tally_rows.counts_of(half_month))
    names = [{"half_month": half_month, "name": row.name, "count": row.number} for row in counts]
    return CountedHalfMonth(half_month, seen_ids, tallies, names)


def _keep(session: Session, new_rows: CountedHalfMonth) -> None:
    if not new_rows.seen_ids:
        raise errors.Stale()
    _take_away(session, new_rows.seen_ids)
    of_half_month = Tally.kind.in_(list(TallyKind)), Tally.half_month == new_rows.half_month
    session.execute(delete(Tally).where(*of_half_month))
    session.execute(delete(HalfMonthCount).where(HalfMonthCount.half_month == new_rows.half_month))
    for table, rows in ((Tally, new_rows.tallies), (HalfMonthCount, new_rows.counts)):
        if rows:
            session.execute(insert(table), rows)


def _take_away(session: Session, seen_ids: Sequence[int]) -> None:
    """Take away notes that were seen. Stale when another fold did so meanwhile."""
    for first in range(0, len(seen_ids), AT_ONCE):
        some_ids = seen_ids[first : first + AT_ONCE]
        deleted = session.execute(delete(TallyChange).where(TallyChange.id.in_(some_ids)))
        if cast("CursorResult[Any]", deleted).rowcount != len(some_ids):
            raise errors.Stale()
