"""What can be changed of many cameras at once, how a change is kept, and what it makes of a value. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from typing import Any

from tracker.core.i18n import LabeledEnum
from tracker.register.cameras.field_types import BulkPart, CameraField, Kind
from tracker.register.cameras.fields import with_part

AT_ONCE = 500  # cameras that are changed while the person waits; more are a job
LEAST_REASON = 10  # characters
MOST_NOTE = 2_000


# The fields of a camera that can be set, by the names of their columns.
PARTS: Mapping[str, tuple[CameraField, BulkPart]] = {
    field.name: (field, part) for field, part in with_part(lambda field: field.bulk)
}


class EditPart(LabeledEnum):
    """What can be set. The values are the names of the columns."""

    # The members are made of the fields.
    _ignore_ = ["members", "name", "field", "part"]
    members = vars()
    for name, (field, part) in PARTS.items():
        members[name.upper()] = name, part.label or field.label


# What may be set to nothing: the camera then belongs to none, or nothing is known.
CLEARABLE = frozenset(EditPart(name) for name, (_, part) in PARTS.items() if part.clearable)


@dataclass(frozen=True)
class EditTally:
    """How many cameras a filter matches, how many of them a change would alter, and how many by each part of it.

    `overlong`: those whose note would become longer than a note may be. `before`: a number for all that it would write
    over; another one as soon as anything of that is changed.
    """

    matched: int
    changing: int
    parts: Mapping[str, int] = made(default_factory=dict)
    overlong: int = 0
    before: int = 0

    @property
    def seen(self) -> str:
        """What somebody agrees to, as a form sends it back: the figures, and what is written over."""
        return f"{self.matched}/{self.changing}/{self.before}"


def agreed(shown_tally: str) -> int:
    """How many cameras somebody agreed to change, of `Tally.seen`; none of what nobody was shown."""
    parts = shown_tally.split("/")
    return int(parts[1]) if len(parts) == 3 and parts[1].isdecimal() else 0


def written(changes: Mapping[str, Any]) -> str:
    """Values by column as JSON, to be kept."""
    printable = {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}
    return json.dumps(printable, ensure_ascii=False)


def read(text: str) -> dict[str, Any]:
    """What `written` was given."""
    stored: dict[str, Any] = json.loads(text)
    return {name: _value(name, value) for name, value in stored.items()}


def asked(text: str) -> dict[str, str]:
    """A kept filter, as the list's address had it."""
    filter_args: dict[str, str] = json.loads(text)
    return filter_args


def _value(name: str, value: Any) -> Any:
    field = PARTS[name][0] if name in PARTS else None
    if value is None or field is None or not field.stored:  # a sign is yes, no or unknown at the place
        return value
    if field.kind is Kind.DATE:
        return date.fromisoformat(value)
    return field.words(value) if field.words is not None else value


def noted(before: str, added: str) -> str:
    """A note with another one below it."""
    return f"{before}\n{added}" if before else added


def after(name: str, before: Any, changes: Mapping[str, Any]) -> Any:
    """What a change makes of a value. A camera that is taken down belongs to no network."""
    if name == "note":
        return noted(before, changes["note"])
    return changes.get(name)


def label(edit_id: int, reason: str, longest: int = 200) -> str:
    """The reason of a change as other packages keep it."""
    return f"Sửa hàng loạt #{edit_id}: {reason}"[:longest]


def title(count: int) -> str:
    """What a long change is called among a person's jobs: «12.345 camera»."""
    return f"{count:,} camera".replace(",", ".")
