"""Rules: what one row of a step table says, of requests, lines and incidents alike. Pure.

Buttons, routes, forms, JSON operations and the words of the log are made from the rows: adding a step is adding one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from tracker.core import errors
from tracker.core.i18n import N_, LabeledEnum
from tracker.core.permissions import Can

NEEDED = N_("Cần điền mục này.")
# Sent with every step; drawn as one folded line.
HAPPENED_AT = "happened_at"

State = TypeVar("State", bound=LabeledEnum)


class ButtonLook(StrEnum):
    """How a button looks; its value is the end of its CSS class."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DESTRUCTIVE = "destructive"


class CorrectionKind(StrEnum):
    """What a correction of a request, a line or an incident does."""

    TAKE_BACK = "take_back"
    VOID = "void"
    MERGE = "merge"


@dataclass(frozen=True)
class Field:
    """Something that a step asks for. `name` is its name in forms and JSON; its shape stands in the room's schemas.

    `missing` is what is said where it was left out; empty, it may be. `rows` is the height of a text of several lines,
    `mode` the keyboard a phone shows. `choices` are the coded words to choose from, or `code_list` the
    list of codes, `blank` what stands before them.
    `tick` is something to be agreed to; a `late` one need not always be told and is drawn once it was refused without.
    """

    name: str
    label: str
    hint: str = ""
    missing: str = ""
    rows: int = 0
    mode: str = ""
    choices: tuple[LabeledEnum, ...] = ()
    code_list: str = ""
    blank: str = ""
    tick: bool = False
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Transition(Generic[State]):
    """One step: from any of `leaves`, for whoever holds `needs`. All its words are Vietnamese, but `summary`.

    `name` stands in URLs, in the log and in the names of JSON operations; `text` on the button; `title` over the
    step's own form, `intro` below; `log` is what the log says was done; `flash` what is said afterwards. `summary` is
    for programmers. `fields` are what it asks for, in the lines in which a form draws them; `always` names what is
    sent with any step.
    `timestamp` is the column that keeps when it happened. `wrong_state` is said where it does not start.
    """

    kind: ClassVar[str]
    always: ClassVar[tuple[str, ...]] = ("version", HAPPENED_AT)

    name: str
    text: str
    title: str = ""
    intro: str = ""
    log: str
    flash: str
    summary: str
    leaves: frozenset[State]
    needs: Can
    look: ButtonLook = ButtonLook.PRIMARY
    icon: str = ""
    fields: tuple[tuple[Field, ...], ...] = ()
    timestamp: str = ""
    wrong_state: str = errors.WrongState.message

    @property
    def action(self) -> str:
        """Its code in the log: «request:file»."""
        return f"{self.kind}:{self.name}"

    @property
    def operation(self) -> str:
        """Its name among the JSON operations: «file_request»."""
        return f"{self.name}_{self.kind}".replace("-", "_")

    @property
    def asked(self) -> tuple[Field, ...]:
        """All that it asks for."""
        return tuple(field for line in self.fields for field in line)

    @property
    def takes_moment(self) -> bool:
        """Whether a folded line asks when it happened: not where its own fields do, nor where it happens now."""
        return HAPPENED_AT in self.always and not any(field.name == HAPPENED_AT for field in self.asked)

    @property
    def one_tap(self) -> bool:
        """Whether one tap is enough, because nothing has to be filled in."""
        return not any(field.missing for field in self.asked)

    def look_in_row(self, place: int) -> ButtonLook:
        """How its button looks at a place in a row, counted from 0: only the first is the primary one."""
        return ButtonLook.PLAIN if place and self.look is ButtonLook.PRIMARY else self.look

    def check_state(self, status: State) -> None:
        """Refuse with WrongState where it does not start from `status`."""
        if status not in self.leaves:
            raise errors.WrongState(self.wrong_state, step=self.name, status=status.value)

    def require_fields(self, facts: Mapping[str, Any]) -> None:
        """Refuse with Invalid, at the fields, where `facts` leave out what must be filled in."""
        required = [field for field in self.asked if field.missing]
        missing = {field.name: field.missing for field in required if _is_blank(facts.get(field.name))}
        if missing:
            raise errors.Invalid(missing)


def _is_blank(value: Any) -> bool:
    return value is None or value is False or value == ""


def asked_by(steps: Iterable[Transition[Any]]) -> list[Field]:
    """What any of `steps` asks for, each field once, as the first of them asks."""
    fields: dict[str, Field] = {}
    for field in (field for step in steps for field in step.asked):
        fields.setdefault(field.name, field)
    return [*fields.values()]


def check_complete(effects: Mapping[Any, object], kinds: type[StrEnum]) -> None:
    """LookupError, at import, where `effects` have no function for one of `kinds`."""
    unserved = [kind.value for kind in kinds if kind not in effects]
    if unserved:
        raise LookupError(f"no function for: {', '.join(unserved)}")
