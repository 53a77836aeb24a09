"""Rules: A file's bytes as a table: encodings, delimiters, sheets, merged cells, the header row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, zip_longest
from typing import Any

from tracker.core import errors, spreadsheets
from tracker.core.i18n import N_, LabeledEnum
from tracker.core.spreadsheets import CannotOpen, OpenFailure
from tracker.core.vietnamese import clean
from tracker.exchange.imports import delimited, encodings, map_files, rules, tcvn3
from tracker.exchange.imports.encodings import SAMPLE, UNREADABLE
from tracker.exchange.imports.field_sets import LONGEST, FieldSet, plain
from tracker.exchange.imports.map_files import MapTable
from tracker.exchange.imports.row_kinds import PassedRow, RowKind
from tracker.exchange.imports.rules import CAMERA_FIELDS

MOST_COLUMNS = 200
LOOKED_AT = 20  # rows in which the header is looked for

EMPTY = N_("Tệp trống, không có dòng nào.")
NO_ROWS = N_("Tệp chỉ có dòng tiêu đề, chưa có dòng nào bên dưới.")
NO_HEADER = N_(
    "Không thấy dòng tiêu đề trong 20 dòng đầu. Cần ít nhất hai cột quen thuộc, ví dụ Mã camera, Tên camera; hoặc Số "
    "phiếu, Ngày giờ yêu cầu."
)
LOCKED = N_("Tệp được đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
TOO_BIG = N_("Tệp này khi mở ra quá lớn so với một danh sách. Hãy sao chép danh sách sang một tệp mới.")
NOT_OPENED = {OpenFailure.UNREADABLE: UNREADABLE, OpenFailure.LOCKED: LOCKED, OpenFailure.TOO_BIG: TOO_BIG}
TOO_LONG = N_("Tệp có nhiều dòng hơn mức cho phép. Hãy chia thành nhiều tệp nhỏ hơn.")
TOO_WIDE = N_("Tệp có nhiều cột hơn mức cho phép (200).")
NO_TABLE = N_(
    "Đây là dữ liệu JSON, XML hay trang web, không phải bảng, cũng không phải tệp bản đồ (KML, KMZ, GPX, GeoJSON). Hãy "
    "mở nó bằng phần mềm của nó, lưu thành CSV hoặc Excel rồi gửi lại."
)

_NO_TABLE = re.compile(r"\s*(?:[{<]|\[\s*[{\[])")  # how JSON, XML and web pages begin


class TooLong(errors.Invalid):
    """The file has more rows than are taken."""


@dataclass(frozen=True)
class Table:
    """A list as it stands in a file. Each row comes with its number in the spreadsheet; headers are all different.

    `remarks` are rows that are only a heading across the list, `sheets` the names of a workbook's sheets, `sheet` which
    of them this is; `looks_old` says that the text seems to be typed with the fonts .VnTime, `guessed` in which
    encoding it was taken to be where the file does not say. `marks` are the kinds of odd cells, by row and column;
    `hidden_rows` the numbers of rows that the spreadsheet hides, `hidden_columns` the headers of columns.
    """

    headers: tuple[str, ...]
    rows: Sequence[tuple[int, list[str]]]
    delimiter: str = ","
    remarks: Sequence[PassedRow] = ()
    sheets: tuple[str, ...] = ()
    sheet: int = 0
    looks_old: bool = False
    guessed: str = ""
    marks: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Wanted:
    """What is looked for: rows up to a number, plain headers that must be there, words that may be headers."""

    most_rows: int
    headers: frozenset[str]
    fields: FieldSet


def read(
    content: bytes,
    most_rows: int,
    chosen_fields: Mapping[str, LabeledEnum] | None = None,
    *,
    fields: FieldSet = CAMERA_FIELDS,
    sheet: int | None = None,
    old_font: bool = False,
) -> Table:
    """The table in a file. `chosen_fields` are plain headers that must be in it. Invalid at `file`.

    `fields` are what its headers may mean. `sheet` is the sheet to be read (from 0), else the first that looks like a
    list. With `old_font` the text is taken for TCVN3. TooLong when there are more than `most_rows`.
    """
    criteria = _Wanted(most_rows, frozenset(chosen_fields or ()), fields)
    if not content.strip():
        raise _refused(EMPTY)
    if (map_table := _read_map(content)) is not None:
        header = (1, map_table.headers)
        shapes = [PassedRow(*remark, RowKind.SHAPE.text) for remark in map_table.remarks]
        return replace(_table(header, iter(map_table.rows), criteria, ","), remarks=shapes)
    if spreadsheets.is_spreadsheet(content):
        return _from_sheets(_sheets(content, most_rows), criteria, sheet, old_font=old_font)
    text, guessed = encodings.decoded(content, old_font=old_font)
    if _NO_TABLE.match(text):
        raise _refused(NO_TABLE)
    sample = content[:SAMPLE]
    looks_old = not (old_font or encodings.is_eastern(sample)) and tcvn3.looks_old(
        encodings.western(sample).split("\n")
    )
    return replace(_from_text(text, criteria), looks_old=looks_old, guessed=guessed)


def _read_map(content: bytes) -> MapTable | None:
    try:
        return map_files.read(content)
    except CannotOpen as error:
        raise _refused(NOT_OPENED[error.why]) from error


def _refused(words: str) -> errors.Invalid:
    return errors.Invalid({"file": words})


def _sheets(content: bytes, most_rows: int) -> list[dict[str, Any]]:
    try:
        return spreadsheets.read_sheets(content, most_rows + LOOKED_AT + 2, MOST_COLUMNS + 1)
    except CannotOpen as error:
        raise _refused(NOT_OPENED[error.why]) from error


def _from_sheets(sheets: list[dict[str, Any]], criteria: _Wanted, sheet_index: int | None, *, old_font: bool) -> Table:
    """The wanted sheet; else the first with a header row that says something; else the first with one that might."""
    if old_font:
        for sheet in sheets:
            sheet["rows"] = [[tcvn3.to_unicode(cell) for cell in row] for row in sheet["rows"]]
    names = tuple(sheet["name"] for sheet in sheets)
    for sure in (True, False):
        for index, sheet in enumerate(sheets):
            if (
                sheet_index in (None, index)
                and (header := _header_at(_numbered(sheet), criteria, sure=sure)) is not None
            ):
                looks_old = not old_font and tcvn3.looks_old(cell for row in sheet["rows"][:100] for cell in row)
                table = _from_sheet(sheet, header, criteria)
                hidden_names = tuple(sheet["name"] for sheet in sheets if sheet["hidden"])
                return replace(table, sheets=names, sheet=index, hidden_sheets=hidden_names, looks_old=looks_old)
    raise _refused(NO_HEADER if any(sheet["rows"] for sheet in sheets) else EMPTY)


def _numbered(sheet: dict[str, Any]) -> list[tuple[int, list[str]]]:
    return list(enumerate(sheet["rows"], 1))


def _from_sheet(sheet: dict[str, Any], header: int, criteria: _Wanted) -> Table:
    """The table under the header row of a sheet: cells merged downwards filled, headings across it put aside."""
    rows: list[list[str]] = sheet["rows"]
    wide = [*rows[header], *[""] * (max(map(len, rows)) - len(rows[header]))]
    across = {
        first
        for first, first_column, last, last_column in sheet["merged"]
        if first == last and last_column - first_column > 1
    }
    marks = _marks_by_row(sheet["marks"])
    for first, first_column, last, last_column in sheet["merged"]:
        if first > header and first_column == last_column:
            _fill_down(rows[first : last + 1], first_column)
            if kind := marks.get(first + 1, {}).get(first_column):
                for number in range(first + 2, last + 2):
                    marks.setdefault(number, {})[first_column] = kind
    below = list(enumerate(rows[header + 1 :], header + 2))
    headings = [(number, cells) for number, cells in below if number - 1 in across and sum(map(bool, cells)) == 1]
    remarks = [PassedRow(number, clean("".join(cells))) for number, cells in headings]
    aside = {remark.line for remark in remarks}
    table = _table((header + 1, wide), (row for row in below if row[0] not in aside), criteria, ",")
    numbers = {number for number, _ in table.rows}
    return replace(
        table,
        remarks=remarks,
        marks=marks,
        hidden_rows=tuple(row + 1 for row in sheet["hidden_rows"] if row + 1 in numbers),
        hidden_columns=tuple(table.headers[index] for index in sheet["hidden_columns"] if index < len(table.headers)),
    )


def _marks_by_row(marks: list[list[Any]]) -> dict[int, dict[int, str]]:
    """The kinds of odd cells by the number of the row and the index of the column."""
    by_row: dict[int, dict[int, str]] = {}
    for row, column, kind in marks:
        by_row.setdefault(row + 1, {})[column] = kind
    return by_row


def _fill_down(rows: list[list[str]], column: int) -> None:
    """Write what stands in a column of the first row into the others, which one merged cell covers."""
    text = rows[0][column] if rows and column < len(rows[0]) else ""
    for row in rows[1:] if text else ():
        row += [""] * (column + 1 - len(row))
        row[column] = text


def _from_text(text: str, criteria: _Wanted) -> Table:
    if not text.strip():
        raise _refused(EMPTY)
    first, _, further_text = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return _from_delimited(further_text, first.strip()[4], criteria)
    best = delimited.best_delimiter(text[:SAMPLE], lambda cells: (criteria.fields.known(cells), len(cells)), LOOKED_AT)
    return _from_delimited(text, best, criteria)


def _from_delimited(text: str, delimiter: str, criteria: _Wanted) -> Table:
    records = delimited.records(text, delimiter)
    first_records = list(islice(records, LOOKED_AT))
    header_index = _header_at(first_records, criteria, sure=True)
    if header_index is None:
        header_index = _header_at(first_records, criteria, sure=False)
    if header_index is None:
        raise _refused(NO_HEADER)
    return _table(first_records[header_index], chain(first_records[header_index + 1 :], records), criteria, delimiter)


def _header_at(rows: Sequence[tuple[int, list[str]]], criteria: _Wanted, *, sure: bool) -> int | None:
    """The index of the header among the first rows: it has all the chosen headers, or two that are known.

    Not so `sure`: the first row of several words, none of them a number.
    """
    for index, (_, cells) in enumerate(rows[:LOOKED_AT]):
        filled = [cell for cell in map(clean, cells) if cell]
        if sure and criteria.headers and criteria.headers <= {plain(cell) for cell in filled}:
            return index
        if sure and not criteria.headers and criteria.fields.known(filled) > 1:
            return index
        if not sure and len(filled) > 1 and all(len(cell) < 60 and not cell[0].isdecimal() for cell in filled):
            return index
    return None


def _table(
    header: tuple[int, list[str]], rows: Iterator[tuple[int, list[str]]], criteria: _Wanted, delimiter: str
) -> Table:
    """The rows under a header, without blank ones."""
    filled = _filled_rows(rows)
    headers, below = _whole_header(header[1], filled, criteria.fields)
    table_rows = list(islice(chain(below, filled), criteria.most_rows + 1))
    if not table_rows:
        raise _refused(NO_ROWS)
    if len(table_rows) > criteria.most_rows:
        raise TooLong({"file": TOO_LONG})
    return Table(_different(headers), table_rows, delimiter)


def _filled_rows(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows in which something is written, cell by cell as it will be kept."""
    for number, raw in rows:
        if len(raw) > MOST_COLUMNS:
            raise _refused(TOO_WIDE)
        cells = [rules.unsafe(rules.composed(cell)) for cell in raw]
        if any(cells):
            yield number, cells


def _whole_header(
    headers: list[str], rows: Iterator[tuple[int, list[str]]], fields: FieldSet
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """A header joined with the second row it may have, and the row below. A row of column numbers is neither."""
    for number, cells in rows:
        if _continues(cells, fields):
            headers = [low or high for high, low in zip_longest(headers, cells, fillvalue="")]
        elif not rules.is_numbering(cells):
            return headers, [(number, cells)]
    return headers, []


def _continues(cells: list[str], fields: FieldSet) -> bool:
    """Whether a row is the lower half of a header of two rows: every cell in it is a header too."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(fields.meaning(cell)[0] for cell in filled)


def _different(headers: list[str]) -> tuple[str, ...]:
    """The headers, each telling its column from the others: a blank or repeated one gets the column's letters."""
    if len(headers) > MOST_COLUMNS:
        raise _refused(TOO_WIDE)
    names_by_plain: dict[str, str] = {}
    for index, header in enumerate(clean(header)[:LONGEST] for header in headers):
        name = plain(header)
        shown_header = (
            header if name and name not in names_by_plain else f"{header} (cột {rules.column_letters(index)})".strip()
        )
        names_by_plain[plain(shown_header)] = shown_header
    return tuple(names_by_plain.values())
