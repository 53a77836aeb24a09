"""Words of incidents, which ends count as clarified, when something may have happened. Pure."""

from datetime import datetime

from tracker.core.i18n import N_, LabeledEnum, Look


class IncidentStatus(LabeledEnum):
    """Where an incident stands, or how it ended."""

    VERIFYING = "verifying", N_("Đang xác minh"), Look.NEUTRAL, "hourglass-split"
    CLARIFIED = "clarified", N_("Đã làm rõ"), Look.SUCCESS, "check-circle"
    PROSECUTED = "prosecuted", N_("Đã làm rõ – khởi tố"), Look.SUCCESS, "check-circle"
    SANCTIONED = "sanctioned", N_("Đã làm rõ – xử phạt hành chính"), Look.SUCCESS, "check-circle"
    MEDIATED = "mediated", N_("Đã làm rõ – hòa giải"), Look.SUCCESS, "check-circle"
    TRANSFERRED = "transferred", N_("Chuyển cơ quan khác"), Look.NEUTRAL, "slash-circle"
    SUSPENDED = "suspended", N_("Tạm đình chỉ giải quyết nguồn tin hoặc điều tra"), Look.NEUTRAL, "slash-circle"
    NO_OFFENCE = "no_offence", N_("Không khởi tố vụ án hình sự, không xử phạt"), Look.NEUTRAL, "slash-circle"


# What happened is known: the numerator of the resolution rate is drawn from these.
CLARIFIED = frozenset(
    {IncidentStatus.CLARIFIED, IncidentStatus.PROSECUTED, IncidentStatus.SANCTIONED, IncidentStatus.MEDIATED}
)


ENDS = tuple(status for status in IncidentStatus if status is not IncidentStatus.VERIFYING)


OTHERWISE = N_("Kết quả theo thủ tục này không khớp với kết quả đã chọn.")


def agrees(status: IncidentStatus, counts_as_clarified: str) -> bool:
    """Whether a result by procedure, which the list counts as «yes», «no» or «depends», may stand beside a status."""
    return counts_as_clarified == "depends" or (counts_as_clarified == "yes") == (status in CLARIFIED)


def code(number: int, year: int) -> str:
    """An incident's code: «VV-00012/2026»."""
    return f"VV-{number:05d}/{year}"


def time_faults(since: datetime, until: datetime, now: datetime) -> dict[str, str]:
    """What is wrong with the span in which something happened, by field; empty when nothing is."""
    if since > now:
        return {"occurred_from": N_("Thời điểm xảy ra không thể ở tương lai.")}
    if until > now:
        return {"occurred_to": N_("Thời điểm kết thúc không thể ở tương lai.")}
    return {"occurred_to": N_("Thời điểm kết thúc phải sau thời điểm bắt đầu.")} if until < since else {}


def receipt_faults(received: datetime, since: datetime, now: datetime) -> dict[str, str]:
    """What is wrong with the moment at which word of something came in, by field; empty when nothing is."""
    if received > now:
        return {"received_at": N_("Thời điểm tiếp nhận không thể ở tương lai.")}
    return {"received_at": N_("Thời điểm tiếp nhận phải sau khi vụ việc xảy ra.")} if received < since else {}
