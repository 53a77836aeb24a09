"""What the columns of a camera list mean, how its cells are read and written safely, what a try-out tells. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from tracker.core.i18n import N_, LabeledEnum, filled
from tracker.core.vietnamese import fold
from tracker.exchange.imports.cells import Dates
from tracker.register.places import rules as places


class Field(LabeledEnum):
    """What a column can mean. The values are the names that the camera's own shape has, where it has one."""

    CODE = "code", N_("Mã camera")
    NAME = "name", N_("Tên camera")
    PLACE = "place", N_("Điểm lắp đặt")
    ADDRESS = "address", N_("Địa chỉ")
    LATITUDE = "latitude", N_("Vĩ độ")
    LONGITUDE = "longitude", N_("Kinh độ")
    COORDINATES = "coordinates", N_("Tọa độ (vĩ độ, kinh độ trong một cột)")
    BEARING = "bearing", N_("Hướng nhìn (độ)")
    VIEW_ANGLE = "view_angle", N_("Góc nhìn (độ)")
    REACH = "reach_m", N_("Tầm nhìn (mét)")
    CONNECTION = "connection", N_("Nguồn")
    FORM = "form", N_("Kiểu camera")
    MODEL = "model", N_("Hãng, kiểu máy")
    STORAGE = "storage", N_("Nơi lưu dữ liệu")
    RETENTION = "retention_days", N_("Số ngày lưu")
    MANAGER = "manager", N_("Đơn vị quản lý")
    INSTALLED = "installed_on", N_("Ngày lắp")
    NETWORK = "network_code", N_("Mã mô hình")
    RECORDER = "recorder_code", N_("Mã đầu ghi")
    WARD = "ward_code", N_("Mã phường, xã")
    NOTE = "note", N_("Ghi chú")
    IGNORED = "ignored", N_("Bỏ qua cột này")


SHOWN_ONLY = "(chỉ xem)"  # ends the header of a column that an export shows and no import takes
LONGEST = 100  # characters of a header

# Headers as they are met, folded: no diacritics, no case, no punctuation.
_NAMES: Mapping[Field, str] = {
    Field.CODE: "ma camera|ma|ma so|ma cam|ma so camera|ma thiet bi|so hieu|so hieu camera|code|camera code|id"
    "|camera id|cameraid|camera no|camera number|camera ref|camera reference|device id|asset id|cctv id|cctv no",
    Field.NAME: "ten camera|ten|ten cam|ten thiet bi|name|camera name|cameraname|location name",
    Field.PLACE: "diem lap dat|diem lap|vi tri|vi tri lap dat|vi tri lap|noi lap|noi lap dat|place|location|site"
    "|site name",
    Field.ADDRESS: "dia chi|dia chi lap dat|duong|duong pho|address|street|street address",
    Field.LATITUDE: "vi do|lat|latitude|y",
    Field.LONGITUDE: "kinh do|lon|lng|long|longitude|x",
    Field.COORDINATES: "toa do|toa do gps|gps|vi do kinh do|coordinates|coordinate|coords|lat lon|lat lng|lat long"
    "|latlon|latlng|latitude longitude|location lat long|location lat lon|location lat lng|wkt|geometry|geom|the geom"
    "|point",
    Field.BEARING: "huong|huong do|huong nhin|huong quay|goc phuong vi|phuong vi|bearing|azimuth|direction|heading",
    Field.VIEW_ANGLE: "goc|goc nhin|goc quan sat|fov|view angle|viewing angle|field of view",
    Field.REACH: "tam xa|tam nhin|tam quan sat|reach|reach m|range|range m",
    Field.CONNECTION: "nguon|ket noi|hinh thuc ket noi|connection",
    Field.FORM: "kieu camera|kieu dang|dang camera|form|camera form",
    Field.MODEL: "loai|loai camera|loai thiet bi|chung loai|hang|hang san xuat|kieu|kieu may|hang kieu may|model|type"
    "|camera type|brand|manufacturer",
    Field.STORAGE: "noi luu|noi luu du lieu|noi luu tru|storage",
    Field.RETENTION: "so ngay luu|so ngay luu tru|ngay luu|thoi gian luu|thoi gian luu tru|retention days|retention",
    Field.MANAGER: "don vi quan ly|co quan quan ly|manager|owner agency|operator",
    Field.INSTALLED: "ngay lap|ngay lap dat|installed|installed on|install date|installation date|date installed",
    Field.NETWORK: "ma mo hinh|mo hinh|network|network code",
    Field.RECORDER: "ma dau ghi|dau ghi|dau ghi hinh|recorder|recorder code|nvr|dvr",
    Field.WARD: "ma phuong|ma xa|ma phuong xa|ma dvhc|ma don vi hanh chinh|ward code|commune code",
    Field.NOTE: "ghi chu|note|notes|remark|remarks|comment|comments",
}
_MEANINGS = {name: found for found, names in _NAMES.items() for name in names.split("|")}

