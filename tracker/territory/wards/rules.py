"""Words and dates of administrative units, and how people head the columns of a list of their changes."""

import re
from collections.abc import Mapping
from datetime import date

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import clean, fold

# Units whose beginning no source gives start here: before any camera was registered.
UNRECORDED_START = date(1900, 1, 1)


class WardKind(LabeledEnum):
    """The kinds of commune-level unit."""

    PHUONG = "phuong", N_("Phường")
    XA = "xa", N_("Xã")
    THI_TRAN = "thi_tran", N_("Thị trấn")
    DAC_KHU = "dac_khu", N_("Đặc khu")


class Extent(LabeledEnum):
    """How much of an old unit went into a new one."""

    WHOLE = "whole", N_("toàn bộ")
    PART = "part", N_("một phần")


class ChangeColumn(LabeledEnum):
    """The columns of a list of changes: one row for each succession."""

    OLD_CODE = "old_code", N_("Mã cũ")
    OLD_NAME = "old_name", N_("Tên cũ")
    NEW_CODE = "new_code", N_("Mã mới")
    NEW_NAME = "new_name", N_("Tên mới")
    KIND = "kind", N_("Loại")
    PROVINCE = "province", N_("Mã tỉnh")
    EXTENT = "extent", N_("Toàn bộ/Một phần")
    BASIS = "basis", N_("Căn cứ")


# Headers as they are met, folded, without punctuation.
_HEADERS: Mapping[ChangeColumn, str] = {
    ChangeColumn.OLD_CODE: "ma cu|ma don vi cu|ma dvhc cu|ma xa cu|ma phuong cu|ma truoc|old code|old",
    ChangeColumn.OLD_NAME: "ten cu|ten don vi cu|ten dvhc cu|don vi cu|old name",
    ChangeColumn.NEW_CODE: "ma moi|ma don vi moi|ma dvhc moi|ma xa moi|ma phuong moi|ma sau|new code|new",
    ChangeColumn.NEW_NAME: "ten moi|ten don vi moi|ten dvhc moi|don vi moi|new name",
    ChangeColumn.KIND: "loai|loai don vi|loai don vi moi|cap|kind|type",
    ChangeColumn.PROVINCE: "ma tinh|ma tinh moi|tinh|ma tinh thanh pho|province|province code",
    ChangeColumn.EXTENT: "toan bo mot phan|toan bo hoac mot phan|pham vi|muc do|extent",
    ChangeColumn.BASIS: "can cu|can cu phap ly|nghi quyet|van ban|basis|legal basis",
}
_COLUMNS = {name: column for column, names in _HEADERS.items() for name in names.split("|")}
_EXTENTS = {
    **dict.fromkeys(("whole", "toan bo", "nguyen ven", "toan bo dien tich dan so"), Extent.WHOLE),
    **dict.fromkeys(("part", "mot phan"), Extent.PART),
}


def column(header: str) -> ChangeColumn | None:
    """What a header means, or None."""
    return _COLUMNS.get(" ".join(re.findall(r"\w+", fold(header).replace("_", " "))))


def extent(text: str) -> Extent | None:
    """How much of a unit passes over, as people write it; None when it cannot be read."""
    return _EXTENTS.get(fold(text))


def kind(text: str) -> WardKind | None:
    """The kind of unit that a cell names; None when it cannot be read."""
    return next((word for word in WardKind if clean(text).casefold() == word.text.casefold()), None)


def full_name(name: str, kind_of_unit: WardKind | None) -> str:
    """A name with its kind before it: «Hạc Thành», a phường, is «Phường Hạc Thành»; «phường X» is «Phường X»."""
    for word in WardKind:
        if name.casefold().startswith(f"{word.text.casefold()} "):
            return f"{word.text} {name[len(word.text) + 1 :]}"
    return f"{kind_of_unit.text} {name}" if kind_of_unit else name


def same_name(name: str, other_name: str) -> bool:
    """Whether two full names are the same, tones and all; only case does not matter."""
    return full_name(clean(name), None).casefold() == full_name(clean(other_name), None).casefold()


def padded(code: str) -> str:
    """A commune code as the state writes it: five digits. Spreadsheets eat the leading zeros."""
    return code.zfill(5) if code.isdecimal() else code


_ABBREVIATED = {"p": WardKind.PHUONG, "x": WardKind.XA, "tt": WardKind.THI_TRAN}
_OF_PROVINCES = ("Tỉnh", "Thành phố")


def kind_of(name: str) -> WardKind:
    """The kind that a full name states: `Phường Hạc Thành` is a phường. ValueError when it states none."""
    for kind in WardKind:
        if name.startswith(f"{kind.text} "):
            return kind
    raise ValueError(f"{name!r} does not say what kind of unit it is")


def short(name: str) -> str:
    """The name without its kind, by which lists are sorted: `Hạc Thành`, `Thanh Hóa`."""
    for prefix in (*(kind.text for kind in WardKind), *_OF_PROVINCES):
        if name.startswith(f"{prefix} "):
            return name.removeprefix(f"{prefix} ")
    return name


def spelled_out(name: str) -> str:
    """A ward's name with its kind written out: «P. Hạc Thành» is «Phường Hạc Thành»."""
    match = re.match(r"(p|x|tt)\s*\.\s*", name, re.IGNORECASE)
    return f"{_ABBREVIATED[match[1].lower()].text} {name[match.end() :]}" if match else name


def same_place_name(name: str, typed: str) -> bool:
    """Whether somebody who typed this, with or without tones and kind of unit, may mean the unit of that full name."""
    return fold(typed) in (fold(name), fold(short(name)))
