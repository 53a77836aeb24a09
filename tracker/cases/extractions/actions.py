"""Writing requests and lines. A status moves here and nowhere else, by the step tables of rules.py."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases.extractions import queries, rules
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, Handover
from tracker.cases.extractions.rules import LineStatus, LineStep, Outcome, RequestStatus, Step
from tracker.cases.incidents import queries as incidents
from tracker.core import clock, errors, permissions, sequences
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as register
from tracker.register.cameras.models import Camera
from tracker.register.faults import actions as upkeep
from tracker.register.recorders.rules import overwrite_at, retention_days

WITHDRAWN = N_("Chủ đã rút đồng ý: %(cameras)s. Bỏ các camera này, hoặc xác nhận rằng có căn cứ khác.")


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


def browse(session: Session, actor: Viewer, wanted: queries.RequestCriteria) -> tuple[list[Any], bool]:
    """A page of requests, its reading written down."""
    permissions.require(actor, Can.VIEW_REQUESTS)
    rows, more = queries.listing(session, actor, wanted)
    record(session, actor, "request:list", kind="ExtractionRequest", ids=[row.id for row in rows])
    return rows, more


def browse_lines(session: Session, actor: Viewer, wanted: queries.LineCriteria) -> tuple[list[Any], bool]:
    """A page of lines by their clock, its reading written down."""
    permissions.require(actor, Can.VIEW_REQUESTS)
    rows, more = queries.line_listing(session, actor, wanted)
    record(session, actor, "line:list", kind="ExtractionLine", ids=[row.id for row in rows])
    return rows, more


def draft(session: Session, actor: Viewer, facts: Mapping[str, Any]) -> ExtractionRequest:
    """A draft against an incident: `facts` as `schemas.NewRequest` gives them, its cameras as lines of one window."""
    permissions.require(actor, Can.DRAFT_REQUESTS)
    incident = incidents.get(session, actor, facts["incident_id"])
    now = clock.now()
    year = clock.local(now).year
    request = ExtractionRequest(
        code=f"YC-{sequences.next_number(session, 'request', year):05d}/{year}",
        incident_id=incident.id,
        requester_id=actor.id,
        status=RequestStatus.DRAFT,
        legal_basis=facts["legal_basis"],
        purpose=facts["purpose"],
        paper_number=facts["paper_number"],
        created_at=now,
        decision_note="",
    )
    session.add(request)
    session.flush()
    record(session, actor, "request:draft", request, incident=incident.code, basis=facts["legal_basis"].value)
    _add_lines(session, actor, request, facts)
    return request


def add_lines(session: Session, actor: Viewer, request_id: int, facts: Mapping[str, Any]) -> ExtractionRequest:
    """More cameras, or another window, for a draft: `facts` as `schemas.Lines` gives them."""
    request = _own_draft(session, actor, request_id)
    _add_lines(session, actor, request, facts)
    return request


def remove_line(session: Session, actor: Viewer, line_id: int) -> ExtractionRequest:
    """Take a line out of a draft."""
    line = queries.get_line(session, actor, line_id)
    request = _own_draft(session, actor, line.request_id)
    session.delete(line)
    record(session, actor, "line:remove", line, request=request.code, camera=line.camera.code)
    return request


def advance(
    session: Session,
    actor: Viewer,
    request_id: int,
    version: int,
    step: Step,
    *,
    note: str = "",
    ask_again_on: date | None = None,
) -> ExtractionRequest:
    """Move a request by one step: 404 not visible, 403 not permitted, 409 wrong state or stale, 422 incomplete."""
    request = queries.get(session, actor, request_id)
    permissions.require(actor, step.needs, request)
    check_version(request, version)
    before, after = request.status, rules.advance(request.status, step)
    with session.no_autoflush:  # the database checks status and dates together
        _note_step(session, actor, request, step, note, ask_again_on)
        request.status = after
    session.flush()
    record(
        session,
        actor,
        f"request:{step.name}",
        request,
        reason=note,
        changed={"status": [before.value, request.status.value]},
    )
    if step is rules.APPROVE:
        _complete(session, actor, request)
    return request


def advance_line(
    session: Session, actor: Viewer, line_id: int, version: int, step: LineStep, facts: Mapping[str, Any]
) -> ExtractionLine:
    """Move a line by one step; `facts` are what the step needs (the hand-over, the reason, a note)."""
    line = queries.get_line(session, actor, line_id)
    permissions.require(actor, step.needs, line)
    request = queries.lock(session, line.request_id)
    check_version(line, version)
    before, after = line.status, rules.advance_line(line.status, request.status, step)
    with session.no_autoflush:  # the database checks status and reason together
        _note_line_step(session, actor, line, step, facts)
        line.status = after
    session.flush()
    reason = line.unavailable_reason
    if reason in rules.FAULT_BY_REASON:
        camera = session.get_one(Camera, line.camera_id)
        told = f"{request.code}: {reason.text}"
        upkeep.find_at_fault(session, actor, camera, rules.FAULT_BY_REASON[reason], told)
    record(
        session,
        actor,
        f"line:{step.name}",
        line,
        request=request.code,
        camera=line.camera.code,
        changed={"status": [before.value, line.status.value]},
    )
    _complete(session, actor, request)
    return line


def judge(session: Session, actor: Viewer, line_id: int, version: int, outcome: Outcome) -> ExtractionLine:
    """What a line's footage was worth. Only what was handed over can be judged, and only until the request closes."""
    line = queries.get_line(session, actor, line_id)
    permissions.require(actor, Can.JUDGE_LINE, line)
    check_version(line, version)
    if line.status is not LineStatus.HANDED_OVER or line.request.status is RequestStatus.CLOSED:
        raise errors.WrongState(status=line.status.value)
    before, line.outcome, line.outcome_at = line.outcome, outcome, clock.now()
    session.flush()
    changed = {"outcome": [before.value if before else None, outcome.value]}
    record(session, actor, "line:judge", line, request=line.request.code, changed=changed)
    return line