_COMPASS = {
    name: str(step * 45)
    for step, names in enumerate(
        (
            *("bac|north", "dong bac|northeast", "dong|east", "dong nam|southeast"),
            *("nam|south", "tay nam|southwest", "tay|west", "tay bac|northwest"),
        )
    )
    for name in names.split("|")
}

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_UNIT = re.compile(r"(?<=\d)\s*(?:m|mét|met|metres?|ngày|ngay|days?|độ|do|deg)\.?$", re.IGNORECASE)
# What a spreadsheet may take for a formula, also behind characters that nobody sees or in full width.
_FORMULA = re.compile(r"'*[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff\x00]*[=+\-@＝＋－＠\t\r\n\x00]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class MappedColumn:
    """A column of a file and what it means, if anybody knows.

    `doubled`: an earlier column says the same. `remembered`: it means so because somebody of the ward once said so.
    """

    header: str
    field: Field | None
    doubled: bool = False
    remembered: bool = False

    @property
    def used(self) -> bool:
        """Whether its cells are read."""
        return self.field not in (None, Field.IGNORED)


class ListRow(NamedTuple):
    """A row as values. `facts` holds what the row says, blanks left out; `wrong` the fields it says wrong."""

    number: int
    facts: Mapping[str, Any]
    wrong: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RowFault:
    """What is wrong at one place of a file. `message` is a translation key with places for `facts`."""

    line: int
    header: str
    field: str
    message: str
    facts: Mapping[str, object] = made(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in Vietnamese."""
        return filled(self.message, self.facts)


@dataclass(frozen=True)
class ListSheet:
    """A whole list as values. `defaults` are what a new camera gets where its row says nothing.

    `remarks` are rows that are no cameras: headings, totals, signatures; `dates` is how its dates in figures were read.
    """

    columns: tuple[MappedColumn, ...]
    lines: Sequence[ListRow] = ()
    faults: Sequence[RowFault] = ()
    defaults: Mapping[str, Any] = made(default_factory=dict)
    remarks: Sequence[tuple[int, str]] = ()
    dates: Dates | None = None

    @property
    def coded(self) -> bool:
        """Whether a column gives the cameras' codes, without which no row can be matched."""
        return any(column.field is Field.CODE for column in self.columns)

    def header(self, name: str) -> str:
        """The header of the column that gives a field; the field's own name where no column does."""
        wanted = Field(name)
        places = (Field.LATITUDE, Field.LONGITUDE)
        return next(
            (c.header for c in self.columns if c.field is wanted),
            next((c.header for c in self.columns if c.field is Field.COORDINATES and wanted in places), wanted.text),
        )


@dataclass(frozen=True)
class Report:
    """What an import would do, or did. `counts`: rows that are new, changed, unchanged, wrong.

    `changes` are the first changed cameras, as (code, name, {field: (before, after)}). `near` are codes that are not in
    the register, though one is that differs by zeros, case or signs alone. `digest` tells one plan from another;
    `dates` how dates in figures were read.
    """

    counts: Mapping[str, int]
    faults: Sequence[RowFault]
    columns: tuple[MappedColumn, ...]
    changes: Sequence[tuple[str, str, Mapping[str, tuple[Any, Any]]]] = ()
    near: Mapping[str, str] = made(default_factory=dict)
    digest: str = ""
    dates: str = ""

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers of columns that were not read."""
        return tuple(column.header for column in self.columns if not column.used)


def plain(header: str) -> str:
    """A header's words alone: no diacritics, case or punctuation."""
    return " ".join(re.split(r"[\W_]+", fold(header))).strip()


def meaning(header: str) -> tuple[Field | None, bool]:
    """The field a header names, and whether its whole text does, not only what is left without units in brackets."""
    if len(header) > LONGEST or header.endswith(SHOWN_ONLY):
        return None, False
    whole = _MEANINGS.get(plain(header))
    return (whole, True) if whole else (_MEANINGS.get(plain(_BRACKETS.sub(" ", header))), False)


def is_vietnamese(header: str) -> bool:
    """Whether a header of a date is Vietnamese: those who write it so write the day first."""
    return plain(header).startswith("ngay")


def known(cells: Iterable[str]) -> int:
    """How many different fields the cells would name as headers."""
    return len({found for cell in cells if (found := meaning(cell)[0])})


def field_named(text: str) -> Field | None:
    """The field that somebody means by its code («latitude») or by what a header would call it."""
    return next((word for word in Field if word.value == text.strip().lower()), None) or meaning(text)[0]


def map_columns(
    headers: Sequence[str], chosen: Mapping[str, Field], remembered: Mapping[str, Field] = MappingProxyType({})
) -> tuple[MappedColumn, ...]:
    """What each column means, by plain header: as `chosen` now, else as `remembered`, else by the names that are known.

    Of two known names for one field, the one that matches as a whole counts.
    """
    found: list[Field | None] = [chosen.get(plain(header)) for header in headers]
    recalled = [found[at] is None and plain(header) in remembered for at, header in enumerate(headers)]
    for at, header in enumerate(headers):
        named = remembered.get(plain(header)) if recalled[at] else None
        recalled[at] = named is not None and (named is Field.IGNORED or named not in found)
        found[at] = named if recalled[at] else found[at]
    for whole in (True, False):
        for at, header in enumerate(headers):
            named, exact = meaning(header)
            if found[at] is None and exact is whole and named not in found:
                found[at] = named
    if {Field.LATITUDE, Field.LONGITUDE} <= set(found) and Field.COORDINATES not in chosen.values():
        found = [None if named is Field.COORDINATES else named for named in found]
    return tuple(
        MappedColumn(header, named, doubled=named is None and meaning(header)[0] is not None, remembered=recalled[at])
        for at, (header, named) in enumerate(zip(headers, found, strict=True))
    )


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row only numbers the columns, (1) (2) (3) …, as printed forms do under the header."""
    numbers = [cell.strip(" ()[]") for cell in cells if cell]
    return len(numbers) > 2 and numbers == [str(at + 1) for at in range(len(numbers))]


def coordinates(text: str) -> tuple[str, str] | None:
    """(latitude, longitude) of one cell, as two cells would say them; None when it is no place."""
    found = places.coordinates(text)
    return (repr(found[0]), repr(found[1])) if found else None


def degrees(text: str, hemispheres: str) -> str:
    """A latitude (NS) or longitude (EW) in a cell of its own, in decimal degrees; what is none stays as it is."""
    found = None if _PLAIN_NUMBER.fullmatch(text) else places.angle(text, hemispheres)
    return text if found is None else repr(found)


def word_code(words: type[LabeledEnum], text: str) -> str | None:
    """The code of the word that somebody wrote as its code or, however toned, as its Vietnamese. None: no such word."""
    return _codes(words).get(fold(text))


@cache
def _codes(words: type[LabeledEnum]) -> dict[str, str]:
    return {fold(name): word.value for word in words for name in (word.value, word.text)}


def number_text(text: str) -> str:
    """A number without the unit written behind it; a compass point («Đông Bắc») as its degrees."""
    return _COMPASS.get(plain(text)) or _UNIT.sub("", text)


def safe(text: str) -> str:
    """A cell for a CSV file that no spreadsheet will take for a formula: ' before what could be one."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def unsafe(text: str) -> str:
    """The cell that `safe` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def column_letters(at: int) -> str:
    """A spreadsheet's name of the column at an index from 0: A, B, … Z, AA, …"""
    before, last = divmod(at, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def composed(text: str) -> str:
    """A cell as it will be kept and compared: NFC, without blanks around it."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
