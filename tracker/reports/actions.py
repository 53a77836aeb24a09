"""Opening the rows behind a figure. That is reading cases, so it is written down: which set, of when, how many."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import permissions
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.reports import inventory as stock
from tracker.reports import queries
from tracker.reports.queries import RowsQuery
from tracker.reports.rules import CameraFigure, IncidentSet, LineSet

Opened = tuple[int, list[Row[Any]], bool]


def open_incidents(session: Session, actor: Viewer, kind: IncidentSet, wanted: RowsQuery) -> Opened:
    """How many incidents stand behind a figure, one page of them, and whether more follow."""
    permissions.require(actor, Can.OPEN_FIGURES)
    count = queries.count_incidents(session, kind, wanted)
    rows, more = queries.incidents(session, kind, wanted)
    _record(session, actor, "Incident", kind, wanted, count, rows)
    return count, rows, more


def open_lines(session: Session, actor: Viewer, kind: LineSet, wanted: RowsQuery) -> Opened:
    """How many lines stand behind a figure, one page of them, and whether more follow."""
    permissions.require(actor, Can.OPEN_FIGURES)
    count = queries.count_lines(session, kind, wanted)
    rows, more = queries.lines(session, kind, wanted)
    _record(session, actor, "ExtractionLine", kind, wanted, count, rows)
    return count, rows, more


def open_cameras(session: Session, actor: Viewer, kind: CameraFigure, wanted: RowsQuery) -> Opened:
    """How many camera eyes stand behind a figure, one page of them, and whether more follow."""
    permissions.require(actor, Can.OPEN_FIGURES)
    count = stock.count_cameras(session, kind, wanted.period.last)
    rows, more = stock.cameras(session, kind, wanted.period.last, wanted.after)
    _record(session, actor, "Camera", kind, wanted, count, rows)
    return count, rows, more


def _record(
    session: Session,
    actor: Viewer,
    subject: str,
    kind: IncidentSet | LineSet | CameraFigure,
    wanted: RowsQuery,
    count: int,
    rows: list[Row[Any]],
) -> None:
    period = wanted.period
    record(
        session,
        actor,
        "report:rows",
        kind=subject,
        set=kind.value,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        network=wanted.network_id,
        ward=wanted.ward_id,
        count=count,
        ids=[row.id for row in rows],
    )
