"""Queries: how many of the steps behind a period's figures were recorded late, so that nobody trusts times too much."""

from sqlalchemy import ColumnElement, Select, and_, func, select, union_all
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.steps import AUTOMATIC
from tracker.core.lateness import LATE
from tracker.core.plus_days import plus_days
from tracker.reports.rules import Entries


def count_entries(session: Session, condition: ColumnElement[bool]) -> Entries:
    """The steps that people took and nobody took back, of requests for which `condition` holds and of their lines.

    Those of an old book came in together when it was taken over: they are counted apart, neither late nor in time.
    """
    of_requests = _counts(RequestEvent).join(ExtractionRequest, ExtractionRequest.id == RequestEvent.request_id)
    of_lines = _counts(LineEvent).join(ExtractionLine, ExtractionLine.id == LineEvent.line_id)
    of_lines = of_lines.join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
    counts = session.execute(union_all(of_requests.where(condition), of_lines.where(condition)))
    return Entries(*(sum(of_kind) for of_kind in zip(*counts, strict=True)))


def _counts(kind: type[RequestEvent] | type[LineEvent]) -> Select[int, int, int]:
    """How many such steps there are, how many of them are late, and how many more were taken over from a book."""
    is_of_book = kind.recorded_at.is_not_distinct_from(ExtractionRequest.taken_over_at)
    is_late = kind.recorded_at > plus_days(kind.happened_at, LATE.days)
    conditions = (kind.reverted_by_id.is_(None), kind.reverts_id.is_(None), kind.step.not_in(AUTOMATIC))
    return select(
        func.count().filter(~is_of_book),
        func.count().filter(and_(~is_of_book, is_late)),
        func.count().filter(is_of_book),
    ).where(*conditions)
