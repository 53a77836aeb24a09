"""Cursors: where a page of a list ended, as text for a link, and back. Pure."""

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

PAGE_SIZE = 50  # rows of a page where nobody asked for another number


def write(*keys: object) -> str:
    """The sort keys of a page's last row as text for a link."""
    return base64.urlsafe_b64encode(json.dumps(keys, default=str).encode()).decode().rstrip("=")


def read(text: str, kinds: Sequence[type]) -> tuple[Any, ...] | None:
    """The keys that a cursor was written from, of `kinds` (str, int, date, datetime); None if somebody made it up."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != len(kinds):
        return None
    keys = tuple(_key(part, kind) for part, kind in zip(parts, kinds, strict=True))
    return None if None in keys else keys


def _key(part: object, kind: type) -> Any:
    """A part as its kind, or None where it is of another or nothing that a database can take."""
    if issubclass(kind, date):
        return _time(part, kind)
    if kind is str:
        return part if isinstance(part, str) and part.isprintable() else None
    return part if type(part) is int and abs(part) < 2**53 else None


def _time(part: object, kind: type[date]) -> date | None:
    """A day, or a moment with its time zone."""
    try:
        parsed = kind.fromisoformat(str(part))
    except ValueError:
        return None
    aware = not isinstance(parsed, datetime) or parsed.tzinfo is not None
    return parsed if aware and 1900 < parsed.year < 2200 else None
