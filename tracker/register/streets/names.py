"""Rules: what the name of a place says: streets that meet, a house or a lane of one, a landmark.

How people write them in the registers was counted on 282 real names of one city: docs/decisions/0042.
"""

import re
from dataclasses import dataclass

from tracker.core.vietnamese import clean, fold
from tracker.register.streets.rules import NameKind

MOST_WORDS, LONGEST_TERM = 16, 7  # of what somebody types, and of one street or landmark
BETWEEN = " | "  # the streets of a crossing in its key
# Short forms that mean the same in every register. One letter pair with two meanings is told apart by what follows.
SHORT_FORMS = {
    "QL": "Quốc lộ", "TL": "Tỉnh lộ", "HL": "Hương lộ", "XL": "Xa lộ", "XLHN": "Xa lộ Hà Nội",
    "XVNT": "Xô Viết Nghệ Tĩnh", "CMT8": "Cách Mạng Tháng Tám", "ĐBP": "Điện Biên Phủ", "HN": "Hà Nội",
    "ĐH": "Đại học", "KCN": "Khu công nghiệp", "KCX": "Khu chế xuất", "BV": "Bệnh viện",
}  # fmt: skip
_SHORT_FORM = re.compile(rf"\b({'|'.join(SHORT_FORMS)})\.?(?=$|[\W\d])")
_ARMS = {"3": "ba", "4": "tư", "5": "năm", "6": "sáu", "7": "bảy"}
_NUMBERED_CROSSING = re.compile(r"\b(ng[ãa]) ([3-7])\b", re.IGNORECASE)
_QUALIFIER = re.compile(r"\([^)]*\)|\([^)]*$")
_SEPARATOR = re.compile(
    r"\s+[–—-]+\s+|(?<=[^\W\d])\s*[–—-]+\s*(?=\w)|(?<=\d)\s*[–—-]+\s*(?=[^\W\d])|(?<=[^\W\d])\s*/\s*(?=[^\W\d])"
    r"|\s*[,;&+]\s*|(?<!nút)(?<!nut)\s+(?:giao(?! th)(?: cắt| với| cat| voi)?|x|và|va|với|voi)\s+",
    re.IGNORECASE,
)
_CAMERA_NUMBER = re.compile(r"(?:\s+cam(?:era)?)?\s+0?\d{1,2}$", re.IGNORECASE)
# Words are looked for as written and without marks: «Đường» and «duong» begin a street, «Dương» a person's name.
# Before these a number at the end belongs to the name: Quốc lộ 1, Đường số 2, Đường C 18, Tổ 5, 3 Tháng 2.
_NUMBERED = re.compile(
    r"(?:.* )?(?:đường|duong|phố|pho|lộ|lo|cao tốc|cao toc|ngõ|ngo|hẻm|hem|kiệt|kiet|ngách|ngach|tổ|to|khu|thôn|thon"
    r"|xóm|xom|ấp|ap|bản)(?: số| so)?(?: [a-zđ])?|(?:số|so)(?: nhà| nha)?|(?:.* )?\d+ th[áa]ng"
)
_DATE = re.compile(r"(\d{1,2}) thang (\d{1,2})")
_HOUSE = re.compile(r"\d+[a-z]?(?:[/.-]\d+[a-z]?)*")
_LANE = {"ngõ", "ngo", "hẻm", "hem", "kiệt", "kiet", "ngách", "ngach"}
_ROAD = {"đường", "duong", "phố", "pho"}
_BEFORE = re.compile(
    r"(?:đối diện|doi dien|khu vực|khu vuc|trước|truoc|gần|gan|tại|tai|bên cạnh|cạnh|canh|đầu|dau|cuối|cuoi)\s"
)
_CROSSING = re.compile(
    r"(?:(?:ngã|nga) (?:ba|tư|tu|năm|nam|sáu|sau|bảy|bay)|nút giao|nut giao|giao lộ|giao lo|vòng xoay|vong xoay)"
    r"(?: giữa)?(?= |$)"
)
# Unmarked only where no street's name begins like it.
_LANDMARK_WORDS = """
    cầu chợ cổng ubnd ủy_ban uỷ_ban hđnd bến_xe bến_tàu bến_đò bến_phà bệnh_viện trạm chùa đền đình miếu nhà
    công_viên khu ga ký_túc_xá siêu_thị sân_vận_động sân_bay sân_bóng quảng_trường cây_xăng đại_học học_viện
    trụ_sở công_an bưu_điện bưu_cục hầm chung_cư khách_sạn cửa_hàng quán tiệm hiệu_thuốc thôn xóm tổ ấp bản bãi
    kho tượng_đài làng phòng_khám cảng trung_tâm tiểu_học mầm_non thcs thpt bảo_tàng thư_viện rạp trường_học
    trường_tiểu trường_mầm trường_mẫu trường_thcs trường_thpt trường_ptth trường_đại trường_cao_đẳng
    trường_trung trường_dạy trường_chính_trị trường_quân trường_quốc_tế
"""
_CLEAR_WORDS = """
    cau cho ubnd uy_ban ben_xe benh_vien cong_cho cong_truong cong_vien cong_an chua nha_tho nha_van_hoa nha_may
    khu_cong khu_do khu_pho khu_dan ky_tuc_xa sieu_thi san_van_dong quang_truong cay_xang tru_so buu_dien
    chung_cu khach_san cua_hang hieu_thuoc thon xom to_dan_pho tieu_hoc mam_non thcs thpt bao_tang thu_vien
    truong_hoc truong_tieu truong_mam truong_thcs truong_thpt truong_dai_hoc truong_chinh_tri
"""


