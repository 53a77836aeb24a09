"""Reading requests and lines, always as far as the viewer may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, tuple_
from sqlalchemy.orm import Session, joinedload

from tracker.accounts.models import User
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import PRESERVABLE, LineStatus, RequestStatus
from tracker.cases.incidents.models import Incident
from tracker.core import errors
from tracker.core.permissions import Role
from tracker.core.vietnamese import fold
from tracker.core.viewer import Viewer
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.territory.wards.models import Ward

PAGE = 50

REQUEST_COLUMNS: tuple[Any, ...] = (
    ExtractionRequest.id,
    ExtractionRequest.code,
    ExtractionRequest.status,
    ExtractionRequest.filed_at,
    ExtractionRequest.created_at,
    ExtractionRequest.requester_id,
    User.name.label("requester_name"),
    ExtractionRequest.incident_id,
    Incident.code.label("incident"),
    Incident.type.label("incident_type"),
)

# What requests know of an owner; who it is stays sealed.
CONSENT = (Owner.kind, Owner.consent_scope, Owner.consent_withdrawn_on)

LINE_COLUMNS: tuple[Any, ...] = (
    ExtractionLine.id,
    ExtractionLine.version,
    ExtractionLine.request_id,
    ExtractionRequest.code.label("request"),
    ExtractionRequest.status.label("request_status"),
    Incident.type.label("incident_type"),
    ExtractionLine.camera_id,
    Camera.code.label("camera"),
    Camera.name.label("camera_name"),
    InstallationPoint.name.label("place"),
    ExtractionLine.ward_id,
    Ward.name.label("ward"),
    ExtractionLine.window_from,
    ExtractionLine.window_to,
    ExtractionLine.overwrite_at,
    ExtractionLine.status,
    ExtractionLine.unavailable_reason,
    ExtractionLine.outcome,
)


@dataclass(frozen=True)
class RequestCriteria:
    """What a list of requests is narrowed to. `after` is the id where the last page ended."""

    q: str = ""
    status: RequestStatus | None = None
    incident_id: int | None = None
    mine: bool = False
    after: tuple[int] | None = None
    limit: int = PAGE


@dataclass(frozen=True)
class LineCriteria:
    """What a list of lines is narrowed to. `after` is where the last page ended: (overwrite moment, id)."""

    status: LineStatus | None = None
    ward_id: int | None = None
    camera_id: int | None = None
    mine: bool = False
    open: bool = False
    unjudged: bool = False
    after: tuple[datetime, int] | None = None
    limit: int = PAGE


def request_scope(viewer: Viewer) -> ColumnElement[bool]:
    """Under which condition a person may know of a request: drafts are their requester's; a ward sees what it is asked."""
    filed = ExtractionRequest.status != RequestStatus.DRAFT
    if viewer.role is Role.WARD_ADMIN:
        asked = select(ExtractionLine.request_id).where(ExtractionLine.ward_id.in_(viewer.wards))
        return and_(filed, ExtractionRequest.filed_at.is_not(None), ExtractionRequest.id.in_(asked))
    return filed | (ExtractionRequest.requester_id == viewer.id)


def line_scope(viewer: Viewer) -> ColumnElement[bool]:
    """Under which condition a person may know of a line; to be used on a statement joined with the request."""
    if viewer.role is Role.WARD_ADMIN:
        return and_(ExtractionLine.ward_id.in_(viewer.wards), ExtractionRequest.filed_at.is_not(None))
    return request_scope(viewer)


def get(session: Session, viewer: Viewer, request_id: int) -> ExtractionRequest:
    """One request with incident, requester and approver. NotFound when this person may know of none such."""
    statement = (
        select(ExtractionRequest)
        .where(ExtractionRequest.id == request_id, request_scope(viewer))
        .options(
            joinedload(ExtractionRequest.incident).joinedload(Incident.ward),
            joinedload(ExtractionRequest.requester),
            joinedload(ExtractionRequest.approver),
        )
    )
    found = session.scalars(statement).first()
    if found is None:
        raise errors.NotFound(request=request_id)
    return found


def get_line(session: Session, viewer: Viewer, line_id: int) -> ExtractionLine:
    """One line with its request, camera and hand-over. NotFound when this person may know of none such."""
    statement = _lines().where(ExtractionLine.id == line_id, line_scope(viewer))
    found = session.scalars(statement).first()
    if found is None:
        raise errors.NotFound(line=line_id)
    return found


def lines_of(session: Session, viewer: Viewer, request_id: int) -> list[ExtractionLine]:
    """A request's lines that this person may know of, the most urgent first."""
    statement = _lines().where(ExtractionLine.request_id == request_id, line_scope(viewer))
    return list(session.scalars(statement.order_by(ExtractionLine.overwrite_at, ExtractionLine.id)))


def statuses_of(session: Session, request_id: int) -> list[LineStatus]:
    """Where all lines of a request stand, seen or not."""
    return list(session.scalars(select(ExtractionLine.status).where(ExtractionLine.request_id == request_id)))


