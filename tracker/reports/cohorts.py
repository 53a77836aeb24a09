"""Queries: the cohort behind a period's figures, and what is counted of it.

A cohort is what was ASKED in a period: requests filed in it, whatever became of them. Refused and withdrawn ones stay
in, or a rate could be raised by withdrawing what did not succeed. Leadership and auditors see the whole: no scope.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.overwriting import OVERWRITE_AT
from tracker.cases.extractions.rules import USEFUL, LineStatus, RequestStatus
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import CLARIFIED
from tracker.core import clock
from tracker.register.cameras.models import Camera
from tracker.reports.half_months import TallyKind, runs
from tracker.reports.rules import LineSet, Period, RateTally
from tracker.territory.wards import queries as wards

IS_CLARIFIED = Incident.status.in_(CLARIFIED)
IS_USEFUL = ExtractionLine.outcome.in_(USEFUL)
network_id = func.coalesce(ExtractionLine.network_id, 0)
_HANDED = ExtractionLine.status == LineStatus.HANDED_OVER
_HELD = func.coalesce(ExtractionLine.preserved_at, ExtractionLine.extracted_at)

# Requests that count, once they are filed, and whatever became of them.
IS_COUNTED = and_(ExtractionRequest.status != RequestStatus.DRAFT, ExtractionRequest.voided_at.is_(None))
# What makes a line one of a set. Footage existed if somebody secured or copied it, whatever came of it later.
LINES: Mapping[LineSet, ColumnElement[bool]] = {
    LineSet.ASKED: ExtractionLine.id.is_not(None),
    LineSet.EXISTED: _HELD.is_not(None),
    LineSet.SAVED: OVERWRITE_AT >= _HELD,
    LineSet.EXTRACTED: ExtractionLine.extracted_at.is_not(None),
    LineSet.DELIVERED: _HANDED,
    LineSet.JUDGED: and_(_HANDED, ExtractionLine.outcome.is_not(None)),
    LineSet.USEFUL: IS_USEFUL,
    LineSet.LOST: ExtractionLine.unavailable_reason.is_not(None),
}
# To which part of a kind a line belongs; `in_parts` joins what that is looked up in.
PARTS: Mapping[TallyKind, ColumnElement[int]] = {
    TallyKind.ALL: literal(0),
    TallyKind.NETWORK: network_id,
    TallyKind.WARD: ExtractionLine.ward_id.expression,
    TallyKind.WARD_NOW: func.coalesce(wards.SUCCESSORS.c.ward_id, 0),
}
TALLIED = (
    LineSet.ASKED,
    LineSet.EXISTED,
    LineSet.SAVED,
    LineSet.EXTRACTED,
    LineSet.DELIVERED,
    LineSet.JUDGED,
    LineSet.USEFUL,
)
TALLY_NAMES = tuple(field.name for field in fields(RateTally))
_COUNTS = (
    func.count(ExtractionRequest.incident_id.distinct()),
    func.count(case((and_(IS_CLARIFIED, IS_USEFUL), ExtractionRequest.incident_id)).distinct()),
    *(func.count(ExtractionLine.id).filter(LINES[kind]) for kind in TALLIED),
)
# The fields of a RateTally as columns of their names.
TALLY = tuple(count.label(name) for name, count in zip(TALLY_NAMES, _COUNTS, strict=True))


def cohort(period: Period, *columns: Any) -> Select[Any]:
    """`columns` of the period's requests with their incidents and lines; a request without lines is there once."""
    return asked_under(asked_in(period), *columns)


def asked_under(condition: ColumnElement[bool], *columns: Any) -> Select[Any]:
    """`columns` of the requests that meet a condition, with their incidents and lines, as `cohort` has them."""
    return (
        select(*columns)
        .select_from(ExtractionRequest)
        .join(Incident, Incident.id == ExtractionRequest.incident_id)
        .outerjoin(ExtractionLine, ExtractionLine.request_id == ExtractionRequest.id)
        .outerjoin(Camera, Camera.id == ExtractionLine.camera_id)
        .where(condition)
    )


def asked_in(period: Period) -> ColumnElement[bool]:
    """The condition under which a request belongs to the cohort."""
    return and_(
        ExtractionRequest.filed_at >= clock.day_start(period.first),
        ExtractionRequest.filed_at < clock.day_end(period.last),
        IS_COUNTED,
    )


def asked_in_half_months(half_months: Collection[date]) -> ColumnElement[bool]:
    """The condition under which a request belongs to the cohort of one of some half-months."""
    spans = (
        and_(
            ExtractionRequest.filed_at >= clock.day_start(first),
            ExtractionRequest.filed_at < clock.day_start(next_first),
        )
        for first, next_first in runs(half_months)
    )
    return and_(or_(false(), *spans), IS_COUNTED)


def in_parts(kind: TallyKind, lines: Select[Any]) -> Select[Any]:
    """A cohort with its PARTS of a kind: only lines belong to parts, requests without any to the whole."""
    if kind is TallyKind.WARD_NOW:
        lines = lines.outerjoin(wards.SUCCESSORS, wards.SUCCESSORS.c.origin == ExtractionLine.ward_id)
    return lines if kind is TallyKind.ALL else lines.where(ExtractionLine.id.is_not(None))
