"""What an export holds and how each cell is written, so that a list comes back as it went. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.permissions import Actor
from tracker.exchange.imports import rules as imports
from tracker.exchange.imports.field_sets import SHOWN_ONLY
from tracker.exchange.imports.rules import Field, safe, unsafe
from tracker.register.cameras.field_types import CameraField, ExportColumn
from tracker.register.cameras.fields import hidden_from, with_part

Cell = str | int | float | date | None

AT_ONCE = 2_000  # rows that are written while the person waits; more are a job
SHEET = 1_048_575  # rows that a worksheet holds below its header
PLACES = 3  # decimals of a household's coordinates where they are rounded: 111 metres


class FileKind(LabeledEnum):
    """The kinds of file an export can be. The comma of numbers goes with the separator that its Excel expects."""

    XLSX = "xlsx", N_("Excel (.xlsx)")
    CSV = "csv", N_("CSV, ngăn bằng dấu phẩy, số thập phân có dấu chấm")
    CSV_SEMICOLON = "csv_semicolon", N_("CSV, ngăn bằng dấu chấm phẩy, số thập phân có dấu phẩy")

    @property
    def ending(self) -> str:
        """What a file's name ends in."""
        return "xlsx" if self is FileKind.XLSX else "csv"


# In the order in which people read a camera. An import reads every one of them.
_MEANT = {field.name: Field(key) for key, (field, _) in imports.COLUMNS.items()}
COLUMNS: Mapping[Field, tuple[CameraField, ExportColumn]] = {
    _MEANT[field.name]: (field, part) for field, part in with_part(lambda field: field.exported)
}
FIELDS = tuple(COLUMNS)
# For reading only: an import passes them over. Headers are Vietnamese in every language, as an import wants them.
SHOWN: Mapping[str, str] = {
    "ward": "Phường, xã hiện nay (chỉ xem)",
    "shown": "Tình trạng (chỉ xem)",
    "checked_on": "Kiểm tra lần cuối (chỉ xem)",
    "owner_kind": "Loại chủ camera (chỉ xem)",
    "removed_on": "Ngày tháo dỡ (chỉ xem)",
}
ROUNDED = (Field("latitude"), Field("longitude"))  # where households' are rounded, an import passes the columns over
SHOWN_DAYS = {SHOWN["checked_on"], SHOWN["removed_on"]}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")  # no spreadsheet can hold them
_RICH = re.compile(r"<r>.*</r>", re.DOTALL)  # the sheet's writer would take it for its own mark-up


def fields_seen_by(viewer: Actor) -> tuple[Field, ...]:
    """The fields of an export that a person may see."""
    hidden = hidden_from(viewer)
    return tuple(column for column, (field, _) in COLUMNS.items() if field.name not in hidden)


def headers(fields: Iterable[Field], *, rounded: bool = False) -> tuple[str, ...]:
    """The header of an export of some fields, with what is shown only behind them.

    `rounded`: so are the coordinates, or a list that comes back would move the cameras of households.
    """
    marks = {field: f" {SHOWN_ONLY}" for field in ROUNDED if rounded}
    return (*(f"{field.text}{marks.get(field, '')}" for field in fields), *SHOWN.values())


def cells(facts: Mapping[str, Any], fields: Iterable[Field]) -> Iterator[Cell]:
    """A camera as a row under `headers(fields)`; coded words by their Vietnamese."""
    for name in (*(field.value for field in fields), *SHOWN):
        value = facts[name]
        yield value.text if isinstance(value, LabeledEnum) else value


def blurred(facts: Mapping[str, Any]) -> dict[str, Any]:
    """A household's camera without the address, its coordinates rounded."""
    places = {name: facts[name] for name in ("latitude", "longitude")}
    rounded = {name: None if value is None else round(value, PLACES) for name, value in places.items()}
    return {**facts, **rounded, "address": ""}


def csv_cell(cell: Cell, comma: bool) -> str:
    """A cell as text that no spreadsheet takes for a formula. `comma`: numbers have a decimal comma."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, str):
        return _csv_text(cell)
    return digits(cell).replace(".", ",") if comma else digits(cell)


@lru_cache(maxsize=8_192)
def _csv_text(text: str) -> str:
    return safe(_CONTROLS.sub("", text))


@lru_cache(maxsize=8_192)
def sheet_text(text: str) -> str:
    """A text cell of a worksheet: as it is, where neither the import nor the sheet's writer would change it."""
    printable = _CONTROLS.sub("", text)
    if _RICH.fullmatch(printable):
        return f"\u200b{printable}"
    return printable if unsafe(printable) == printable else safe(printable)


def fits_a_sheet(number: float) -> bool:
    """Whether a worksheet keeps the number: it has 16 digits."""
    return float(f"{number:.16G}") == number


def digits(number: float) -> str:
    """All digits of a number, none of them in an exponent."""
    return str(int(number)) if number == int(number) else format(Decimal(repr(number)), "f")


def day(value: date) -> str:
    """dd/mm/yyyy, also before the year 1000."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def file_name(kind: FileKind, on: date, *, rounded: bool) -> str:
    """What a file is called: the day, and whether places in it are rounded."""
    return f"camera-{on:%Y-%m-%d}{'-vi-tri-lam-tron' if rounded else ''}.{kind.ending}"


def title(count: int, kind: FileKind) -> str:
    """What a long export is called among a person's jobs: «12.345 camera, xlsx»."""
    return f"{_thousands(count)} camera, {kind.ending}"


def notes(exporter: str, moment_text: str, count: int, *, rounded: bool) -> list[str]:
    """What is said beside a list: where it came from, how it comes back."""
    sentences = [
        f"{_thousands(count)} camera trong sổ lúc {moment_text}. Người xuất: {exporter}.",
        "Nhập lại được: sửa các ô cần sửa rồi gửi tệp này ở mục «Nhập từ bảng tính».",
        "Ô trống giữ nguyên điều sổ đang ghi.",
        "Camera được nhận ra theo «Mã camera» và «Mã phường, xã» (mã của đơn vị đã đăng ký): không sửa hai cột này.",
        "Các cột ghi «(chỉ xem)» được bỏ qua khi nhập.",
    ]
    blurred = (
        "Camera của hộ gia đình: tọa độ làm tròn 3 số lẻ (khoảng 100 mét), không ghi địa chỉ; "
        "vì vậy hai cột tọa độ chỉ để xem."
    )
    return [*sentences, *([blurred] if rounded else [])]


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
