"""Histories that hypothesis makes up, written as rows; and the figures counted from them by hand, in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from hypothesis import strategies as some
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from tests.cast import Cast, at
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.core import clock
from tracker.reports.rules import Hours, Period, RateTally, Turnaround

HOUR = timedelta(hours=1)
# Half past midnight on the first of January, Vietnam's time, and the hours around both ends of the year.
NEW_YEAR = clock.day_start(date(2024, 1, 1))
FILED = [NEW_YEAR - HOUR, NEW_YEAR, at(1), clock.day_start(date(2025, 1, 1)) - HOUR, clock.day_start(date(2025, 1, 1))]
CLEAR = {Ending.CLARIFIED, Ending.PROSECUTED, Ending.SANCTIONED, Ending.MEDIATED}
GOOD = {Outcome.DECISIVE, Outcome.SUPPORTING}


@dataclass(frozen=True)
class Line:
    """What became of one line; hours after filing, if it happened."""

    place: int
    preserved: int | None
    extracted: int | None
    kept: int
    status: LineStatus
    reason: UnavailableReason | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Request:
    """A request of one incident; `filed` is an index of FILED."""

    filed: int
    status: RequestStatus
    lines: Sequence[Line]


@dataclass(frozen=True)
class Case:
    """An incident and its requests."""

    ending: Ending
    requests: Sequence[Request]


def _line(
    place: int, preserved: int | None, extracted: int | None, days_kept: int, status: LineStatus, end: Any
) -> Line:
    reason = (end[0] or UnavailableReason.BROKEN) if status is LineStatus.UNAVAILABLE else None
    outcome = end[1] if status is LineStatus.HANDED_OVER else None
    return Line(place, preserved, extracted, days_kept, status, reason, outcome)


HOURS = some.none() | some.integers(1, 60)
ENDS = some.tuples(some.none() | some.sampled_from(UnavailableReason), some.none() | some.sampled_from(Outcome))
LINES = some.builds(
    _line, some.integers(0, 2), HOURS, HOURS, some.integers(10, 50), some.sampled_from(LineStatus), ENDS
)
REQUESTS = some.builds(
    Request,
    some.integers(0, len(FILED) - 1),
    some.sampled_from(
        [
            RequestStatus.FILED,
            RequestStatus.APPROVED,
            RequestStatus.CLOSED,
            RequestStatus.REFUSED,
            RequestStatus.WITHDRAWN,
            RequestStatus.DRAFT,
        ]
    ),
    some.lists(LINES, max_size=4),
)
CASES = some.builds(Case, some.sampled_from(Ending), some.lists(REQUESTS, max_size=3))
HISTORIES = some.lists(CASES, max_size=8)


def cohort(history: Sequence[Case], first: datetime, end: datetime) -> list[tuple[int, Case, Request]]:
    """(incident's number, case, request) of what was filed from `first` until before `end`."""
    return [
        (number, case, request)
        for number, case in enumerate(history)
        for request in case.requests
        if first <= FILED[request.filed] < end and request.status is not RequestStatus.DRAFT
    ]


def by_hand(history: Sequence[Case], period: Period, place: int | None = None) -> RateTally:
    """The figures of a period, of all places or of one."""
    requests = cohort(history, clock.day_start(period.first), clock.day_end(period.last))
    lines = [(n, case, line) for n, case, r in requests for line in r.lines if place in (None, line.place)]
    held = [(line, line.preserved or line.extracted) for _, _, line in lines]
    handed = [line for _, _, line in lines if line.status is LineStatus.HANDED_OVER]
    return RateTally(
        incidents_asked=len({n for n, _, _ in (requests if place is None else lines)}),
        incidents_clarified=len({n for n, case, line in lines if case.ending in CLEAR and line.outcome in GOOD}),
        lines_asked=len(lines),
        existed=sum(1 for _, hours in held if hours),
        saved=sum(1 for line, hours in held if hours and hours <= line.kept),
        extractions=sum(1 for _, _, line in lines if line.extracted),
        handed_over=len(handed),
        judged=sum(1 for line in handed if line.outcome),
        useful=sum(1 for line in handed if line.outcome in GOOD),
    )


def waits_by_hand(history: Sequence[Case], period: Period) -> dict[Turnaround, Hours]:
    """How long things took in a period: an incident ended 4 hours before its year; nothing is handed over on a day."""
    requests = [request for _, _, request in cohort(history, clock.day_start(period.first), clock.day_end(period.last))]
    asking = [(FILED[request.filed] - (NEW_YEAR - 4 * HOUR)) / HOUR for request in requests]
    preserving = [float(line.preserved) for request in requests for line in request.lines if line.preserved]
    return {
        Turnaround.ASKING: _hours(asking),
        Turnaround.PRESERVING: _hours(preserving),
        Turnaround.HANDING_OVER: _hours([]),
    }


def _hours(waits: Sequence[float]) -> Hours:
    if len(waits) < 2:
        return Hours(len(waits), *(waits or [None]) * 2)
    tenths = quantiles(waits, n=10, method="inclusive")
    return Hours(len(waits), median(waits), tenths[8])


class Writer:
    """Writes histories into one database, each in the place of the last. Place 2 is a camera of no network."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.networks = [cast.network().id, cast.network(ward_id=cast.ham_rong.id).id, None]
        wards = [cast.old_dong_son.id, cast.ham_rong.id, cast.hac_thanh.id]
        self.cameras = [
            cast.camera(network_id=net, ward_id=ward) for net, ward in zip(self.networks, wards, strict=True)
        ]

    def write(self, session: Session, history: Sequence[Case]) -> None:
        """Put `history` in the place of whatever was there."""
        rows: dict[Any, list[dict[str, Any]]] = {Incident: [], ExtractionRequest: [], ExtractionLine: []}
        for case in history:
            self._incident(rows, case)
        for table in (ExtractionLine, ExtractionRequest, Incident):
            session.execute(delete(table))
        for table, table_rows in rows.items():
            if table_rows:
                session.execute(insert(table.__table__), table_rows)

    def _incident(self, rows: dict[Any, list[dict[str, Any]]], case: Case) -> None:
        number = len(rows[Incident]) + 1
        facts = {
            "id": number,
            "version": 1,
            "code": f"VV-{number}",
            "group": "social_order",
            "type": "theft",
        }
        facts |= {"summary": "", "occurred_from": NEW_YEAR - 5 * HOUR, "occurred_to": NEW_YEAR - 4 * HOUR, "place": ""}
        facts |= {"ward_id": self.cast.hac_thanh.id, "channel": "hotline_commune", "status": case.ending}
        facts |= {"ended_at": None if case.ending is Ending.VERIFYING else at(1), "ending_note": "", "search_key": ""}
        received = {"received_at": NEW_YEAR, "created_at": NEW_YEAR}
        rows[Incident].append({**facts, "investigator_id": self.cast.minh.id, "unit_id": self.cast.pc02.id, **received})
        for request in case.requests:
            self._request(rows, number, request)

    def _request(self, rows: dict[Any, list[dict[str, Any]]], incident_id: int, request: Request) -> None:
        number, filed = len(rows[ExtractionRequest]) + 1, FILED[request.filed]
        facts = {"id": number, "version": 1, "code": f"YC-{number}", "incident_id": incident_id, "purpose": ""}
        facts |= {"unit_id": self.cast.pc02.id, "responsible_id": self.cast.minh.id}
        facts |= {"requester_id": self.cast.minh.id, "status": request.status, "legal_basis": "crime_report"}
        facts |= {"paper_number": "", "created_at": filed, "filed_at": filed, "approver_id": self.cast.thuy.id}
        rows[ExtractionRequest].append({**facts, "decided_at": filed, "decision_note": ""})
        for at_second, line in enumerate(request.lines):
            self._line(rows, number, filed, at_second, line)

    def _line(self, rows: dict[Any, Any], request_id: int, filed: datetime, at_second: int, line: Line) -> None:
        start = filed + (line.kept - 15 * 24) * HOUR + timedelta(seconds=at_second)
        facts = {"id": len(rows[ExtractionLine]) + 1, "version": 1, "request_id": request_id, "note": ""}
        facts |= {"camera_id": self.cameras[line.place].id, "ward_id": self.cameras[line.place].ward_id}
        facts |= {"network_id": self.networks[line.place], "window_from": start, "window_to": start + HOUR}
        facts |= {"retention_days": 15, "preserved_by": "", "status": line.status}
        facts |= {"preserved_at": filed + line.preserved * HOUR if line.preserved else None}
        facts |= {"extracted_at": filed + line.extracted * HOUR if line.extracted else None}
        facts |= {"unavailable_reason": line.reason, "outcome": line.outcome}
        rows[ExtractionLine].append(facts)
