"""What a cell of a spreadsheet is beside its text, where that matters. Pure."""

from enum import StrEnum


class CellKind(StrEnum):
    """Of a cell: a formula that failed, or has no result; a number that lost digits, or looks like thousands; a day.

    `PADDED`: its number format writes zeros or letters in front, which the text then has.
    """

    ERROR = "error"
    FORMULA = "formula"
    LOST = "lost"
    DATE = "date"
    NUMBER = "number"
    PADDED = "padded"
