"""Keyset pages: where a list's page ended, as text for a link, and back."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from marshmallow import fields


def cursor(*parts: object) -> str:
    """Where a page of a list ended, as text for a link."""
    return base64.urlsafe_b64encode(json.dumps(parts, default=str).encode()).decode().rstrip("=")


class Cursor(fields.Field[tuple[Any, ...] | None]):
    """A cursor in a query string, as the tuple of `kinds` it was made from. One that somebody made up counts as none."""

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
        fits = all(isinstance(part, kind) for part, kind in zip(parts, self.kinds, strict=True))
        return tuple(parts) if fits else None
