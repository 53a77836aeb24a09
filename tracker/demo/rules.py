"""What the demonstration tells of: the 34 units of Thanh Hóa city in 2024, streets, invented people and words. Pure.

Units, streets and the year's figures are published ones; every person and case is invented. The old units have no
coordinates in the reference data: a centre here is a schematic place within the city, good enough for a drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from tracker.core.permissions import Position, Role

YEAR, SEED = 2024, 2024
PASSWORD = "ham-rong-2024"  # noqa: S105 - the demonstration's own, printed for everybody
NETWORKS, EYES, AREAS = 34, 1911, 287
EXTRACTIONS, CLARIFIED = 1028, 152
MOBILISABLE = 260  # cameras of households beside the published ones, asked when something has happened


@dataclass(frozen=True)
class DemoUnit:
    """A ward or commune of 2024: its code, how its camera codes begin, a centre, how much happens there."""

    code: str
    letters: str
    latitude: float
    longitude: float
    weight: float


UNITS = (
    DemoUnit("14755", "HRO", 19.845, 105.785, 1.2),
    DemoUnit("14758", "DTH", 19.825, 105.770, 2.6),
    DemoUnit("14761", "NNG", 19.828, 105.795, 1.6),
    DemoUnit("14764", "TTH", 19.815, 105.786, 3.4),
    DemoUnit("14767", "DBI", 19.811, 105.778, 4.0),
    DemoUnit("14770", "PSO", 19.808, 105.758, 2.0),
    DemoUnit("14773", "LSO", 19.804, 105.783, 3.4),
    DemoUnit("14776", "BDI", 19.804, 105.775, 4.2),
    DemoUnit("14779", "NTR", 19.798, 105.774, 3.0),
    DemoUnit("14782", "DVE", 19.786, 105.778, 4.4),
    DemoUnit("14785", "DSO", 19.798, 105.788, 2.4),
    DemoUnit("14788", "TSO", 19.802, 105.765, 2.4),
    DemoUnit("14791", "DCU", 19.843, 105.763, 0.8),
    DemoUnit("14794", "DHU", 19.809, 105.803, 2.6),
    DemoUnit("14797", "DHA", 19.797, 105.803, 1.6),
    DemoUnit("14800", "QHU", 19.790, 105.815, 1.6),
    DemoUnit("14803", "QTG", 19.780, 105.758, 1.2),
    DemoUnit("14806", "QTN", 19.776, 105.789, 1.6),
    DemoUnit("15850", "TVA", 19.842, 105.728, 0.3),
    DemoUnit("15856", "TKH", 19.858, 105.735, 0.4),
    DemoUnit("15859", "TDU", 19.862, 105.765, 0.4),
    DemoUnit("15913", "TXU", 19.857, 105.802, 0.8),
    DemoUnit("15922", "LAN", 19.866, 105.818, 0.4),
    DemoUnit("15925", "HQU", 19.842, 105.824, 0.4),
    DemoUnit("15970", "HDA", 19.832, 105.845, 0.3),
    DemoUnit("16396", "DLI", 19.822, 105.735, 0.5),
    DemoUnit("16429", "DVI", 19.765, 105.738, 0.3),
    DemoUnit("16432", "DTA", 19.800, 105.735, 0.7),
    DemoUnit("16435", "AHU", 19.785, 105.742, 0.9),
    DemoUnit("16441", "QTI", 19.765, 105.766, 0.7),
    DemoUnit("16459", "QDO", 19.766, 105.808, 0.4),
    DemoUnit("16507", "QCA", 19.775, 105.840, 0.5),
    DemoUnit("16522", "QPH", 19.790, 105.838, 0.5),
    DemoUnit("16525", "QTA", 19.780, 105.825, 0.6),
)

STREETS = (
    "Lê_Lợi Quang_Trung Nguyễn_Trãi Hàng_Đồng Trường_Thi Bà_Triệu Phan_Chu_Trinh Lê_Hoàn Trần_Phú Cao_Thắng "
    "Đinh_Công_Tráng Hạc_Thành Tống_Duy_Tân Lê_Lai Nguyễn_Du Đào_Duy_Từ Lê_Quý_Đôn Minh_Khai Tản_Đà Lý_Nam_Đế "
    "Dương_Đình_Nghệ Trịnh_Kiểm Hải_Thượng_Lãn_Ông Đội_Cung Phan_Bội_Châu Nguyễn_Trường_Tộ Triệu_Quốc_Đạt Lò_Chum"
)
STREET_NAMES = tuple(name.replace("_", " ") for name in STREETS.split())
SURNAMES = ("Nguyễn", "Lê", "Trịnh", "Phạm", "Hoàng", "Trần", "Đỗ", "Mai", "Lưu", "Vũ", "Bùi", "Cao")
GIVEN = ("Thị Sáu", "Văn Bảy", "Đức Hạnh", "Thị Mận", "Quốc Toản", "Thị Thơm", "Văn Chiến", "Ngọc Lâm", "Thị Vân")
SHOPS = ("Cửa hàng điện máy", "Hiệu thuốc", "Quán cà phê", "Siêu thị mini", "Cửa hàng xăng dầu", "Tiệm vàng")
MAKERS = ("Dahua HFW1230", "Hikvision DS-2CD1023", "KBVision KX-2011", "Imou Bullet 2", "Ezviz C3N", "Tiandy TC-C32")
# How many pixels wide their pictures are; of one nobody noted it.
WIDTHS_PX = (1920, 1920, None, 2560, 1920, 1920)
CORNERS = ("Ngã tư {0} – {1}", "Ngã ba {0} – {1}", "Đầu ngõ {n} {0}", "Cổng chợ {0}", "Trường học {0}", "Số {n} {0}")

REORGANISED = date(2025, 3, 1)  # the first day without district police
MERGED = date(2025, 7, 1)  # the first day of the wards of today
BEFORE, EARLY = date(2025, 2, 28), date(2020, 1, 1)
DISTRICT, CRIMINAL_POLICE, PROVINCE = "38-TPTH", "38-PC02", "38-CAT"


def noted_reach(width_px: int | None, metres: float) -> float | None:
    """How far a camera sees is noted where nobody noted its picture, from which it would follow."""
    return None if width_px else metres


def case_unit(on: date) -> str:
    """The unit in which the investigators stood on a day: the city's police, since its end the criminal police."""
    return DISTRICT if on < REORGANISED else CRIMINAL_POLICE


