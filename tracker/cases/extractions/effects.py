"""Actions: what steps do besides moving a request or a line and keeping when; which does what, their rows say."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.extractions import cautioning, consents, events, preservation, queries, unit_notices
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.step_fields import HANDOVER, HASH_OWED, SURE
from tracker.cases.extractions.steps import LineEffect, RequestEffect
from tracker.cases.handovers.models import Handover
from tracker.cases.transitions import check_complete
from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer

Facts = Mapping[str, Any]
NO_HASH = N_("Hãy chọn tệp để tính mã băm, hoặc đánh dấu «ghi sau».")


def none(session: Session, actor: Viewer, subject: object, facts: Facts) -> None:
    """Nothing more."""


def need_lines(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    """Invalid for a request that asks for no camera; Cautioned where something that was not said speaks against it.

    The units that are asked are told.
    """
    if not queries.statuses_of(session, request.id):
        raise errors.Invalid({"camera_ids": N_("Phiếu chưa có camera nào.")})
    cautioning.warn(session, actor, request, facts.get("caution_reason", ""))
    unit_notices.tell_units(session, request)


def keep_decision(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    """Keep who decided, and what they said."""
    request.approver_id, request.decision_note = actor.id, facts.get("note", "")


def keep_approval(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    """Keep who approved. Asks first where an owner withdrew consent since, whether there is another basis."""
    consents.check(queries.lines_of(session, actor, request.id), request, facts)
    keep_decision(session, actor, request, facts)


def need_outcomes(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    """Keep the day to ask again on. Invalid without one while something handed over has no outcome."""
    ask_again_on = facts.get("ask_again_on")
    cameras = queries.cameras_without_outcome(session, request.id)
    if ask_again_on is None and cameras:
        missing = N_("Còn camera chưa ghi kết quả: %(cameras)s. Hãy ghi kết quả, hoặc hẹn ngày hỏi lại.")
        raise errors.Invalid({"ask_again_on": missing}, cameras=", ".join(cameras))
    request.ask_again_on = ask_again_on


def clear_closing(session: Session, actor: Viewer, request: ExtractionRequest, facts: Facts) -> None:
    """Forget when a request was closed and when to ask again; that stays among its events."""
    request.closed_at, request.ask_again_on = None, None


def keep_handover(session: Session, actor: Viewer, line: ExtractionLine, facts: Facts) -> None:
    """Keep what was handed over, on what, to whom. What was said of it before the paper was put right stands again."""
    outcomes_so_far = events.outcomes_of(session, [line.id]).get(line.id)
    if outcomes_so_far and outcomes_so_far[0].outcome:
        line.outcome, line.outcome_at = outcomes_so_far[0].outcome, outcomes_so_far[0].recorded_at
    if not facts["sha256"] and not facts.get(HASH_OWED.name):
        raise errors.Invalid({"sha256": NO_HASH, HASH_OWED.name: SURE})
    columns = {field.name for part in HANDOVER for field in part} - {HASH_OWED.name}
    session.add(Handover(line_id=line.id, **{name: facts[name] for name in columns if name in facts}))


def keep_reason(session: Session, actor: Viewer, line: ExtractionLine, facts: Facts) -> None:
    """Keep why there is no footage."""
    line.unavailable_reason = facts["reason"]


def take_copy(session: Session, actor: Viewer, line: ExtractionLine, facts: Facts) -> None:
    """Nothing more, but only of what is there, and not against an owner's will without another basis."""
    consents.check([line], line.request, facts)
    preservation.check_exists(session, actor, line, facts)


REQUEST_EFFECTS: Mapping[RequestEffect, Callable[[Session, Viewer, ExtractionRequest, Facts], None]] = {
    RequestEffect.NONE: none,
    RequestEffect.NEED_LINES: need_lines,
    RequestEffect.KEEP_DECISION: keep_decision,
    RequestEffect.KEEP_APPROVAL: keep_approval,
    RequestEffect.NEED_OUTCOMES: need_outcomes,
    RequestEffect.CLEAR_CLOSING: clear_closing,
}
LINE_EFFECTS: Mapping[LineEffect, Callable[[Session, Viewer, ExtractionLine, Facts], None]] = {
    LineEffect.NONE: none,
    LineEffect.KEEP_PRESERVATION: preservation.keep_preservation,
    LineEffect.TAKE_COPY: take_copy,
    LineEffect.KEEP_HANDOVER: keep_handover,
    LineEffect.KEEP_REASON: keep_reason,
}
check_complete(REQUEST_EFFECTS, RequestEffect)
check_complete(LINE_EFFECTS, LineEffect)
