"""Shapes of an import: what its forms send, and a list's rows as values, each field as the camera's shape has it."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError

from tracker.cameras.rules import Connection, Form
from tracker.cameras.schemas import NewCamera
from tracker.fields import Choice, Many, Shape, Text, Whole
from tracker.imports import rules
from tracker.imports.files import Table
from tracker.imports.rules import Fault, Field, Line, Sheet
from tracker.paging import Cursor
from tracker.recorders.rules import Storage
from tracker.words import Word

COORDINATES = _l("Không đọc được tọa độ. Cần dạng 19,8067; 105,7852 (vĩ độ trước).")
WORDS = _l("Không hiểu từ này. Dùng một trong: {words}.")
TOO_MANY_CELLS = _l("Dòng này có nhiều ô hơn dòng tiêu đề, có thể do dấu phẩy trong ô không nằm trong ngoặc kép.")
MOST_REMEMBERED = 4_096  # different texts of a field whose values are kept while a list is read
_WORDS: Mapping[str, type[Word]] = {"connection": Connection, "form": Form, "storage": Storage}
_NUMBERS = ("bearing", "view_angle", "reach_m", "retention_days")
_DASHES = "-–—"  # a cell of nothing else is blank


class Upload(Shape):
    """What is sent beside a file."""

    network_id = Whole(least=1, load_default=None, allow_none=True)


class Columns(Shape):
    """What each column of a file means, in their order."""

    version = Whole(required=True)
    field = Many(Choice(Field), required=True)


class Seen(Shape):
    """The version of an import that somebody looked at."""

    version = Whole(required=True)


class ImportFilter(Shape):
    """The query string of a list of imports."""

    after = Cursor(int)


class ImportedCamera(NewCamera):
    """A camera as a row of a list has it: the fields of a camera typed into the form, each read by itself."""

    ward_code = Text(most=10)
    network_code = Text()

    def value(self, name: str, typed: str) -> Any:
        """One cell as its field's value. ValidationError."""
        made = self.fields[name].deserialize(typed)
        return self._full_circle({"bearing": made})["bearing"] if name == "bearing" else made


def shaped(table: Table, chosen: Mapping[str, Field] | None = None) -> Sheet:
    """A table as values. Rows that say nothing in any column that is read are left out; faults say where and what."""
    columns = rules.understand(table.headers, chosen or {})
    sheet = Sheet(columns, defaults=NewCamera().load({"code": "-", "name": "-"}))
    if not sheet.coded:
        return sheet
    reader = _Reader(sheet)
    lines = [line for number, cells in table.rows if (line := reader.line(number, cells))]
    return Sheet(columns, lines, reader.faults, sheet.defaults)


class _Reader:
    """Reads one list, remembering the values of texts that come again and again. Fields go by their names here."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.faults: list[Fault] = []
        self._used = [(at, col.field.value) for at, col in enumerate(sheet.columns) if col.field and col.used]
        self._formless = all(name != "form" for _, name in self._used)
        self._shape = ImportedCamera()
        self._remembered: dict[str, dict[str, Any]] = {name: {} for _, name in self._used}
        self._wrong: set[str] = set()

    def line(self, number: int, cells: list[str]) -> Line | None:
        """A row as values, or None where it says nothing. What is wrong with it joins the faults."""
        typed = [(name, cells[at]) for at, name in self._used if at < len(cells) and cells[at].strip(_DASHES)]
        if not typed:
            return None
        self._wrong = set()
        if any(cells[len(self.sheet.columns) :]):
            self._fault(number, "code", str(TOO_MANY_CELLS))
        facts: dict[str, Any] = {}
        for name, text in typed:
            seen = self._remembered[name]
            if text in seen:
                facts.update(seen[text])
            else:
                self._read(number, name, text, facts)
        if "code" not in facts and "code" not in self._wrong:
            self._read(number, "code", "", facts)
        return Line(number, facts, frozenset(self._wrong))

    def _read(self, number: int, name: str, text: str, facts: dict[str, Any]) -> None:
        """One cell into `facts`, or a fault."""
        try:
            made = {part: self._shape.value(part, typed) for part, typed in self._parts(name, text)}
        except ValidationError as error:
            self._fault(number, name, _sentence(error))
            return
        facts.update(made)
        if len(self._remembered[name]) < MOST_REMEMBERED:
            self._remembered[name][text] = made

    def _parts(self, name: str, text: str) -> Iterator[tuple[str, str]]:
        """A cell as it would come from the form's fields: one that says two things as two."""
        if name == "coordinates":
            pair = rules.coordinates(text)
            if pair is None:
                raise ValidationError(str(COORDINATES))
            yield from zip(("latitude", "longitude"), pair, strict=True)
        elif name in _WORDS:
            yield name, _code(_WORDS[name], text)
        elif name == "model" and self._formless and rules.word_code(Form, text):
            yield "form", _code(Form, text)
        else:
            yield name, rules.number_text(text) if name in _NUMBERS else text

    def _fault(self, number: int, name: str, message: str) -> None:
        self._wrong |= {"latitude", "longitude"} if name == "coordinates" else {name}
        self.faults.append(Fault(number, self.sheet.header(name), name, message))


def _sentence(error: ValidationError) -> str:
    """A field's message; marshmallow puts it into a list only when it is no lazy translation."""
    found = error.messages
    return " ".join(map(str, found)) if isinstance(found, list) else str(found)


def _code(words: type[Word], text: str) -> str:
    code = rules.word_code(words, text)
    if code is None:
        raise ValidationError(str(WORDS).format(words="; ".join(gettext(word.text) for word in words)))
    return code
