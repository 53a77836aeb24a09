"""Counting the rows behind the figures, and listing exactly the rows that were counted.

A cohort is what was ASKED in a period: requests filed in it, whatever became of them. Refused and withdrawn ones stay
in, or a rate could be raised by withdrawing what did not succeed. Leadership and auditors see the whole: no scope.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.overwriting import OVERWRITE_AT
from tracker.cases.extractions.rules import USEFUL, LineStatus, RequestStatus, UnavailableReason
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import CLARIFIED
from tracker.core import clock
from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.register.cameras.models import Camera
from tracker.register.networks.models import Network
from tracker.reports import inventory as stock
from tracker.reports import rules
from tracker.reports.entries import count_entries
from tracker.reports.rules import Figures, Hours, IncidentSet, LineSet, Part, Period, RateTally, Turnaround
from tracker.territory.wards import queries as wards

NO_NETWORK = N_("Camera ngoài mô hình")
SPLIT_WARD = N_("Chưa xác định (địa bàn đã chia tách)")

_CLEAR = Incident.status.in_(CLARIFIED)
_HANDED = ExtractionLine.status == LineStatus.HANDED_OVER
_GOOD = ExtractionLine.outcome.in_(USEFUL)
_network = func.coalesce(ExtractionLine.network_id, 0)
_HELD = func.coalesce(ExtractionLine.preserved_at, ExtractionLine.extracted_at)

# What makes a line one of a set. Footage existed if somebody secured or copied it, whatever came of it later.
LINES: Mapping[LineSet, ColumnElement[bool]] = {
    LineSet.ASKED: ExtractionLine.id.is_not(None),
    LineSet.EXISTED: _HELD.is_not(None),
    LineSet.SAVED: OVERWRITE_AT >= _HELD,
    LineSet.EXTRACTED: ExtractionLine.extracted_at.is_not(None),
    LineSet.DELIVERED: _HANDED,
    LineSet.JUDGED: and_(_HANDED, ExtractionLine.outcome.is_not(None)),
    LineSet.USEFUL: _GOOD,
    LineSet.LOST: ExtractionLine.unavailable_reason.is_not(None),
}

# In the order of Tally's fields.
_TALLY = (
    func.count(ExtractionRequest.incident_id.distinct()),
    func.count(case((and_(_CLEAR, _GOOD), ExtractionRequest.incident_id)).distinct()),
    *(
        func.count(ExtractionLine.id).filter(LINES[kind])
        for kind in (
            LineSet.ASKED,
            LineSet.EXISTED,
            LineSet.SAVED,
            LineSet.EXTRACTED,
            LineSet.DELIVERED,
            LineSet.JUDGED,
            LineSet.USEFUL,
        )
    ),
)


@dataclass(frozen=True)
class RowsQuery:
    """The rows somebody wants behind a figure. An id of 0 means: of no network; of a ward that was split since."""

    period: Period
    network_id: int | None = None
    ward_id: int | None = None
    now: bool = False
    reason: UnavailableReason | None = None
    after: tuple[int] | None = None
    limit: int = PAGE_SIZE


def figures(session: Session, period: Period) -> Figures:
    """All the figures of a period."""
    inventory = stock.inventory(session, period.first, period.last)
    return Figures(
        period,
        tally(session, period),
        inventory,
        unavailable_by_reason(session, period),
        turnarounds(session, period),
        count_entries(session, _asked_in(period)),
    )


def tally(session: Session, period: Period) -> RateTally:
    """What the period's cohort came to."""
    return RateTally(*session.execute(_cohort(period, *_TALLY)).one())


