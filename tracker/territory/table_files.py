"""Rules: a small table that somebody sends, CSV in UTF-8 or UTF-16 or a spreadsheet, as rows of cells by column."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from tracker.core import errors, spreadsheets
from tracker.core.i18n import N_, LabeledEnum
from tracker.core.spreadsheets import CannotOpen, OpenFailure
from tracker.core.vietnamese import clean

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 30_000, 50, 5 * 1024**2
LOOKED_AT = 20  # rows in which the header is looked for

UNREADABLE = N_("Không đọc được tệp này. Hãy gửi tệp CSV (UTF-8) hoặc Excel (.xlsx).")
TOO_BIG = N_("Tệp quá lớn so với một danh sách đơn vị hành chính.")
NO_ROWS = N_("Tệp chỉ có dòng tiêu đề, chưa có đơn vị nào.")

Column = TypeVar("Column", bound=LabeledEnum)
AnyColumn = TypeVar("AnyColumn")


@dataclass(frozen=True)
class RowFault(Generic[AnyColumn]):
    """What is wrong with a row of a list. `message` is a translation key with places for `facts`."""

    line: int
    column: AnyColumn
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in Vietnamese."""
        return self.message % self.facts if self.facts else self.message


def read(
    content: bytes,
    column: Callable[[str], Column | None],
    is_header: Callable[[Collection[Column | None]], bool],
    no_header: str,
) -> list[tuple[int, Mapping[Column, str]]]:
    """(number in the spreadsheet, cells) of each row. Invalid at `file` whatever is wrong with the file itself.

    `column` says what a header means, `is_header` whether a row of these is the header; else `no_header` is said.
    """
    if len(content) > MOST_BYTES:
        raise errors.Invalid({"file": TOO_BIG})
    rows = list(enumerate(_sheet(content) if spreadsheets.is_spreadsheet(content) else _delimited(content), 1))
    for index, (_, header) in enumerate(rows[:LOOKED_AT]):
        columns = [column(cell) for cell in header]
        if is_header(columns):
            return _below(columns, rows[index + 1 :])
    raise errors.Invalid({"file": no_header})


def _below(
    columns: list[Column | None], rows: Iterable[tuple[int, list[str]]]
) -> list[tuple[int, Mapping[Column, str]]]:
    """The rows under the header in which something is written."""
    filled: list[tuple[int, Mapping[Column, str]]] = []
    for number, row in rows:
        cells = {column: clean(cell) for column, cell in zip(columns, row, strict=False) if column}
        if any(cells.values()):
            filled.append((number, cells))
    if not filled:
        raise errors.Invalid({"file": NO_ROWS})
    if len(filled) > MOST_ROWS:
        raise errors.Invalid({"file": TOO_BIG})
    return filled


def _delimited(content: bytes) -> list[list[str]]:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), MOST_ROWS + LOOKED_AT))
    except (UnicodeDecodeError, csv.Error) as error:
        raise errors.Invalid({"file": UNREADABLE}) from error


def _sheet(content: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet that has any."""
    try:
        sheets = spreadsheets.read_sheets(content, MOST_ROWS + LOOKED_AT, MOST_COLUMNS)
    except CannotOpen as error:
        raise errors.Invalid({"file": TOO_BIG if error.why is OpenFailure.TOO_BIG else UNREADABLE}) from error
    return next((sheet["rows"] for sheet in sheets if sheet["rows"]), [])
