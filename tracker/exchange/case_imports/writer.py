"""Actions: writing the cases of a book, marked as taken over, with the events that their columns tell of."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.cases import derived_events
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, LineOutcome, RequestEvent
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.cases.incidents import rules as incidents
from tracker.cases.incidents.actions import search_key_of
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.core import clock, sequences
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports.drafts import CasePlan, RequestDraft
from tracker.exchange.imports.plan_writer import insert_all
from tracker.exchange.imports.planner import ProgressCallback

UNDATED = "Sổ cũ không ghi ngày"
FROM_BOOK = "Nhập từ sổ cũ"
UNDECIDED = frozenset({RequestStatus.DRAFT, RequestStatus.FILED, RequestStatus.WITHDRAWN})

Row = dict[str, Any]


def write(session: Session, actor: Viewer, plan: CasePlan, import_id: int, tick: ProgressCallback) -> None:
    """Write all of a plan."""
    _Writer(session, actor, plan, import_id, tick).write()


class _Writer:
    """Writes one plan, table by table."""

    def __init__(self, session: Session, actor: Viewer, plan: CasePlan, import_id: int, tick: ProgressCallback) -> None:
        self.session, self.actor, self.plan, self._tick = session, actor, plan, tick
        self.marks: Row = {"taken_over_at": clock.now(), "import_id": import_id, "version": 1}
        self._requests: list[tuple[Row, RequestDraft]] = []
        self._done, self._total = 0, len(plan.new_incidents) + sum(1 for _ in plan.new_requests())

    def write(self) -> None:
        """Everything, in the order in which one thing needs another."""
        self._write_incidents()
        self._write_requests()
        self._write_lines()

    def _step(self) -> None:
        self._done += 1
        self._tick(self._done, self._total)

    def _write_incidents(self) -> None:
        rows = [self._incident(draft.facts) for draft in self.plan.new_incidents]
        insert_all(self.session, Incident, rows)
        ids = self._ids(Incident)
        for draft in self.plan.new_incidents:
            draft.id = ids[draft.facts["unit_id"], draft.facts["external_number"]]
        row_with_moments = ((ids[_number(row)], row, derived_events.incident_events(row)) for row in rows)
        insert_all(self.session, IncidentEvent, self._events("incident_id", row_with_moments))

    def _incident(self, facts: Mapping[str, Any]) -> Row:
        self._step()
        year = clock.local(facts["received_at"]).year
        code = incidents.code(sequences.next_number(self.session, "incident", year), year)
        key = search_key_of(code, facts["summary"], facts["place"], facts["external_number"])
        return {**facts, **self.marks, "code": code, "search_key": key, "created_at": self.marks["taken_over_at"]}

    def _write_requests(self) -> None:
        self._requests = [
            (self._request(draft, incident.id), draft) for incident, draft in list(self.plan.new_requests())
        ]
        insert_all(self.session, ExtractionRequest, (row for row, _ in self._requests))
        ids = self._ids(ExtractionRequest)
        for row, draft in self._requests:
            draft.id = ids[_number(row)]
        row_with_moments = ((draft.id, row, _request_events(row, draft)) for row, draft in self._requests)
        insert_all(self.session, RequestEvent, self._events("request_id", row_with_moments))

    def _request(self, draft: RequestDraft, incident_id: int | None) -> Row:
        self._step()
        facts = draft.facts
        year = clock.local(facts["filed_at"]).year
        row = {**facts, **self.marks, "incident_id": incident_id, "paper_number": facts["external_number"]}
        row["code"] = f"YC-{sequences.next_number(self.session, 'request', year):05d}/{year}"
        return {
            **row,
            "created_at": facts["filed_at"],
            "responsible_id": facts["requester_id"],
            "decision_note": "",
            "ask_again_on": None,
        }

    def _write_lines(self) -> None:
        rows = [
            {**line.facts, "request_id": draft.id, "version": 1} for _, draft in self._requests for line in draft.lines
        ]
        insert_all(self.session, ExtractionLine, rows)
        columns: tuple[Any, ...] = (ExtractionLine.request_id, ExtractionLine.camera_id, ExtractionLine.window_from)
        statement = (
            select(ExtractionLine.id, *columns).join(ExtractionRequest).where(self._of_import(ExtractionRequest))
        )
        ids = {tuple(key): line_id for line_id, *key in self.session.execute(statement)}
        filed = {draft.id: row["decided_at"] or row["filed_at"] for row, draft in self._requests}
        with_ids = [(ids[row["request_id"], row["camera_id"], row["window_from"]], row) for row in rows]
        row_with_moments = ((line_id, row, _line_events(row, filed[row["request_id"]])) for line_id, row in with_ids)
        insert_all(self.session, LineEvent, self._events("line_id", row_with_moments))
        insert_all(self.session, LineOutcome, self._outcomes(with_ids))

    def _outcomes(self, rows: Iterable[tuple[int, Row]]) -> Iterator[Row]:
        for line_id, row in rows:
            if row["outcome"] is not None:
                found_on = clock.local(row["outcome_at"]).date()
                authorship = {
                    "author_id": self.actor.id,
                    "recorded_at": self.marks["taken_over_at"],
                    "reason": FROM_BOOK,
                }
                yield {"line_id": line_id, "outcome": row["outcome"], "happened_on": found_on, **authorship}

    def _of_import(self, kind: Any) -> Any:
        return kind.import_id == self.marks["import_id"]

    def _ids(self, kind: Any) -> dict[tuple[int, str], int]:
        statement = select(kind.id, kind.unit_id, kind.external_number).where(self._of_import(kind))
        return {(row.unit_id, row.external_number): row.id for row in self.session.execute(statement)}

    def _events(
        self, subject: str, row_with_moments: Iterable[tuple[Any, Row, Iterable[Mapping[str, Any]]]]
    ) -> Iterator[Row]:
        """Events as they are kept: recorded now, by nobody where the book names somebody without an account."""
        for subject_id, row, events in row_with_moments:
            for event in events:
                facts = {**event["facts"], "taken_over": True}
                nobody = _is_unknown(event["step"], row)
                yield {
                    **event,
                    subject: subject_id,
                    "facts": facts,
                    "recorded_at": self.marks["taken_over_at"],
                    "actor_id": None if nobody else event["actor_id"],
                }


def _is_unknown(step: str, row: Row) -> bool:
    """Whether the account in the row is not of whoever took a step, but of whoever took it over."""
    return bool(row.get("investigator_name") or (row.get("requester_name") and step in ("file", "close", "withdraw")))


def _number(row: Row) -> tuple[int, str]:
    return row["unit_id"], row["external_number"]


def _request_events(row: Row, draft: RequestDraft) -> list[Mapping[str, Any]]:
    """The steps of a request; a decision without a day happened at the earliest when it was asked for."""
    undated = row["decided_at"] is None and row["status"] not in UNDECIDED and not draft.never_decided
    row_with_moments = {**row, "decided_at": row["filed_at"]} if undated else row
    events = derived_events.request_events(row_with_moments, [line.facts for line in draft.lines])
    return [_undated(event) if undated and event["step"] in ("approve", "refuse") else event for event in events]


def _line_events(row: Row, ready: datetime) -> list[Mapping[str, Any]]:
    """The steps of a line; that there is nothing was said, without a day, at the earliest when it could be."""
    undated = row["unavailable_at"] is None and row["status"] is LineStatus.UNAVAILABLE
    moments = [moment for moment in (ready, row["preserved_at"]) if moment is not None]
    row_with_moments = {**row, "unavailable_at": max(moments)} if undated else row
    events = derived_events.line_events(row_with_moments)
    return [_undated(event) if undated and event["step"] == "unavailable" else event for event in events]


def _undated(event: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**event, "note": UNDATED}
