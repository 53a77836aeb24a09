"""Rules: the rows of a CSV text: which delimiter it has, and its records. Read strictly. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice

from tracker.core import errors
from tracker.core.i18n import N_

DELIMITERS = ",;\t|"
OPEN_QUOTE = N_(
    "Dòng %(line)s: có dấu ngoặc kép mở mà không đóng đúng chỗ, nên không biết ô kết thúc ở đâu. Hãy sửa dòng đó, hoặc "
    "lưu lại từ Excel, rồi gửi lại."
)
_BREAK = re.compile(r"\r\n|\r|\n")


def best_delimiter(text: str, score: Callable[[list[str]], tuple[int, int]], rows: int) -> str:
    """The delimiter that makes the most of some row among the first `rows`, as `score` judges the cells of one."""

    def best_score(delimiter: str) -> tuple[int, int]:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            return max(map(score, islice(records, rows)), default=(0, 0))
        except csv.Error:
            return 0, 0

    return max(DELIMITERS, key=best_score)


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, numbered as a spreadsheet shows them: a quoted line break begins no new row.

    Invalid, with the row, where a quote never closes, or closes in the middle of a cell.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, width = 0, 0
    try:
        for number, cells in enumerate(reader, 1):
            width = max(width, len(cells))
            if any(_swallows_rows(cell, delimiter, width) for cell in cells if len(cell) > width):
                raise errors.Invalid({"file": OPEN_QUOTE}, line=number)
            yield number, cells
    except csv.Error as error:
        raise errors.Invalid({"file": OPEN_QUOTE}, line=number + 1) from error


def _swallows_rows(cell: str, delimiter: str, width: int) -> bool:
    """Whether a line within a cell is itself a row: its quote was closed by that of a later row."""
    if "\n" not in cell and "\r" not in cell:
        return False
    return width > 2 and any(line.count(delimiter) >= width - 1 for line in _BREAK.split(cell))
