"""The program that opens a spreadsheet of ward changes: bytes in, rows of text out as JSON. Run by `files`.

A small file can make the reading library ask for all memory, so it works in a process of its own with a roof.
"""

import io
import json
import sys
from itertools import islice

import python_calamine

try:
    import resource
except ImportError:  # Windows has no such roofs; the caller's time limit remains
    resource = None  # type: ignore[assignment]

MEMORY, SECONDS = 1024**3, 20
LONGEST = 500  # characters of a cell


def main(most_rows: int, most_columns: int) -> int:
    """Write the rows of the first sheet that has any to standard output; gives the exit code."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    for at in range(len(book.sheet_names)):
        rows = [row[:most_columns] for row in islice(book.get_sheet_by_index(at).iter_rows(), most_rows)]
        if rows:
            sys.stdout.write(json.dumps([[written(cell)[:LONGEST] for cell in row] for row in rows]))
            return 0
    sys.stdout.write("[]")
    return 0


def written(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
