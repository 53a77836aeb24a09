"""Shapes of an import: what its forms send, and a list's rows as values, each field as the camera's shape has it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError

from tracker.core.days import Unreadable
from tracker.core.i18n import LabeledEnum
from tracker.core.spreadsheet_kinds import CellKind
from tracker.exchange.imports import cells, odd_cells, place_cells, rules
from tracker.exchange.imports.answers import NO_ANSWERS, Answers, Eyes, HiddenRows, VagueDates
from tracker.exchange.imports.field_sets import MappedColumn
from tracker.exchange.imports.private_columns import masked, private_indexes, without
from tracker.exchange.imports.row_kinds import PassedRow, RowJudge, RowKind
from tracker.exchange.imports.rules import ListRow, ListSheet, RowFault
from tracker.exchange.imports.tables import Table
from tracker.register.cameras.field_types import NUMBERS, Kind
from tracker.register.cameras.rules import CameraForm, Health
from tracker.register.cameras.schemas import NewCamera
from tracker.web.fields import Choice, Date, Integer, Text, unreadable

WORDS = _l("Không hiểu từ này. Dùng một trong: {words}.")
TOO_MANY_CELLS = _l("Dòng này có nhiều ô hơn dòng tiêu đề, có thể do dấu phẩy trong ô không nằm trong ngoặc kép.")
MOST_REMEMBERED = 4_096  # different texts of a field whose values are kept while a list is read
_HEMISPHERES = {"latitude": "NS", "longitude": "EW"}
SAMPLED = 200  # rows by which private columns are told
NO_FACTS: Mapping[str, object] = MappingProxyType({})


class ImportedCamera(NewCamera):
    """A camera as a row of a list has it: the fields of a camera typed into the form, each read by itself."""

    ward_code = Text(most=120)
    network_code = Text()
    recorder_code = Text(most=60)
    eyes = Integer(least=1, most=64)
    health = Choice(Health)
    checked_on = Date()

    def value(self, name: str, typed: str) -> Any:
        """One cell as its field's value. ValidationError."""
        parsed = self.fields[name].deserialize(typed)
        return self._full_circle({"bearing": parsed})["bearing"] if name == "bearing" else parsed


def read_rows(
    table: Table,
    chosen_fields: Mapping[str, LabeledEnum] | None = None,
    remembered: Mapping[str, LabeledEnum] | None = None,
    tick: Callable[[int, int], object] = lambda *_: None,
    *,
    answers: Answers = NO_ANSWERS,
) -> ListSheet:
    """A table as values. Rows that are no cameras are left out and told of; faults say where and what.

    `answers` are what was said of the whole list.
    """
    columns = rules.map_columns(table.headers, chosen_fields or {}, remembered or {})
    defaults = NewCamera().load({"code": "-", "name": "-"})
    defaults |= {"connection": answers.connection} if answers.connection else {}
    sheet = ListSheet(columns, defaults=defaults, answers=answers)
    if not sheet.coded:
        return sheet
    dates = cells.dates(_day_texts(table, columns), month_first=answers.month_first)
    reader = _Reader(sheet, table, month_first=dates is not None and dates.month_first)
    lines: list[ListRow] = []
    for index, (number, row) in enumerate(table.rows):
        lines += reader.lines(number, row)
        tick(index + 1, len(table.rows))
    return replace(
        sheet,
        lines=lines,
        faults=reader.faults,
        remarks=sorted([*table.remarks, *reader.remarks]),
        dates=dates,
        eyes=reader.eyes,
        several=reader.several,
        uncoded=reader.uncoded,
        vague=reader.vague,
        hidden=len(table.hidden_rows),
    )


def _day_texts(table: Table, columns: Sequence[MappedColumn]) -> Iterator[str]:
    """The cells of days that are texts: a spreadsheet's own days say which figure is the month."""
    days = [index for index, column in enumerate(columns) if column.kind in (Kind.DATE, Kind.MOMENT)]
    for number, row in table.rows if days else ():
        marks = table.marks.get(number, {})
        yield from (row[index] for index in days if index < len(row) and marks.get(index) != CellKind.DATE)