def unavailable_by_reason(session: Session, period: Period) -> dict[str, int]:
    """How many lines had no footage, by reason, the most frequent first."""
    statement = _cohort(period, ExtractionLine.unavailable_reason, func.count(ExtractionLine.id))
    statement = statement.where(LINES[LineSet.LOST]).group_by(ExtractionLine.unavailable_reason)
    counts: dict[str, int] = {reason.value: count for reason, count in session.execute(statement)}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def turnarounds(session: Session, period: Period) -> dict[Turnaround, Hours]:
    """How long things took, of each request or line for which both ends are known."""
    filings = select(Incident.occurred_to, ExtractionRequest.filed_at).join(ExtractionRequest.incident)
    lines = _cohort(
        period, ExtractionRequest.filed_at, ExtractionLine.preserved_at, ExtractionLine.handed_over_at
    ).where(or_(ExtractionLine.preserved_at.is_not(None), ExtractionLine.handed_over_at.is_not(None)))
    hours: dict[Turnaround, list[float]] = defaultdict(list)
    filings = filings.where(_asked_in(period))
    hours[Turnaround.ASKING] = [_hours(occurred_to, filed) for occurred_to, filed in session.execute(filings) if filed]
    for filed, preserved, handed_over in session.execute(lines):
        for wait, end in ((Turnaround.PRESERVING, preserved), (Turnaround.HANDING_OVER, handed_over)):
            if end is not None:
                hours[wait].append(_hours(filed, end))
    return {
        wait: Hours(len(hours[wait]), rules.quantile(hours[wait], 0.5), rules.quantile(hours[wait], 0.9))
        for wait in Turnaround
    }


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600


def networks(session: Session, period: Period) -> list[Part]:
    """Each network that was alive in the period or was asked in it, by name, and what it came to."""
    tallies = _tallies_by(session, period, _network)
    statement = select(Network.id, Network.name).where(
        or_(stock.running_between(period.first, period.last), Network.id.in_(tallies))
    )
    rows = [
        Part(row.id, row.name, tallies.pop(row.id, RateTally()))
        for row in session.execute(statement.order_by(Network.sort_key, Network.id))
    ]
    return rows + [Part(0, NO_NETWORK, tally_of_rest) for tally_of_rest in tallies.values()]


def by_ward(session: Session, period: Period, *, now: bool = False) -> list[Part]:
    """Each ward that was asked in the period, by name: as it was when asked, or `now` as what it became."""
    ward = _ward_now(_successors_now(session, period)) if now else ExtractionLine.ward_id
    tallies = _tallies_by(session, period, ward)
    rows = [
        Part(row.id, row.name, tallies.pop(row.id), row.valid_to)
        for row in wards.named(session, frozenset(tallies) - {0})
    ]
    return rows + [Part(0, SPLIT_WARD, tally_of_rest) for tally_of_rest in tallies.values()]


def first_year(session: Session) -> int | None:
    """The local year in which the first request was filed."""
    first = session.scalar(select(func.min(ExtractionRequest.filed_at)))
    return clock.local(first).year if first else None


Condition = ColumnElement[bool]
EVERYTHING: Condition = true()


def count_incidents(session: Session, kind: IncidentSet, query: RowsQuery, within: Condition = EVERYTHING) -> int:
    """How many incidents stand behind a figure, of those that `within` leaves."""
    statement = select(func.count()).select_from(Incident).where(_behind(session, kind, query), within)
    return session.scalar(statement) or 0


def incidents(session: Session, kind: IncidentSet, query: RowsQuery, within: Condition = EVERYTHING) -> Page[Row[Any]]:
    """One page of the incidents behind a figure that `within` leaves, with each one's lines in the cohort."""
    lines = _cohort(query.period, Incident.id, func.count(ExtractionLine.id), func.count().filter(_GOOD))
    grouped = lines.where(*_narrowing_conditions(session, query)).group_by(Incident.id)
    per = grouped.subquery()
    key, line_count, useful = per.columns
    statement = (
        select(
            Incident.id,
            Incident.code,
            Incident.type,
            Incident.occurred_from,
            Incident.place,
            Incident.status,
            line_count.label("lines"),
            useful.label("useful"),
        )
        .join(per, key == Incident.id)
        .where(_behind(session, kind, query), within)
    )
    return page(session, statement, (Incident.id,), query.after, query.limit)


