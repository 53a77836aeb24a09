"""Shapes of an import: what its forms send, and a list's rows as values, each field as the camera's shape has it."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError

from tracker.core.days import Unreadable
from tracker.core.i18n import LabeledEnum
from tracker.exchange.imports import cells, place_cells, rules
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.rules import ListRow, ListSheet, RowFault
from tracker.exchange.imports.tables import Table
from tracker.register.cameras.field_types import NUMBERS, Kind
from tracker.register.cameras.rules import CameraForm
from tracker.register.cameras.schemas import NewCamera
from tracker.territory.code_lists.code_field import Code
from tracker.territory.code_lists.rules import CodeList
from tracker.web.fields import Boolean, Choice, Integer, List, StrictSchema, Text, unreadable
from tracker.web.paging import Cursor

WORDS = _l("Không hiểu từ này. Dùng một trong: {words}.")
TOO_MANY_CELLS = _l("Dòng này có nhiều ô hơn dòng tiêu đề, có thể do dấu phẩy trong ô không nằm trong ngoặc kép.")
MOST_REMEMBERED = 4_096  # different texts of a field whose values are kept while a list is read
_HEMISPHERES = {"latitude": "NS", "longitude": "EW"}
NO_FACTS: Mapping[str, object] = MappingProxyType({})
_DASHES = "-–—"  # a cell of nothing else is blank


class ListUpload(StrictSchema):
    """What is sent beside a file; of cases also the codes that blank cells stand for."""

    kind = Choice(ImportKind, load_default=ImportKind.CAMERAS)
    network_id = Integer(least=1, load_default=None, allow_none=True)
    type = Code(CodeList.INCIDENT_TYPE)
    channel = Code(CodeList.INTAKE_CHANNEL)
    legal_basis = Code(CodeList.REQUEST_PURPOSE)
    old_font = Boolean(load_default=False)


class ColumnChoice(StrictSchema):
    """What each column of a file means, in their order."""

    version = Integer(required=True)
    field = List(Text(most=40), required=True)
    sheet = Integer(load_default=None, allow_none=True)
    near = Boolean(load_default=False)
    month_first = Boolean(load_default=False)
    places_confirmed = Boolean(load_default=False)
    old_font = Boolean(load_default=False)


class SeenImport(StrictSchema):
    """The version of an import that somebody looked at."""

    version = Integer(required=True)


class SampleQuery(StrictSchema):
    """The query string of a list to begin with."""

    kind = Choice(ImportKind, load_default=ImportKind.CAMERAS)


class ImportFilter(StrictSchema):
    """The query string of a list of imports."""

    after = Cursor(int)


class ImportedCamera(NewCamera):
    """A camera as a row of a list has it: the fields of a camera typed into the form, each read by itself."""

    ward_code = Text(most=120)
    network_code = Text()
    recorder_code = Text(most=60)

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
    month_first: bool = False,
) -> ListSheet:
    """A table as values. Rows that say nothing in any column that is read are left out; faults say where and what.

    `month_first`: somebody said that dates in figures are so.
    """
    columns = rules.map_columns(table.headers, chosen_fields or {}, remembered or {})
    sheet = ListSheet(columns, defaults=NewCamera().load({"code": "-", "name": "-"}))
    if not sheet.coded:
        return sheet
    days = [index for index, column in enumerate(columns) if column.kind is Kind.DATE]
    day_texts = (row[index] for _, row in table.rows for index in days if index < len(row))
    dates = cells.dates(day_texts, month_first=month_first)
    reader = _Reader(sheet, month_first=dates is not None and dates.month_first)
    lines: list[ListRow] = []
    for index, (number, row) in enumerate(table.rows):
        line = reader.line(number, row)
        if line is not None:
            lines.append(line)
        tick(index + 1, len(table.rows))
    return ListSheet(columns, lines, reader.faults, sheet.defaults, [*table.remarks, *reader.remarks], dates)


class _Reader:
    """Reads one list, remembering the values of texts that come again and again. Fields go by their names here."""

    def __init__(self, sheet: ListSheet, *, month_first: bool) -> None:
        self.sheet, self._month_first = sheet, month_first
        self.faults: list[RowFault] = []
        self._used = [(index, col.field.value) for index, col in enumerate(sheet.columns) if col.field and col.used]
        self._formless = all(name != "form" for _, name in self._used)
        self._shape = ImportedCamera()
        self._remembered: dict[str, dict[str, Any]] = {name: {} for _, name in self._used}
        self._wrong: set[str] = set()
        self._texts = {name: field.most for name, field in self._shape.fields.items() if type(field) is Text}
        self.remarks: list[tuple[int, str]] = []

    def line(self, number: int, row: list[str]) -> ListRow | None:
        """A row as values, or None where it says nothing. What is wrong with it joins the faults."""
        typed = [(name, row[index]) for index, name in self._used if index < len(row) and row[index].strip(_DASHES)]
        if not typed:
            return None
        if self._is_remark(typed, row):
            self.remarks.append((number, " ".join(filter(None, row))[:200]))
            return None
        self._wrong = set()
        if any(row[len(self.sheet.columns) :]):
            self._fault(number, "code", str(TOO_MANY_CELLS))
        facts: dict[str, Any] = {}
        for name, text in typed:
            known_values = self._remembered[name]
            if text in known_values:
                facts.update(known_values[text])
            elif self._stays(name, text):
                facts[name] = text
            else:
                self._read_cell(number, name, text, facts)
        if "code" not in facts and "code" not in self._wrong:
            self._read_cell(number, "code", "", facts)
        return ListRow(number, facts, frozenset(self._wrong))

    def _is_remark(self, typed: list[tuple[str, str]], row: list[str]) -> bool:
        """Whether a row without a code, or with nothing but a code, is a total, a date or a signature."""
        names = {name for name, _ in typed}
        if cells.is_remark(row):
            return "code" not in names or names == {"code"}
        return bool(self.remarks) and "code" not in names and cells.may_sign(row)

    def _stays(self, name: str, text: str) -> bool:
        """Whether a cell is plain text that its field would give back as it is: most are, and asking costs much."""
        if (name == "model" and self._formless) or place_cells.may_end_in_place(name, text):
            return False
        return name in self._texts and len(text) <= self._texts[name] and text.isprintable() and "  " not in text

    def _read_cell(self, number: int, name: str, text: str, facts: dict[str, Any]) -> None:
        """One cell into `facts`, or a fault."""
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

    def _cell_parts(self, name: str, text: str) -> Iterator[tuple[str, str]]:
        """A cell as it would come from the form's fields: one that says two things as two."""
        field, column = rules.COLUMNS[name]
        if field.words is not None:
            yield name, _code(field.words, text)
        elif column.read == "model" and self._formless and rules.word_code(CameraForm, text):
            yield "form", _code(CameraForm, text)
        else:
            yield name, self._plainer(field.kind, column.read, text)

    def _plainer(self, kind: Kind, read: str, text: str) -> str:
        """A cell as the form's field takes it: without units, of a range the lower end, a date as dd/mm/yyyy."""
        if read == "days_kept":
            return cells.days_kept(text)
        if read in _HEMISPHERES:
            return rules.degrees(text, _HEMISPHERES[read])
        if kind is Kind.DATE:
            return self._day(text)
        return rules.number_text(text) if kind in NUMBERS else text

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
