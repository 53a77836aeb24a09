"""Rules: A file of ward changes as rows of cells by column: CSV in UTF-8 or UTF-16, or a spreadsheet."""

from collections.abc import Collection, Mapping

from tracker.core.i18n import N_
from tracker.territory import table_files
from tracker.territory.wards import rules
from tracker.territory.wards.rules import ChangeColumn

NEEDED = frozenset({ChangeColumn.NEW_CODE, ChangeColumn.NEW_NAME, ChangeColumn.EXTENT})
NO_HEADER = N_("Không thấy dòng tiêu đề. Cần các cột: Mã cũ (hoặc Tên cũ), Mã mới, Tên mới, Toàn bộ/Một phần.")

Cells = Mapping[ChangeColumn, str]


def read(content: bytes) -> list[tuple[int, Cells]]:
    """(number in the spreadsheet, cells) of each row. Invalid at `file` whatever is wrong with the file itself."""
    return table_files.read(content, rules.column, _is_header, NO_HEADER)


def _is_header(columns: Collection[ChangeColumn | None]) -> bool:
    return set(columns) >= NEEDED and bool({ChangeColumn.OLD_CODE, ChangeColumn.OLD_NAME} & set(columns))
