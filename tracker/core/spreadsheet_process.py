"""The program that opens Excel and OpenDocument files: bytes in, rows of text out as JSON. Run by `spreadsheets`.

Beside the texts stand marks of the cells that are more than their text: days, numbers whose digits the spreadsheet
lost, errors, formulas without a result.

A file of 5 kB can make the reading library ask for 500 GB, on which it ends its whole process. So that process is one
of its own, with limits on its memory and its time.
"""

import io
import re
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import orjson
import python_calamine

from tracker.core import workbook_marks
from tracker.core.spreadsheet_kinds import CellKind
from tracker.core.workbook_marks import SheetMarks

try:
    import resource
except ImportError:  # Windows has no such roofs; the caller's time limit remains
    resource = None  # type: ignore[assignment]

MEMORY, SECONDS = 2 * 1024**3, 30
LONGEST = 5_000  # characters of a cell: more than any field takes, so that what is cut off is refused later
MOST_MERGED = 100_000
PER_ROW = 2_000  # characters of a row, on an average
LOCKED, TOO_BIG = 3, 4  # exit codes; any other but 0 means: cannot be read
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
_GROUPED = re.compile(r"-?\d{1,3}\.\d{3}")  # a number that in Vietnamese could be thousands


def main(most_rows: int, most_columns: int) -> int:
    """Write the sheets to standard output, no more than `most_rows` rows of each. Gives the exit code.

    Each is {name, hidden, rows, merged, marks, hidden_rows, hidden_columns}, all places counted from 0: `merged` holds
    [first row, first column, last row, last column], `marks` [row, column, kind].
    """
    _set_resource_limits()
    content = sys.stdin.buffer.read()
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        all_marks = _marks(content)
        sheets = []
        bytes_left = most_rows * PER_ROW
        for index, facts in enumerate(book.sheets_metadata):
            marks = all_marks[index] if index < len(all_marks) else SheetMarks()
            sheet = sheet_as_json(book.get_sheet_by_index(index), marks, most_rows, most_columns)
            is_hidden = facts.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append({"name": facts.name, "hidden": is_hidden, **sheet})
            bytes_left -= sum(len(cell) for row in sheet["rows"] for cell in row)
            if bytes_left < 0:
                return TOO_BIG
        sys.stdout.buffer.write(orjson.dumps(sheets))
    except python_calamine.PasswordError:
        return LOCKED
    except MemoryError:
        return TOO_BIG
    return 0


def _marks(content: bytes) -> list[SheetMarks]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return workbook_marks.read(archive)


def sheet_as_json(
    sheet: python_calamine.CalamineSheet, marks: SheetMarks, most_rows: int, most_columns: int
) -> dict[str, Any]:
    """A sheet's texts and marks; what the library leaves blank, an error or a formula, stands as it is written."""
    rows: list[list[str]] = []
    cell_marks: list[tuple[int, int, CellKind]] = []
    for number, raw in enumerate(islice(sheet.iter_rows(), most_rows)):
        row = raw[:most_columns]
        rows.append(trimmed(row))
        cell_marks += [(number, column, kind) for column, cell in enumerate(row) if (kind := mark(cell))]
    for number, column, kind, text in marks.cells:
        if number < len(rows) and column < most_columns:
            rows[number] += [""] * (column + 1 - len(rows[number]))
            rows[number][column] = text[:LONGEST]
            cell_marks += [(number, column, kind)] if kind != CellKind.PADDED else []
    hidden = {"hidden_rows": marks.hidden_rows, "hidden_columns": marks.hidden_columns}
    return {"rows": rows, "merged": merged(sheet), "marks": cell_marks, **hidden}


def mark(cell: object) -> CellKind | None:
    """What a cell is beside its text, where that matters: a day, lost digits, a number that looks like thousands."""
    if isinstance(cell, float):
        if cell.is_integer():
            return CellKind.LOST if abs(cell) >= EXACT else None
        return CellKind.NUMBER if _GROUPED.fullmatch(repr(cell)) else None
    return CellKind.DATE if isinstance(cell, date) else None


def merged(sheet: python_calamine.CalamineSheet) -> list[list[int]]:
    """The merged cells of a sheet, as far as its kind of file tells."""
    return [[*first, *last] for first, last in (sheet.merged_cell_ranges or [])[:MOST_MERGED]]


def trimmed(row: Sequence[object]) -> list[str]:
    """A row as text, without the blank cells at its end."""
    cells = [written(cell)[:LONGEST] for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def written(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point, all digits of the others, days as dd/mm/yyyy."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y" if cell.time() == datetime.min.time() else "%d/%m/%Y %H:%M")
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)


def _set_resource_limits() -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run() -> None:
    """The program: most rows and most columns are its last two arguments."""
    sys.exit(main(*map(int, sys.argv[-2:])))
