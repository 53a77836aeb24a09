"""Reading requests and lines, always as far as the viewer may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.accounts.models import User
from tracker.cases.extractions.models import REQUESTS, ExtractionLine, ExtractionRequest
from tracker.cases.extractions.overwriting import GONE_AT, OVERWRITE_AT, urgency_rank
from tracker.cases.extractions.rules import PRESERVABLE, LineStatus, RequestStatus, unsettled
from tracker.cases.extractions.visibility import line_scope, request_scope
from tracker.cases.handovers.models import Handover
from tracker.cases.handovers.queries import WITH_CHECKS
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import INCIDENTS, Incident
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock, errors, text_search
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.text_search import Term
from tracker.core.vietnamese import fold
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import merged_family
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import own_ward_condition
from tracker.territory.wards.models import Ward

REQUEST_COLUMNS: tuple[Any, ...] = (
    ExtractionRequest.id,
    ExtractionRequest.code,
    ExtractionRequest.status,
    ExtractionRequest.filed_at,
    ExtractionRequest.created_at,
    ExtractionRequest.ask_again_on,
    ExtractionRequest.requester_id,
    User.name.label("requester_name"),
    ExtractionRequest.incident_id,
    Incident.code.label("incident"),
    Incident.type.label("incident_type"),
    Incident.sealed_at,
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
    OVERWRITE_AT.label("overwrite_at"),
    GONE_AT.label("gone_at"),
    ExtractionLine.preserved_until,
    ExtractionLine.status,
    ExtractionLine.unavailable_reason,
    ExtractionLine.outcome,
    Owner.consent_withdrawn_on,
    Camera.removed_on,
    Camera.voided_at.label("camera_voided_at"),
    Recorder.clock_offset_seconds,
    Incident.sealed_at,
)

LIVE = ExtractionRequest.voided_at.is_(None)
# Lines whose footage was handed over while nobody has said what it was worth.
UNJUDGED = (ExtractionLine.status == LineStatus.HANDED_OVER, ExtractionLine.outcome.is_(None))


@dataclass(frozen=True)
class RequestCriteria:
    """What a list of requests is narrowed to. `after` is the id where the last page ended."""

    q: str = ""
    status: RequestStatus | None = None
    incident_id: int | None = None
    mine: bool = False
    ask_again: bool = False
    left_refused: bool = False
    voided: bool = False
    after: tuple[int] | None = None
    limit: int = PAGE_SIZE


@dataclass(frozen=True)
class LineCriteria:
    """What a list of lines is narrowed to. `after` is where the last page ended: (rank, overwrite moment, id)."""

    status: LineStatus | None = None
    ward_id: int | None = None
    camera_id: int | None = None
    mine: bool = False
    of_own_wards: bool = False
    open: bool = False
    unjudged: bool = False
    hash_owed: bool = False
    after: tuple[int, datetime, int] | None = None
    limit: int = PAGE_SIZE


def get(session: Session, viewer: Viewer, request_id: int) -> ExtractionRequest:
    """One request with incident, requester and approver. NotFound when this person may know of none such."""
    statement = (
        select(ExtractionRequest)
        .where(ExtractionRequest.id == request_id, request_scope(viewer.reach, viewer.id))
        .options(
            joinedload(ExtractionRequest.incident).joinedload(Incident.ward),
            joinedload(ExtractionRequest.requester),
            joinedload(ExtractionRequest.approver),
            joinedload(ExtractionRequest.merged_into),
            joinedload(ExtractionRequest.follows),
        )
    )
    request = session.scalars(statement).first()
    if request is None:
        raise errors.NotFound(request=request_id)
    return request


def get_line(session: Session, viewer: Viewer, line_id: int) -> ExtractionLine:
    """One line with its request, camera and hand-over. NotFound when this person may know of none such."""
    statement = _lines().where(ExtractionLine.id == line_id, line_scope(viewer.reach, viewer.id))
    line = session.scalars(statement).first()
    if line is None:
        raise errors.NotFound(line=line_id)
    return line


def lines_of(session: Session, viewer: Viewer, request_id: int) -> list[ExtractionLine]:
    """A request's lines that this person may know of, the most urgent first, with the checks of what they yielded."""
    statement = _lines().where(ExtractionLine.request_id == request_id, line_scope(viewer.reach, viewer.id))
    statement = statement.join(Camera, Camera.id == ExtractionLine.camera_id)
    statement = statement.options(joinedload(ExtractionLine.handover).options(WITH_CHECKS))
    in_order = statement.order_by(urgency_rank(), OVERWRITE_AT, ExtractionLine.id)
    return list(session.scalars(in_order).unique())


def statuses_of(session: Session, request_id: int) -> list[LineStatus]:
    """Where all lines of a request stand, seen or not."""
    return list(session.scalars(select(ExtractionLine.status).where(ExtractionLine.request_id == request_id)))


def cameras_without_outcome(session: Session, request_id: int) -> Sequence[str]:
    """The codes of the cameras of a request whose footage was handed over and has no outcome."""
    statement = select(Camera.code).join(ExtractionLine, ExtractionLine.camera_id == Camera.id)
    unjudged = (ExtractionLine.request_id == request_id, *UNJUDGED)
    return session.scalars(statement.where(*unjudged).order_by(Camera.code)).all()


def by_code(session: Session, viewer: Viewer, code: str) -> ExtractionRequest | None:
    """The request of a code, if this person may know of it."""
    statement = select(ExtractionRequest).where(func.lower(ExtractionRequest.code) == code.lower())
    return session.scalars(statement.where(request_scope(viewer.reach, viewer.id))).first()


