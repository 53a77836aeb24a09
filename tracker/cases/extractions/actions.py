"""Writing requests and lines. A status moves here and nowhere else, by the step tables of steps.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.accounts import queries as accounts
from tracker.audit_log.actions import record
from tracker.cases import history
from tracker.cases.extractions import cautioning, events, legal_bases, queries, rules, steps
from tracker.cases.extractions.completion import settle
from tracker.cases.extractions.effects import LINE_EFFECTS, REQUEST_EFFECTS
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.overwriting import freeze
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.cases.extractions.steps import LineStep, Step
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.actions import check_live
from tracker.cases.incidents.models import Incident
from tracker.core import clock, errors, permissions, sequences
from tracker.core.database import check_version
from tracker.core.i18n import N_, LabeledEnum
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as register
from tracker.register.cameras.models import Camera
from tracker.register.faults import actions as upkeep
from tracker.register.faults import mistakes

VOIDED = N_("Phiếu này đã hủy nên không làm tiếp được. Nếu hủy nhầm, hãy rút lại việc hủy.")
ANSWERED_BEFORE = N_("Phường đã từng trả lời camera này, nên không bỏ được khỏi phiếu.")
NOTHING: Mapping[str, Any] = {}
WITHDRAWN = N_("Chủ camera đã rút lại sự đồng ý: %(cameras)s. Bỏ các camera này, hoặc xác nhận rằng có căn cứ khác.")


def read(session: Session, actor: Viewer, request_id: int) -> ExtractionRequest:
    """One request, its reading written down."""
    permissions.require(actor, Can.VIEW_REQUESTS)
    request = queries.get(session, actor, request_id)
    record(session, actor, "request:read", request)
    return request


def read_line(session: Session, actor: Viewer, line_id: int) -> ExtractionLine:
    """One line, its reading written down."""
    permissions.require(actor, Can.VIEW_REQUESTS)
    line = queries.get_line(session, actor, line_id)
    record(session, actor, "line:read", line, request=line.request.code)
    return line


def browse(session: Session, actor: Viewer, criteria: queries.RequestCriteria) -> Page[Row[Any]]:
    """A page of requests, its reading written down."""
    permissions.require(actor, Can.VIEW_REQUESTS)
    requests = queries.listing(session, actor, criteria)
    record(session, actor, "request:list", kind="ExtractionRequest", ids=[row.id for row in requests.items])
    return requests


def browse_lines(session: Session, actor: Viewer, criteria: queries.LineCriteria) -> Page[Row[Any]]:
    """A page of lines by their clock, its reading written down."""
    permissions.require(actor, Can.VIEW_REQUESTS)
    lines = queries.line_listing(session, actor, criteria)
    record(session, actor, "line:list", kind="ExtractionLine", ids=[row.id for row in lines.items])
    return lines


def draft(session: Session, actor: Viewer, facts: Mapping[str, Any], *, warn: bool = True) -> ExtractionRequest:
    """A draft against an incident: `facts` as `schemas.NewRequest` gives them, its cameras as lines of one window.

    `warn`: say at once what speaks against them (`cautioning`); it is said before filing in any case.
    """
    permissions.require(actor, Can.DRAFT_REQUESTS)
    incident = incidents.get(session, actor, facts["incident_id"])
    check_live(incident)
    now = clock.now()
    year = clock.local(now).year
    request = ExtractionRequest(
        code=f"YC-{sequences.next_number(session, 'request', year):05d}/{year}",
        incident_id=incident.id,
        requester_id=actor.id,
        responsible_id=actor.id,
        unit_id=actor.investigating_unit_id,
        status=RequestStatus.DRAFT,
        legal_basis=facts["legal_basis"],
        purpose=facts["purpose"],
        paper_number=facts["paper_number"],
        created_at=now,
        decision_note="",
        follows_id=_followed(session, actor, facts.get("follows_id"), incident),
    )
    session.add(request)
    session.flush()
    cited = legal_bases.cite(session, request, facts["bases"])
    record(
        session, actor, "request:draft", request, incident=incident.code, legal_basis=facts["legal_basis"], bases=cited
    )
    _add_lines(session, actor, request, facts, warn=warn)
    return request


def add_lines(
    session: Session, actor: Viewer, request_id: int, facts: Mapping[str, Any], *, warn: bool = True
) -> ExtractionRequest:
    """More cameras, or another window, for a draft: `facts` as `schemas.LinesIn` gives them, `warn` as in `draft`."""
    request = own_draft(session, actor, request_id)
    _add_lines(session, actor, request, facts, warn=warn)
    return request


def remove_line(session: Session, actor: Viewer, line_id: int) -> ExtractionRequest:
    """Take a line out of a draft."""
    line = queries.get_line(session, actor, line_id)
    request = own_draft(session, actor, line.request_id)
    if events.line_events_of(session, [line.id]):
        raise errors.WrongState(ANSWERED_BEFORE)
    session.delete(line)
    record(session, actor, "line:remove", line, request=request.code, camera=line.camera.code)
    return request


def advance(
    session: Session, actor: Viewer, request_id: int, version: int, step: Step, facts: Mapping[str, Any] = NOTHING
) -> ExtractionRequest:
    """Move a request by one step, with what its row asks for.

    404 not visible, 403 not permitted, 409 wrong state or stale, 422 incomplete.
    """
    request = queries.get(session, actor, request_id)
    permissions.require(actor, step.needs, request)
    check_version(request, version)
    check_request_live(request)
    after = steps.advance(request.status, step)
    step.require_fields(facts)
    last = history.last_moment(session, RequestEvent, request.id)
    happened_at = history.step_moment(facts.get("happened_at"), [request.incident.occurred_from, last])
    with session.no_autoflush:  # the database checks status and dates together
        REQUEST_EFFECTS[step.effect](session, actor, request, facts)
        _move(request, step, after, happened_at)
        note = facts.get("note", "")
        event = RequestEvent()
        changed = history.keep(session, actor, event, request, step, happened_at, note)
    instead = _acting_for(session, actor, request, step)
    event.facts = {**event.facts, **instead}
    if after not in rules.CLOCKED:
        freeze(session, request.id)
    record(session, actor, step.action, request, reason=note, changed=changed, **instead)
    settle(session, actor, request)
    return request


def advance_line(
    session: Session, actor: Viewer, line_id: int, version: int, step: LineStep, facts: Mapping[str, Any] = NOTHING
) -> ExtractionLine:
    """Move a line by one step, with what its row asks for (the hand-over, the reason, a note)."""
    line = queries.get_line(session, actor, line_id)
    permissions.require(actor, step.needs, line)
    request = queries.lock(session, line.request_id)
    check_version(line, version)
    check_request_live(request)
    after = steps.advance_line(line.status, request.status, step)
    step.require_fields(facts)
    earlier = [request.filed_at, history.last_moment(session, LineEvent, line.id)]
    happened_at = history.step_moment(facts.get("happened_at"), [*earlier, _approved_at(request, step)])
    with session.no_autoflush:  # the database checks status and reason together
        LINE_EFFECTS[step.effect](session, actor, line, {**facts, "happened_at": happened_at})
        line.note = facts.get("note", "") or line.note
        if after in rules.SETTLED:
            line.retention_days = line.days_kept
        _move(line, step, after, happened_at)
        event = LineEvent()
        changed = history.keep(session, actor, event, line, step, happened_at, facts.get("note", ""))
    event.facts = {**event.facts, **_open_fault(session, actor, line, request)}
    record(
        session,
        actor,
        step.action,
        line,
        request=request.code,
        camera=line.camera.code,
        changed=changed,
    )
    settle(session, actor, request)
    return line


def _followed(session: Session, actor: Viewer, request_id: int | None, incident: Incident) -> int | None:
    """The request that a new one goes on from: a filed one of the same incident."""
    if request_id is None:
        return None
    followed = queries.get(session, actor, request_id)
    check_request_live(followed)
    if followed.incident_id != incident.id or followed.status in rules.EDITABLE:
        raise errors.Invalid({"follows_id": N_("Phiếu trước phải là phiếu đã gửi của cùng vụ việc.")})
    return followed.id


def check_request_live(request: ExtractionRequest) -> None:
    """Refuse to go on with a request that was voided."""
    if request.voided_at is not None:
        raise errors.WrongState(VOIDED)


def own_draft(session: Session, actor: Viewer, request_id: int) -> ExtractionRequest:
    """A draft that the actor may change. 404 not visible, 403 somebody else's, 409 voided or no draft any more."""
    request = queries.get(session, actor, request_id)
    permissions.require(actor, Can.FILE_REQUEST, request)
    check_request_live(request)
    if request.status not in rules.EDITABLE:
        raise errors.WrongState(status=request.status.value)
    return request


