"""The life of a request and of its lines: words, what a state allows, the overwrite clock. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.register.faults.rules import FaultKind

SOON, VERY_SOON = timedelta(hours=72), timedelta(hours=24)
LONGEST_WINDOW = timedelta(hours=24)
MOST_LINES = 100


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

    ASKED = "asked", N_("Chờ Công an xã, phường trả lời"), Look.NEUTRAL, "hourglass-split"
    PRESERVED = "preserved", N_("Đã bảo toàn"), Look.SUCCESS, "lock-fill"
    EXTRACTED = "extracted", N_("Đã trích xuất"), Look.SUCCESS, "film"
    HANDED_OVER = "handed_over", N_("Đã bàn giao"), Look.SUCCESS, "check-circle"
    UNAVAILABLE = "unavailable", N_("Không có dữ liệu"), Look.DANGER, "x-circle"


class Unasked(LabeledEnum):
    """Why an asked line waits for no answer of its ward."""

    NOT_FILED = "not_filed", N_("Chưa gửi"), Look.NEUTRAL, "pencil"
    NOT_WANTED = "not_wanted", N_("Không phải trả lời nữa"), Look.NEUTRAL, "slash-circle"
    NOT_KNOWN = "not_known", N_("không rõ kết quả"), Look.NEUTRAL, "question-circle"


class UnavailableReason(LabeledEnum):
    """Why a line has no footage."""

    NO_CAMERA = "no_camera", N_("Không có camera ở đó")
    BROKEN = "broken", N_("Camera hoặc đầu ghi hỏng")
    OVERWRITTEN = "overwritten", N_("Dữ liệu đã bị ghi đè")
    WRONG_DIRECTION = "wrong_direction", N_("Camera không hướng vào khu vực cần xem")
    TOO_POOR = "too_poor", N_("Hình ảnh quá kém")
    CLOCK_WRONG = "clock_wrong", N_("Giờ đầu ghi sai, không xác định được đoạn hình")
    OWNER_REFUSED = "owner_refused", N_("Chủ camera từ chối")
    OWNER_UNREACHABLE = "owner_unreachable", N_("Không liên hệ được chủ camera")


class PreservationWay(LabeledEnum):
    """How footage was secured from overwriting."""

    CALL = "call", N_("Gọi điện yêu cầu giữ")
    VISIT = "visit", N_("Đến tận nơi")
    MESSAGE = "message", N_("Nhắn tin yêu cầu giữ")
    LOCKED = "locked", N_("Khóa trên đầu ghi")


# What a line without footage says of the camera itself; a wrong direction or an unwilling owner says nothing of it.
FAULT_BY_REASON = {
    UnavailableReason.BROKEN: FaultKind.NO_PICTURE,
    UnavailableReason.NO_CAMERA: FaultKind.MISSING,
    UnavailableReason.CLOCK_WRONG: FaultKind.CLOCK,
    UnavailableReason.TOO_POOR: FaultKind.BLURRED,
}


class Outcome(LabeledEnum):
    """What the footage was worth."""

    DECISIVE = "decisive", N_("Có ý nghĩa quyết định")
    SUPPORTING = "supporting", N_("Có giá trị hỗ trợ")
    NOTHING = "nothing", N_("Không có hình ảnh liên quan")
    UNCLEAR = "unclear", N_("Hình ảnh không rõ")


USEFUL = frozenset({Outcome.DECISIVE, Outcome.SUPPORTING})

# Lines that want nothing more from the ward.
SETTLED = frozenset({LineStatus.HANDED_OVER, LineStatus.UNAVAILABLE})
# Requests in which the ward may secure footage, and those in which it may take a copy.
PRESERVABLE = frozenset({RequestStatus.FILED, RequestStatus.APPROVED})
COPYABLE = frozenset({RequestStatus.APPROVED})
# Requests whose lines may still be added and taken out.
EDITABLE = frozenset({RequestStatus.DRAFT})
# Requests in which it matters how long the footage of a line still exists.
CLOCKED = EDITABLE | PRESERVABLE


def all_settled(statuses: Iterable[LineStatus]) -> bool:
    """Whether the ward has nothing more to answer."""
    return all(status in SETTLED for status in statuses)


def unsettled() -> list[LineStatus]:
    """The states of a line in which the ward has something to answer."""
    return [status for status in LineStatus if status not in SETTLED]


def shown_status(status: LineStatus, request: RequestStatus, *, voided: bool = False) -> LineStatus | Unasked:
    """What people are told of a line: nobody waits for the answer to a request that was not filed or has ended."""
    if status is not LineStatus.ASKED or (request in PRESERVABLE and not voided):
        return status
    if voided:
        return Unasked.NOT_WANTED
    return {RequestStatus.DRAFT: Unasked.NOT_FILED, RequestStatus.CLOSED: Unasked.NOT_KNOWN}.get(
        request, Unasked.NOT_WANTED
    )


def may_be_judged(status: LineStatus) -> bool:
    """Whether it can be said what a line's footage was worth: once it was handed over, and ever after."""
    return status is LineStatus.HANDED_OVER


class Urgency(LabeledEnum):
    """How urgent the overwrite clock of a line is."""

    HELD = "held", N_("đã bảo toàn"), Look.SUCCESS, "lock-fill"
    CALM = "calm", N_("còn thời gian"), Look.NEUTRAL, "clock"
    SOON = "soon", N_("sắp bị ghi đè"), Look.WARNING, "hourglass-split"
    VERY_SOON = "very_soon", N_("sắp bị ghi đè trong 24 giờ"), Look.DANGER, "exclamation-triangle"
    VANISHING = "vanishing", N_("đang bị ghi đè"), Look.DANGER, "exclamation-triangle"
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


def clock_runs(status: LineStatus, request: RequestStatus) -> bool:
    """Whether it still matters for a line how long footage is kept; else the days known when it ended stay."""
    return status not in SETTLED and request in CLOCKED


def has_lapsed(status: LineStatus, preserved_until: date | None, today: date) -> bool:
    """Whether footage was preserved until a day that is over, so that its clock runs again."""
    return status is LineStatus.PRESERVED and preserved_until is not None and preserved_until < today


def is_gone(status: LineStatus, gone_at: datetime, moment: datetime, *, lapsed: bool = False) -> bool:
    """Whether by its clock nothing was left of a line's footage at a moment. What is held is there until it lapsed."""
    return (status is LineStatus.ASKED or lapsed) and gone_at <= moment


def urgency(
    status: LineStatus, overwrite_at: datetime, gone_at: datetime, now: datetime, *, lapsed: bool = False
) -> Urgency:
    """How urgent a line's clock is at `now`: a recorder takes the oldest first, so it counts to the window's start."""
    if status in (LineStatus.PRESERVED, LineStatus.EXTRACTED) and not lapsed:
        return Urgency.HELD
    if status in SETTLED:
        return Urgency.NONE
    if gone_at <= now:
        return Urgency.GONE
    if overwrite_at <= now:
        return Urgency.VANISHING
    time_left = overwrite_at - now
    if time_left <= VERY_SOON:
        return Urgency.VERY_SOON
    return Urgency.SOON if time_left <= SOON else Urgency.CALM
