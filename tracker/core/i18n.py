"""Coded words: an enumeration whose members carry the Vietnamese that people read."""

from enum import StrEnum
from typing import Self


def N_(text: str) -> str:
    """Mark `text` as a translation key without translating it here (gettext's own idiom)."""
    return text


class LabeledEnum(StrEnum):
    """A coded word: its value goes into database and JSON, `text` (Vietnamese, a translation key) onto the page."""

    text: str

    def __new__(cls, value: str, text: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.text = text
        return word
