"""Every kind of change that tallies hang on, as one statement on rows, and figures by tallies beside those by rows."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from tests.cast import HOUR, MERGER, Cast, at
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.core.database import Database, UTCDateTime
from tracker.register.cameras.models import Camera
from tracker.register.recorders.models import Recorder
from tracker.reports import parts, queries
from tracker.reports.folding import fold
from tracker.reports.half_months import NOTHING_TALLIED, Tallied
from tracker.reports.rules import PartKind, Period, named
from tracker.reports.tally_rows import tallied
from tracker.territory.wards.models import Succession
from tracker.territory.wards.rules import Extent

PERIODS = [period for code in ("2024", "CA-2024-03") if (period := named(code))]
USEFUL = {"status": LineStatus.HANDED_OVER, "outcome": Outcome.SUPPORTING, "extracted_at": at(9)}
CLEAR = {"status": Ending.CLARIFIED, "ended_at": at(20)}
Change = Callable[["Rows"], Any]


def folded(database: Database) -> int:
    """Fold what was changed; how many half-months that were."""
    return fold(database, lambda finished, total: None)


def figures(session: Session, period: Period, tally_state: Tallied = NOTHING_TALLIED) -> list[Any]:
    """All figures of a period and all its parts, from rows or by tallies."""
    of_parts = [
        {part.id: part for part in parts.all_parts(session, kind, period, now=now, tallied=tally_state)}
        for kind, now in ((PartKind.NETWORKS, False), (PartKind.WARDS, False), (PartKind.WARDS, True))
    ]
    return [queries.tally(session, period, tally_state), queries.counts(session, period, tally_state), of_parts]


def agree(database: Database, periods: list[Period] = PERIODS) -> list[Any]:
    """Hold the figures by tallies against those from rows; these."""
    with database.reading() as session:
        tally_state = tallied(session)
        from_rows = [figures(session, period) for period in periods]
        assert [figures(session, period, tally_state) for period in periods] == from_rows
    return from_rows


class Rows:
    """Two incidents with requests in half-months of 2024, of three wards and two networks, and what they hang on.

    The first is cleared up, by footage of January and of March; the second is not.
    """

    def __init__(self, cast: Cast, session: Session | None = None) -> None:
        self.cast, self.database = cast, cast.database
        self.recorder: Recorder = cast.recorder(retention_days=15)
        networks = [cast.network().id, cast.network().id, None]
        wards = [cast.old_dong_son.id, cast.ham_rong.id, cast.old_dong_ve.id]
        recorders = [self.recorder.id, None, None]
        self.cameras: list[Camera] = [
            cast.camera(ward_id=ward, network_id=network, recorder_id=recorder)
            for ward, network, recorder in zip(wards, networks, recorders, strict=True)
        ]
        self.incidents: list[Incident] = [cast.incident(**CLEAR), cast.incident()]
        first, second = self.incidents
        self.requests = [
            self.request(first, at(10, month=1), self.cameras[0], self.cameras[1]),
            self.request(first, at(20, month=3), self.cameras[0]),
            self.request(second, at(20, month=3), self.cameras[2]),
            self.request(second, at(20, month=5), self.cameras[0]),
            self.request(second, at(2, month=7)),
        ]
        for month in range(8, 13):  # what no change is about: so most of the year stays as it was
            self.request(cast.incident(), at(3, month=month), self.cameras[0])
        self.asked_line: ExtractionLine = self.requests[0].lines[1]  # type: ignore[attr-defined]  # the cast's
        self.lines: list[ExtractionLine] = [
            self.line(self.requests[0], self.cameras[0], **USEFUL),
            self.line(self.requests[1], self.cameras[0], **USEFUL),
            self.line(self.requests[2], self.cameras[2], **USEFUL),
            self.line(self.requests[3], self.cameras[0], status=LineStatus.PRESERVED, preserved_at=at(22, month=5)),
            self.line(self.requests[3], self.cameras[1], status=LineStatus.PRESERVED, preserved_at=at(22, month=5)),
        ]

    def request(self, incident: Incident, filed_at: Any, *cameras: Camera) -> ExtractionRequest:
        """A request of an incident, with a line for each camera: its footage was not there."""
        request: ExtractionRequest = self.cast.request(
            *(cameras or self.cameras[:1]), incident=incident, created_at=filed_at, filed_at=filed_at
        )
        return request

    def line(self, request: ExtractionRequest, camera: Camera, **values: Any) -> ExtractionLine:
        """A line of an hour ten days before its request."""
        start = (request.filed_at or at(1)) - timedelta(days=10, hours=self.cast.count(ExtractionLine))
        line: ExtractionLine = self.cast.line(request, camera, window_from=start, window_to=start + HOUR, **values)
        return line

    def write(self, statement: Any) -> None:
        """Carry one statement out, in a transaction of its own."""
        with self.database.writing() as session:
            session.execute(statement, execution_options={"synchronize_session": False})

    def change(self, row: Any, **values: Any) -> None:
        """Change one row."""
        self.write(update(type(row)).where(type(row).id == row.id).values(**values))

    def drop_line(self, line: ExtractionLine) -> None:
        """Take a line out, and its events."""
        self.write(delete(LineEvent).where(LineEvent.line_id == line.id))
        folded(self.database)
        self.write(delete(ExtractionLine).where(ExtractionLine.id == line.id))

    def drop_request(self, request: ExtractionRequest) -> None:
        """Take a request out that has neither lines nor events any more."""
        lines = select(ExtractionLine.id).where(ExtractionLine.request_id == request.id)
        self.write(delete(LineEvent).where(LineEvent.line_id.in_(lines)))
        self.write(delete(ExtractionLine).where(ExtractionLine.request_id == request.id))
        self.write(delete(RequestEvent).where(RequestEvent.request_id == request.id))
        folded(self.database)
        self.write(delete(ExtractionRequest).where(ExtractionRequest.id == request.id))

    def event(self, kind: Any, **values: Any) -> None:
        """Note a step that was recorded three days late."""
        facts = {"step": "ask", "before": "", "after": "", "note": "", "facts": {}, "actor_id": self.cast.minh.id}
        self.write(insert(kind).values(**facts, happened_at=at(1), recorded_at=at(4), **values))

    def change_events(self, kind: Any, **values: Any) -> None:
        """Change all events of a kind."""
        self.write(update(kind).values(**values))

    def drop_events(self, kind: Any) -> None:
        """Take all events of a kind out."""
        self.write(delete(kind))

    def copy_line(self) -> None:
        """Add a line by one statement, without an event."""
        columns = [column for column in ExtractionLine.__table__.c if column.name != "id"]
        new = {"window_from": literal(at(1), UTCDateTime()), "window_to": literal(at(1) + HOUR, UTCDateTime())}
        copied = [new.get(column.name, column) for column in columns]
        source = select(*copied).where(ExtractionLine.id == self.lines[0].id)
        self.write(insert(ExtractionLine.__table__).from_select([column.name for column in columns], source))

    def copy_request(self) -> None:
        """Add a request of September by one statement, without an event."""
        columns = [column for column in ExtractionRequest.__table__.c if column.name != "id"]
        new = {"filed_at": literal(at(1, month=9), UTCDateTime()), "code": literal("YC-99999/2024")}
        source = select(*(new.get(column.name, column) for column in columns))
        source = source.where(ExtractionRequest.id == self.requests[2].id)
        names = [column.name for column in columns]
        self.write(insert(ExtractionRequest.__table__).from_select(names, source))

    def merge(self) -> None:
        """A ward went into another one, it is said."""
        facts = {"extent": Extent.WHOLE, "effective_on": MERGER, "basis": "1686"}
        values = {"old_id": self.cast.old_dong_son.id, "new_id": self.cast.ham_rong.id, **facts}
        self.write(insert(Succession).values(**values))

    def successions(self) -> Any:
        """The condition of what became of the first ward."""
        return Succession.old_id == self.cast.old_dong_son.id


# By the name of the trigger that notes it, where one alone does.
CHANGES: Mapping[str, Change] = {
    "extraction_lines_insert_line": lambda rows: rows.copy_line(),
    "extraction_lines_update_line": lambda rows: rows.change(rows.lines[0], outcome=Outcome.NOTHING),
    "extraction_lines_update_request": lambda rows: rows.change(rows.asked_line, request_id=rows.requests[4].id),
    "extraction_lines_delete_request": lambda rows: rows.drop_line(rows.lines[0]),
    "extraction_requests_insert_request": lambda rows: rows.copy_request(),
    "extraction_requests_update_request": lambda rows: rows.change(rows.requests[1], status=RequestStatus.DRAFT),
    "extraction_requests_update_incident": lambda rows: rows.change(rows.requests[2], incident_id=rows.incidents[0].id),
    "extraction_requests_update_half_month": lambda rows: rows.change(rows.requests[1], filed_at=at(20, month=2)),
    "extraction_requests_delete_incident": lambda rows: rows.drop_request(rows.requests[2]),
    "extraction_requests_delete_half_month": lambda rows: rows.drop_request(rows.requests[4]),
    "incidents_update_incident": lambda rows: rows.change(rows.incidents[0], status=Ending.SUSPENDED),
    "request_events_insert_request": lambda rows: rows.event(RequestEvent, request_id=rows.requests[0].id),
    "request_events_update_request": lambda rows: rows.change_events(RequestEvent, step="complete"),
    "request_events_delete_request": lambda rows: rows.drop_events(RequestEvent),
    "line_events_insert_line": lambda rows: rows.event(LineEvent, line_id=rows.lines[0].id),
    "line_events_update_line": lambda rows: rows.change_events(LineEvent, recorded_at=at(28, month=12)),
    "line_events_delete_line": lambda rows: rows.drop_events(LineEvent),
    "cameras_update_camera": lambda rows: rows.change(rows.cameras[1], retention_days=3),
    "recorders_update_recorder": lambda rows: rows.change(rows.recorder, retention_days=3),
    "wards_update_everything": lambda rows: rows.change(rows.cast.ham_rong, valid_to=date(2026, 1, 1)),
    "ward_successions_insert_everything": lambda rows: rows.merge(),
    "ward_successions_update_everything": lambda rows: rows.write(
        update(Succession).where(rows.successions()).values(extent=Extent.PART)
    ),
    "ward_successions_delete_everything": lambda rows: rows.write(delete(Succession).where(rows.successions())),
}
