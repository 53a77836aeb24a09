"""Commands: the demonstration's past as a unit's books, which are taken over as every unit's books are."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.extractions.rules import RequestStatus
from tracker.core import clock
from tracker.core.viewer import Viewer
from tracker.demo import rules
from tracker.demo.stories import City, Story, StoryLine, StoryRequest
from tracker.exchange.case_imports.rules import INCIDENT_FIELDS, REQUEST_FIELDS, BookDecision
from tracker.exchange.imports import commands
from tracker.exchange.imports.field_sets import FieldSet, ImportKind

REQUESTS, INCIDENTS = "So trich xuat camera.csv", "So vu viec.csv"
LINE_MOMENTS = ("preserved_at", "extracted_at", "handed_over_at", "unavailable_at")
DECISIONS = {RequestStatus.REFUSED: BookDecision.REFUSED, RequestStatus.WITHDRAWN: BookDecision.WITHDRAWN}

Cells = dict[str, str]


class UnreadableBook(RuntimeError):
    """The demonstration has written a book that cannot be taken over."""


def take_over(session: Session, actor: Viewer, city: City, stories: Sequence[Story]) -> None:
    """Take over the books that tell the stories: one of requests, one of the incidents for which nobody asked."""
    in_order = sorted(stories, key=lambda story: story.facts["received_at"])
    book = _Book(city)
    cases = [(story, book.incident(story)) for story in in_order]
    line_rows = [row for story, cells in cases for row in book.lines(story, cells)]
    _import(session, actor, ImportKind.REQUESTS, REQUESTS, _csv(REQUEST_FIELDS, line_rows))
    incident_rows = [cells for story, cells in cases if not story.requests]
    _import(session, actor, ImportKind.INCIDENTS, INCIDENTS, _csv(INCIDENT_FIELDS, incident_rows))


def _import(session: Session, actor: Viewer, kind: ImportKind, file_name: str, content: bytes) -> None:
    nothing: Mapping[str, str] = {}
    sent: dict[str, Any] = {"kind": kind, "file_name": file_name, "content": content}
    report = commands.import_book(session, actor, **sent, mapping=nothing, blanks=nothing, dry_run=False)
    if report.faults:
        raise UnreadableBook([f"{fault.line} {fault.header}: {fault.text}" for fault in report.faults[:20]])


def _csv(fields: FieldSet, rows: Sequence[Cells]) -> bytes:
    """Rows under the headers that the fields' own labels are."""
    names = [name for name in fields.names if any(row.get(name) for row in rows)]
    labels = {field.value: field.text for field in fields.words}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([labels[name] for name in names])
    writer.writerows([[row.get(name, "") for name in names] for row in rows])
    return text.getvalue().encode("utf-8-sig")


class _Book:
    """Writes stories down as rows, incidents and requests numbered year by year."""

    def __init__(self, city: City) -> None:
        self._city, self._last = city, Counter[tuple[str, int]]()

    def _number(self, series: str, moment: datetime) -> str:
        year = clock.local(moment).year
        self._last[series, year] += 1
        return f"{self._last[series, year]}/{year}/{series}"

    def incident(self, story: Story) -> Cells:
        """The cells that tell of an incident."""
        facts = story.facts
        moments = {name: _moment(facts[name]) for name in ("occurred_from", "occurred_to", "received_at", "ended_at")}
        coded = {name: facts[name] for name in ("type", "summary", "place", "channel", "ending_note")}
        return {
            **moments,
            **coded,
            "incident_number": self._number("TB", facts["received_at"]),
            "ward": self._city.ward_code(facts["ward_id"]),
            "coordinates": f"{facts['latitude']}, {facts['longitude']}",
            "investigator": self._city.names[facts["investigator_id"]],
            "unit": rules.case_unit(clock.local(facts["received_at"]).date()),
            "status": facts["status"].value,
        }

    def lines(self, story: Story, incident: Cells) -> Iterator[Cells]:
        """One row for each line of a story's requests."""
        for request in story.requests:
            cells = {**incident, **self._request(request)}
            yield from ({**cells, **_line(line)} for line in request.lines)

    def _request(self, request: StoryRequest) -> Cells:
        facts = request.facts
        decision = DECISIONS.get(facts["status"])
        return {
            "request_number": self._number("YC", facts["filed_at"]),
            "legal_basis": facts["legal_basis"],
            "purpose": facts["purpose"],
            "requester": self._city.names[facts["requester_id"]],
            "requested_at": _moment(facts["filed_at"]),
            "approver": self._city.names.get(facts["approver_id"], ""),
            "decided_at": _moment(facts["decided_at"]),
            "decision": decision.value if decision else "",
        }


def _line(line: StoryLine) -> Cells:
    facts = line.facts
    reason, outcome = facts["unavailable_reason"], facts["outcome"]
    return {
        **{name: _moment(facts[name]) for name in ("window_from", "window_to", *LINE_MOMENTS)},
        "camera": line.eye.code,
        "received_by": line.handover["received_by"] if line.handover else "",
        "unavailable_reason": reason.value if reason else "",
        "outcome": outcome.value if outcome else "",
        "outcome_on": _moment(facts["outcome_at"]),
    }


def _moment(value: Any) -> str:
    return f"{clock.local(value):%H:%M %d/%m/%Y}" if value else ""