class _Reader:
    """Reads one list, remembering the values of texts that come again and again. Fields go by their names here."""

    def __init__(self, sheet: ListSheet, table: Table, *, month_first: bool) -> None:
        self.sheet, self._table, self._month_first = sheet, table, month_first
        self.faults: list[RowFault] = []
        self.remarks: list[PassedRow] = []
        self.vague: list[str] = []
        self.eyes = self.several = self.uncoded = 0
        self._used = [(index, col.field.value) for index, col in enumerate(sheet.columns) if col.field and col.used]
        self._formless = all(name != "form" for _, name in self._used)
        self._shape = ImportedCamera()
        self._remembered: dict[str, dict[str, Any]] = {name: {} for _, name in self._used}
        self._wrong: set[str] = set()
        self._notes: list[str] = []
        self._texts = {name: field.most for name, field in self._shape.fields.items() if type(field) is Text}
        self._judge = RowJudge(sheet.columns, table.rows)
        self._private = private_indexes(sheet.columns, (row for _, row in table.rows[:SAMPLED]))
        is_left = sheet.answers.hidden is HiddenRows.LEAVE
        self._left = frozenset(table.hidden_rows) if is_left else frozenset()
        self._taken = frozenset(sheet.answers.taken)

    def lines(self, number: int, row: list[str]) -> list[ListRow]:
        """A row as values, once for each of its cameras; none where it is no camera. What is wrong joins the faults."""
        kind = None if number in self._taken else RowKind.HIDDEN if number in self._left else self._judge.kind(row)
        if kind is not None:
            if not self._judge.is_blank(row):
                self.remarks.append(PassedRow(number, self._shown(row), kind.text))
            return []
        self._wrong, self._notes = set(), []
        if any(row[len(self.sheet.columns) :]):
            self._fault(number, "code", str(TOO_MANY_CELLS))
        facts = self._facts(number, row)
        if "code" not in facts and "code" not in self._wrong:
            self.uncoded += 1
            if not self.sheet.numbered:
                self._read_cell(number, "code", "", facts)
        if self._notes:
            facts["note"] = "\n".join(filter(None, (facts.get("note"), *self._notes)))
        return self._per_eye(ListRow(number, facts, frozenset(self._wrong)))

    def _facts(self, number: int, row: list[str]) -> dict[str, Any]:
        marks = self._table.marks.get(number, {})
        facts: dict[str, Any] = {}
        for index, name in self._used:
            text = row[index] if index < len(row) else ""
            if not text.strip(cells.DASHES):
                continue
            known_values = self._remembered[name]
            if marks.get(index) or odd_cells.may_be_odd(name, text):
                self._read_odd_cell(number, name, text, marks.get(index, ""), facts)
            elif text in known_values:
                facts.update(known_values[text])
            elif self._stays(name, text):
                facts[name] = text
            else:
                self._read_cell(number, name, text, facts)
        return facts

    def _per_eye(self, line: ListRow) -> list[ListRow]:
        """A row once for each of its cameras, where they were said to be cameras of their own."""
        facts = dict(line.facts)
        count = facts.pop("eyes", 1)
        self.eyes, self.several = self.eyes + count, self.several + (count > 1)
        if count == 1 or self.sheet.answers.eyes is not Eyes.SPLIT:
            return [line._replace(facts=facts)]
        codes = [{"code": f"{facts['code']}-{number}"} if "code" in facts else {} for number in range(1, count + 1)]
        return [line._replace(facts={**facts, **code}) for code in codes]

    def _shown(self, row: list[str]) -> str:
        return masked(" ".join(filter(None, without(row, self._private))))[:200]

    def _read_odd_cell(self, number: int, name: str, text: str, mark: str, facts: dict[str, Any]) -> None:
        """A cell that is more than its text, or may be."""
        kind = rules.COLUMNS[name][0].kind
        fault = odd_cells.fault_of(kind, name, mark, text)
        if fault is not None:
            self._fault(number, name, fault.message, fault.facts)
        elif mark == CellKind.DATE and kind in (Kind.DATE, Kind.MOMENT):  # never asked which figure is the month
            facts[name] = self._shape.value(name, text.partition(" ")[0])
        elif mark == CellKind.NUMBER and kind in NUMBERS:
            self._read_cell(number, name, text.replace(".", ","), facts)
        else:
            self._read_cell(number, name, text, facts)

    def _stays(self, name: str, text: str) -> bool:
        """Whether a cell is plain text that its field would give back as it is: most are, and asking costs much."""
        if (name == "model" and self._formless) or place_cells.may_end_in_place(name, text):
            return False
        return name in self._texts and len(text) <= self._texts[name] and text.isprintable() and "  " not in text

    def _read_cell(self, number: int, name: str, text: str, facts: dict[str, Any]) -> None:
        """One cell into `facts`, or a fault."""
        if name == "installed_on" and cells.is_vague_day(text):
            self._read_vague_day(number, name, text)
            return
        try:
            parsed = place_cells.of_field(name, rules.COLUMNS[name][1].read, text) or {
                part: self._shape.value(part, typed) for part, typed in self._cell_parts(name, text)
            }
        except place_cells.NoPlace as error:
            self._fault(number, name, error.message, error.facts)
            return
        except ValidationError as error:
            self._fault(number, name, _sentence(error))
            return
        facts.update(parsed)
        if len(self._remembered[name]) < MOST_REMEMBERED:
            self._remembered[name][text] = parsed

    def _read_vague_day(self, number: int, name: str, text: str) -> None:
        """A date that says no day: kept as it stands, beside the camera, or a fault."""
        self.vague.append(text)
        if self.sheet.answers.vague is VagueDates.NOTE:
            self._notes.append(f"{self.sheet.header(name)}: {text}")
        else:
            self._fault(number, name, odd_cells.VAGUE, {"cell": text[:60]})

    def _cell_parts(self, name: str, text: str) -> Iterator[tuple[str, str]]:
        """A cell as it would come from the form's fields: one that says two things as two."""
        field, column = rules.COLUMNS[name]
        if field.words is not None:
            yield name, _code(field.words, text)
        elif column.read == "model" and self._formless and rules.word_code(CameraForm, text):
            yield "form", _code(CameraForm, text)
        else:
            yield name, self._plainer(field.kind, column.read, text, field.most)

    def _plainer(self, kind: Kind, read: str, text: str, most: float | None) -> str:
        """A cell as the form's field takes it: without units, of a range the lower end, a date as dd/mm/yyyy."""
        if read == "days_kept":
            return cells.days_kept(text)
        if read in _HEMISPHERES:
            return rules.degrees(text, _HEMISPHERES[read])
        if kind is Kind.DATE or read == "day":
            return self._day(text)
        return odd_cells.number(rules.number_text(text), most) if kind in NUMBERS else text

    def _day(self, text: str) -> str:
        try:
            return cells.written_day(text, month_first=self._month_first)
        except Unreadable as error:
            raise unreadable(error) from error

    def _fault(self, number: int, name: str, message: str, facts: Mapping[str, object] = NO_FACTS) -> None:
        self._wrong |= {"latitude", "longitude"} if name == "coordinates" else {name}
        self.faults.append(RowFault(number, self.sheet.header(name), name, message, facts))


def _sentence(error: ValidationError) -> str:
    """A field's message; marshmallow puts it into a list only when it is no lazy translation."""
    messages = error.messages
    return " ".join(map(str, messages)) if isinstance(messages, list) else str(messages)


def _code(words: type[LabeledEnum], text: str) -> str:
    code = rules.word_code(words, text)
    if code is None:
        raise ValidationError(str(WORDS).format(words="; ".join(gettext(word.text) for word in words)))
    return code