def _own_draft(session: Session, actor: Viewer, request_id: int) -> ExtractionRequest:
    request = queries.get(session, actor, request_id)
    permissions.require(actor, Can.FILE_REQUEST, request)
    if request.status is not RequestStatus.DRAFT:
        raise errors.WrongState(status=request.status.value)
    return request


def _add_lines(session: Session, actor: Viewer, request: ExtractionRequest, facts: Mapping[str, Any]) -> None:
    camera_ids, since, until = facts["camera_ids"], facts["window_from"], facts["window_to"]
    _check_window(since, until)
    found = register.by_ids(session, actor, camera_ids)
    if not found or len(found) != len(set(camera_ids)):
        raise errors.Invalid({"camera_ids": N_("Hãy chọn ít nhất một camera đang có trong sổ.")})
    already = {(line.camera_id, line.window_from) for line in queries.lines_of(session, actor, request.id)}
    fresh = [camera for camera in found if (camera.id, since) not in already]
    if len(already) + len(fresh) > rules.MOST_LINES:
        raise errors.Invalid({"camera_ids": N_("Một phiếu có tối đa 100 camera.")})
    withdrawn = [camera.code for camera in fresh if camera.consent_withdrawn_on is not None]
    if withdrawn and not facts.get("without_consent"):
        raise errors.Invalid({"without_consent": WITHDRAWN}, cameras=", ".join(withdrawn))
    for camera in fresh:
        days = retention_days(camera.retention_days, camera.recorder_days, camera.stored)
        session.add(
            ExtractionLine(
                request_id=request.id,
                camera_id=camera.id,
                ward_id=camera.ward_id,
                network_id=camera.network_id,
                window_from=since,
                window_to=until,
                retention_days=days,
                overwrite_at=overwrite_at(until, days),
                status=LineStatus.ASKED,
                note="",
            )
        )
    session.flush()
    if fresh:
        known: dict[str, Any] = {"without_consent": withdrawn} if withdrawn else {}
        record(session, actor, "line:ask", request, cameras=[camera.code for camera in fresh], **known)


def _check_window(since: datetime, until: datetime) -> None:
    if until <= since:
        raise errors.Invalid({"window_to": N_("Giờ kết thúc phải sau giờ bắt đầu.")})
    if until - since > rules.LONGEST_WINDOW:
        raise errors.Invalid({"window_to": N_("Một khung giờ dài tối đa 24 giờ; hãy tách thành nhiều khung.")})
    if since > clock.now():
        raise errors.Invalid({"window_from": N_("Khung giờ nằm ở tương lai.")})


def _note_step(
    session: Session, actor: Viewer, request: ExtractionRequest, step: Step, note: str, ask_again_on: date | None
) -> None:
    now = clock.now()
    if step is rules.FILE:
        if not queries.statuses_of(session, request.id):
            raise errors.Invalid({"camera_ids": N_("Phiếu chưa có camera nào.")})
        request.filed_at = now
    elif step in (rules.APPROVE, rules.REFUSE):
        if step is rules.REFUSE and not note:
            raise errors.Invalid({"note": N_("Hãy ghi lý do từ chối.")})
        request.approver_id, request.decided_at, request.decision_note = actor.id, now, note
    elif step is rules.CLOSE:
        if queries.lines_without_outcome(session, request.id) and ask_again_on is None:
            missing = N_("Còn camera chưa ghi kết quả. Hãy ghi kết quả, hoặc hẹn ngày hỏi lại.")
            raise errors.Invalid({"ask_again_on": missing})
        request.closed_at, request.ask_again_on = now, ask_again_on


def _note_line_step(
    session: Session, actor: Viewer, line: ExtractionLine, step: LineStep, facts: Mapping[str, Any]
) -> None:
    now = clock.now()
    line.note = facts.get("note", "") or line.note
    if step is rules.PRESERVE:
        line.preserved_at = now
    elif step is rules.EXTRACT:
        line.extracted_at = now
    elif step is rules.HAND_OVER:
        line.handed_over_at = now
        session.add(Handover(line_id=line.id, **{name: facts[name] for name in HANDOVER}))
    else:
        line.unavailable_at, line.unavailable_reason = now, facts["reason"]


HANDOVER = (
    "file_name",
    "bytes",
    "sha256",
    "medium",
    "seal_number",
    "clock_offset_seconds",
    "minutes_number",
    "received_by",
)


def _complete(session: Session, actor: Viewer, request: ExtractionRequest) -> None:
    """A request whose last line is settled is answered, by itself."""
    if request.status in rules.COMPLETE.leaves and rules.all_settled(queries.statuses_of(session, request.id)):
        before, request.status = request.status, rules.advance(request.status, rules.COMPLETE)
        session.flush()
        record(session, actor, "request:complete", request, changed={"status": [before.value, request.status.value]})
