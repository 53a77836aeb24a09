"""Queries: the tallies against the rows they were counted from."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.reports import tally_rows
from tracker.reports.half_months import TallyKind
from tracker.reports.models import HalfMonthCount, Tally


class Difference(NamedTuple):
    """Of which half-month, kind and part the tallies are not what the rows come to; no kind: what else is counted."""

    half_month: date
    kind: TallyKind | None
    part_id: int


def differences(session: Session) -> Iterator[Difference]:
    """Where tallies are not what the rows come to, of every half-month in which nothing was changed since."""
    tally_state = tally_rows.tallied(session)
    for half_month in sorted(tally_state.half_months - tally_state.changed):
        for kind in TallyKind:
            for part_id in _differing_parts(session, kind, half_month):
                yield Difference(half_month, kind, part_id)
        stored = select(HalfMonthCount.name, HalfMonthCount.count).where(HalfMonthCount.half_month == half_month)
        if _counted(session, stored) != _counted(session, tally_rows.counts_of(half_month)):
            yield Difference(half_month, None, 0)


def _differing_parts(session: Session, kind: TallyKind, half_month: date) -> Collection[int]:
    from_rows = tally_rows.tally_rows(kind, [half_month])
    names = [column.name for column in from_rows.selected_columns]
    stored = select(*(Tally.__table__.c[name] for name in names))
    stored = stored.where(Tally.kind == kind, Tally.half_month == half_month)
    tallies, rows = _counted(session, stored), _counted(session, from_rows)
    return sorted({row[0] for row in (tallies - rows) + (rows - tallies)})


def _counted(session: Session, statement: Any) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row) for row in session.execute(statement))
