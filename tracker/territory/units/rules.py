"""Kinds and dates of units, and how people head the columns of a list of them."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import fold
from tracker.territory.wards import rules as ward_rules
from tracker.territory.wards.rules import UNRECORDED_START, WardKind

DAY = timedelta(days=1)


class UnitKind(LabeledEnum):
    """The kinds of unit."""

    MINISTRY = "ministry", N_("Bộ Công an")
    PROVINCE = "province", N_("Công an cấp tỉnh")
    DEPARTMENT = "department", N_("Phòng thuộc Công an tỉnh")
    DISTRICT = "district", N_("Công an cấp huyện (trước 01/03/2025)")
    COMMUNE = "commune", N_("Công an cấp xã")
    COMMITTEE = "committee", N_("Ban Chỉ đạo 138")
    AUDIT = "audit", N_("Thanh tra, kiểm tra")
    OTHER = "other", N_("Đơn vị khác")


class UnitColumn(LabeledEnum):
    """The columns of a list of units: one row for each unit."""

    CODE = "code", N_("Mã")
    KIND = "kind", N_("Loại")
    NAME = "name", N_("Tên")
    SHORT_NAME = "short_name", N_("Tên ngắn")
    SIGN = "sign", N_("Ký hiệu văn bản")
    PARENT = "parent", N_("Mã đơn vị cấp trên")
    WARD = "ward", N_("Mã phường, xã")
    PROVINCE = "province", N_("Mã tỉnh")
    VALID_FROM = "valid_from", N_("Từ ngày")
    VALID_TO = "valid_to", N_("Đến hết ngày")
    SUCCESSOR = "successor", N_("Mã đơn vị kế thừa")
    BASIS = "basis", N_("Căn cứ")


# Headers as they are met, folded, without punctuation.
_HEADERS: Mapping[UnitColumn, str] = {
    UnitColumn.CODE: "code|ma|ma don vi",
    UnitColumn.KIND: "kind|loai|loai don vi|cap",
    UnitColumn.NAME: "name|ten|ten don vi|don vi",
    UnitColumn.SHORT_NAME: "short name|ten ngan|ten viet tat|ten tat",
    UnitColumn.SIGN: "sign|ky hieu|ky hieu van ban",
    UnitColumn.PARENT: "parent|ma don vi cap tren|don vi cap tren|cap tren|truc thuoc",
    UnitColumn.WARD: "ward|ma phuong xa|ma xa|ma phuong",
    UnitColumn.PROVINCE: "province|ma tinh|tinh",
    UnitColumn.VALID_FROM: "valid from|tu ngay|ngay thanh lap|hieu luc tu",
    UnitColumn.VALID_TO: "valid to|den ngay|den het ngay|ngay ket thuc",
    UnitColumn.SUCCESSOR: "successor|ma don vi ke thua|don vi ke thua|ke thua",
    UnitColumn.BASIS: "basis|can cu|can cu phap ly|van ban|nguon",
}
_COLUMNS = {name: column for column, names in _HEADERS.items() for name in names.split("|")}
_COMMUNE_SIGN = {WardKind.PHUONG: "CAP", WardKind.XA: "CAX", WardKind.THI_TRAN: "CATT", WardKind.DAC_KHU: "CAĐK"}


def column(header: str) -> UnitColumn | None:
    """What a header means, or None."""
    return _COLUMNS.get(" ".join(re.findall(r"\w+", fold(header).replace("_", " "))))


def kind(text: str) -> UnitKind | None:
    """The kind of unit that a cell names, by its code or its words; None when it cannot be read."""
    typed = fold(text)
    return next((word for word in UnitKind if typed in (word.value, fold(word.text))), None)


def province_code(code: str) -> str:
    """The code of the police of a province: `38-CAT`, also once it is a city's."""
    return f"{code}-CAT"


def province_police(province: str) -> dict[str, str]:
    """What the police of a province are called: Công an tỉnh Thanh Hóa, CAT Thanh Hóa, CAT; those of a city CATP."""
    sign = "CATP" if province.startswith("Thành phố") else "CAT"
    name = f"Công an {province[0].lower()}{province[1:]}"
    return {"name": name, "short_name": f"{sign} {ward_rules.short(province)}", "sign": sign}


def commune_code(ward_code: str) -> str:
    """The code of the police of a ward: `CA-14797`."""
    return f"CA-{ward_code}"


def commune_name(ward_kind: WardKind, short: str) -> str:
    """The name of the police of a ward: `Công an phường Hạc Thành`."""
    return f"Công an {ward_kind.text[0].lower()}{ward_kind.text[1:]} {short}"


def commune_sign(ward_kind: WardKind) -> str:
    """What stands in the numbers of papers of the police of a ward: `CAP`."""
    return _COMMUNE_SIGN[ward_kind]


def covers(units: Mapping[int, int | None], successions: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """What each unit covers: itself, the units below it, and the predecessors of all these.

    `units` maps each id to its parent's, `successions` are (old, new). What stood below a predecessor only is not
    covered: a department that took over the work of a district's police did not take over its ward police.
    """
    below: dict[int, list[int]] = {}
    for unit, parent in units.items():
        if parent is not None:
            below.setdefault(parent, []).append(unit)
    before: dict[int, list[int]] = {}
    for old, new in successions:
        before.setdefault(new, []).append(old)
    return {unit: _reached(before, _reached(below, [unit])) for unit in units}


def _reached(arrows: Mapping[int, Collection[int]], start: Iterable[int]) -> set[int]:
    reached, waiting = set(start), list(start)
    while waiting:
        following = [unit for unit in arrows.get(waiting.pop(), ()) if unit not in reached]
        reached.update(following)
        waiting += following
    return reached


def alive(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether something that holds between two days holds on one."""
    return valid_from <= on and (valid_to is None or valid_to >= on)


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two spans, each (first day, last day or None), have a day in common."""
    return (first[1] is None or second[0] <= first[1]) and (second[1] is None or first[0] <= second[1])


def is_code(code: str) -> bool:
    """Whether this can be the code of a unit."""
    return bool(re.fullmatch(r"[A-ZĐ0-9][A-ZĐ0-9-]{0,19}", code))


def shown_start(valid_from: date) -> date | None:
    """The first day of a unit where it is known."""
    return None if valid_from == UNRECORDED_START else valid_from
