"""Keyset pages: where a list's page ended, as text for a link, and back."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields


def cursor(*parts: object) -> str:
    """Where a page of a list ended, as text for a link."""
    return base64.urlsafe_b64encode(json.dumps(parts, default=str).encode()).decode().rstrip("=")


class Cursor(fields.Field[tuple[Any, ...] | None]):
    """A cursor in a query string, as the tuple it was made from: `kinds` are str, int or datetime.

    One that somebody made up counts as none.
    """

    def __init__(self, *kinds: type, **options: Any) -> None:
        super().__init__(load_default=None, metadata={"type": "string"}, **options)
        self.kinds = kinds

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[Any, ...] | None:
        try:
            parts = json.loads(base64.urlsafe_b64decode(str(value) + "=" * (-len(str(value)) % 4)))
        except (ValueError, RecursionError):
            return None
        if not isinstance(parts, list) or len(parts) != len(self.kinds):
            return None
        made = tuple(_moment(part) if kind is datetime else part for part, kind in zip(parts, self.kinds, strict=True))
        return made if all(_fits(part, kind) for part, kind in zip(made, self.kinds, strict=True)) else None


def _moment(part: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(part))
    except ValueError:
        return None


def _fits(part: object, kind: type) -> bool:
    """Whether a part is of its kind, and one that a database can take."""
    if isinstance(part, datetime):
        return kind is datetime and part.tzinfo is not None and 1900 < part.year < 2200
    if isinstance(part, str):
        return kind is str and part.isprintable()
    return kind is int and type(part) is int and abs(part) < 2**53
