"""Words and dates of administrative units."""

from datetime import date

from tracker.words import N_, Word

# Units whose beginning no source gives start here: before any camera was registered.
UNRECORDED_START = date(1900, 1, 1)


class Kind(Word):
    """The kinds of commune-level unit."""

    PHUONG = "phuong", N_("Phường")
    XA = "xa", N_("Xã")
    THI_TRAN = "thi_tran", N_("Thị trấn")
    DAC_KHU = "dac_khu", N_("Đặc khu")


class Extent(Word):
    """How much of an old unit went into a new one."""

    WHOLE = "whole", N_("toàn bộ")
    PART = "part", N_("một phần")


def padded(code: str) -> str:
    """A commune code as the state writes it: five digits. Spreadsheets eat the leading zeros."""
    return code.zfill(5) if code.isdecimal() else code


_OF_PROVINCES = ("Tỉnh", "Thành phố")


def kind_of(name: str) -> Kind:
    """The kind that a full name states: `Phường Hạc Thành` is a phường. ValueError when it states none."""
    for kind in Kind:
        if name.startswith(f"{kind.text} "):
            return kind
    raise ValueError(f"{name!r} does not say what kind of unit it is")


def short(name: str) -> str:
    """The name without its kind, by which lists are sorted: `Hạc Thành`, `Thanh Hóa`."""
    for prefix in (*(kind.text for kind in Kind), *_OF_PROVINCES):
        if name.startswith(f"{prefix} "):
            return name.removeprefix(f"{prefix} ")
    return name