def _add_lines(
    session: Session, actor: Viewer, request: ExtractionRequest, facts: Mapping[str, Any], *, warn: bool
) -> None:
    camera_ids, since, until = facts["camera_ids"], facts["window_from"], facts["window_to"]
    _check_window(since, until)
    cameras = register.registered(session, actor, camera_ids)
    if not cameras or len(cameras) != len(set(camera_ids)):
        raise errors.Invalid({"camera_ids": N_("Hãy chọn ít nhất một camera có trong sổ.")})
    existing = {(line.camera_id, line.window_from) for line in queries.lines_of(session, actor, request.id)}
    added = [camera for camera in cameras if (camera.id, since) not in existing]
    if len(existing) + len(added) > rules.MOST_LINES:
        raise errors.Invalid({"camera_ids": N_("Một phiếu có tối đa 100 camera.")})
    withdrawn = [camera.code for camera in added if camera.consent_withdrawn_on is not None]
    if withdrawn and not facts.get("without_consent"):
        raise errors.Invalid({"without_consent": WITHDRAWN}, cameras=", ".join(withdrawn))
    for camera in added:
        session.add(
            ExtractionLine(
                request_id=request.id,
                camera_id=camera.id,
                ward_id=camera.ward_id,
                network_id=camera.network_id,
                window_from=since,
                window_to=until,
                retention_days=camera.days_kept,
                status=LineStatus.ASKED,
                note="",
            )
        )
    session.flush()
    if added:
        details: dict[str, Any] = {"without_consent": withdrawn} if withdrawn else {}
        record(session, actor, "line:ask", request, cameras=[camera.code for camera in added], **details)
    if warn:
        cautioning.warn(session, actor, request, facts.get("caution_reason", ""), since)


