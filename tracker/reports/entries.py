"""Queries: how many of the steps behind a period's figures were recorded late, so that nobody trusts times too much."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.steps import AUTOMATIC
from tracker.core.lateness import is_late
from tracker.reports.rules import Entries


def count_entries(session: Session, condition: ColumnElement[bool]) -> Entries:
    """The steps that people took and nobody took back, of requests for which `condition` holds and of their lines.

    Those of an old book came in together when it was taken over: they are counted apart, neither late nor in time.
    """
    of_requests = _standing(RequestEvent).join(ExtractionRequest, ExtractionRequest.id == RequestEvent.request_id)
    of_lines = _standing(LineEvent).join(ExtractionLine, ExtractionLine.id == LineEvent.line_id)
    of_lines = of_lines.join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
    total, late, taken_over = 0, 0, 0
    for kind, all_steps in ((RequestEvent, of_requests.where(condition)), (LineEvent, of_lines.where(condition))):
        steps = all_steps.where(kind.recorded_at.is_distinct_from(ExtractionRequest.taken_over_at))
        count = session.scalar(steps.with_only_columns(func.count(kind.id))) or 0
        total += count
        taken_over += (session.scalar(all_steps.with_only_columns(func.count(kind.id))) or 0) - count
        later = session.execute(steps.where(kind.recorded_at > kind.happened_at)).all()  # few: most are taken at once
        late += sum(is_late(happened_at, recorded_at) for happened_at, recorded_at in later)
    return Entries(total, late, taken_over)


def _standing(kind: type[RequestEvent] | type[LineEvent]) -> Select[datetime, datetime]:
    standing = (kind.reverted_by_id.is_(None), kind.reverts_id.is_(None), kind.step.not_in(AUTOMATIC))
    return select(kind.happened_at, kind.recorded_at).where(*standing)
