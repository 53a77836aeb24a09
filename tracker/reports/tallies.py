"""Queries: figures of a period as sums of tallies, and of what was changed since as counted from the rows.

Each sum takes which half-months of the period are to be counted anew (`half_months.Tallied.to_count`).
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, Subquery, and_, case, cast, func, or_, select, union_all

from tracker.reports.cohorts import TALLY_NAMES, asked_in_half_months
from tracker.reports.entries import count_rows, summed_by_name
from tracker.reports.half_months import TallyKind
from tracker.reports.models import HalfMonthCount, Tally
from tracker.reports.rules import Period
from tracker.reports.tally_rows import tally_rows

_COLUMNS = ("part_id", "half_month", "asked_before", "useful_before", *TALLY_NAMES)


def sums(kind: TallyKind, period: Period, changed: Collection[date], *first: Any) -> Select[Any]:
    """The fields of a RateTally, after what comes `first`, of the whole of a kind: one row, of nulls where nothing was.

    To be narrowed or divided by `Tally.part_id` as `part`.
    """
    rows = _rows(kind, period, changed)
    return select(*first, *_sums(rows, period)).select_from(rows)


def sums_by_part(kind: TallyKind, period: Period, changed: Collection[date]) -> Select[Any]:
    """`part`, and the fields of a RateTally, of each part of a kind."""
    rows = _rows(kind, period, changed)
    return select(rows.c.part_id.label("part"), *_sums(rows, period)).group_by(rows.c.part_id)


def _sums(rows: Subquery, period: Period) -> list[Any]:
    """An incident counts in the first half-month of the period in which it was asked about, or its footage useful."""
    incidents_asked, incidents_clarified, *of_lines = (rows.c[name] for name in TALLY_NAMES)
    first_asked, first_useful = (
        or_(before.is_(None), before < period.first) for before in (rows.c.asked_before, rows.c.useful_before)
    )
    summands = (
        case((first_asked, incidents_asked), else_=0),
        case((first_useful, incidents_clarified), else_=0),
        *of_lines,
    )
    return [
        cast(func.coalesce(func.sum(count), 0), BigInteger).label(name)
        for name, count in zip(TALLY_NAMES, summands, strict=True)
    ]


def _rows(kind: TallyKind, period: Period, changed: Collection[date]) -> Subquery:
    stored = select(*(Tally.__table__.c[name] for name in _COLUMNS)).where(Tally.kind == kind)
    stored = stored.where(_kept(Tally.half_month, period, changed))
    return (union_all(stored, tally_rows(kind, changed)) if changed else stored).subquery("rows_of_tallies")


def counts(period: Period, changed: Collection[date]) -> Select[Any]:
    """What else is counted of a period: name, number."""
    columns: tuple[Any, ...] = (HalfMonthCount.half_month, HalfMonthCount.name, HalfMonthCount.count)
    stored = select(*columns)
    stored = stored.where(_kept(HalfMonthCount.half_month, period, changed))
    return summed_by_name(stored, *(count_rows(asked_in_half_months(changed)) if changed else ()))


def _kept(half_month: Any, period: Period, changed: Collection[date]) -> Any:
    within = half_month.between(period.first, period.last)
    return and_(within, half_month.not_in(sorted(changed))) if changed else within
