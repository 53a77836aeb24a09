"""The program that opens Excel and OpenDocument files: bytes in, rows of text out as JSON. Run by `spreadsheets`.

A file of 5 kB can make the reading library ask for 500 GB, on which it ends its whole process. So that process is one
of its own, with limits on its memory and its time.
"""

import io
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

import orjson
import python_calamine

try:
    import resource
except ImportError:  # Windows has no such roofs; the caller's time limit remains
    resource = None  # type: ignore[assignment]

MEMORY, SECONDS = 2 * 1024**3, 30
LONGEST = 5_000  # characters of a cell: more than any field takes, so that what is cut off is refused later
MOST_MERGED = 100_000
PER_ROW = 2_000  # characters of a row, on an average
LOCKED, TOO_BIG = 3, 4  # exit codes; any other but 0 means: cannot be read


def main(most_rows: int, most_columns: int) -> int:
    """Write [{name, rows, merged}] of the sheets to standard output, no more than `most_rows` rows of each.

    `merged` holds [first row, first column, last row, last column] from 0. Gives the exit code.
    """
    _set_resource_limits()
    try:
        book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        sheets = []
        bytes_left = most_rows * PER_ROW
        for index, name in enumerate(book.sheet_names):
            sheet = book.get_sheet_by_index(index)
            rows = [trimmed(row[:most_columns]) for row in islice(sheet.iter_rows(), most_rows)]
            sheets.append({"name": name, "rows": rows, "merged": merged(sheet)})
            bytes_left -= sum(len(cell) for row in rows for cell in row)
            if bytes_left < 0:
                return TOO_BIG
        sys.stdout.buffer.write(orjson.dumps(sheets))
    except python_calamine.PasswordError:
        return LOCKED
    except MemoryError:
        return TOO_BIG
    return 0


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


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
