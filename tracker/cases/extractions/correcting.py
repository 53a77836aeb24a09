"""Actions: putting requests and lines right: the newest step taken back, a request voided or merged."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.cases import history
from tracker.cases.events import TakenStep
from tracker.cases.extractions import corrections, events, queries, sharing, steps
from tracker.cases.extractions.completion import settle
from tracker.cases.extractions.corrections import LineCorrection, RequestCorrection
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.rules import RequestStatus
from tracker.cases.handovers.models import Handover
from tracker.cases.transitions import CorrectionKind
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.register.faults import mistakes

Facts = Mapping[str, Any]

NOTHING = N_("Không còn bước nào để rút lại.")
HANGS_ON_IT = N_("Các phường đã làm tiếp dựa trên bước này. Hãy rút lại các câu trả lời đó trước.")
REOPEN_FIRST = N_("Phiếu đã đóng: người yêu cầu phải mở lại phiếu trước.")
ALREADY = N_("Phiếu này đã hủy.")
NO_OTHER = N_("Không có phiếu nào như thế trong cùng vụ việc, hoặc phiếu ấy đã hủy.")


def correct(
    session: Session, actor: Viewer, request_id: int, version: int, correction: RequestCorrection, facts: Facts
) -> ExtractionRequest:
    """Put a request right. 404 not visible, 403 not permitted, 409 nothing to put right or stale, 422 incomplete."""
    request = queries.get(session, actor, request_id)
    newest = events.newest_of_people(session, request.id)
    taking_back = correction.effect is CorrectionKind.TAKE_BACK
    taken_step = TakenStep(newest.actor_id if newest else None, request.unit_id)
    permissions.require(actor, correction.needs, taken_step if taking_back else request)
    check_version(request, version)
    correction.require_fields(facts)
    _EFFECTS[correction.effect](session, actor, request, facts)
    return request


def correct_line(
    session: Session, actor: Viewer, line_id: int, version: int, correction: LineCorrection, facts: Facts
) -> ExtractionLine:
    """Take the newest step of a line back, with all that it wrote. The outcomes given since are kept."""
    line = queries.get_line(session, actor, line_id)
    permissions.require(actor, correction.needs, line)
    request = queries.lock(session, line.request_id)
    check_version(line, version)
    correction.require_fields(facts)
    event = history.newest(session, LineEvent, line.id)
    if event is None or request.voided_at is not None:
        raise errors.WrongState(NOTHING)
    if request.status is RequestStatus.CLOSED:
        raise errors.WrongState(REOPEN_FIRST)
    with session.no_autoflush:  # the database checks status, reason and outcome together
        line.outcome, line.outcome_at = None, None
        changed = history.revert(session, actor, event, line, facts["note"])
    _undo_consequences(session, actor, line, event)
    names: dict[str, Any] = {"request": request.code, "camera": line.camera.code, "step": event.step}
    record(session, actor, correction.action, line, reason=facts["note"], **names, changed=changed)
    settle(session, actor, request)
    return line


def undo(session: Session, actor: Viewer, request_id: int, version: int) -> ExtractionRequest | None:
    """Take a step back that the actor took only just now, as a slip; nothing where a reason must be given by now."""
    request = queries.get(session, actor, request_id)
    if not history.is_slip(actor, events.newest_of_people(session, request.id)):
        return None
    return correct(session, actor, request_id, version, corrections.TAKE_BACK, {"note": history.SLIP})


def undo_line(session: Session, actor: Viewer, line_id: int, version: int) -> ExtractionLine | None:
    """The same of a line."""
    line = queries.get_line(session, actor, line_id)
    if not history.is_slip(actor, history.newest(session, LineEvent, line.id)):
        return None
    return correct_line(session, actor, line_id, version, corrections.TAKE_LINE_BACK, {"note": history.SLIP})


def may_take_back(request: ExtractionRequest, newest: RequestEvent | None, lines: list[ExtractionLine]) -> bool:
    """Whether the newest step of a request can be taken back as its lines stand."""
    return newest is not None and not corrections.is_hindered(newest.step, (line.status for line in lines))


def _take_back(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    standing = events.standing_of(session, request.id)
    newest = next((event for event in standing if event.step not in steps.AUTOMATIC), None)
    if newest is None:
        raise errors.WrongState(NOTHING)
    if corrections.is_hindered(newest.step, queries.statuses_of(session, request.id)):
        raise errors.WrongState(HANGS_ON_IT)
    with session.no_autoflush:  # the database checks status and dates together
        for event in standing[: standing.index(newest) + 1]:
            changed = history.revert(session, actor, event, request, facts["note"])
    sharing.undo_merger(session, newest.facts.get("shares", []))
    details: dict[str, Any] = {"step": newest.step, "changed": changed}
    record(session, actor, corrections.TAKE_BACK.action, request, reason=facts["note"], **details)
    if request.voided_at is None:
        settle(session, actor, request)


def _void(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    _leave(session, actor, request, corrections.VOID, facts["note"])


def _merge(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    """Point to the other one; what was asked and answered in either stays where it is.

    An incident that uses one of its lines uses the same line of the other one, where that asks for it too.
    """
    kept_request = queries.by_code(session, actor, facts["into"])
    if kept_request is None or kept_request.id == request.id or not _may_be_kept(kept_request, request):
        raise errors.Invalid({"into": NO_OTHER})
    request.merged_into_id = kept_request.id
    event = _leave(session, actor, request, corrections.MERGE, facts["note"], into=kept_request.code)
    event.facts = {**event.facts, "shares": sharing.follow_merger(session, request.id, kept_request.id)}


def _may_be_kept(kept_request: ExtractionRequest, request: ExtractionRequest) -> bool:
    return kept_request.incident_id == request.incident_id and kept_request.voided_at is None


def _leave(
    session: Session, actor: Viewer, request: ExtractionRequest, row: RequestCorrection, reason: str, **details: Any
) -> RequestEvent:
    if request.voided_at is not None:
        raise errors.WrongState(ALREADY)
    now, event = clock.now(), RequestEvent()
    request.voided_at, request.voided_by_id, request.void_reason = now, actor.id, reason
    history.keep(session, actor, event, request, row, now, reason)
    record(session, actor, row.action, request, reason=reason, **details)
    return event


def _undo_consequences(session: Session, actor: Viewer, line: ExtractionLine, event: Any) -> None:
    """The paper of a hand-over no longer stands; the fault that «broken» opened was a mistake."""
    if event.step == steps.HAND_OVER.name:
        paper = update(Handover).where(Handover.line_id == line.id, Handover.voided_at.is_(None))
        session.execute(paper.values(voided_at=clock.now()))
        session.expire(line, ["handover"])
    if "fault" in event.facts:
        mistakes.close_mistaken(session, actor, event.facts["fault"])


_EFFECTS: Mapping[CorrectionKind, Callable[[Session, Viewer, ExtractionRequest, Facts], None]] = {
    CorrectionKind.TAKE_BACK: _take_back,
    CorrectionKind.VOID: _void,
    CorrectionKind.MERGE: _merge,
}