_LANDMARK = re.compile(rf"(?:{'|'.join(f'{_LANDMARK_WORDS}{_CLEAR_WORDS}'.split()).replace('_', ' ')})(?: |$)")
# What an address goes on with after its street, and people say beside a place.
_AREA = re.compile(r"(?:phuong|xa|thi tran|quan|huyen|thanh pho|thi xa|tinh|tp|tx|tt|p|q|dac khu)[ .]+\S")


@dataclass(frozen=True)
class Street:
    """A street: how it is written, and the folded words it is known by everywhere."""

    key: str
    name: str


@dataclass(frozen=True)
class PlaceName:
    """What a name says. `key` is the same for all names of one place: sorted streets, a landmark, a number in a street.

    `number` is the first number of a house or a lane.
    """

    kind: NameKind
    key: str
    streets: tuple[Street, ...] = ()
    landmark: str = ""
    number: int | None = None


def read(name: str) -> PlaceName:
    """What the name of a place says; of an empty one, a landmark without a key."""
    text = _spelled(name)
    parts = [_without_beginning(part) for part in _parts(text)]
    crossing = _CROSSING.match(parts[0].casefold()) if parts else None
    if crossing and len(parts) > 1:
        parts[0] = _skip_words(parts[0], len(crossing.group().split()))
    elif crossing:
        return _landmark(parts[0])
    return _of_parts([_read_part(part) for part in parts if part])


def label(name: str) -> str:
    """A name as the map has room for it: without «Ngã tư» where its streets are named."""
    arms = _CROSSING.match(name.casefold())
    return _skip_words(name, len(arms.group().split())) if arms and len(_parts(name)) > 1 else name


def runs(text: str) -> list[str]:
    """Every run of words in what somebody typed, folded, the longest first: some of them are streets and landmarks."""
    words = re.sub(r"[^\w/]+|(?<!\d)/|/(?!\d)", " ", fold(_spelled(text))).split()[:MOST_WORDS]
    starts = range(len(words))
    return [
        _DATE.sub(r"\1/\2", " ".join(words[start : start + length]))
        for length in range(LONGEST_TERM, 0, -1)
        for start in starts
        if start + length <= len(words)
    ]


def street_key(name: str) -> str:
    """The folded words by which a street is known: without «Đường» and «Phố», «3 Tháng 2» as «3/2»."""
    return _DATE.sub(r"\1/\2", fold(_without_road_word(name)))


