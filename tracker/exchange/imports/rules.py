"""What the columns of a camera list mean, how its cells are read and written safely, what a try-out tells. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from tracker.core.i18n import N_, LabeledEnum, filled
from tracker.core.vietnamese import fold
from tracker.exchange.imports.cells import Dates
from tracker.register.cameras.field_types import CameraField, ImportColumn, Kind
from tracker.register.cameras.fields import with_part
from tracker.register.places import rules as places

# The fields of a camera that a list can give, by what their columns are called here.
COLUMNS: Mapping[str, tuple[CameraField, ImportColumn]] = {
    part.key or field.name: (field, part) for field, part in with_part(lambda field: field.imported)
}


class Field(LabeledEnum):
    """What a column can mean. The values are the names that the camera's own shape has, where it has one."""

    # The members are made of the fields.
    _ignore_ = ["members", "key", "field", "column"]
    members = vars()
    for key, (field, column) in COLUMNS.items():
        members[key.upper()] = key, column.label or field.label
    IGNORED = "ignored", N_("Bỏ qua cột này")


CODE, WARD, LATITUDE, LONGITUDE, COORDINATES = map(Field, ("code", "ward_code", "latitude", "longitude", "coordinates"))
SHOWN_ONLY = "(chỉ xem)"  # ends the header of a column that an export shows and no import takes
LONGEST = 100  # characters of a header

