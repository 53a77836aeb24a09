"""Queries: how long things took, told as median and 90th percentile. No wait leaves the database to be counted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, CTE, Float, Integer, Row, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.core.seconds_between import seconds_between
from tracker.reports.cohorts import asked_in, cohort
from tracker.reports.rules import Hours, Period, Turnaround

MEDIAN, MOST = 0.5, 0.9
NONE_MEASURED = Hours(0, None, None)
_FILED = ExtractionRequest.filed_at


def turnarounds(session: Session, period: Period) -> dict[Turnaround, Hours]:
    """How long things took, of each request or line for which both ends are known."""
    has_quantiles = session.get_bind().dialect.name == "postgresql"
    measured = (_computed if has_quantiles else _interpolated)(session, _waits(period))
    return {wait: measured.get(wait.value, NONE_MEASURED) for wait in Turnaround}


def _waits(period: Period) -> CTE:
    """Every wait of the cohort: which of the three (`wait`), and how long (`hours`)."""
    filings = select(literal(Turnaround.ASKING.value).label("wait"), _hours(Incident.occurred_to, _FILED))
    filings = filings.select_from(ExtractionRequest).join(ExtractionRequest.incident).where(asked_in(period))
    answers = (
        cohort(period, literal(wait.value), _hours(_FILED, end)).where(end.is_not(None))
        for wait, end in (
            (Turnaround.PRESERVING, ExtractionLine.preserved_at),
            (Turnaround.HANDING_OVER, ExtractionLine.handed_over_at),
        )
    )
    return union_all(filings, *answers).cte("waits")


def _hours(start: Any, end: Any) -> Any:
    return (seconds_between(start, end) / 3600.0).label("hours")


def _computed(session: Session, waits: CTE) -> dict[str, Hours]:
    """By the database's own quantiles, which interpolate as `quantile` does."""
    quantiles = func.percentile_cont(literal([MEDIAN, MOST], ARRAY(Float))).within_group(waits.c.hours)
    rows = session.execute(select(waits.c.wait, func.count(), quantiles).group_by(waits.c.wait))
    return {wait: Hours(count, *both) for wait, count, both in rows}


def _interpolated(session: Session, waits: CTE) -> dict[str, Hours]:
    """By rank: only the neighbours of each quantile are fetched."""
    rank = (func.row_number().over(partition_by=waits.c.wait, order_by=waits.c.hours) - 1).label("rank")
    total = func.count().over(partition_by=waits.c.wait).label("total")
    ranked = select(waits.c.wait, waits.c.hours, rank, total).subquery()
    below = [cast(share * (ranked.c.total - 1), Integer) for share in (MEDIAN, MOST)]
    neighbours = [place for low in below for place in (low, low + 1)]
    rows: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(select(ranked).where(ranked.c.rank.in_(neighbours))):
        rows[row.wait].append(row)
    return {wait: _of_neighbours(of_wait) for wait, of_wait in rows.items()}


def _of_neighbours(rows: Sequence[Row[Any]]) -> Hours:
    hours, total = {row.rank: row.hours for row in rows}, rows[0].total
    return Hours(total, *(quantile(hours, total, share) for share in (MEDIAN, MOST)))


def quantile(by_rank: Mapping[int, float], total: int, share: float) -> float:
    """The value below which `share` of `total` values lie, interpolated between the two that `by_rank` must have.

    Ranks count from 0, the smallest value first.
    """
    position = share * (total - 1)
    low, fraction = int(position), position - int(position)
    return by_rank[low] + fraction * (by_rank[min(low + 1, total - 1)] - by_rank[low])
