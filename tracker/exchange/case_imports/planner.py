"""Actions: what taking over a book would do: its rows put together to cases, each matched with what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports import queries
from tracker.exchange.case_imports.drafts import CasePlan, Faults, IncidentDraft, RequestDraft
from tracker.exchange.case_imports.incident_drafts import IncidentReader
from tracker.exchange.case_imports.places import Cameras, People, Territory
from tracker.exchange.case_imports.request_drafts import RequestReader
from tracker.exchange.case_imports.rules import Part, part_of
from tracker.exchange.case_imports.unanswered import close_unanswered
from tracker.exchange.case_imports.words import Words
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.rules import ListRow, ListSheet

NO_NUMBER = N_("Cần ghi số: dòng này không nối tiếp dòng nào ở trên.")
DIFFERENT = N_("Khác với dòng %(first)s của cùng số này.")
TWICE = N_("Số này đã có ở dòng %(first)s.")
LINE_TWICE = N_("Camera và khung giờ này đã có ở dòng %(first)s của cùng phiếu.")
NO_SUCH_LINE = N_("Phiếu này đã nhập trước đây mà chưa có dòng này. Hãy lập phiếu bổ sung thay vì nhập lại.")
NUMBER_USED = N_("Số này đã dùng cho một vụ việc khác của đơn vị, không nhập thêm vào được.")
OTHER_CASE = N_("Số phiếu này đã có ở dòng %(first)s, của một vụ việc khác.")

ProgressCallback = Callable[[int, int], object]


@dataclass
class _Case:
    """The rows of one incident, and those of each of its requests by its number."""

    number: str
    rows: list[ListRow] = field(default_factory=list)
    requests: dict[str, list[ListRow]] = field(default_factory=dict)


def build_plan(
    session: Session, actor: Viewer, unit_id: int, sheet: ListSheet, tick: ProgressCallback = lambda *_: None
) -> CasePlan:
    """The plan of taking over `sheet` into a unit, or what it was called on the day of each case."""
    faults = Faults(sheet)
    cases = _Grouping(sheet, faults).cases
    book = _Book(session, actor, unit_id, sheet, faults)
    book.look_up(cases)
    for index, case in enumerate(cases):
        book.take(case)
        tick(index + 1, len(cases))
    close_unanswered(book.plan, clock.now())
    book.plan.faults = faults.all
    return book.plan


class _Grouping:
    """Puts the rows of a book together: blank cells go on with the row above, as merged cells do."""

    def __init__(self, sheet: ListSheet, faults: Faults) -> None:
        self._faults, self._by_number = faults, dict[str, _Case]()
        self._has_requests = sheet.fields.kind is ImportKind.REQUESTS
        self._of_request: dict[str, tuple[_Case, int]] = {}
        self._case: _Case | None = None
        self._request = ""
        for row in sheet.lines:
            self._take(row)

    @property
    def cases(self) -> list[_Case]:
        """In the order of the book."""
        return list(self._by_number.values())

    def _take(self, row: ListRow) -> None:
        if not self._has_requests:
            self._take_incident(row)
            return
        number = row.facts.get("request_number") or self._request
        if not number:
            self._faults.add(row.number, "request_number", NO_NUMBER)
            return
        case = self._case_of(row, number)
        known_case, first = self._of_request.setdefault(number, (case, row.number))
        if known_case is not case:
            self._faults.add(row.number, "request_number", OTHER_CASE, first=first)
        self._case, self._request = case, number
        case.rows.append(row)
        case.requests.setdefault(number, []).append(row)

    def _take_incident(self, row: ListRow) -> None:
        number = row.facts.get("incident_number", "")
        if not number:
            self._faults.add(row.number, "incident_number", NO_NUMBER)
            return
        case = self._by_number.setdefault(number, _Case(number))
        if case.rows:
            self._faults.add(row.number, "incident_number", TWICE, first=case.rows[0].number)
        case.rows.append(row)

    def _case_of(self, row: ListRow, request_number: str) -> _Case:
        """The case of its own number, of its request, or above it; a book may number requests only."""
        number = row.facts.get("incident_number")
        if number:
            return self._by_number.setdefault(number, _Case(number))
        if request_number in self._of_request:
            return self._of_request[request_number][0]
        if self._case is not None and not any(part_of(name) is Part.INCIDENT for name in row.facts):
            return self._case
        return self._by_number.setdefault(request_number, _Case(request_number))


class _Book:
    """Draws up one book, case by case."""

    def __init__(self, session: Session, actor: Viewer, unit_id: int, sheet: ListSheet, faults: Faults) -> None:
        self._session, self._actor, self._sheet, self._faults = session, actor, sheet, faults
        self.plan = CasePlan(sheet.columns)
        self._territory = Territory(session, queries.lineage(session, unit_id))
        self._unit_ids = {unit.id for unit in self._territory.lineage}
        self._cameras = Cameras(session, {row.facts["camera"] for row in sheet.lines if "camera" in row.facts})
        shared = (actor, sheet, faults, self._territory, People(session), Words(session), self.plan.people)
        self._incidents = IncidentReader(*shared)
        self._requests = RequestReader(*shared, cameras=self._cameras)

    def look_up(self, cases: Sequence[_Case]) -> None:
        """Find what was taken over before."""
        numbers = {case.number for case in cases}
        self._known_incidents = queries.incidents_numbered(self._session, self._unit_ids, numbers)
        request_numbers = {number for case in cases for number in case.requests}
        self._known_requests = queries.requests_numbered(self._session, self._unit_ids, request_numbers)
        self._known_lines = queries.lines_of(self._session, set(self._known_requests.values()))
        within = incidents.scope(self._actor.reach, self._actor.id)
        looked_up = ((Incident, numbers), (ExtractionRequest, request_numbers))
        self._beyond = {
            kind: queries.numbers_beyond(self._session, kind, within, self._unit_ids, numbers_of_kind)
            for kind, numbers_of_kind in looked_up
        }

    def take(self, case: _Case) -> None:
        """One case with its requests and lines."""
        facts = self._said(case.rows, Part.INCIDENT)
        all_cells = {"incident_number": case.number, **facts}
        requested = [row.facts["requested_at"] for row in case.rows if "requested_at" in row.facts]
        incident = self._incidents.draft(case.rows[0].number, all_cells, requested[0] if requested else None)
        if incident is None:
            return
        key = (incident.facts["unit_id"], case.number)
        if key in self._beyond[Incident]:
            self._faults.add(case.rows[0].number, "incident_number", NUMBER_USED)
            return
        incident.id = self._known_incidents.get(key)
        if not case.requests and incident.id is not None:
            self.plan.unchanged += 1
        for number, rows in case.requests.items():
            self._take_request(incident, number, rows, facts)
        self.plan.incidents.append(incident)

    def _take_request(
        self, incident: IncidentDraft, number: str, rows: list[ListRow], of_case: Mapping[str, Any]
    ) -> None:
        all_cells = {"investigator": of_case.get("investigator", ""), **self._said(rows, Part.REQUEST)}
        request = self._requests.draft(rows[0].number, {**all_cells, "request_number": number}, incident, rows)
        if request is None:
            return
        key = (incident.facts["unit_id"], number)
        if key in self._beyond[ExtractionRequest]:
            self._faults.add(rows[0].number, "request_number", NUMBER_USED)
            return
        request.id = self._known_requests.get(key)
        self._check_lines(request)
        if request.id is not None:
            self._match_lines(request)
        incident.requests.append(request)

    def _check_lines(self, request: RequestDraft) -> None:
        first_rows: dict[Any, int] = {}
        for line in request.lines:
            first = first_rows.setdefault((line.facts["camera_id"], line.facts["window_from"]), line.number)
            if first != line.number:
                self._faults.add(line.number, "camera", LINE_TWICE, first=first)

    def _match_lines(self, request: RequestDraft) -> None:
        for line in request.lines:
            if (request.id, line.facts["camera_id"], line.facts["window_from"]) in self._known_lines:
                self.plan.unchanged += 1
            else:
                self._faults.add(line.number, "request_number", NO_SUCH_LINE)

    def _said(self, rows: Sequence[ListRow], part: Part) -> dict[str, Any]:
        """What rows say of one thing that they share; they may leave it out, and must not say otherwise."""
        cells: dict[str, Any] = {}
        first_rows: dict[str, int] = {}
        for row in rows:
            for name, value in row.facts.items():
                if part_of(name) is part and cells.setdefault(name, value) != value:
                    self._faults.add(row.number, name, DIFFERENT, first=first_rows[name])
                first_rows.setdefault(name, row.number)
        return cells