def _check_window(since: datetime, until: datetime) -> None:
    if until <= since:
        raise errors.Invalid({"window_to": N_("Giờ kết thúc phải sau giờ bắt đầu.")})
    if until - since > rules.LONGEST_WINDOW:
        raise errors.Invalid({"window_to": N_("Một khung giờ dài tối đa 24 giờ; hãy tách thành nhiều khung.")})
    if since > clock.now():
        raise errors.Invalid({"window_from": N_("Khung giờ nằm ở tương lai.")})


def _move(subject: Any, step: Step | LineStep, after: LabeledEnum, happened_at: datetime) -> None:
    """Set the state after a step, and when it was taken."""
    subject.status = after
    if step.timestamp:
        setattr(subject, step.timestamp, happened_at)


def _approved_at(request: ExtractionRequest, step: LineStep) -> datetime | None:
    """When a request was approved, where a step of its lines must wait for that."""
    return None if RequestStatus.FILED in step.during else request.decided_at


def _acting_for(session: Session, actor: Viewer, request: ExtractionRequest, step: Step) -> dict[str, Any]:
    """Instead of whom somebody decided, where it was delegated; what the step's event and the log keep of it."""
    delegator = accounts.acting_for(session, actor, request.unit_id) if step.needs is Can.DECIDE_REQUEST else ""
    return {"acting_for": delegator} if delegator else {}


def _open_fault(session: Session, actor: Viewer, line: ExtractionLine, request: ExtractionRequest) -> dict[str, Any]:
    """What a line without footage says of its camera becomes a fault; what the step's event keeps of it."""
    reason = line.unavailable_reason
    if reason not in rules.FAULT_BY_REASON:
        return {}
    camera = session.get_one(Camera, line.camera_id)
    health, checked_at = camera.health, camera.checked_at
    evidence = f"{request.code}: {reason.text}"
    fault = upkeep.find_at_fault(session, actor, camera, rules.FAULT_BY_REASON[reason], evidence)
    return {"fault": mistakes.opened(fault, camera, health, checked_at)} if fault else {}
