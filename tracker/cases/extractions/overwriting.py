"""Queries: the overwrite clock of lines as columns, for statements that join the line's camera and its request."""

from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import CLOCKED, LineStatus, unsettled
from tracker.core import clock
from tracker.core.plus_days import plus_days
from tracker.register.cameras.models import Camera

RUNS = and_(ExtractionLine.status.in_(unsettled()), ExtractionRequest.status.in_(CLOCKED))
DAYS_KEPT = case((RUNS, Camera.days_kept), else_=ExtractionLine.retention_days)
OVERWRITE_AT = plus_days(ExtractionLine.window_from, DAYS_KEPT)
GONE_AT = plus_days(ExtractionLine.window_to, DAYS_KEPT)


def urgency_rank() -> ColumnElement[int]:
    """What sorts lines before their clock: 0 while it runs, 1 while the footage is held, 2 once by its clock nothing is
    left, 3 once nobody waits for it: what can still be saved stands first.

    Held until a day that is over, it vanishes as any other does (`rules.has_lapsed`).
    """
    lasts = or_(ExtractionLine.preserved_until.is_(None), ExtractionLine.preserved_until >= clock.today())
    is_held = or_(
        ExtractionLine.status == LineStatus.EXTRACTED, and_(ExtractionLine.status == LineStatus.PRESERVED, lasts)
    )
    return case((~RUNS, 3), (is_held, 1), (clock.now() >= GONE_AT, 2), else_=0)


def freeze(session: Session, request_id: int) -> None:
    """Note, of the lines of a request that has ended, the days that are kept as known now; settled ones have theirs."""
    known_now = select(Camera.days_kept).where(Camera.id == ExtractionLine.camera_id).scalar_subquery()
    unanswered = (ExtractionLine.request_id == request_id, ExtractionLine.status.in_(unsettled()))
    statement = update(ExtractionLine).where(*unanswered).values(retention_days=known_now)
    session.execute(statement.execution_options(synchronize_session="fetch"))