def _without_road_word(name: str) -> str:
    """«Lê Lợi» of «Đường Lê Lợi»; «Đường 26», «Đường số 2», «Đường D1» stay: that word is part of the name."""
    word, _, further = name.partition(" ")
    is_name = any(len(part) > 1 and part.isalpha() for part in fold(further).split() if part != "so")
    return further if word.casefold() in _ROAD and (is_name or "/" in further) else name


def _spelled(name: str) -> str:
    text = _QUALIFIER.sub(" ", clean(name))
    text = _NUMBERED_CROSSING.sub(lambda match: f"{match.group(1)} {_ARMS[match.group(2)]}", text)
    return clean(_SHORT_FORM.sub(lambda match: f"{SHORT_FORMS[match.group(1)]} ", text))


def _parts(text: str) -> list[str]:
    """The parts between dashes, commas and words such as «giao», without what only names an area or a camera."""
    parts = [clean(part) for part in _SEPARATOR.split(text) if clean(part)]
    parts = [part for number, part in enumerate(parts) if not number or not _AREA.match(f"{fold(part)} ")]
    return [*parts[:-1], _without_camera_number(parts[-1])] if parts else []


def _without_camera_number(part: str) -> str:
    name = _CAMERA_NUMBER.sub("", part)
    return part if not name or _NUMBERED.fullmatch(name.casefold()) else name


def _without_beginning(part: str) -> str:
    beginning = _BEFORE.match(part.casefold())
    return _skip_words(part, len(beginning.group().split())) if beginning else part


def _skip_words(text: str, count: int) -> str:
    return " ".join(text.split()[count:])


def _read_part(part: str) -> PlaceName:
    words = part.split()
    first, further = words[0].casefold(), words[1:]
    is_numbered = first in ("số", "so") and bool(further)
    house = further[int(fold(further[0]) == "nha") :] if is_numbered else words
    if _is_number(house):
        return _numbered(NameKind.HOUSE, house)
    if first in _LANE and _is_number(further):
        return _numbered(NameKind.LANE, further)
    if (first in _LANE and len(further) == 1 and further[0][0].isdigit()) or _LANDMARK.match(part.casefold()):
        return _landmark(part)
    street = Street(street_key(part), _without_road_word(part))
    return PlaceName(NameKind.STREET if first in _ROAD else NameKind.NAME, street.key, (street,))


def _is_number(words: list[str]) -> bool:
    return len(words) > 1 and bool(_HOUSE.fullmatch(fold(words[0]))) and fold(words[1]) != "thang"


def _numbered(kind: NameKind, words: list[str]) -> PlaceName:
    name = " ".join(words[1:])
    street = Street(street_key(name), _without_road_word(name))
    digits = re.match(r"\d{1,6}", words[0])
    key = f"{kind.value} {fold(words[0])} {street.key}"
    return PlaceName(kind, key, (street,), number=int(digits.group()) if digits else None)


def _landmark(part: str) -> PlaceName:
    key = fold(part)
    return PlaceName(NameKind.LANDMARK, key.removeprefix("cong ") if key.startswith("cong cho") else key, (), part)


def _of_parts(parts: list[PlaceName]) -> PlaceName:
    """Two streets make a crossing; a landmark or a number beside one street says where on it."""
    streets = {street.key: street for part in parts for street in part.streets}
    landmark = next((part for part in parts if part.kind is NameKind.LANDMARK), None)
    if len(streets) > 1:
        ordered = tuple(streets[key] for key in sorted(streets))
        name = landmark.landmark if landmark else ""
        return PlaceName(NameKind.CROSSING, BETWEEN.join(street.key for street in ordered), ordered, name)
    if landmark:
        return PlaceName(NameKind.LANDMARK, landmark.key, tuple(streets.values()), landmark.landmark)
    return parts[0] if parts else PlaceName(NameKind.LANDMARK, "")
