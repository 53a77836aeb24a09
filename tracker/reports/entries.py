"""Queries: what is counted of requests besides rates: lines without footage by reason, and how steps were recorded.

Of the steps that people took and nobody took back those recorded late are told, so that nobody trusts times too much.
Those of an old book came in together when it was taken over: they are counted apart, neither late nor in time.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.rules import UnavailableReason
from tracker.cases.extractions.steps import AUTOMATIC
from tracker.core.half_month import half_month
from tracker.core.lateness import LATE
from tracker.core.plus_days import plus_days
from tracker.reports.half_months import Count
from tracker.reports.rules import Entries


def count_rows(condition: ColumnElement[bool]) -> list[Select[Any]]:
    """Of the requests for which `condition` holds: half_month, name (`Count` or a reason's value), count."""
    requests = select(*_columns(literal(Count.REQUESTS.value))).select_from(ExtractionRequest)
    lost = select(*_columns(cast(ExtractionLine.unavailable_reason, String))).select_from(ExtractionRequest)
    lost = lost.join(ExtractionLine, ExtractionLine.request_id == ExtractionRequest.id)
    lost = lost.where(ExtractionLine.unavailable_reason.is_not(None))
    of_requests = _steps(RequestEvent).join(ExtractionRequest, ExtractionRequest.id == RequestEvent.request_id)
    of_lines = _steps(LineEvent).join(ExtractionLine, ExtractionLine.id == LineEvent.line_id)
    of_lines = of_lines.join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
    statements = (requests, lost, of_requests, of_lines)
    return [statement.where(condition).group_by("in_half_month", "counted") for statement in statements]


def summed_by_name(*rows: Select[Any]) -> Select[Any]:
    """Name and sum of rows of half-month, name, count."""
    _, name, count = union_all(*rows).subquery("counts").c
    return select(name.label("name"), cast(func.sum(count), BigInteger).label("number")).group_by(name)


def _columns(name: Any) -> tuple[Any, Any, Any]:
    in_half_month = half_month(ExtractionRequest.filed_at).label("in_half_month")
    return in_half_month, name.label("counted"), func.count().label("number")


def _steps(kind: type[RequestEvent] | type[LineEvent]) -> Select[Any]:
    """The steps of a kind, by how they were recorded."""
    is_of_book = kind.recorded_at.is_not_distinct_from(ExtractionRequest.taken_over_at)
    is_late = kind.recorded_at > plus_days(kind.happened_at, LATE.days)
    recorded = case((is_of_book, Count.TAKEN_OVER.value), (is_late, Count.LATE.value), else_=Count.TIMELY.value)
    conditions = (kind.reverted_by_id.is_(None), kind.reverts_id.is_(None), kind.step.not_in(AUTOMATIC))
    return select(*_columns(recorded)).select_from(kind).where(and_(*conditions))


def entries(counts: Mapping[str, int]) -> Entries:
    """The steps among what was counted, by name."""
    late = counts.get(Count.LATE, 0)
    return Entries(counts.get(Count.TIMELY, 0) + late, late, counts.get(Count.TAKEN_OVER, 0))


def lost_by_reason(counts: Mapping[str, int]) -> dict[str, int]:
    """The lines without footage among what was counted, by the value of their reason, the most frequent first."""
    by_reason = {reason.value: counts[reason.value] for reason in UnavailableReason if counts.get(reason.value)}
    return dict(sorted(by_reason.items(), key=lambda pair: (-pair[1], pair[0])))
