"""Opening the rows behind a figure. That is reading cases, so it is written down: which set, of when, how many."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.extractions import visibility as extractions
from tracker.cases.incidents import queries as incidents_of
from tracker.core import permissions
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.reports import inventory as stock
from tracker.reports import queries
from tracker.reports.queries import RowsQuery
from tracker.reports.rules import CameraFigure, IncidentSet, LineSet


@dataclass(frozen=True)
class Opened:
    """How many rows stand behind a figure, how many of them belong to units that the reader does not see, and a page.

    The figure is the whole; only rows within the reader's reach are opened.
    """

    count: int
    hidden: int
    rows: Page[Row[Any]]


def open_incidents(session: Session, actor: Viewer, kind: IncidentSet, query: RowsQuery) -> Opened:
    """How many incidents stand behind a figure, and one page of those that the actor may know of."""
    permissions.require(actor, Can.OPEN_FIGURES)
    within = incidents_of.scope(actor.reach, actor.id)
    count = queries.count_incidents(session, kind, query)
    incidents = queries.incidents(session, kind, query, within)
    _record(session, actor, "Incident", kind, query, count, incidents.items)
    return Opened(count, count - queries.count_incidents(session, kind, query, within), incidents)


def open_lines(session: Session, actor: Viewer, kind: LineSet, query: RowsQuery) -> Opened:
    """How many lines stand behind a figure, and one page of those that the actor may know of."""
    permissions.require(actor, Can.OPEN_FIGURES)
    within = extractions.line_scope(actor.reach, actor.id)
    count = queries.count_lines(session, kind, query)
    lines = queries.lines(session, kind, query, within)
    _record(session, actor, "ExtractionLine", kind, query, count, lines.items)
    return Opened(count, count - queries.count_lines(session, kind, query, within), lines)


def open_cameras(session: Session, actor: Viewer, kind: CameraFigure, query: RowsQuery) -> Opened:
    """How many camera eyes stand behind a figure, and one page of them."""
    permissions.require(actor, Can.OPEN_FIGURES)
    count = stock.count_cameras(session, kind, query.period.last)
    cameras = stock.cameras(session, kind, query.period.last, query.after)
    _record(session, actor, "Camera", kind, query, count, cameras.items)
    return Opened(count, 0, cameras)


def _record(
    session: Session,
    actor: Viewer,
    subject: str,
    kind: IncidentSet | LineSet | CameraFigure,
    query: RowsQuery,
    count: int,
    rows: list[Row[Any]],
) -> None:
    period = query.period
    record(
        session,
        actor,
        "report:rows",
        kind=subject,
        set=kind.value,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        network=query.network_id,
        ward=query.ward_id,
        count=count,
        ids=[row.id for row in rows],
    )
