"""Queries: the tallies of half-months as they are counted from the rows, and the half-months in which rows changed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, Subquery, and_, case, cast, func, literal, select, union
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import unsettled
from tracker.core.half_month import half_month
from tracker.register.cameras.models import Camera
from tracker.reports.cohorts import (
    IS_CLARIFIED,
    IS_COUNTED,
    IS_USEFUL,
    LINES,
    PARTS,
    TALLIED,
    TALLY_NAMES,
    asked_in_half_months,
    asked_under,
    in_parts,
)
from tracker.reports.entries import count_rows, summed_by_name
from tracker.reports.half_months import Changed, Count, Tallied, TallyKind
from tracker.reports.models import HalfMonthCount, TallyChange

_INCIDENT = ExtractionRequest.incident_id
_CLARIFIES = func.max(case((and_(IS_CLARIFIED, IS_USEFUL), 1), else_=0))
_LINE_NAMES = TALLY_NAMES[2:]
_LINE_COUNTS = tuple(
    func.count(ExtractionLine.id).filter(LINES[kind]).label(name)
    for name, kind in zip(_LINE_NAMES, TALLIED, strict=True)
)


def tally_rows(kind: TallyKind, half_months: Collection[date]) -> Select[Any]:
    """The tallies of a kind in some half-months, counted from the rows: all columns of `Tally` but its kind and id."""
    histories = _histories(kind, half_months)
    clarifies = histories.c.clarifies == 1
    sums = (cast(func.sum(histories.c[name]), Integer).label(name) for name in _LINE_NAMES)
    return (
        select(
            histories.c.part_id,
            histories.c.half_month,
            histories.c.asked_before,
            case((clarifies, histories.c.useful_until_then)).label("useful_before"),
            func.count().label("incidents_asked"),
            cast(func.sum(histories.c.clarifies), Integer).label("incidents_clarified"),
            *sums,
        )
        .where(histories.c.half_month.in_(sorted(half_months)))
        .group_by("part_id", "half_month", "asked_before", "useful_before")
    )


def _histories(kind: TallyKind, half_months: Collection[date]) -> Subquery:
    """Each incident that was asked about in some half-months, with all its half-months, in each part."""
    each = _each_half_month(kind, half_months)
    order: dict[str, Any] = {"partition_by": (each.c.part_id, each.c.incident_id), "order_by": each.c.half_month}
    useful_in = case((each.c.clarifies == 1, each.c.half_month))
    return select(
        *each.c,
        func.lag(each.c.half_month, type_=Date()).over(**order).label("asked_before"),
        func.max(useful_in).over(**order, rows=(None, -1)).label("useful_until_then"),
    ).subquery("histories")


def _each_half_month(kind: TallyKind, half_months: Collection[date]) -> Subquery:
    asked_then = select(_INCIDENT).where(asked_in_half_months(half_months))
    statement = asked_under(
        and_(_INCIDENT.in_(asked_then), ExtractionRequest.filed_at.is_not(None), IS_COUNTED),
        _INCIDENT,
        PARTS[kind].label("part_id"),
        half_month(ExtractionRequest.filed_at).label("half_month"),
        _CLARIFIES.label("clarifies"),
        *_LINE_COUNTS,
    )
    return in_parts(kind, statement).group_by(_INCIDENT, "part_id", "half_month").subquery("each_half_month")


def counts_of(half_month: date) -> Select[Any]:
    """What else is counted of a half-month: name, number."""
    return summed_by_name(*count_rows(asked_in_half_months([half_month])))


def tallied(session: Session) -> Tallied:
    """Of which half-months there are tallies, and in which something was changed since."""
    stored = select(literal(False), HalfMonthCount.half_month).where(HalfMonthCount.name == Count.REQUESTS)
    first = half_month(select(func.min(ExtractionRequest.filed_at)).scalar_subquery())
    all_changed = (
        select(literal(True), day).where(_is_everything_changed()) for day in (HalfMonthCount.half_month, first)
    )
    changed_since = select(literal(True), changed_half_months().subquery().c.half_month)
    rows = session.execute(union(stored, *all_changed, changed_since)).all()
    half_months, changed = (
        frozenset(day for is_changed, day in rows if day and is_changed == of_changed) for of_changed in (False, True)
    )
    return Tallied(half_months, changed)


def half_months_to_count(session: Session) -> list[date]:
    """The half-months in which something was changed since there were tallies of them, the newest first."""
    changed = session.scalars(changed_half_months()).all()
    if not session.scalar(select(_is_everything_changed())):
        return sorted(changed, reverse=True)
    filed = ExtractionRequest.filed_at.is_not(None)
    every = union(select(half_month(ExtractionRequest.filed_at)).where(filed), select(HalfMonthCount.half_month))
    return sorted({*changed, *session.scalars(every)}, reverse=True)


def _is_everything_changed() -> ColumnElement[bool]:
    return select(TallyChange.id).where(TallyChange.kind == Changed.EVERYTHING).exists()


def changed_half_months() -> Select[Any]:
    """The half-months whose tallies hang on what was noted as changed, but for «everything»."""
    incidents = _changed_incidents().subquery("changed_incidents")
    filed = ExtractionRequest.filed_at.is_not(None)
    of_incidents = select(half_month(ExtractionRequest.filed_at).label("half_month")).where(filed)
    of_incidents = of_incidents.join(incidents, incidents.c.incident_id == _INCIDENT)
    half_months = select(TallyChange.half_month).where(TallyChange.kind == Changed.HALF_MONTH)
    both = union(of_incidents, half_months).subquery("changed_half_months")
    return select(both.c.half_month)


def _changed_incidents() -> Any:
    """The incidents of what was changed; of a camera or recorder only open lines count on the days that it keeps."""
    subject, is_open = TallyChange.subject_id, ExtractionLine.status.in_(unsettled())
    of_request = select(_INCIDENT).join(TallyChange, subject == ExtractionRequest.id)
    of_line = select(_INCIDENT).join(ExtractionLine, ExtractionLine.request_id == ExtractionRequest.id)
    of_lines = of_line.join(TallyChange, subject == ExtractionLine.id)
    of_camera = of_line.where(is_open).join(TallyChange, subject == ExtractionLine.camera_id)
    of_recorder = of_line.where(is_open).join(Camera, Camera.id == ExtractionLine.camera_id)
    of_recorder = of_recorder.join(TallyChange, subject == Camera.recorder_id)
    return union(
        select(subject.label("incident_id")).where(TallyChange.kind == Changed.INCIDENT),
        of_request.where(TallyChange.kind == Changed.REQUEST),
        of_lines.where(TallyChange.kind == Changed.LINE),
        of_camera.where(TallyChange.kind == Changed.CAMERA),
        of_recorder.where(TallyChange.kind == Changed.RECORDER),
    )
