"""Shapes of a unit's paper book: its cells as values, each read by itself."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import ValidationError

from tracker.core.days import Unreadable
from tracker.core.i18n import N_, LabeledEnum
from tracker.exchange.case_imports.rules import COLUMNS, BookColumn, ToldTime
from tracker.exchange.case_imports.synonyms import code_of
from tracker.exchange.imports import cells
from tracker.exchange.imports.field_sets import FieldSet, MappedColumn
from tracker.exchange.imports.row_kinds import PassedRow, RowKind
from tracker.exchange.imports.rules import ListRow, ListSheet, RowFault, coordinates
from tracker.exchange.imports.tables import Table
from tracker.register.cameras.field_types import Kind
from tracker.web.fields import Text

UNREADABLE_PLACE = N_("Không đọc được tọa độ. Cần dạng 19,8067; 105,7852 (vĩ độ trước).")
UNKNOWN_WORD = N_("Không hiểu từ này. Dùng một trong: %(words)s.")
TWO_TIMES = N_("Cần hai giờ, ví dụ 20h00 – 21h30 ngày 03/09/2024.")
MANY_CELLS = N_("Dòng này có nhiều ô hơn dòng tiêu đề, có thể do dấu phẩy trong ô không nằm trong ngoặc kép.")
_BETWEEN = re.compile(r"\s*(?:–|—|~|\bđến\b|\btới\b)\s*|\s+-\s+|(?<=[hg\d])-(?=\d{1,2}\s*[hg:])", re.IGNORECASE)
_FROM = re.compile(r"^\s*từ\b", re.IGNORECASE)
MOST_REMEMBERED = 4_096  # different texts of a column whose values are kept while a book is read


class _CellFault(ValueError):
    """A cell that says nothing that can be used: a translation key and what fills it in."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message, self.facts = message, facts


def read_rows(
    table: Table,
    fields: FieldSet,
    chosen_fields: Mapping[str, LabeledEnum],
    remembered: Mapping[str, LabeledEnum],
    defaults: Mapping[str, str],
    tick: Callable[[int, int], object] = lambda *_: None,
    *,
    month_first: bool = False,
) -> ListSheet:
    """A table as values; rows that say nothing in any column that is read are left out.

    `defaults` are the codes that blank cells stand for, by field. Words of lists stay texts: what they mean depends on
    the day of the case. `month_first`: somebody said that dates are so.
    """
    columns = fields.map_columns(table.headers, chosen_fields, remembered)
    sheet = ListSheet(columns, defaults=defaults, fields=fields)
    if not sheet.coded:
        return sheet
    dates = cells.dates(_day_texts(table, columns), month_first=month_first)
    reader = _Reader(sheet, month_first=dates is not None and dates.month_first)
    rows: list[ListRow] = []
    for index, (number, row) in enumerate(table.rows):
        read_row = reader.row(number, row)
        if read_row is not None:
            rows.append(read_row)
        tick(index + 1, len(table.rows))
    remarks = [*table.remarks, *reader.remarks]
    return ListSheet(columns, rows, reader.faults, defaults, remarks, dates, fields)


def _day_texts(table: Table, columns: tuple[MappedColumn, ...]) -> list[str]:
    of_days = [index for index, column in enumerate(columns) if column.kind is Kind.MOMENT]
    return [row[index] for _, row in table.rows for index in of_days if index < len(row)]


class _Reader:
    """Reads one book, remembering the values of texts that come again and again."""

    def __init__(self, sheet: ListSheet, *, month_first: bool) -> None:
        self.sheet, self._month_first = sheet, month_first
        self.faults: list[RowFault] = []
        self.remarks: list[PassedRow] = []
        self._used = [(index, col.field.value) for index, col in enumerate(sheet.columns) if col.field and col.used]
        self._remembered: dict[str, dict[str, Any]] = {name: {} for _, name in self._used}

    def row(self, number: int, row: list[str]) -> ListRow | None:
        """A row as values, or None where it says nothing. What is wrong with it joins the faults."""
        typed = [(name, row[index]) for index, name in self._used if index < len(row) and row[index].strip("-–—")]
        if not typed:
            return None
        if (len(typed) < 3 and cells.is_remark(row)) or (self.remarks and len(typed) < 3 and cells.may_sign(row)):
            read_cells = (row[index] for index, _ in self._used if index < len(row))
            self.remarks.append(PassedRow(number, " ".join(filter(None, read_cells))[:200], RowKind.TOTAL.text))
            return None
        before = len(self.faults)
        if any(row[len(self.sheet.columns) :]):
            self._fault(number, self._used[0][1], _CellFault(MANY_CELLS))
        facts: dict[str, Any] = {}
        for name, text in typed:
            self._take(number, name, text, facts)
        wrong_fields = frozenset(fault.field for fault in self.faults[before:])
        return ListRow(number, facts, wrong_fields)

    def _take(self, number: int, name: str, text: str, facts: dict[str, Any]) -> None:
        known_values = self._remembered[name]
        if text not in known_values:
            try:
                parsed = self._value(name, COLUMNS[name], text)
            except _CellFault as fault:
                self._fault(number, name, fault)
                return
            if len(known_values) >= MOST_REMEMBERED:
                known_values.clear()
            known_values[text] = parsed
        facts[name] = known_values[text]

    def _value(self, name: str, column: BookColumn, text: str) -> Any:
        if column.words is not None:
            return _word(column.words, text)
        if column.kind is Kind.MOMENT:
            return self._time(text)
        if name == "window":
            return self._window(text)
        if name == "coordinates":
            return _place(text)
        try:
            return Text(most=column.most, lines=column.kind is Kind.LINES).deserialize(text)
        except ValidationError as error:
            raise _CellFault(" ".join(map(str, error.messages))) from error

    def _time(self, text: str) -> ToldTime:
        try:
            return ToldTime(*cells.written_time(text, month_first=self._month_first))
        except Unreadable as error:
            raise _CellFault(error.message, **error.facts) from error

    def _window(self, text: str) -> tuple[ToldTime, ToldTime]:
        ends = _BETWEEN.split(_FROM.sub("", text))
        if len(ends) != 2:
            raise _CellFault(TWO_TIMES)
        return self._time(ends[0]), self._time(ends[1])

    def _fault(self, number: int, name: str, fault: _CellFault) -> None:
        self.faults.append(RowFault(number, self.sheet.header(name), name, fault.message, fault.facts))


def _word(words: type[LabeledEnum], text: str) -> LabeledEnum:
    code = code_of(words, text)
    if code is None:
        raise _CellFault(UNKNOWN_WORD, words="; ".join(gettext(word.text) for word in words))
    return words(code)


def _place(text: str) -> tuple[float, float]:
    pair = coordinates(text)
    if pair is None:
        raise _CellFault(UNREADABLE_PLACE)
    return float(pair[0]), float(pair[1])
