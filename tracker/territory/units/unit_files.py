"""Rules: a file of units as rows of cells by column: CSV in UTF-8 or UTF-16, or a spreadsheet."""

from collections.abc import Collection, Mapping

from tracker.core.i18n import N_
from tracker.territory import table_files
from tracker.territory.units import rules
from tracker.territory.units.rules import UnitColumn

NEEDED = frozenset({UnitColumn.CODE, UnitColumn.KIND, UnitColumn.NAME, UnitColumn.VALID_FROM})
NO_HEADER = N_("Không thấy dòng tiêu đề. Cần các cột: Mã, Loại, Tên, Từ ngày.")

Cells = Mapping[UnitColumn, str]


def read(content: bytes) -> list[tuple[int, Cells]]:
    """(number in the spreadsheet, cells) of each row. Invalid at `file` whatever is wrong with the file itself."""
    return table_files.read(content, rules.column, _is_header, NO_HEADER)


def _is_header(columns: Collection[UnitColumn | None]) -> bool:
    return set(columns) >= NEEDED
