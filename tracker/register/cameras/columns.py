"""Rules: the columns of the list of cameras: one for each field that has one, as far as somebody may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.core.i18n import LabeledEnum
from tracker.core.permissions import Actor
from tracker.register.cameras.field_types import CameraField, ListColumn
from tracker.register.cameras.fields import hidden_from, with_part
from tracker.register.cameras.rules import Sort

_COLUMNS = {part.key or field.name: (field, part) for field, part in with_part(lambda field: field.column)}


class CameraColumn(LabeledEnum):
    """What a list of cameras may show."""

    # The members are made of the fields.
    _ignore_ = ["members", "key", "field", "part"]
    members = vars()
    for key, (field, part) in _COLUMNS.items():
        members[key.upper()] = key, part.label or field.label


@dataclass(frozen=True)
class Cell:
    """How the cells of a column are drawn: as `drawn` (a kind, or a cell of its own), from an attribute of the row."""

    column: CameraColumn
    attribute: str
    drawn: str
    numeric: bool
    unit: str


def _cell(column: CameraColumn, field: CameraField, part: ListColumn) -> Cell:
    attribute, kind = part.attribute or field.name, "text" if part.attribute else field.kind.value
    return Cell(column, attribute, part.drawn or kind, field.numeric, field.unit)


CODE = CameraColumn("code")
CELLS: Mapping[CameraColumn, Cell] = {
    CameraColumn(key): _cell(CameraColumn(key), field, part) for key, (field, part) in _COLUMNS.items()
}
# What is not a column of its own stands below its neighbour: the name below the code, the address below the place.
USUAL = tuple(CameraColumn(key) for key, (_, part) in _COLUMNS.items() if part.usual)
# What a column's heading sorts by.
SORTS: Mapping[CameraColumn, Sort] = {
    CameraColumn(key): part.sort for key, (_, part) in _COLUMNS.items() if part.sort is not None
}


def choices(viewer: Actor) -> list[CameraColumn]:
    """The columns that a person may choose from."""
    hidden = hidden_from(viewer)
    return [CameraColumn(key) for key, (field, _) in _COLUMNS.items() if field.name not in hidden]


def columns(names: Iterable[str], viewer: Actor) -> list[CameraColumn]:
    """The columns of those names in that order, the code always and first; none when no name is known."""
    choices_by_name = {column.value: column for column in choices(viewer)}
    chosen_columns = [
        choices_by_name[name] for name in dict.fromkeys(names) if name in choices_by_name and name != CODE
    ]
    return [CODE, *chosen_columns] if chosen_columns else []
