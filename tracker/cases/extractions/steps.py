"""Rules: the steps of requests and of lines. A new step is one row here, with a function in `effects` if it needs one.

Pure.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar

from tracker.cases.extractions.rules import COPYABLE, PRESERVABLE, LineStatus, RequestStatus
from tracker.cases.extractions.step_fields import (
    ASK_AGAIN,
    CAUTION_REASON,
    HANDOVER,
    NOTE,
    OPINION,
    REASON,
    SECURED,
    STILL_THERE,
    SURE,
    WITHOUT_CONSENT,
)
from tracker.cases.transitions import HAPPENED_AT, NEEDED, ButtonLook, Field, Transition
from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Actor, Can, permits


class RequestEffect(StrEnum):
    """What a step of a request does besides moving it and keeping when."""

    NONE = "none"
    NEED_LINES = "need_lines"
    KEEP_DECISION = "keep_decision"
    KEEP_APPROVAL = "keep_approval"
    NEED_OUTCOMES = "need_outcomes"
    CLEAR_CLOSING = "clear_closing"


class LineEffect(StrEnum):
    """What a step of a line does besides moving it, keeping when and the note."""

    NONE = "none"
    KEEP_PRESERVATION = "keep_preservation"
    TAKE_COPY = "take_copy"
    KEEP_HANDOVER = "keep_handover"
    KEEP_REASON = "keep_reason"


@dataclass(frozen=True, kw_only=True)
class Step(Transition[RequestStatus]):
    """One way a request moves: to `reaches`. A note for the log is taken with each."""

    kind: ClassVar[str] = "request"
    always: ClassVar[tuple[str, ...]] = ("version", "note", HAPPENED_AT)

    reaches: RequestStatus
    effect: RequestEffect = RequestEffect.NONE
    flash: str = N_("Phiếu %(code)s: %(status)s.")


@dataclass(frozen=True, kw_only=True)
class LineStep(Transition[LineStatus]):
    """One way a line moves: to `reaches`, while its request stands at one of `during`. A note is taken with each."""

    kind: ClassVar[str] = "line"
    always: ClassVar[tuple[str, ...]] = ("version", "note", HAPPENED_AT)

    reaches: LineStatus
    during: frozenset[RequestStatus]
    effect: LineEffect = LineEffect.NONE
    flash: str = N_("Camera %(code)s: %(status)s.")


FILE = Step(
    name="file",
    text=N_("Gửi phiếu"),
    log=N_("gửi phiếu"),
    summary="File a draft: from now on the wards asked see it.",
    leaves=frozenset({RequestStatus.DRAFT}),
    reaches=RequestStatus.FILED,
    needs=Can.FILE_REQUEST,
    fields=((CAUTION_REASON,),),
    effect=RequestEffect.NEED_LINES,
    timestamp="filed_at",
)
APPROVE = Step(
    name="approve",
    text=N_("Phê duyệt"),
    log=N_("phê duyệt phiếu"),
    summary="Approve somebody else's request: from now on copies may be taken.",
    leaves=frozenset({RequestStatus.FILED}),
    reaches=RequestStatus.APPROVED,
    needs=Can.DECIDE_REQUEST,
    fields=((OPINION,), (WITHOUT_CONSENT,)),
    effect=RequestEffect.KEEP_APPROVAL,
    timestamp="decided_at",
)
REFUSE = Step(
    name="refuse",
    text=N_("Từ chối"),
    log=N_("từ chối phiếu"),
    summary="Refuse somebody else's request, and say why.",
    leaves=frozenset({RequestStatus.FILED}),
    reaches=RequestStatus.REFUSED,
    needs=Can.DECIDE_REQUEST,
    look=ButtonLook.DESTRUCTIVE,
    fields=((replace(OPINION, missing=N_("Hãy ghi lý do từ chối.")),),),
    effect=RequestEffect.KEEP_DECISION,
    timestamp="decided_at",
)
WITHDRAW = Step(
    name="withdraw",
    text=N_("Rút phiếu"),
    title=N_("Rút phiếu"),
    intro=N_("Các phường sẽ không phải trả lời phiếu này nữa. Phiếu vẫn được đếm vào số đã yêu cầu."),
    log=N_("rút phiếu"),
    summary="Withdraw a request of one's own before it is answered.",
    leaves=frozenset({RequestStatus.DRAFT, RequestStatus.FILED, RequestStatus.APPROVED}),
    reaches=RequestStatus.WITHDRAWN,
    needs=Can.FILE_REQUEST,
    look=ButtonLook.DESTRUCTIVE,
    fields=((Field("confirmed", N_("Tôi chắc chắn rút phiếu này"), missing=SURE, tick=True),),),
)
CLOSE = Step(
    name="close",
    text=N_("Đóng phiếu"),
    log=N_("đóng phiếu"),
    summary="Close an answered request once each hand-over has its outcome, or with a day to ask again on.",
    leaves=frozenset({RequestStatus.ANSWERED}),
    reaches=RequestStatus.CLOSED,
    needs=Can.FILE_REQUEST,
    fields=((ASK_AGAIN,),),
    effect=RequestEffect.NEED_OUTCOMES,
    timestamp="closed_at",
)
# Taken by itself when the last line is settled, on the permission of whoever settles it.
COMPLETE = Step(
    name="complete",
    text=N_("Đủ trả lời"),
    log=N_("phiếu đã được trả lời đủ"),
    summary="Every line of an approved request is settled.",
    leaves=frozenset({RequestStatus.APPROVED}),
    reaches=RequestStatus.ANSWERED,
    needs=Can.ANSWER_LINE,
)
# Taken by itself when a settled line is taken back.
RESUME = Step(
    name="resume",
    text=N_("Chờ trả lời tiếp"),
    log=N_("phiếu lại chờ trả lời"),
    summary="A line of an answered request is open again.",
    leaves=frozenset({RequestStatus.ANSWERED}),
    reaches=RequestStatus.APPROVED,
    needs=Can.ANSWER_LINE,
)
REOPEN = Step(
    name="reopen",
    text=N_("Mở lại phiếu"),
    title=N_("Mở lại phiếu"),
    intro=N_("Phiếu trở về đã trả lời đủ, để sửa câu trả lời của phường rồi đóng lại."),
    log=N_("mở lại phiếu"),
    summary="Take up a closed request of one's own again, with a reason.",
    leaves=frozenset({RequestStatus.CLOSED}),
    reaches=RequestStatus.ANSWERED,
    needs=Can.FILE_REQUEST,
    look=ButtonLook.PLAIN,
    fields=((Field("note", N_("Lý do mở lại"), missing=NEEDED, rows=2),),),
    effect=RequestEffect.CLEAR_CLOSING,
)
# The steps that people take, by name, and those that follow by themselves.
STEPS = {step.name: step for step in (FILE, APPROVE, REFUSE, WITHDRAW, CLOSE, REOPEN)}
AUTOMATIC = frozenset({COMPLETE.name, RESUME.name})

PRESERVE = LineStep(
    name="preserve",
    text=N_("Ghi: đã bảo toàn"),
    title=N_("Bảo toàn dữ liệu"),
    log=N_("bảo toàn dữ liệu"),
    summary="Note that the footage is safe from overwriting. Allowed before approval.",
    leaves=frozenset({LineStatus.ASKED}),
    reaches=LineStatus.PRESERVED,
    during=PRESERVABLE,
    needs=Can.PRESERVE_LINE,
    fields=SECURED,
    effect=LineEffect.KEEP_PRESERVATION,
    timestamp="preserved_at",
)
EXTEND = LineStep(
    name="extend",
    text=N_("Gia hạn bảo toàn"),
    title=N_("Gia hạn bảo toàn"),
    intro=N_("Ghi thời hạn mới, cách bảo toàn mới."),
    log=N_("gia hạn bảo toàn"),
    summary="Note until when preserved footage is safe from now on.",
    leaves=frozenset({LineStatus.PRESERVED}),
    reaches=LineStatus.PRESERVED,
    during=PRESERVABLE,
    needs=Can.PRESERVE_LINE,
    look=ButtonLook.PLAIN,
    fields=SECURED,
    effect=LineEffect.KEEP_PRESERVATION,
)
EXTRACT = LineStep(
    name="extract",
    text=N_("Ghi: đã trích xuất"),
    title=N_("Trích xuất dữ liệu"),
    log=N_("trích xuất dữ liệu"),
    summary="Note that a copy was taken. Only for an approved request.",
    leaves=frozenset({LineStatus.ASKED, LineStatus.PRESERVED}),
    reaches=LineStatus.EXTRACTED,
    during=COPYABLE,
    needs=Can.ANSWER_LINE,
    fields=(STILL_THERE, (WITHOUT_CONSENT,), (NOTE,)),
    effect=LineEffect.TAKE_COPY,
    timestamp="extracted_at",
)
HAND_OVER = LineStep(
    name="hand-over",
    text=N_("Bàn giao"),
    title=N_("Bàn giao dữ liệu"),
    log=N_("bàn giao dữ liệu"),
    summary="Note what was handed over, to whom, with its hash.",
    leaves=frozenset({LineStatus.EXTRACTED}),
    reaches=LineStatus.HANDED_OVER,
    during=COPYABLE,
    needs=Can.ANSWER_LINE,
    fields=(*HANDOVER, (NOTE,)),
    effect=LineEffect.KEEP_HANDOVER,
    timestamp="handed_over_at",
)
DECLARE = LineStep(
    name="unavailable",
    text=N_("Không có dữ liệu…"),
    title=N_("Không có dữ liệu"),
    log=N_("trả lời không có dữ liệu"),
    summary="Note that there is no footage, and why.",
    leaves=frozenset({LineStatus.ASKED, LineStatus.PRESERVED, LineStatus.EXTRACTED}),
    reaches=LineStatus.UNAVAILABLE,
    during=PRESERVABLE,
    needs=Can.ANSWER_LINE,
    look=ButtonLook.DESTRUCTIVE,
    fields=((REASON,), (NOTE,)),
    effect=LineEffect.KEEP_REASON,
    timestamp="unavailable_at",
)
LINE_STEPS = {step.name: step for step in (PRESERVE, EXTRACT, HAND_OVER, EXTEND, DECLARE)}


def advance(status: RequestStatus, step: Step) -> RequestStatus:
    """The status after `step`. WrongState when the step does not start from `status`."""
    step.check_state(status)
    return step.reaches


def advance_line(status: LineStatus, request: RequestStatus, step: LineStep) -> LineStatus:
    """The line's status after `step`, given its request's status. WrongState when either does not allow it."""
    step.check_state(status)
    if request not in step.during:
        raise errors.WrongState(
            N_("Phiếu chưa được phê duyệt hoặc đã kết thúc, nên chưa làm được bước này."), step=step.name
        )
    return step.reaches


def steps_from(status: RequestStatus) -> list[Step]:
    """The steps that start from `status`."""
    return [step for step in STEPS.values() if status in step.leaves]


def steps_for(actor: Actor, request: Any) -> list[Step]:
    """The steps that `actor` may take with a request as it stands, for drawing buttons."""
    possible = [] if request.voided_at else steps_from(request.status)
    return [step for step in possible if permits(actor, step.needs, request)]


def line_steps_from(status: LineStatus, request: RequestStatus) -> list[LineStep]:
    """The steps that start from a line's `status` while its request stands at `request`."""
    return [step for step in LINE_STEPS.values() if status in step.leaves and request in step.during]


def line_steps_for(actor: Actor, line: Any, request: RequestStatus) -> list[LineStep]:
    """The steps that `actor` may take with a line, or a row of a list of lines, whose request stands at `request`."""
    possible = [step for step in line_steps_from(line.status, request) if step is not EXTEND or line.preserved_until]
    return [step for step in possible if permits(actor, step.needs, line)]
