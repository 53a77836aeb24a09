"""Rules: how requests and lines are put right: the newest step taken back, a request voided or merged. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from tracker.cases.extractions import step_fields, steps
from tracker.cases.extractions.rules import SETTLED, LineStatus, RequestStatus
from tracker.cases.transitions import NEEDED, ButtonLook, CorrectionKind, Field, Transition
from tracker.core.i18n import N_
from tracker.core.permissions import Can


@dataclass(frozen=True, kw_only=True)
class RequestCorrection(Transition[RequestStatus]):
    """One way to put a request right, in whatever state. It happens when it is recorded."""

    kind: ClassVar[str] = "request"
    always: ClassVar[tuple[str, ...]] = ("version",)

    effect: CorrectionKind
    leaves: frozenset[RequestStatus] = frozenset(RequestStatus)
    look: ButtonLook = ButtonLook.DESTRUCTIVE


@dataclass(frozen=True, kw_only=True)
class LineCorrection(Transition[LineStatus]):
    """One way to put a line right."""

    kind: ClassVar[str] = "line"
    always: ClassVar[tuple[str, ...]] = ("version",)

    effect: CorrectionKind = CorrectionKind.TAKE_BACK
    leaves: frozenset[LineStatus] = frozenset(LineStatus)
    look: ButtonLook = ButtonLook.DESTRUCTIVE


REASON = Field("note", N_("Lý do"), missing=NEEDED, rows=2)
SURE = Field("confirmed", N_("Tôi chắc chắn"), missing=step_fields.SURE, tick=True)

TAKE_BACK = RequestCorrection(
    name="take-back",
    text=N_("Rút lại bước vừa làm"),
    title=N_("Rút lại bước vừa làm"),
    intro=N_("Phiếu trở về như trước bước ấy. Cả bước đã làm và việc rút lại đều còn trong lịch sử."),
    log=N_("rút lại bước của phiếu"),
    flash=N_("Phiếu %(code)s: đã rút lại bước vừa làm."),
    summary="Take the newest step of a request back, with a reason: by whoever took it, or leadership.",
    needs=Can.TAKE_BACK_REQUEST_STEP,
    fields=((REASON,),),
    effect=CorrectionKind.TAKE_BACK,
)
VOID = RequestCorrection(
    name="void",
    text=N_("Hủy phiếu lập nhầm"),
    title=N_("Hủy phiếu lập nhầm"),
    intro=N_("Phiếu ra khỏi danh sách và mọi con số, nhưng vẫn mở được và vẫn còn trong nhật ký."),
    log=N_("hủy phiếu lập nhầm"),
    flash=N_("Đã hủy phiếu %(code)s."),
    summary="Void a request made by mistake, with a reason: out of lists and figures, never out of the log.",
    needs=Can.VOID_REQUEST,
    fields=((REASON,), (SURE,)),
    effect=CorrectionKind.VOID,
)
MERGE = RequestCorrection(
    name="merge",
    text=N_("Gộp vào phiếu khác"),
    title=N_("Gộp phiếu lập trùng"),
    intro=N_("Phiếu này lập trùng với một phiếu khác của cùng vụ việc: giữ phiếu kia, phiếu này ra khỏi mọi con số."),
    log=N_("gộp phiếu lập trùng"),
    flash=N_("Đã gộp phiếu %(code)s."),
    summary="Merge a request that was made twice into the other one of its incident, with a reason.",
    needs=Can.VOID_REQUEST,
    fields=((Field("into", N_("Số phiếu giữ lại"), N_("Ví dụ YC-00012/2026"), missing=NEEDED),), (REASON,), (SURE,)),
    effect=CorrectionKind.MERGE,
)
CORRECTIONS = {row.name: row for row in (TAKE_BACK, VOID, MERGE)}

TAKE_LINE_BACK = LineCorrection(
    name="take-back",
    text=N_("Rút lại câu trả lời"),
    title=N_("Rút lại câu trả lời"),
    intro=N_("Camera này trở về như trước bước ấy. Cả bước đã làm và việc rút lại đều còn trong lịch sử."),
    log=N_("rút lại câu trả lời"),
    flash=N_("Camera %(code)s: đã rút lại, nay là %(status)s."),
    summary="Take the newest step of a line back, with a reason: by the same ward, until the request is closed.",
    needs=Can.TAKE_BACK_LINE_STEP,
    fields=((REASON,),),
)
LINE_CORRECTIONS = {TAKE_LINE_BACK.name: TAKE_LINE_BACK}

# In which states of its lines a step of a request cannot be taken back: what wards did since hangs on it.
HINDERED_BY: Mapping[str, frozenset[LineStatus]] = {
    steps.FILE.name: frozenset(LineStatus) - {LineStatus.ASKED},
    steps.APPROVE.name: frozenset({LineStatus.EXTRACTED, LineStatus.HANDED_OVER}),
    steps.REOPEN.name: frozenset(LineStatus) - SETTLED,
}


def words() -> dict[str, str]:
    """What the history of a request and of its lines says was done, by the name of the step."""
    tables = (steps.STEPS, steps.LINE_STEPS, CORRECTIONS)
    rows: list[Transition[Any]] = [row for table in tables for row in table.values()]
    return {row.name: row.log for row in (steps.COMPLETE, steps.RESUME, *rows)} | {"take-back": N_("rút lại một bước")}


def is_hindered(step: str, statuses: Iterable[LineStatus]) -> bool:
    """Whether a request's step cannot be taken back because of what became of its lines."""
    return not HINDERED_BY.get(step, frozenset()).isdisjoint(statuses)
