"""Queries: lines asked before for the same cameras and some of the same time, and lines that incidents share."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.models import User
from tracker.cases.extractions.cautions import ASKED, EarlierLine
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, SharedLine
from tracker.cases.extractions.queries import LIVE
from tracker.cases.extractions.visibility import case_scope, request_scope
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.cases.visibility import sees_cases
from tracker.core import errors
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.models import Camera
from tracker.territory.units.models import Unit

SHARED_COLUMNS: tuple[Any, ...] = (
    ExtractionLine.id,
    ExtractionLine.request_id,
    ExtractionRequest.code.label("request"),
    ExtractionRequest.voided_at,
    Camera.code.label("camera"),
    ExtractionLine.window_from,
    ExtractionLine.window_to,
    ExtractionLine.status,
    ExtractionLine.unavailable_reason,
    ExtractionLine.outcome,
)


# The camera of a line; of one that was merged since, the other one.
LINE_CAMERA = func.coalesce(Camera.merged_into_id, ExtractionLine.camera_id)


def earlier_lines(
    session: Session, viewer: Viewer, incident_id: int, camera_ids: Collection[int], window: tuple[datetime, datetime]
) -> Mapping[int, list[EarlierLine]]:
    """By camera, the lines of live requests that ask for some of a window: also those of cases out of reach.

    Of these the caller tells the unit and nothing else (`cautions`), of sealed ones not even that.
    Nothing for whoever works on no case.
    """
    if not sees_cases(viewer.reach):
        return {}
    since, until = window
    statement = _earlier(viewer.reach, viewer.id, incident_id).where(
        or_(Camera.id.in_(camera_ids), Camera.merged_into_id.in_(camera_ids)),
        ExtractionLine.window_from < until,
        ExtractionLine.window_to > since,
        ExtractionRequest.status.in_(ASKED),
        LIVE,
    )
    lines: dict[int, list[EarlierLine]] = defaultdict(list)
    for row in session.execute(statement.order_by(ExtractionLine.id)):
        lines[row.camera_id].append(EarlierLine(**row._mapping))
    return lines


def _earlier(reach: Reach, viewer_id: int, incident_id: int) -> Select[*tuple[Any, ...]]:
    sharing = and_(
        SharedLine.line_id == ExtractionLine.id, SharedLine.incident_id == incident_id, SharedLine.ended_at.is_(None)
    )
    within_reach, is_sealed = case_scope(reach, viewer_id), Incident.sealed_at.is_not(None)
    unit = case((and_(is_sealed, ~within_reach), ""), else_=Unit.name)  # of a sealed case not even that
    columns = (
        ExtractionLine.id, LINE_CAMERA.label("camera_id"), ExtractionLine.status, ExtractionLine.window_from,
        ExtractionLine.window_to, ExtractionLine.request_id, ExtractionRequest.code.label("request"),
        ExtractionRequest.incident_id, Incident.code.label("incident"), unit.label("unit"),
        User.name.label("requester"), within_reach.label("within_reach"), is_sealed.label("sealed"),
        (ExtractionRequest.incident_id == incident_id).label("same_incident"),
        SharedLine.id.is_not(None).label("shared"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(Camera, Camera.id == ExtractionLine.camera_id)
        .join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
        .join(Incident, Incident.id == ExtractionRequest.incident_id)
        .join(Unit, Unit.id == ExtractionRequest.unit_id)
        .join(User, User.id == ExtractionRequest.requester_id)
        .outerjoin(SharedLine, sharing)
    )


def known_requests(session: Session, viewer: Viewer, request_ids: Collection[int]) -> Mapping[int, str]:
    """The codes of those of the requests that this person may know of, by id."""
    statement = select(ExtractionRequest.id, ExtractionRequest.code).where(ExtractionRequest.id.in_(request_ids))
    rows = session.execute(statement.where(request_scope(viewer.reach, viewer.id)))
    return {row.id: row.code for row in rows}


def line_of_case(session: Session, viewer: Viewer, line_id: int) -> ExtractionLine:
    """A line with its request and camera, of a case that this person may know of. NotFound for any other.

    That the line asks something of the person's ward does not open its case.
    """
    statement = (
        select(ExtractionLine)
        .join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
        .where(ExtractionLine.id == line_id, case_scope(viewer.reach, viewer.id))
        .options(joinedload(ExtractionLine.request), joinedload(ExtractionLine.camera))
    )
    line = session.scalars(statement).first()
    if line is None:
        raise errors.NotFound(line=line_id)
    return line


def sharing_of(session: Session, line_id: int, incident_id: int) -> SharedLine | None:
    """That an incident uses a line, as long as it does."""
    standing = (SharedLine.line_id == line_id, SharedLine.incident_id == incident_id, SharedLine.ended_at.is_(None))
    return session.scalars(select(SharedLine).where(*standing)).first()


def lines_shared_with(session: Session, viewer: Viewer, incident_id: int) -> Sequence[Row[Any]]:
    """The lines of other cases that an incident uses, as far as this person may know of them: SHARED_COLUMNS.

    Those of requests that were voided since too: nobody will answer them, and the incident must not go on waiting.
    """
    statement = (
        select(*SHARED_COLUMNS)
        .join(SharedLine, SharedLine.line_id == ExtractionLine.id)
        .join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
        .join(Camera, Camera.id == ExtractionLine.camera_id)
        .where(SharedLine.incident_id == incident_id, SharedLine.ended_at.is_(None))
        .where(case_scope(viewer.reach, viewer.id))
    )
    return session.execute(statement.order_by(ExtractionLine.window_from, ExtractionLine.id)).all()


def shares_of_request(session: Session, request_id: int) -> Sequence[Row[SharedLine, ExtractionLine]]:
    """The standing shares of lines of a request, whoever sees them, each with its line."""
    statement = select(SharedLine, ExtractionLine).join(ExtractionLine, ExtractionLine.id == SharedLine.line_id)
    of_request = (ExtractionLine.request_id == request_id, SharedLine.ended_at.is_(None))
    return session.execute(statement.where(*of_request).order_by(SharedLine.id)).all()


def same_line(session: Session, line: ExtractionLine, request_id: int) -> int | None:
    """The id of the first line of a request that asks the same camera for some of the time of a line."""
    statement = select(ExtractionLine.id).where(
        ExtractionLine.request_id == request_id,
        ExtractionLine.camera_id == line.camera_id,
        ExtractionLine.window_from < line.window_to,
        ExtractionLine.window_to > line.window_from,
    )
    return session.scalars(statement.order_by(ExtractionLine.window_from, ExtractionLine.id).limit(1)).first()


def incidents_sharing(
    session: Session, viewer: Viewer, line_ids: Collection[int]
) -> Mapping[int, list[Row[int, int, str]]]:
    """By line, the other incidents that use it, as far as this person may know of them."""
    statement = (
        select(SharedLine.line_id, Incident.id, Incident.code)
        .join(Incident, Incident.id == SharedLine.incident_id)
        .where(SharedLine.line_id.in_(line_ids), SharedLine.ended_at.is_(None))
        .where(incidents.scope(viewer.reach, viewer.id))
    )
    sharing: dict[int, list[Row[int, int, str]]] = defaultdict(list)
    for row in session.execute(statement.order_by(SharedLine.id)):
        sharing[row.line_id].append(row)
    return sharing