class DemoPost(NamedTuple):
    """A post that somebody of the demonstration holds: in the unit of a code, between two days."""

    role: Role
    unit: str
    valid_from: date = EARLY
    valid_to: date | None = None
    position: Position = Position.MEMBER


class DemoPerson(NamedTuple):
    """Somebody of the demonstration. `role` is what the person is shown as; posts are of their time."""

    login: str
    name: str
    role: Role
    posts: tuple[DemoPost, ...]


def _investigator() -> tuple[DemoPost, ...]:
    """With the city's police until it was dissolved, in the province's criminal police since."""
    return (
        DemoPost(Role.INVESTIGATOR, DISTRICT, valid_to=BEFORE),
        DemoPost(Role.INVESTIGATOR, CRIMINAL_POLICE, REORGANISED),
    )


def _ward_admin(old: str, new: str) -> tuple[DemoPost, ...]:
    """With the police of an old ward until the merger, with those of the new one since."""
    last = MERGED - timedelta(days=1)
    return (DemoPost(Role.WARD_ADMIN, old, valid_to=last), DemoPost(Role.WARD_ADMIN, new, MERGED))


# Those of whom the stories tell stand in this order. Sơn keeps cameras and investigates, as commune police do today.
PEOPLE = (
    DemoPerson("lan", "Lê Thị Lan", Role.WARD_ADMIN, _ward_admin("CA-14785", "CA-14797")),
    DemoPerson("hoa", "Trịnh Thị Hoa", Role.WARD_ADMIN, _ward_admin("CA-14755", "CA-14758")),
    DemoPerson("minh", "Nguyễn Văn Minh", Role.INVESTIGATOR, _investigator()),
    DemoPerson("tuan", "Phạm Anh Tuấn", Role.INVESTIGATOR, _investigator()),
    DemoPerson(
        "thuy",
        "Hoàng Thị Thủy",
        Role.LEADERSHIP,
        (
            DemoPost(Role.LEADERSHIP, DISTRICT, valid_to=BEFORE, position=Position.DEPUTY),
            DemoPost(Role.LEADERSHIP, CRIMINAL_POLICE, REORGANISED, position=Position.HEAD),
        ),
    ),
    DemoPerson(
        "dung", "Lê Tiến Dũng", Role.LEADERSHIP, (DemoPost(Role.LEADERSHIP, PROVINCE, position=Position.DEPUTY),)
    ),
    DemoPerson("an", "Vũ Đình An", Role.AUDITOR, (DemoPost(Role.AUDITOR, "38-PX05"),)),
    DemoPerson("binh", "Đỗ Thanh Bình", Role.ADMINISTRATOR, (DemoPost(Role.ADMINISTRATOR, "38-PV01"),)),
    DemoPerson("khoa", "Lưu Đăng Khoa", Role.COMMITTEE, (DemoPost(Role.COMMITTEE, "38-BCD138"),)),
    DemoPerson(
        "son",
        "Mai Hồng Sơn",
        Role.WARD_ADMIN,
        (
            DemoPost(Role.WARD_ADMIN, "CA-14797", MERGED),
            DemoPost(Role.INVESTIGATOR, "CA-14797", MERGED),
        ),
    ),
)
INVESTIGATORS, LEADERS = ("minh", "tuan"), ("thuy", "dung")

