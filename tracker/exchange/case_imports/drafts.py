"""Models: what a paper book is drawn up as: a draft for each incident, request and line, and the plan of all of it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.exchange.imports.field_sets import MappedColumn
from tracker.exchange.imports.rules import ListSheet, Report, RowFault


class Faults:
    """What is wrong with a book, cell by cell; of each cell the first that is told."""

    def __init__(self, sheet: ListSheet) -> None:
        self._sheet, self.all = sheet, list(sheet.faults)
        self._known = {(fault.line, fault.field) for fault in self.all}

    def add(self, number: int, name: str, message: str, /, **facts: object) -> None:
        """Note what is wrong with a field of a row."""
        if (number, name) not in self._known:
            self._known.add((number, name))
            self.all.append(RowFault(number, self._sheet.header(name), name, message, facts))


@dataclass(slots=True)
class LineDraft:
    """A line to be written: its columns, and what its events say besides. `number` is the row that tells of it."""

    number: int
    facts: dict[str, Any]
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RequestDraft:
    """A request to be written, or the one that is there under its number (`id`), with the lines of the book.

    `never_decided`: it is closed, and the book does not say that anybody approved it.
    """

    number: int
    facts: dict[str, Any]
    id: int | None = None
    lines: list[LineDraft] = field(default_factory=list)
    never_decided: bool = False


@dataclass(slots=True)
class IncidentDraft:
    """An incident to be written, or the one that is there under its number (`id`), with the requests of the book."""

    number: int
    facts: dict[str, Any]
    id: int | None = None
    requests: list[RequestDraft] = field(default_factory=list)


@dataclass
class CasePlan:
    """All that an import of cases would write, and what is wrong with the book. `people` have no account here.

    `unanswered` is how many lines the book leaves without an answer that nobody waits for any more.
    """

    columns: tuple[MappedColumn, ...]
    incidents: list[IncidentDraft] = field(default_factory=list)
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    unanswered: int = 0

    @property
    def new_incidents(self) -> list[IncidentDraft]:
        """The incidents to be written."""
        return [incident for incident in self.incidents if incident.id is None]

    def new_requests(self) -> Iterator[tuple[IncidentDraft, RequestDraft]]:
        """The requests to be written, each with its incident."""
        for incident in self.incidents:
            yield from ((incident, request) for request in incident.requests if request.id is None)

    def report(self) -> Report:
        """The plan in figures: a row of the book is a line, or an incident where the book has no requests."""
        requests = [request for _, request in self.new_requests()]
        line_count = sum(len(request.lines) for request in requests)
        counts = {"new": line_count or len(self.new_incidents), "changed": 0, "unchanged": self.unchanged}
        counts["wrong"] = len({fault.line for fault in self.faults})
        counts |= {
            "incidents": len(self.new_incidents),
            "requests": len(requests),
            "lines": line_count,
            "unanswered": self.unanswered,
        }
        order = {column.header: index for index, column in enumerate(self.columns)}
        faults = sorted(self.faults, key=lambda fault: (fault.line, order.get(fault.header, -1)))
        people: Sequence[str] = sorted(self.people)
        return Report(counts, faults, self.columns, digest=self.digest(), people=people)

    def digest(self) -> str:
        """Another one for every plan that would write anything else."""
        sha256 = hashlib.sha256()
        for incident in self.new_incidents:
            sha256.update(f"I {_told(incident.facts)}\n".encode())
        for _, request in self.new_requests():
            sha256.update(f"R {_told(request.facts)}\n".encode())
            for line in request.lines:
                sha256.update(f"L {_told(line.facts)}\n".encode())
        return sha256.hexdigest()


def _told(facts: dict[str, Any]) -> str:
    return "\t".join(f"{name}={value}" for name, value in sorted(facts.items()))
