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


class LabeledEnum(StrEnum):
    """A coded word: its value goes into database and JSON, `text` (Vietnamese, a translation key) onto the page."""

    text: str

    def __new__(cls, value: str, text: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.text = text
        return word
