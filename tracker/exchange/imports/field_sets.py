"""Rules: what the columns of one kind of list can mean, and which column of a file means what. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import fold
from tracker.register.cameras.field_types import Kind

SHOWN_ONLY = "(chỉ xem)"  # ends the header of a column that an export shows and no import takes
LONGEST = 100  # characters of a header
IGNORED = "ignored"  # of every kind: a column that is not read
_META = {"@type"}  # whether OpenStreetMap has a node or a way there: nothing about the camera
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


class ImportKind(LabeledEnum):
    """What the rows of a list are."""

    CAMERAS = "cameras", N_("Danh sách camera")
    INCIDENTS = "incidents", N_("Sổ vụ việc")
    REQUESTS = "requests", N_("Sổ theo dõi trích xuất")

    @property
    def of_cases(self) -> bool:
        """Whether its rows are a unit's cases, not a ward's cameras."""
        return self is not ImportKind.CAMERAS


@dataclass(frozen=True)
class MappedColumn:
    """A column of a file and what it means, if anybody knows; `kind` is that of its cells, where they are read.

    `doubled`: an earlier column says the same. `remembered`: it means so because somebody there once said so.
    """

    header: str
    field: LabeledEnum | None
    doubled: bool = False
    remembered: bool = False
    kind: Kind | None = None

    @property
    def used(self) -> bool:
        """Whether its cells are read."""
        return self.field not in (None, IGNORED)


def plain(header: str) -> str:
    """A header's words alone: no diacritics, case or punctuation."""
    return " ".join(re.split(r"[\W_]+", fold(header))).strip()


@dataclass(frozen=True)
class FieldSet:
    """The fields that lists of one kind can give, as coded words, one of them `ignored`.

    `names` are the headers by which each is met elsewhere, as `plain` makes them, with | between them; `kinds` what
    its cells hold. Without a column for each of `keys` no row can be told from another.
    """

    kind: ImportKind
    words: type[LabeledEnum]
    names: Mapping[str, str]
    kinds: Mapping[str, Kind]
    keys: tuple[str, ...]

    @property
    def readable(self) -> list[LabeledEnum]:
        """What a column can be said to mean, but that it is not read."""
        return [word for word in self.words if word != IGNORED]

    @cached_property
    def _meanings(self) -> Mapping[str, LabeledEnum]:
        by_header: dict[str, LabeledEnum] = {}
        for word in self.readable:
            own_name = plain(_BRACKETS.sub(" ", word.text))
            by_header |= dict.fromkeys((own_name, *map(plain, filter(None, self.names[word.value].split("|")))), word)
        return by_header

    def meaning(self, header: str) -> tuple[LabeledEnum | None, bool]:
        """The field a header names, and whether its whole text does, not only what is left without brackets."""
        if len(header) > LONGEST or header.endswith(SHOWN_ONLY) or header in _META:
            return None, False
        whole_match = self._meanings.get(plain(header))
        return (whole_match, True) if whole_match else (self._meanings.get(plain(_BRACKETS.sub(" ", header))), False)

    def known(self, cells: Iterable[str]) -> int:
        """How many different fields the cells would name as headers."""
        return len({known_field for cell in cells if (known_field := self.meaning(cell)[0])})

    def named(self, text: str) -> LabeledEnum | None:
        """The field that somebody means by its code («latitude») or by what a header would call it."""
        return next((word for word in self.words if word.value == text.strip().lower()), None) or self.meaning(text)[0]

    def missing(self, columns: Iterable[MappedColumn]) -> list[LabeledEnum]:
        """The fields of `keys` that no column gives."""
        given_fields = {column.field for column in columns}
        return [self.words(key) for key in self.keys if key not in given_fields]

    def map_columns(
        self,
        headers: Sequence[str],
        chosen_fields: Mapping[str, LabeledEnum],
        remembered: Mapping[str, LabeledEnum] = MappingProxyType({}),
    ) -> tuple[MappedColumn, ...]:
        """What each column means, by plain header: as `chosen_fields` now, else as `remembered`, else by known names.

        Of two known names for one field, the one that matches as a whole counts.
        """
        fields: list[LabeledEnum | None] = [chosen_fields.get(plain(header)) for header in headers]
        recalled = _recall(headers, fields, remembered)
        self._recognise(headers, fields)
        if {"latitude", "longitude"} <= set(fields) and "coordinates" not in chosen_fields.values():
            fields = [None if named_field == "coordinates" else named_field for named_field in fields]
        return tuple(
            MappedColumn(
                header,
                named_field,
                doubled=named_field is None and self.meaning(header)[0] is not None,
                remembered=recalled[index],
                kind=self.kinds.get(named_field.value) if named_field else None,
            )
            for index, (header, named_field) in enumerate(zip(headers, fields, strict=True))
        )

    def _recognise(self, headers: Sequence[str], fields: list[LabeledEnum | None]) -> None:
        for wants_whole in (True, False):
            for index, header in enumerate(headers):
                named_field, is_whole = self.meaning(header)
                if fields[index] is None and is_whole is wants_whole and named_field not in fields:
                    fields[index] = named_field


def _recall(
    headers: Sequence[str], fields: list[LabeledEnum | None], remembered: Mapping[str, LabeledEnum]
) -> list[bool]:
    """Put what was once said into `fields` where nothing is said now; which columns that were."""
    recalled = [fields[index] is None and plain(header) in remembered for index, header in enumerate(headers)]
    for index, header in enumerate(headers):
        named_field = remembered.get(plain(header)) if recalled[index] else None
        recalled[index] = named_field is not None and (named_field == IGNORED or named_field not in fields)
        fields[index] = named_field if recalled[index] else fields[index]
    return recalled
