"""Actions: taking a book back: what stands in the way, and removing all that its import wrote."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, case, delete, exists, func, select
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, LineOutcome, RequestEvent
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.core.database import Base
from tracker.core.i18n import N_
from tracker.exchange.imports.plan_types import UndoObstacle
from tracker.exchange.imports.planner import ProgressCallback
from tracker.jobs.files.models import FileLink
from tracker.jobs.files.rules import FileOwner

CHANGED = N_("đã sửa hoặc xử lý tiếp sau lần nhập")
LINE_CHANGED = N_("có dòng camera đã xử lý tiếp sau lần nhập")
USED = N_("đã có việc khác dựa vào: tài liệu, phiếu mới hoặc ghi chép")
UNTOLD = "—"  # instead of the code of what is sealed
SHOWN = 50
# What the import itself wrote beside each, which goes with it.
OWN = {"incident_events", "request_events", "line_events", "line_outcomes", "extraction_lines"}


def size(session: Session, import_id: int) -> int:
    """How many incidents and requests an import wrote."""
    counts = (select(func.count()).where(kind.import_id == import_id) for kind in (Incident, ExtractionRequest))
    return sum(session.scalar(count) or 0 for count in counts)


def obstacles(session: Session, import_id: int) -> list[UndoObstacle]:
    """What stands in the way of taking an import back: the first of it."""
    return [
        UndoObstacle(subject, row.id, row.code, message)
        for subject, message, statement in _statements(import_id)
        for row in session.execute(statement.limit(SHOWN))
    ][:SHOWN]


def _statements(import_id: int) -> Iterator[tuple[str, str, Select[Any]]]:
    for subject, kind in (("incident", Incident), ("request", ExtractionRequest)):
        of_import = _of(kind, import_id)
        yield subject, CHANGED, of_import.where(kind.version > 1)
        for table, column in _leaning_on(kind):
            foreign = [table.c[column] == kind.id]
            if "import_id" in table.c:
                foreign.append(table.c.import_id.is_distinct_from(import_id))
            yield subject, USED, of_import.where(exists().where(*foreign))
    files = exists().where(FileLink.owner_kind == FileOwner.INCIDENT, FileLink.owner_id == Incident.id)
    yield "incident", USED, _of(Incident, import_id).where(files)
    requests = _of(ExtractionRequest, import_id)
    lines = ExtractionLine.request_id == ExtractionRequest.id
    yield "request", LINE_CHANGED, requests.where(exists().where(lines, ExtractionLine.version > 1))
    for table, column in _leaning_on(ExtractionLine):
        yield "request", LINE_CHANGED, requests.where(exists().where(lines, table.c[column] == ExtractionLine.id))


def _of(kind: Any, import_id: int) -> Select[Any]:
    """The rows of an import with their codes, but for what is sealed: also requests in an incident of before."""
    incident_id = kind.id if kind is Incident else kind.incident_id
    sealed_ids = select(Incident.id).where(Incident.sealed_at.is_not(None)).correlate(None)
    code = case((incident_id.in_(sealed_ids), UNTOLD), else_=kind.code).label("code")
    return select(kind.id, code).where(kind.import_id == import_id).order_by(kind.id)


def _leaning_on(target: type[Base]) -> Iterator[tuple[Any, str]]:
    """(table, column) of everything that refers to a table's rows, but for what the import wrote itself."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is target.__table__ and table.name not in OWN:
                yield table.alias(), key.parent.name


def remove(session: Session, import_id: int, tick: ProgressCallback) -> None:
    """Remove everything that an import wrote; the caller has seen to it that nothing newer depends on it."""
    requests = select(ExtractionRequest.id).where(ExtractionRequest.import_id == import_id)
    lines = select(ExtractionLine.id).where(ExtractionLine.request_id.in_(requests))
    incidents = select(Incident.id).where(Incident.import_id == import_id)
    statements = (
        delete(LineOutcome).where(LineOutcome.line_id.in_(lines)),
        delete(LineEvent).where(LineEvent.line_id.in_(lines)),
        delete(ExtractionLine).where(ExtractionLine.request_id.in_(requests)),
        delete(RequestEvent).where(RequestEvent.request_id.in_(requests)),
        delete(ExtractionRequest).where(ExtractionRequest.import_id == import_id),
        delete(IncidentEvent).where(IncidentEvent.incident_id.in_(incidents)),
        delete(Incident).where(Incident.import_id == import_id),
    )
    for step_number, statement in enumerate(statements, 1):
        session.execute(statement, execution_options={"synchronize_session": False})
        tick(step_number, len(statements))
