"""What the columns of a camera list mean, how the cells of lists are read and written safely, what is told of them.

Pure.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from functools import cache
from typing import Any, NamedTuple

from tracker.core.i18n import N_, LabeledEnum, filled
from tracker.core.vietnamese import fold
from tracker.exchange.imports.answers import NO_ANSWERS, Answers, Codes
from tracker.exchange.imports.cells import Dates
from tracker.exchange.imports.field_sets import IGNORED, FieldSet, ImportKind, MappedColumn, plain
from tracker.exchange.imports.row_kinds import PassedRow
from tracker.exchange.imports.word_synonyms import synonyms_of
from tracker.register.cameras.field_types import CameraField, ImportColumn, Kind
from tracker.register.cameras.fields import with_part
from tracker.register.places import rules as places
from tracker.register.places.rules import ABROAD

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
    IGNORED = IGNORED, N_("Bỏ qua cột này")


CODE, WARD = Field("code"), Field("ward_code")
CAMERA_FIELDS = FieldSet(
    ImportKind.CAMERAS,
    Field,
    names={name: column.names for name, (_, column) in COLUMNS.items()},
    kinds={name: field.kind for name, (field, _) in COLUMNS.items()},
    keys=("code",),
)
meaning, known, field_named = CAMERA_FIELDS.meaning, CAMERA_FIELDS.known, CAMERA_FIELDS.named
map_columns = CAMERA_FIELDS.map_columns

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

_UNIT = re.compile(r"(?<=\d)\s*(?:m|mét|met|metres?|ngày|ngay|days?|độ|do|deg)\.?$", re.IGNORECASE)
# What a spreadsheet may take for a formula, also behind characters that nobody sees or in full width.
_FORMULA = re.compile(r"'*[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff\x00]*[=+\-@＝＋－＠\t\r\n\x00]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


ABROAD_ROWS = N_(
    "%(count)s dòng có tọa độ ngoài Việt Nam (dòng %(lines)s). Có thể là tọa độ của nước khác, hoặc cột bị lẫn."
)
TOGETHER = {ABROAD: ABROAD_ROWS}  # what is said of many rows in one sentence
LINES_TOLD = 10


class ListRow(NamedTuple):
    """A row as values. `facts` holds what the row says, blanks left out; `wrong` the fields it says wrong.

    A row with several cameras stands for each of them once.
    """

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
    `answers` were given for the whole list. All rows have so many `eyes`, `several` of them more than one; `uncoded`
    have no code; `vague` are dates that say no day; `hidden` rows the spreadsheet does not show.
    """

    columns: tuple[MappedColumn, ...]
    lines: Sequence[ListRow] = ()
    faults: Sequence[RowFault] = ()
    defaults: Mapping[str, Any] = made(default_factory=dict)
    remarks: Sequence[PassedRow] = ()
    dates: Dates | None = None
    fields: FieldSet = CAMERA_FIELDS
    answers: Answers = NO_ANSWERS
    eyes: int = 0
    several: int = 0
    uncoded: int = 0
    vague: Sequence[str] = ()
    hidden: int = 0

    @property
    def coded(self) -> bool:
        """Whether columns give the cameras' codes, or whatever else tells one row from another; or we give codes."""
        return self.numbered or not self.fields.missing(self.columns)

    @property
    def numbered(self) -> bool:
        """Whether cameras without a code get one from us."""
        return self.answers.codes is Codes.NUMBER

    def open_counts(self) -> dict[str, int]:
        """What nobody answered though it decides what the rows mean: how many rows, by question."""
        counts = {"eyes": self.several, "hidden": self.hidden}
        counts["dates"] = int(self.dates is not None and self.dates.doubtful and not is_vietnamese(self.date_header))
        return {name: count for name, count in counts.items() if count and getattr(self.answers, name) is None}

    @property
    def date_header(self) -> str:
        """The header of the first column of dates."""
        return next(column.header for column in self.columns if column.kind in (Kind.DATE, Kind.MOMENT))

    def header(self, name: str) -> str:
        """The header of the column that gives a field; the field's own name where no column does."""
        headers = {column.field.value: column.header for column in reversed(self.columns) if column.field}
        in_one = headers.get("coordinates") if name in ("latitude", "longitude") else None
        return headers.get(name) or in_one or self.fields.words(name).text


@dataclass(frozen=True)
class Report:
    """What an import would do, or did. `counts`: rows that are new, changed, unchanged, wrong.

    `changes` are the first changed cameras, as (code, name, {field: (before, after)}). `near` are codes that are not in
    the register, though one is that may be meant; `twins` new ones that are almost an earlier one of the list. `digest`
    tells one plan from another; `dates` how dates in figures were read; `people` are named in the list and have no
    account; `far` rows that lie farther from their wards than these reach: (row, code, kilometres, ward); `undecided`
    counts the new cameras of which nobody said what a figure depends on, by the question.
    """

    counts: Mapping[str, int]
    faults: Sequence[RowFault]
    columns: tuple[MappedColumn, ...]
    changes: Sequence[tuple[str, str, Mapping[str, tuple[Any, Any]]]] = ()
    near: Mapping[str, str] = made(default_factory=dict)
    digest: str = ""
    dates: str = ""
    people: Sequence[str] = ()
    undecided: Mapping[str, int] = made(default_factory=dict)
    twins: Mapping[str, str] = made(default_factory=dict)
    far: Sequence[tuple[int, str, int, str]] = ()

    @property
    def told(self) -> Sequence[RowFault]:
        """The faults as they are told: what is said of rows together stands once, at the first of them."""
        first_faults: dict[str, RowFault] = {}
        lines_by_message: dict[str, list[int]] = {message: [] for message in TOGETHER}
        for fault in self.faults:
            if fault.message in TOGETHER:
                first_faults.setdefault(fault.message, fault)
                lines_by_message[fault.message].append(fault.line)
        return [
            _of_rows(fault, lines_by_message[fault.message]) if fault.message in TOGETHER else fault
            for fault in self.faults
            if first_faults.get(fault.message, fault) is fault
        ]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers of columns that were not read."""
        return tuple(column.header for column in self.columns if not column.used)


def _of_rows(fault: RowFault, lines: Sequence[int]) -> RowFault:
    if len(lines) == 1:
        return fault
    listed_lines = ", ".join(map(str, lines[:LINES_TOLD])) + (" …" if len(lines) > LINES_TOLD else "")
    return replace(fault, message=TOGETHER[fault.message], facts={"count": len(lines), "lines": listed_lines})


def is_vietnamese(header: str) -> bool:
    """Whether a header of a date is Vietnamese: those who write it so write the day first."""
    return plain(header).startswith("ngay")


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
    return {**synonyms_of(words), **{fold(name): word.value for word in words for name in (word.value, word.text)}}


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
