"""The life of a request and of its lines: words, step tables, the overwrite clock. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.core import errors
from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.core.permissions import Can
from tracker.register.faults.rules import FaultKind

SOON, VERY_SOON = timedelta(hours=72), timedelta(hours=24)
LONGEST_WINDOW = timedelta(hours=24)
MOST_LINES = 100


class LegalBasis(LabeledEnum):
    """Under which rule footage is asked for. Coded, because free reasons rot."""

    CRIME_REPORT = "crime_report", N_("Xác minh tố giác, tin báo về tội phạm")
    CRIMINAL_CASE = "criminal_case", N_("Điều tra vụ án hình sự")
    ADMINISTRATIVE = "administrative", N_("Xử lý vi phạm hành chính")
    TRAFFIC_COLLISION = "traffic_collision", N_("Giải quyết tai nạn giao thông")
    SEARCH = "search", N_("Tìm người, tài sản mất tích")
    PUBLIC_ORDER = "public_order", N_("Bảo đảm an ninh, trật tự công cộng")


class RequestStatus(LabeledEnum):
    """Where a request stands."""

    DRAFT = "draft", N_("Bản nháp"), Look.NEUTRAL, "pencil"
    FILED = "filed", N_("Chờ phê duyệt"), Look.WARNING, "hourglass-split"
    APPROVED = "approved", N_("Đã phê duyệt"), Look.NEUTRAL, "check-circle"
    REFUSED = "refused", N_("Bị từ chối"), Look.DANGER, "x-circle"
    ANSWERED = "answered", N_("Đã trả lời đủ"), Look.SUCCESS, "check-circle"
    CLOSED = "closed", N_("Đã đóng"), Look.SUCCESS, "file-earmark-text"
    WITHDRAWN = "withdrawn", N_("Đã rút"), Look.NEUTRAL, "slash-circle"


class LineStatus(LabeledEnum):
    """Where one line stands."""

    ASKED = "asked", N_("Chờ phường trả lời"), Look.NEUTRAL, "hourglass-split"
    PRESERVED = "preserved", N_("Đã bảo toàn"), Look.SUCCESS, "lock-fill"
    EXTRACTED = "extracted", N_("Đã trích xuất"), Look.SUCCESS, "film"
    HANDED_OVER = "handed_over", N_("Đã bàn giao"), Look.SUCCESS, "check-circle"
    UNAVAILABLE = "unavailable", N_("Không có dữ liệu"), Look.DANGER, "x-circle"


class UnavailableReason(LabeledEnum):
    """Why a line has no footage."""

    NO_CAMERA = "no_camera", N_("Không có camera ở đó")
    BROKEN = "broken", N_("Camera hoặc đầu ghi hỏng")
    OVERWRITTEN = "overwritten", N_("Dữ liệu đã bị ghi đè")
    WRONG_DIRECTION = "wrong_direction", N_("Không quay hướng cần xem")
    TOO_POOR = "too_poor", N_("Hình ảnh quá kém")
    CLOCK_WRONG = "clock_wrong", N_("Đồng hồ sai, không tìm được")
    OWNER_REFUSED = "owner_refused", N_("Chủ camera từ chối")
    OWNER_UNREACHABLE = "owner_unreachable", N_("Không liên hệ được chủ camera")


# What a line without footage says of the camera itself; a wrong direction or an unwilling owner says nothing of it.
FAULT_BY_REASON = {
    UnavailableReason.BROKEN: FaultKind.NO_PICTURE,
    UnavailableReason.NO_CAMERA: FaultKind.MISSING,
    UnavailableReason.CLOCK_WRONG: FaultKind.CLOCK,
    UnavailableReason.TOO_POOR: FaultKind.BLURRED,
}


class Outcome(LabeledEnum):
    """What the footage was worth."""

    DECISIVE = "decisive", N_("Quyết định làm rõ")
    SUPPORTING = "supporting", N_("Có giá trị hỗ trợ")
    NOTHING = "nothing", N_("Không có hình ảnh liên quan")
    UNCLEAR = "unclear", N_("Hình ảnh không rõ")


USEFUL = frozenset({Outcome.DECISIVE, Outcome.SUPPORTING})

# Lines whose footage is still only on the recorder: their clock runs.
RUNNING = frozenset({LineStatus.ASKED})
# Lines that want nothing more from the ward.
SETTLED = frozenset({LineStatus.HANDED_OVER, LineStatus.UNAVAILABLE})
# Requests in which the ward may secure footage, and those in which it may take a copy.
PRESERVABLE = frozenset({RequestStatus.FILED, RequestStatus.APPROVED})
COPYABLE = frozenset({RequestStatus.APPROVED})


@dataclass(frozen=True)
class Step:
    """One way a request moves: from any of `leaves` to `reaches`, for whoever holds `needs`."""

    name: str
    text: str
    leaves: frozenset[RequestStatus]
    reaches: RequestStatus
    needs: Can


FILE = Step("file", N_("Gửi phiếu"), frozenset({RequestStatus.DRAFT}), RequestStatus.FILED, Can.FILE_REQUEST)
APPROVE = Step("approve", N_("Phê duyệt"), frozenset({RequestStatus.FILED}), RequestStatus.APPROVED, Can.DECIDE_REQUEST)
REFUSE = Step("refuse", N_("Từ chối"), frozenset({RequestStatus.FILED}), RequestStatus.REFUSED, Can.DECIDE_REQUEST)
WITHDRAW = Step(
    "withdraw",
    N_("Rút phiếu"),
    frozenset({RequestStatus.DRAFT, RequestStatus.FILED, RequestStatus.APPROVED}),
    RequestStatus.WITHDRAWN,
    Can.FILE_REQUEST,
)
CLOSE = Step("close", N_("Đóng phiếu"), frozenset({RequestStatus.ANSWERED}), RequestStatus.CLOSED, Can.FILE_REQUEST)
# Taken by itself when the last line is settled, on the permission of whoever settles it.
COMPLETE = Step(
    "complete", N_("Đủ trả lời"), frozenset({RequestStatus.APPROVED}), RequestStatus.ANSWERED, Can.ANSWER_LINE
)
STEPS = {step.name: step for step in (FILE, APPROVE, REFUSE, WITHDRAW, CLOSE)}


@dataclass(frozen=True)
class LineStep:
    """One way a line moves, and in which states of its request."""

    name: str
    text: str
    leaves: frozenset[LineStatus]
    reaches: LineStatus
    needs: Can
    during: frozenset[RequestStatus]


PRESERVE = LineStep(
    "preserve",
    N_("Đã bảo toàn"),
    frozenset({LineStatus.ASKED}),
    LineStatus.PRESERVED,
    Can.PRESERVE_LINE,
    PRESERVABLE,
)
EXTRACT = LineStep(
    "extract",
    N_("Đã trích xuất"),
    frozenset({LineStatus.ASKED, LineStatus.PRESERVED}),
    LineStatus.EXTRACTED,
    Can.ANSWER_LINE,
    COPYABLE,
)
HAND_OVER = LineStep(
    "hand-over",
    N_("Bàn giao"),
    frozenset({LineStatus.EXTRACTED}),
    LineStatus.HANDED_OVER,
    Can.ANSWER_LINE,
    COPYABLE,
)
DECLARE = LineStep(
    "unavailable",
    N_("Không có…"),
    frozenset({LineStatus.ASKED, LineStatus.PRESERVED, LineStatus.EXTRACTED}),
    LineStatus.UNAVAILABLE,
    Can.ANSWER_LINE,
    PRESERVABLE,
)
LINE_STEPS = {step.name: step for step in (PRESERVE, EXTRACT, HAND_OVER, DECLARE)}


def advance(status: RequestStatus, step: Step) -> RequestStatus:
    """The status after `step`. WrongState when the step does not start from `status`."""
    if status not in step.leaves:
        raise errors.WrongState(step=step.name, status=status.value)
    return step.reaches


def advance_line(status: LineStatus, request: RequestStatus, step: LineStep) -> LineStatus:
    """The line's status after `step`, given its request's status. WrongState when either does not allow it."""
    if status not in step.leaves:
        raise errors.WrongState(step=step.name, status=status.value)
    if request not in step.during:
        raise errors.WrongState(
            N_("Phiếu chưa được phê duyệt hoặc đã kết thúc, nên chưa làm được bước này."), step=step.name
        )
    return step.reaches


def steps_from(status: RequestStatus) -> list[Step]:
    """The steps that start from `status`, for drawing buttons."""
    return [step for step in STEPS.values() if status in step.leaves]


def line_steps_from(status: LineStatus, request: RequestStatus) -> list[LineStep]:
    """The steps that start from a line's `status` while its request stands at `request`."""
    return [step for step in LINE_STEPS.values() if status in step.leaves and request in step.during]


