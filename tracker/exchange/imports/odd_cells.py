"""Rules: cells that are more than their text, or less: errors, formulas, lost digits, days; what fields make of them.

Pure.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.core.i18n import N_
from tracker.core.spreadsheet_kinds import CellKind
from tracker.exchange.imports import cells
from tracker.register.cameras.field_types import NUMBERS, TEXTS, Kind

FAILED = N_("Công thức trong bảng tính đang báo lỗi %(cell)s. Hãy sửa ô này, hoặc xóa trống nếu chưa biết.")
NO_RESULT = N_("Ô này là công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi gửi.")
LOST = N_("Bảng tính đã làm mất chữ số của mã này (chỉ giữ được 15 chữ số). Hãy đặt cột là Văn bản rồi nhập lại mã.")
TURNED_TO_DAY = N_("Bảng tính đã đổi ô này thành ngày %(cell)s. Hãy đặt cột là Văn bản rồi nhập lại.")
VAGUE = N_("«%(cell)s» không đủ ngày, tháng, năm. Hãy ghi đủ, hoặc chọn «Để trống ngày lắp» ở mục Cần bạn cho biết.")


class CellFault(NamedTuple):
    """What is wrong with a cell: a translation key and what fills it in."""

    message: str
    facts: Mapping[str, object]


def fault_of(kind: Kind, name: str, mark: str, text: str) -> CellFault | None:
    """What is wrong with a cell of a field for what it is beside its text; None where its text can be read."""
    if mark == CellKind.ERROR or cells.is_error(text):
        return CellFault(FAILED, {"cell": text[:60]})
    if mark == CellKind.FORMULA:
        return CellFault(NO_RESULT, {})
    if (mark == CellKind.LOST and kind in (*TEXTS, Kind.REFERENCE)) or (name == "code" and cells.lost_digits(text)):
        return CellFault(LOST, {})
    if mark == CellKind.DATE and (kind in NUMBERS or name == "code"):
        return CellFault(TURNED_TO_DAY, {"cell": text[:60]})
    return None


def may_be_odd(name: str, text: str) -> bool:
    """Whether a text needs a look though it has no mark: an error, or a code whose digits may be lost."""
    return text[0] in "#E" or (name == "code" and len(text) > 7 and (text[-1] == "0" or "+" in text))


def number(text: str, most: float | None) -> str:
    """A number without points between its thousands, unless it were more than the field takes: «1.200» but «60.000»."""
    ungrouped = cells.ungrouped(text)
    return text if ungrouped != text and most is not None and float(ungrouped) > most else ungrouped
