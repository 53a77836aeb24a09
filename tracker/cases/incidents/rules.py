"""Words of incidents, which ends count as clarified, when something may have happened. Pure."""

from datetime import datetime

from tracker.core.i18n import N_, LabeledEnum, Look


class IncidentGroup(LabeledEnum):
    """Groups of incidents, as monthly statistics use them."""

    CRIME = "crime", N_("Tội phạm về trật tự xã hội")
    DRUGS = "drugs", N_("Ma túy")
    ECONOMY = "economy", N_("Tội phạm kinh tế, tham nhũng, buôn lậu")
    ENVIRONMENT = "environment", N_("Môi trường, an toàn thực phẩm")
    TRAFFIC = "traffic", N_("Trật tự, an toàn giao thông")
    ORDER = "order", N_("Trật tự công cộng, đô thị, tệ nạn")
    FIRE = "fire", N_("Cháy, nổ")
    SEARCH = "search", N_("Tìm người, tài sản, việc khác")


class IncidentType(LabeledEnum):
    """What happened, within a group."""

    THEFT = "theft", N_("Trộm cắp tài sản")
    ROBBERY = "robbery", N_("Cướp, cướp giật tài sản")
    INJURY = "injury", N_("Cố ý gây thương tích")
    HOMICIDE = "homicide", N_("Giết người")
    FRAUD = "fraud", N_("Lừa đảo, chiếm đoạt tài sản")
    DAMAGE = "damage", N_("Hủy hoại, làm hư hỏng tài sản")
    DRUG_USE = "drug_use", N_("Mua bán, tàng trữ, sử dụng ma túy")
    SMUGGLING = "smuggling", N_("Buôn lậu, hàng giả")
    DUMPING = "dumping", N_("Đổ thải, gây ô nhiễm")
    COLLISION = "collision", N_("Va chạm, tai nạn giao thông")
    TRAFFIC_OFFENCE = "traffic_offence", N_("Vi phạm trật tự, an toàn giao thông")
    DISORDER = "disorder", N_("Gây rối trật tự công cộng")
    GAMBLING = "gambling", N_("Cờ bạc, mại dâm, tệ nạn khác")
    FIRE = "fire", N_("Cháy, nổ")
    MISSING_PERSON = "missing_person", N_("Tìm người")
    LOST_PROPERTY = "lost_property", N_("Tìm tài sản thất lạc")
    OTHER = "other", N_("Việc khác")


GROUP_OF: dict[IncidentType, IncidentGroup] = {
    IncidentType.THEFT: IncidentGroup.CRIME,
    IncidentType.ROBBERY: IncidentGroup.CRIME,
    IncidentType.INJURY: IncidentGroup.CRIME,
    IncidentType.HOMICIDE: IncidentGroup.CRIME,
    IncidentType.FRAUD: IncidentGroup.CRIME,
    IncidentType.DAMAGE: IncidentGroup.CRIME,
    IncidentType.DRUG_USE: IncidentGroup.DRUGS,
    IncidentType.SMUGGLING: IncidentGroup.ECONOMY,
    IncidentType.DUMPING: IncidentGroup.ENVIRONMENT,
    IncidentType.COLLISION: IncidentGroup.TRAFFIC,
    IncidentType.TRAFFIC_OFFENCE: IncidentGroup.TRAFFIC,
    IncidentType.DISORDER: IncidentGroup.ORDER,
    IncidentType.GAMBLING: IncidentGroup.ORDER,
    IncidentType.FIRE: IncidentGroup.FIRE,
    IncidentType.MISSING_PERSON: IncidentGroup.SEARCH,
    IncidentType.LOST_PROPERTY: IncidentGroup.SEARCH,
    IncidentType.OTHER: IncidentGroup.SEARCH,
}


class Channel(LabeledEnum):
    """How word of an incident came in."""

    BOX = "box", N_("Hòm thư tố giác")
    IN_PERSON = "in_person", N_("Trực tiếp")
    HOTLINE = "hotline", N_("Đường dây nóng")
    ZALO = "zalo", N_("Zalo")
    VNEID = "vneid", N_("VNeID")
    EMAIL = "email", N_("Thư điện tử, cổng thông tin")
    POST = "post", N_("Bưu chính")
    PATROL = "patrol", N_("Tuần tra phát hiện")
    CAMERA = "camera", N_("Camera phát hiện")
    TRANSFERRED = "transferred", N_("Cơ quan khác chuyển")


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