_COMPASS = {
    name: str(step * 45)
    for step, names in enumerate(
        (
            *("bac|north", "dong bac|northeast", "dong|east", "dong nam|southeast"),
            *("nam|south", "tay nam|southwest", "tay|west", "tay bac|northwest"),
        )
    )
    for name in names.split("|")
}

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_UNIT = re.compile(r"(?<=\d)\s*(?:m|mét|met|metres?|ngày|ngay|days?|độ|do|deg)\.?$", re.IGNORECASE)
# What a spreadsheet may take for a formula, also behind characters that nobody sees or in full width.
_FORMULA = re.compile(r"'*[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff\x00]*[=+\-@＝＋－＠\t\r\n\x00]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class MappedColumn:
    """A column of a file and what it means, if anybody knows.

    `doubled`: an earlier column says the same. `remembered`: it means so because somebody of the ward once said so.
    """

    header: str
    field: Field | None
    doubled: bool = False
    remembered: bool = False

    @property
    def used(self) -> bool:
        """Whether its cells are read."""
        return self.field not in (None, Field.IGNORED)

    @property
    def kind(self) -> Kind | None:
        """The kind of its cells, where they are read."""
        return COLUMNS[self.field][0].kind if self.field is not None and self.used else None


class ListRow(NamedTuple):
    """A row as values. `facts` holds what the row says, blanks left out; `wrong` the fields it says wrong."""

    number: int
    facts: Mapping[str, Any]
    wrong: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RowFault:
    """What is wrong at one place of a file. `message` is a translation key with places for `facts`."""

    line: int
    header: str
    field: str
    message: str
    facts: Mapping[str, object] = made(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in Vietnamese."""
        return filled(self.message, self.facts)


@dataclass(frozen=True)
class ListSheet:
    """A whole list as values. `defaults` are what a new camera gets where its row says nothing.

    `remarks` are rows that are no cameras: headings, totals, signatures; `dates` is how its dates in figures were read.
    """

    columns: tuple[MappedColumn, ...]
    lines: Sequence[ListRow] = ()
    faults: Sequence[RowFault] = ()
    defaults: Mapping[str, Any] = made(default_factory=dict)
    remarks: Sequence[tuple[int, str]] = ()
    dates: Dates | None = None

    @property
    def coded(self) -> bool:
        """Whether a column gives the cameras' codes, without which no row can be matched."""
        return any(column.field is CODE for column in self.columns)

    @property
    def date_header(self) -> str:
        """The header of the first column of dates."""
        return next(column.header for column in self.columns if column.kind is Kind.DATE)

    def header(self, name: str) -> str:
        """The header of the column that gives a field; the field's own name where no column does."""
        wanted_field = Field(name)
        places = (LATITUDE, LONGITUDE)
        return next(
            (c.header for c in self.columns if c.field is wanted_field),
            next(
                (c.header for c in self.columns if c.field is COORDINATES and wanted_field in places), wanted_field.text
            ),
        )


@dataclass(frozen=True)
class Report:
    """What an import would do, or did. `counts`: rows that are new, changed, unchanged, wrong.

    `changes` are the first changed cameras, as (code, name, {field: (before, after)}). `near` are codes that are not in
    the register, though one is that differs by zeros, case or signs alone. `digest` tells one plan from another;
    `dates` how dates in figures were read.
    """

    counts: Mapping[str, int]
    faults: Sequence[RowFault]
    columns: tuple[MappedColumn, ...]
    changes: Sequence[tuple[str, str, Mapping[str, tuple[Any, Any]]]] = ()
    near: Mapping[str, str] = made(default_factory=dict)
    digest: str = ""
    dates: str = ""

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers of columns that were not read."""
        return tuple(column.header for column in self.columns if not column.used)


def plain(header: str) -> str:
    """A header's words alone: no diacritics, case or punctuation."""
    return " ".join(re.split(r"[\W_]+", fold(header))).strip()


def _names(field: Field) -> list[str]:
    """The headers that mean a field, as they are met and as an export writes it."""
    return [plain(_BRACKETS.sub(" ", field.text)), *filter(None, COLUMNS[field][1].names.split("|"))]


_MEANINGS = {name: field for field in Field if field is not Field.IGNORED for name in _names(field)}


def meaning(header: str) -> tuple[Field | None, bool]:
    """The field a header names, and whether its whole text does, not only what is left without units in brackets."""
    if len(header) > LONGEST or header.endswith(SHOWN_ONLY):
        return None, False
    whole_match = _MEANINGS.get(plain(header))
    return (whole_match, True) if whole_match else (_MEANINGS.get(plain(_BRACKETS.sub(" ", header))), False)


def is_vietnamese(header: str) -> bool:
    """Whether a header of a date is Vietnamese: those who write it so write the day first."""
    return plain(header).startswith("ngay")


def known(cells: Iterable[str]) -> int:
    """How many different fields the cells would name as headers."""
    return len({known_field for cell in cells if (known_field := meaning(cell)[0])})


def field_named(text: str) -> Field | None:
    """The field that somebody means by its code («latitude») or by what a header would call it."""
    return next((word for word in Field if word.value == text.strip().lower()), None) or meaning(text)[0]


def map_columns(
    headers: Sequence[str], chosen_fields: Mapping[str, Field], remembered: Mapping[str, Field] = MappingProxyType({})
) -> tuple[MappedColumn, ...]:
    """What each column means, by plain header: as `chosen_fields` now, else as `remembered`, else by known names.

    Of two known names for one field, the one that matches as a whole counts.
    """
    fields: list[Field | None] = [chosen_fields.get(plain(header)) for header in headers]
    recalled = [fields[index] is None and plain(header) in remembered for index, header in enumerate(headers)]
    for index, header in enumerate(headers):
        named_field = remembered.get(plain(header)) if recalled[index] else None
        recalled[index] = named_field is not None and (named_field is Field.IGNORED or named_field not in fields)
        fields[index] = named_field if recalled[index] else fields[index]
    for wants_whole in (True, False):
        for index, header in enumerate(headers):
            named_field, is_whole = meaning(header)
            if fields[index] is None and is_whole is wants_whole and named_field not in fields:
                fields[index] = named_field
    if {LATITUDE, LONGITUDE} <= set(fields) and COORDINATES not in chosen_fields.values():
        fields = [None if named_field is COORDINATES else named_field for named_field in fields]
    return tuple(
        MappedColumn(
            header,
            named_field,
            doubled=named_field is None and meaning(header)[0] is not None,
            remembered=recalled[index],
        )
        for index, (header, named_field) in enumerate(zip(headers, fields, strict=True))
    )


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row only numbers the columns, (1) (2) (3) …, as printed forms do under the header."""
    numbers = [cell.strip(" ()[]") for cell in cells if cell]
    return len(numbers) > 2 and numbers == [str(index + 1) for index in range(len(numbers))]


def coordinates(text: str) -> tuple[str, str] | None:
    """(latitude, longitude) of one cell, as two cells would say them; None when it is no place."""
    place = places.coordinates(text)
    return (repr(place[0]), repr(place[1])) if place else None


def degrees(text: str, hemispheres: str) -> str:
    """A latitude (NS) or longitude (EW) in a cell of its own, in decimal degrees; what is none stays as it is."""
    angle = None if _PLAIN_NUMBER.fullmatch(text) else places.angle(text, hemispheres)
    return text if angle is None else repr(angle)


def word_code(words: type[LabeledEnum], text: str) -> str | None:
    """The code of the word that somebody wrote as its code or, however toned, as its Vietnamese. None: no such word."""
    return _codes(words).get(fold(text))


@cache
def _codes(words: type[LabeledEnum]) -> dict[str, str]:
    return {fold(name): word.value for word in words for name in (word.value, word.text)}


def number_text(text: str) -> str:
    """A number without the unit written behind it; a compass point («Đông Bắc») as its degrees."""
    return _COMPASS.get(plain(text)) or _UNIT.sub("", text)


def safe(text: str) -> str:
    """A cell for a CSV file that no spreadsheet will take for a formula: ' before what could be one."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def unsafe(text: str) -> str:
    """The cell that `safe` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def column_letters(index: int) -> str:
    """A spreadsheet's name of the column at an index from 0: A, B, … Z, AA, …"""
    before, last = divmod(index, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def composed(text: str) -> str:
    """A cell as it will be kept and compared: NFC, without blanks around it."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
