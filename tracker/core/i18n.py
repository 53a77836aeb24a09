"""Coded words: an enumeration whose members carry the Vietnamese that people read."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Self

_PLACE = re.compile(r"%\((\w+)\)[a-z]")


def N_(text: str) -> str:
    """Mark `text` as a translation key without translating it here (gettext's own idiom)."""
    return text


def filled(text: str, facts: Mapping[str, object]) -> str:
    """`text` with its places %(name)s filled in from `facts`, and «…» where they say nothing: the rest is worth it.

    Facts that were kept come back as other types than they went in, so a place may not ask for a number (%(n)d).
    """
    return _PLACE.sub(lambda place: str(facts.get(place[1], "…")), text)


class Look(StrEnum):
    """The colour of a state on the page; its value is the end of the CSS class of a chip. Colours mean nothing else."""

    NEUTRAL = "neutral"
    WARNING = "warning"
    DANGER = "danger"
    EXPIRED = "expired"
    SUCCESS = "success"


class LabeledEnum(StrEnum):
    """A coded word: its value goes into database and JSON, `text` (Vietnamese, a translation key) onto the page.

    A word that names a state also has the look of its chip and the name of its icon (one of tracker.web.assets.ICONS).
    """

    text: str
    look: Look
    icon: str

    def __new__(cls, value: str, text: str = "", look: Look = Look.NEUTRAL, icon: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.text, word.look, word.icon = text, look, icon
        return word