def lines_without_outcome(session: Session, request_id: int) -> int:
    """How many lines of a request were handed over and have no outcome."""
    statement = select(func.count()).where(
        ExtractionLine.request_id == request_id,
        ExtractionLine.status == LineStatus.HANDED_OVER,
        ExtractionLine.outcome.is_(None),
    )
    return session.scalar(statement) or 0


def lock(session: Session, request_id: int) -> ExtractionRequest:
    """The request, held until the transaction ends: two people settling its last lines must see each other."""
    return session.get_one(ExtractionRequest, request_id, with_for_update=True, populate_existing=True)


def listing(session: Session, viewer: Viewer, wanted: RequestCriteria) -> tuple[list[Row[Any]], bool]:
    """One page of requests, newest first, as rows of REQUEST_COLUMNS, and whether more follow."""
    statement = (
        select(*REQUEST_COLUMNS)
        .join(Incident, Incident.id == ExtractionRequest.incident_id)
        .join(User, User.id == ExtractionRequest.requester_id)
        .where(request_scope(viewer))
        .order_by(ExtractionRequest.id.desc())
    )
    for column, value in (
        (ExtractionRequest.status, wanted.status),
        (ExtractionRequest.incident_id, wanted.incident_id),
        (ExtractionRequest.requester_id, viewer.id if wanted.mine else None),
    ):
        statement = statement if value is None else statement.where(column == value)
    statement = statement.where(*(_has(viewer, word) for word in fold(wanted.q).split()))
    if wanted.after:
        statement = statement.where(ExtractionRequest.id < wanted.after[0])
    rows = list(session.execute(statement.limit(wanted.limit + 1)))
    return rows[: wanted.limit], len(rows) > wanted.limit


def _has(viewer: Viewer, word: str) -> ColumnElement[bool]:
    """That a request is found by a word. A ward may not feel its way through what an incident's page would say."""
    found = func.lower(ExtractionRequest.code).contains(word, autoescape=True)
    if viewer.role is Role.WARD_ADMIN:
        return found | func.lower(Incident.code).contains(word, autoescape=True)
    return found | Incident.search_key.contains(word, autoescape=True)


def line_listing(session: Session, viewer: Viewer, wanted: LineCriteria) -> tuple[list[Row[Any]], bool]:
    """One page of lines, the soonest overwritten first, as rows of LINE_COLUMNS, and whether more follow."""
    statement = _line_rows().where(line_scope(viewer), *_line_conditions(viewer, wanted))
    if wanted.after:
        statement = statement.where(tuple_(ExtractionLine.overwrite_at, ExtractionLine.id) > tuple_(*wanted.after))
    rows = list(session.execute(statement.limit(wanted.limit + 1)))
    return rows[: wanted.limit], len(rows) > wanted.limit


def count_by_status(session: Session, viewer: Viewer, statuses: Collection[RequestStatus]) -> dict[RequestStatus, int]:
    """How many requests this person may know of stand at each of `statuses`."""
    statement = (
        select(ExtractionRequest.status, func.count())
        .where(request_scope(viewer), ExtractionRequest.status.in_(statuses))
        .group_by(ExtractionRequest.status)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _lines() -> Select[ExtractionLine]:
    return (
        select(ExtractionLine)
        .join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
        .options(
            joinedload(ExtractionLine.request),
            joinedload(ExtractionLine.ward),
            joinedload(ExtractionLine.handover),
            joinedload(ExtractionLine.camera).joinedload(Camera.point),
            joinedload(ExtractionLine.camera).joinedload(Camera.recorder),
            joinedload(ExtractionLine.camera).joinedload(Camera.owner).load_only(*CONSENT, raiseload=True),
        )
    )


def _line_rows() -> Select[Any]:
    return (
        select(*LINE_COLUMNS)
        .join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
        .join(Incident, Incident.id == ExtractionRequest.incident_id)
        .join(Camera, Camera.id == ExtractionLine.camera_id)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .join(Ward, Ward.id == ExtractionLine.ward_id)
        .order_by(ExtractionLine.overwrite_at, ExtractionLine.id)
    )


def _line_conditions(viewer: Viewer, wanted: LineCriteria) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (ExtractionLine.status, wanted.status),
        (ExtractionLine.ward_id, wanted.ward_id),
        (ExtractionLine.camera_id, wanted.camera_id),
        (ExtractionRequest.requester_id, viewer.id if wanted.mine else None),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.open:
        waiting = (LineStatus.ASKED, LineStatus.PRESERVED, LineStatus.EXTRACTED)
        conditions += [ExtractionLine.status.in_(waiting), ExtractionRequest.status.in_(PRESERVABLE)]
    if wanted.unjudged:
        conditions += [ExtractionLine.status == LineStatus.HANDED_OVER, ExtractionLine.outcome.is_(None)]
    return conditions
