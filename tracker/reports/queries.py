"""Counting the rows behind the figures, and listing exactly the rows that were number_by_name."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import UnavailableReason
from tracker.cases.incidents.models import Incident
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.register.cameras.models import Camera
from tracker.reports import inventory as stock
from tracker.reports import tallies
from tracker.reports.cohorts import IS_CLARIFIED, IS_USEFUL, LINES, TALLY, asked_in, cohort, network_id
from tracker.reports.entries import count_rows, entries, lost_by_reason, summed_by_name
from tracker.reports.half_months import NOTHING_TALLIED, Tallied, TallyKind
from tracker.reports.rules import Figures, IncidentSet, LineSet, Period, RateTally
from tracker.reports.waiting_times import turnarounds
from tracker.territory.wards import queries as wards


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


def figures(
    session: Session,
    period: Period,
    earlier: Period | None = None,
    tallied: Tallied = NOTHING_TALLIED,
    *,
    most_lines: int | None = None,
) -> Figures:
    """All the figures of a period, with what the `earlier` one came to; by tallies where they are `tallied`.

    Of more than `most_lines`, those that are always counted from rows are left for later: waiting times and inventory.
    """
    tally, *compared = _tallies(session, tallied, *([period] if earlier is None else [period, earlier]))
    number_by_name = counts(session, period, tallied)
    in_short = Figures(
        period,
        tally,
        lost=lost_by_reason(number_by_name),
        entries=entries(number_by_name),
        earlier=compared[0] if compared else None,
        later=most_lines is not None and tally.lines_asked > most_lines,
    )
    if in_short.later:
        return in_short
    inventory = stock.inventory(session, period.first, period.last)
    return replace(in_short, stock=inventory, waits=turnarounds(session, period))


def tally(session: Session, period: Period, tallied: Tallied = NOTHING_TALLIED) -> RateTally:
    """What the period's cohort came to."""
    return _tallies(session, tallied, period)[0]


def unavailable_by_reason(session: Session, period: Period) -> dict[str, int]:
    """How many lines had no footage, by reason, the most frequent first."""
    return lost_by_reason(counts(session, period))


def _tallies(session: Session, tallied: Tallied, *periods: Period) -> list[RateTally]:
    """What the cohort of each period came to."""
    cohorts = (_tally(literal(place).label("place"), period, tallied) for place, period in enumerate(periods))
    return [RateTally(*row[1:]) for row in sorted(session.execute(union_all(*cohorts)).all())]


def _tally(place: Any, period: Period, tallied: Tallied) -> Select[Any]:
    changed = tallied.to_count(period)
    return cohort(period, place, *TALLY) if changed is None else tallies.sums(TallyKind.ALL, period, changed, place)


def counts(session: Session, period: Period, tallied: Tallied = NOTHING_TALLIED) -> dict[str, int]:
    """What is number_by_name of the period's cohort besides, by name (`half_months.Count`, or a reason's value)."""
    changed = tallied.to_count(period)
    rows = tallies.counts(period, changed) if changed is not None else summed_by_name(*count_rows(asked_in(period)))
    return {row.name: row.number for row in session.execute(rows)}


Condition = ColumnElement[bool]
EVERYTHING: Condition = true()


def count_incidents(session: Session, kind: IncidentSet, query: RowsQuery, within: Condition = EVERYTHING) -> int:
    """How many incidents stand behind a figure, of those that `within` leaves."""
    statement = select(func.count()).select_from(Incident).where(_behind(kind, query), within)
    return session.scalar(statement) or 0


def incidents(session: Session, kind: IncidentSet, query: RowsQuery, within: Condition = EVERYTHING) -> Page[Row[Any]]:
    """One page of the incidents behind a figure that `within` leaves, with each one's lines in the cohort."""
    lines = cohort(query.period, Incident.id, func.count(ExtractionLine.id), func.count().filter(IS_USEFUL))
    grouped = lines.where(*_narrowing_conditions(query)).group_by(Incident.id)
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
        .where(_behind(kind, query), within)
    )
    return page(session, statement, (Incident.id,), query.after, query.limit)


def count_lines(session: Session, kind: LineSet, query: RowsQuery, within: Condition = EVERYTHING) -> int:
    """How many lines stand behind a figure, of those that `within` leaves."""
    conditions = (LINES[kind], within, *_narrowing_conditions(query))
    return session.scalar(cohort(query.period, func.count(ExtractionLine.id)).where(*conditions)) or 0


def lines(session: Session, kind: LineSet, query: RowsQuery, within: Condition = EVERYTHING) -> Page[Row[Any]]:
    """One page of the lines behind a figure that `within` leaves."""
    statement = cohort(
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
    ).where(LINES[kind], within, *_narrowing_conditions(query))
    return page(session, statement, (ExtractionLine.id,), query.after, query.limit)


def _narrowing_conditions(query: RowsQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.network_id is not None:
        conditions += [ExtractionLine.id.is_not(None), network_id == query.network_id]  # a request may have no lines
    if query.reason is not None:
        conditions.append(ExtractionLine.unavailable_reason == query.reason)
    if query.ward_id is not None:
        conditions.append(_of_ward_now(query.ward_id) if query.now else ExtractionLine.ward_id == query.ward_id)
    return conditions


def _of_ward_now(ward_id: int) -> ColumnElement[bool]:
    """The condition of a line whose ward lies wholly in a ward of today; 0: whose ward was split since."""
    successors = wards.SUCCESSORS
    if ward_id:
        return ExtractionLine.ward_id.in_(select(successors.c.origin).where(successors.c.ward_id == ward_id))
    return and_(ExtractionLine.id.is_not(None), ExtractionLine.ward_id.not_in(select(successors.c.origin)))


def _behind(kind: IncidentSet, query: RowsQuery) -> ColumnElement[bool]:
    """Under which condition an incident stands behind a figure."""
    asked_incidents = cohort(query.period, ExtractionRequest.incident_id).where(*_narrowing_conditions(query))
    if kind is IncidentSet.ASKED:
        return Incident.id.in_(asked_incidents)
    return and_(IS_CLARIFIED, Incident.id.in_(asked_incidents.where(IS_USEFUL)))