def count_lines(session: Session, kind: LineSet, query: RowsQuery, within: Condition = EVERYTHING) -> int:
    """How many lines stand behind a figure, of those that `within` leaves."""
    conditions = (LINES[kind], within, *_narrowing_conditions(session, query))
    return session.scalar(_cohort(query.period, func.count(ExtractionLine.id)).where(*conditions)) or 0


def lines(session: Session, kind: LineSet, query: RowsQuery, within: Condition = EVERYTHING) -> Page[Row[Any]]:
    """One page of the lines behind a figure that `within` leaves."""
    statement = _cohort(
        query.period,
        ExtractionLine.id,
        ExtractionLine.request_id,
        ExtractionRequest.code.label("request"),
        Incident.type.label("incident_type"),
        Camera.code.label("camera"),
        Camera.name.label("camera_name"),
        ExtractionLine.window_from,
        ExtractionLine.window_to,
        ExtractionLine.status,
        ExtractionLine.unavailable_reason,
        ExtractionRequest.status.label("request_status"),
        ExtractionLine.outcome,
    ).where(LINES[kind], within, *_narrowing_conditions(session, query))
    return page(session, statement, (ExtractionLine.id,), query.after, query.limit)


def _cohort(period: Period, *columns: Any) -> Select[Any]:
    """`columns` of the period's requests with their incidents and lines; a request without lines is there once."""
    return (
        select(*columns)
        .select_from(ExtractionRequest)
        .join(Incident, Incident.id == ExtractionRequest.incident_id)
        .outerjoin(ExtractionLine, ExtractionLine.request_id == ExtractionRequest.id)
        .outerjoin(Camera, Camera.id == ExtractionLine.camera_id)
        .where(_asked_in(period))
    )


def _asked_in(period: Period) -> ColumnElement[bool]:
    return and_(
        ExtractionRequest.filed_at >= clock.day_start(period.first),
        ExtractionRequest.filed_at < clock.day_end(period.last),
        ExtractionRequest.status != RequestStatus.DRAFT,
        ExtractionRequest.voided_at.is_(None),
    )


def _tallies_by(session: Session, period: Period, key: Any) -> dict[int, RateTally]:
    """The cohort by `key` of its lines. An incident counts once for each part that had a hand in it."""
    statement = _cohort(period, key.label("part"), *_TALLY).where(ExtractionLine.id.is_not(None)).group_by("part")
    return {part: RateTally(*counts) for part, *counts in session.execute(statement)}


def _successors_now(session: Session, period: Period) -> dict[int, int]:
    """The wards asked in the period, each with the ward of today that holds all of it; 0 where it was split."""
    asked_wards = _cohort(period, ExtractionLine.ward_id).where(ExtractionLine.id.is_not(None)).distinct()
    successors = wards.successor_map(session, list(session.scalars(asked_wards)))
    return {ward_id: successor or 0 for ward_id, successor in successors.items()}


def _ward_now(successors: Mapping[int, int]) -> Any:
    return case(successors, value=ExtractionLine.ward_id, else_=0) if successors else ExtractionLine.ward_id


def _narrowing_conditions(session: Session, query: RowsQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.network_id is not None:
        conditions += [ExtractionLine.id.is_not(None), _network == query.network_id]  # a request may have no lines
    if query.reason is not None:
        conditions.append(ExtractionLine.unavailable_reason == query.reason)
    if query.ward_id is not None:
        successors = _successors_now(session, query.period) if query.now else {query.ward_id: query.ward_id}
        conditions.append(ExtractionLine.ward_id.in_([old for old, new in successors.items() if new == query.ward_id]))
    return conditions


def _behind(session: Session, kind: IncidentSet, query: RowsQuery) -> ColumnElement[bool]:
    """Under which condition an incident stands behind a figure."""
    asked_incidents = _cohort(query.period, ExtractionRequest.incident_id).where(*_narrowing_conditions(session, query))
    if kind is IncidentSet.ASKED:
        return Incident.id.in_(asked_incidents)
    return and_(_CLEAR, Incident.id.in_(asked_incidents.where(_GOOD)))
