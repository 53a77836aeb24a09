"""Rules: how an incident ends and is taken up again. A new step is one row here, with a function in `effects`. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar

from tracker.cases.incidents.rules import ENDS, IncidentStatus
from tracker.cases.transitions import HAPPENED_AT, NEEDED, Field, Transition
from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Actor, Can, permits


class IncidentEffect(StrEnum):
    """What a step of an incident does besides moving it."""

    KEEP_ENDING = "keep_ending"
    CLEAR_ENDING = "clear_ending"


@dataclass(frozen=True, kw_only=True)
class IncidentStep(Transition[IncidentStatus]):
    """One way an incident moves: to one of `reaches`, chosen in the field `status` where there are several.

    `brief` is what the incident's own page asks for at once;
    without it that page leads to the form.
    """

    kind: ClassVar[str] = "incident"

    reaches: tuple[IncidentStatus, ...]
    effect: IncidentEffect
    brief: tuple[tuple[Field, ...], ...] = ()


SURE = N_("Hãy đánh dấu để xác nhận.")
STATUS = Field("status", N_("Kết quả"), missing=NEEDED, choices=ENDS, blank=N_("Chọn kết quả"))
RESULT = Field(
    "result_code",
    N_("Kết quả theo thủ tục"),
    N_("Không bắt buộc; theo quyết định, văn bản tố tụng hoặc xử phạt"),
    code_list="incident_result",
    blank=N_("Chưa ghi"),
)
NOTE = Field("note", N_("Ghi chú"), N_("Số quyết định, cơ quan nhận chuyển…"), rows=3)

CONFIRMED = Field("confirmed", N_("Vẫn kết thúc vụ việc"), tick=True, late=True)

END = IncidentStep(
    name="end",
    text=N_("Ghi kết quả"),
    title=N_("Kết quả giải quyết"),
    intro=N_("Kết quả này đi vào tỷ lệ làm rõ. Ghi nhầm thì mở lại vụ việc rồi ghi lại."),
    log=N_("ghi kết quả giải quyết vụ việc"),
    flash=N_("Đã ghi kết quả giải quyết vụ việc."),
    summary="Note how an incident of one's own ended.",
    leaves=frozenset({IncidentStatus.VERIFYING}),
    reaches=ENDS,
    needs=Can.CHANGE_INCIDENT,
    icon="check-circle",
    fields=(
        (STATUS, Field(HAPPENED_AT, N_("Kết thúc lúc"), N_("Trống là ngay bây giờ"))),
        (RESULT,),
        (NOTE,),
        (CONFIRMED,),
    ),
    brief=((STATUS,), (replace(NOTE, hint="", rows=2),)),
    effect=IncidentEffect.KEEP_ENDING,
    timestamp="ended_at",
    wrong_state=N_("Vụ việc đã kết thúc. Muốn ghi kết quả khác, hãy mở lại trước."),
)
REOPEN = IncidentStep(
    name="reopen",
    text=N_("Mở lại"),
    title=N_("Mở lại vụ việc"),
    intro=N_("Vụ việc trở về đang xác minh. Kết quả đã ghi trước đây vẫn còn trong lịch sử."),
    log=N_("mở lại vụ việc"),
    flash=N_("Đã mở lại vụ việc."),
    summary="Take up an ended incident of one's own again.",
    leaves=frozenset(ENDS),
    reaches=(IncidentStatus.VERIFYING,),
    needs=Can.CHANGE_INCIDENT,
    icon="clock-history",
    fields=((Field("reason", N_("Lý do mở lại"), missing=NEEDED, rows=2),),),
    effect=IncidentEffect.CLEAR_ENDING,
    wrong_state=N_("Vụ việc chưa kết thúc nên không cần mở lại."),
)
STEPS = {step.name: step for step in (END, REOPEN)}


def advance(status: IncidentStatus, step: IncidentStep, outcome: IncidentStatus | None = None) -> IncidentStatus:
    """The status after `step`. WrongState where it does not start from `status`, Invalid where `outcome` is no end."""
    step.check_state(status)
    if len(step.reaches) == 1:
        return step.reaches[0]
    if outcome not in step.reaches:
        raise errors.Invalid({"status": N_("Hãy chọn kết quả giải quyết.")})
    return outcome


def steps_for(actor: Actor, incident: Any) -> list[IncidentStep]:
    """The steps that `actor` may take with an incident as it stands, for drawing buttons."""
    leaving = [step for step in STEPS.values() if incident.status in step.leaves and not incident.voided_at]
    return [step for step in leaving if permits(actor, step.needs, incident)]