# What happens, by code, with weights after the published split of 2,160 clarified incidents; the last 414 are «other».
TYPES = {
    "theft": 505,
    "injury": 406,
    "collision": 664,
    "disorder": 171,
    "snatching": 42,
    "fraud": 46,
    "property_damage": 70,
    "traffic_offence": 60,
    "gambling": 30,
    "drug_trafficking": 36,
    "dumping": 24,
    "lost_property": 52,
    "missing_person": 22,
    "other": 32,
}
CHANNELS = {
    "box": 5,
    "in_person": 312,
    "hotline_commune": 375,
    "zalo": 34,
    "vneid": 12,
    "patrol": 18,
    "transferred": 9,
}
SUMMARIES = {
    "theft": ("Mất xe máy trước nhà số {n} {street}", "Kẻ gian cạy cửa lấy tài sản tại {street}"),
    "injury": (
        "Nhóm thanh niên đánh nhau gây thương tích tại {street}",
        "Xô xát gây thương tích ở {street}",
    ),
    "collision": (
        "Va chạm giữa xe máy và ô tô tại {street}",
        "Ô tô gây tai nạn rồi bỏ chạy trên đường {street}",
    ),
    "disorder": (
        "Tụ tập đông người, nẹt pô gây rối trên đường {street}",
        "Ném chất bẩn vào nhà dân ở {street}",
    ),
    "snatching": ("Giật túi xách của người đi đường tại {street}",),
    "fraud": ("Giả nhân viên giao hàng lừa lấy tiền tại {street}",),
    "property_damage": ("Đập phá biển hiệu, cửa kính tại số {n} {street}",),
    "traffic_offence": ("Đi ngược chiều, vượt đèn đỏ tại {street}",),
    "gambling": ("Tụ tập đánh bạc tại nhà số {n} {street}",),
    "drug_trafficking": ("Nghi mua bán ma túy khu vực {street}",),
    "dumping": ("Đổ trộm phế thải xây dựng cuối đường {street}",),
    "lost_property": ("Đánh rơi ví và giấy tờ trên đường {street}",),
    "missing_person": ("Cụ già đi lạc, lần cuối được thấy ở {street}",),
    "other": ("Xác minh tin báo của người dân ở {street}",),
}
BASES = {
    "collision": "traffic_collision",
    "traffic_offence": "administrative",
    "disorder": "administrative",
    "gambling": "administrative",
    "dumping": "administrative",
    "lost_property": "search",
    "missing_person": "search",
}
# The articles under which footage is asked for, by field: those that have been in force throughout.
ARTICLES = {
    "crime_report": ("TTHS-88", "TTHS-147"),
    "criminal_case": ("TTHS-88", "TTHS-107"),
    "administrative": ("XLVPHC-59",),
    "traffic_collision": ("XLVPHC-59",),
    "search": ("CAND-16",),
}
PURPOSES = {
    "traffic_collision": "Xác định diễn biến va chạm và phương tiện liên quan",
    "search": "Xác định hướng di chuyển của người, tài sản cần tìm",
}
PURPOSE = "Xác định đối tượng, phương tiện và hướng di chuyển"


def spread(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """`total` shared out by weight, at least `least` each: the shares add up exactly."""
    free, total_weight = total - least * len(weights), sum(weights)
    exact_shares = [free * weight / total_weight for weight in weights]
    shares = [least + int(share) for share in exact_shares]
    largest_rests = sorted(range(len(shares)), key=lambda index: shares[index] - exact_shares[index])
    for index in largest_rests[: total - sum(shares)]:
        shares[index] += 1
    return shares


def person(rng: Random) -> str:
    """An invented name."""
    return f"{rng.choice(SURNAMES)} {rng.choice(GIVEN)}"


def corner(rng: Random) -> tuple[str, str]:
    """An invented place at real streets: what people call it, and its street."""
    street, crossing_street = rng.sample(STREET_NAMES, 2)
    return rng.choice(CORNERS).format(street, crossing_street, n=rng.randint(1, 180)), street