def all_settled(statuses: Iterable[LineStatus]) -> bool:
    """Whether the ward has nothing more to answer."""
    return all(status in SETTLED for status in statuses)


class Urgency(LabeledEnum):
    """How urgent the overwrite clock of a line is."""

    HELD = "held", N_("đã bảo toàn"), Look.SUCCESS, "lock-fill"
    CALM = "calm", N_("còn thời gian"), Look.NEUTRAL, "clock"
    SOON = "soon", N_("sắp bị ghi đè"), Look.WARNING, "hourglass-split"
    VERY_SOON = "very_soon", N_("sắp bị ghi đè trong 24 giờ"), Look.DANGER, "exclamation-triangle"
    GONE = "gone", N_("đã bị ghi đè"), Look.EXPIRED, "x-circle"
    NONE = "none", N_("không còn tính giờ"), Look.NEUTRAL, "slash-circle"

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return self is not Urgency.NONE

    @property
    def counts_down(self) -> bool:
        """Whether time is left and runs."""
        return self in (Urgency.CALM, Urgency.SOON, Urgency.VERY_SOON)


def urgency(status: LineStatus, overwritten: datetime, now: datetime) -> Urgency:
    """How urgent a line's clock is at `now`."""
    if status in (LineStatus.PRESERVED, LineStatus.EXTRACTED):
        return Urgency.HELD
    if status not in RUNNING:
        return Urgency.NONE
    left = overwritten - now
    if left <= timedelta(0):
        return Urgency.GONE
    if left <= VERY_SOON:
        return Urgency.VERY_SOON
    return Urgency.SOON if left <= SOON else Urgency.CALM
