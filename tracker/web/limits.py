"""Limits of what is taken: text and numbers of rows that every database can hold."""

import re

from werkzeug.routing import IntegerConverter

LONGEST_DRAFT = 1_000_000  # characters of what somebody typed, sealed to travel through the log-in page


class RowNumber(IntegerConverter):
    """The number of a row in an address: plain digits, no more than a BIGINT holds. Any other leads nowhere (404)."""

    regex = "[0-9]{1,18}"


def is_storable(text: str) -> bool:
    """Whether every database takes `text`: no NUL, which PostgreSQL refuses, and nothing that UTF-8 cannot say."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def row_number(typed: object) -> int | None:
    """The number of a row that an address or a form names; None when it is no such number."""
    text = str(typed)
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None