def lock(session: Session, request_id: int) -> ExtractionRequest:
    """The request, held until the transaction ends: two people settling its last lines must see each other."""
    return session.get_one(ExtractionRequest, request_id, with_for_update=True, populate_existing=True)


def listing(session: Session, viewer: Viewer, criteria: RequestCriteria) -> Page[Row[Any]]:
    """One page of requests, newest first, as rows of REQUEST_COLUMNS."""
    terms = [_has_word(viewer.reach, viewer.id, word) for word in fold(criteria.q).split()]
    are_few = text_search.index_for(session, REQUESTS, terms) is not None
    statement = (
        select(*REQUEST_COLUMNS)
        .join(Incident, Incident.id == ExtractionRequest.incident_id)
        .join(User, User.id == ExtractionRequest.requester_id)
        .where(request_scope(viewer.reach, viewer.id, one_by_one=are_few))
    )
    for column, value in (
        (ExtractionRequest.status, criteria.status),
        (ExtractionRequest.incident_id, criteria.incident_id),
        (ExtractionRequest.responsible_id, viewer.id if criteria.mine else None),
    ):
        statement = statement if value is None else statement.where(column == value)
    statement = statement.where(~LIVE if criteria.voided else LIVE)
    if criteria.ask_again:
        unjudged = select(ExtractionLine.id).where(ExtractionLine.request_id == ExtractionRequest.id, *UNJUDGED)
        statement = statement.where(_due(), unjudged.exists())
    if criteria.left_refused:
        statement = statement.where(*_left_refused())
    statement = statement.where(*text_search.conditions(session, REQUESTS, terms))
    return page(session, statement, (ExtractionRequest.id,), criteria.after, criteria.limit, descending=True)


def _left_refused() -> list[ColumnElement[bool]]:
    """That a request was refused and nothing goes on from it, while its incident is still being looked into."""
    later = aliased(ExtractionRequest)
    gone_on = select(later.id).where(later.follows_id == ExtractionRequest.id, later.voided_at.is_(None)).exists()
    open_incident = Incident.status == IncidentStatus.VERIFYING
    return [ExtractionRequest.status == RequestStatus.REFUSED, ~gone_on, open_incident]


def _has_word(reach: Reach, viewer_id: int, word: str) -> Term:
    """That a request is found by a word. Nobody may feel their way through what the page of an unseen incident says."""
    code = func.lower(ExtractionRequest.code).contains(word, autoescape=True)
    in_visible_incident = and_(incidents.scope(reach, viewer_id), Incident.search_key.contains(word, autoescape=True))
    incident_code = func.lower(Incident.code).contains(word, autoescape=True)
    of_incident = exists().where(Incident.id == ExtractionRequest.incident_id, or_(incident_code, in_visible_incident))
    by_incident = text_search.term(
        INCIDENTS, [word], of_incident.correlate(ExtractionRequest), ExtractionRequest.incident_id
    )
    return text_search.term(REQUESTS, [word], code) | by_incident


def line_listing(session: Session, viewer: Viewer, criteria: LineCriteria) -> Page[Row[Any]]:
    """One page of lines as rows of LINE_COLUMNS, the soonest overwritten first, then what is held, gone, the rest."""
    statement = _line_rows().where(
        line_scope(viewer.reach, viewer.id), LIVE, *_line_conditions(viewer.reach, viewer.id, criteria)
    )
    keys = (urgency_rank(), OVERWRITE_AT, ExtractionLine.id)
    return page(session, statement, keys, criteria.after, criteria.limit)


def count_by_status(session: Session, viewer: Viewer, statuses: Collection[RequestStatus]) -> dict[RequestStatus, int]:
    """How many requests this person may know of stand at each of `statuses`."""
    statement = (
        select(ExtractionRequest.status, func.count())
        .where(request_scope(viewer.reach, viewer.id), LIVE, ExtractionRequest.status.in_(statuses))
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
        .outerjoin(Owner, Owner.id == Camera.owner_id)
        .outerjoin(Recorder, Recorder.id == Camera.recorder_id)
    )


def _line_conditions(reach: Reach, viewer_id: int, criteria: LineCriteria) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (ExtractionLine.status, criteria.status),
        (ExtractionLine.ward_id, criteria.ward_id),
        (ExtractionRequest.responsible_id, viewer_id if criteria.mine else None),
    ):
        if value is not None:
            conditions.append(column == value)
    if criteria.camera_id is not None:
        conditions.append(ExtractionLine.camera_id.in_(merged_family(criteria.camera_id)))
    if criteria.of_own_wards:
        conditions.append(own_ward_condition(reach, ExtractionLine.ward_id))
    if criteria.open:
        conditions += [ExtractionLine.status.in_(unsettled()), ExtractionRequest.status.in_(PRESERVABLE)]
    if criteria.hash_owed:
        owed = select(Handover.line_id).where(Handover.sha256 == "", Handover.voided_at.is_(None))
        conditions.append(ExtractionLine.id.in_(owed))
    if criteria.unjudged:
        conditions += [*UNJUDGED, (ExtractionRequest.status != RequestStatus.CLOSED) | _due()]
    return conditions


def _due() -> ColumnElement[bool]:
    """That the day has come on which to ask again about a closed request. Closed without such a day, it rests."""
    return and_(ExtractionRequest.status == RequestStatus.CLOSED, ExtractionRequest.ask_again_on <= clock.today())
