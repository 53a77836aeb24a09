"""Rules: how incidents are put right: the newest step taken back, one voided or merged into another. Pure."""

from dataclasses import dataclass
from typing import ClassVar

from tracker.cases.incidents import steps
from tracker.cases.incidents.rules import IncidentStatus
from tracker.cases.transitions import NEEDED, ButtonLook, CorrectionKind, Field, Transition
from tracker.core.i18n import N_
from tracker.core.permissions import Can


@dataclass(frozen=True, kw_only=True)
class IncidentCorrection(Transition[IncidentStatus]):
    """One way to put an incident right, in whatever state. It happens when it is recorded."""

    kind: ClassVar[str] = "incident"
    always: ClassVar[tuple[str, ...]] = ("version",)

    effect: CorrectionKind
    leaves: frozenset[IncidentStatus] = frozenset(IncidentStatus)
    look: ButtonLook = ButtonLook.DESTRUCTIVE


REASON = Field("reason", N_("Lý do"), missing=NEEDED, rows=2)
SURE = Field("confirmed", N_("Tôi chắc chắn"), missing=steps.SURE, tick=True)

TAKE_BACK = IncidentCorrection(
    name="take-back",
    text=N_("Rút lại bước vừa làm"),
    title=N_("Rút lại bước vừa làm"),
    intro=N_("Vụ việc trở về như trước bước ấy. Cả bước đã làm và việc rút lại đều còn trong lịch sử."),
    log=N_("rút lại bước của vụ việc"),
    flash=N_("Đã rút lại bước vừa làm của vụ việc."),
    summary="Take the newest step of an incident back, with a reason: by whoever took it, or leadership.",
    needs=Can.TAKE_BACK_INCIDENT_STEP,
    fields=((REASON,),),
    effect=CorrectionKind.TAKE_BACK,
)
VOID = IncidentCorrection(
    name="void",
    text=N_("Hủy vụ việc lập nhầm"),
    title=N_("Hủy vụ việc lập nhầm"),
    intro=N_("Vụ việc ra khỏi danh sách và mọi con số, nhưng vẫn mở được và vẫn còn trong nhật ký."),
    log=N_("hủy vụ việc lập nhầm"),
    flash=N_("Đã hủy vụ việc."),
    summary="Void an incident logged by mistake, with a reason: out of lists and figures, never out of the log.",
    needs=Can.VOID_INCIDENT,
    fields=((REASON,), (SURE,)),
    effect=CorrectionKind.VOID,
)
MERGE = IncidentCorrection(
    name="merge",
    text=N_("Gộp vào vụ việc khác"),
    title=N_("Gộp vụ việc lập trùng"),
    intro=N_("Các phiếu của vụ việc này chuyển sang vụ việc giữ lại; vụ việc này ra khỏi mọi con số."),
    log=N_("gộp vụ việc lập trùng"),
    flash=N_("Đã gộp vụ việc."),
    summary="Merge an incident that was logged twice into the other one, which gets its requests; with a reason.",
    needs=Can.VOID_INCIDENT,
    fields=((Field("into", N_("Số vụ việc giữ lại"), N_("Ví dụ VV-00012/2026"), missing=NEEDED),), (REASON,), (SURE,)),
    effect=CorrectionKind.MERGE,
)
CORRECTIONS = {row.name: row for row in (TAKE_BACK, VOID, MERGE)}
