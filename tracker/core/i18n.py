"""Coded words: an enumeration whose members carry the Vietnamese that people read."""

from enum import StrEnum
from typing import Self


def N_(text: str) -> str:
    """Mark `text` as a translation key without translating it here (gettext's own idiom)."""
    return text


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
