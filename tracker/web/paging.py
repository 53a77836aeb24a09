"""Keyset pages: where a list's page ended, as text for a link, and back."""

import base64
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from tracker.web.limits import is_storable


def cursor(*parts: object) -> str:
    """Where a page of a list ended, as text for a link."""
    return base64.urlsafe_b64encode(json.dumps(parts, default=str).encode()).decode().rstrip("=")


class Cursor(fields.Field[tuple[Any, ...] | None]):
    """A cursor in a query string, as the tuple it was made from: `kinds` are str, int, date or datetime.

    An empty one is the list's beginning. One that somebody made up is refused: it would begin the list again, for ever.
    """

    default_error_messages = {"invalid": _l("Liên kết tới trang này không dùng được. Hãy xem lại từ đầu danh sách.")}

    def __init__(self, *kinds: type, **options: Any) -> None:
        super().__init__(load_default=None, metadata={"type": "string"}, **options)
        self.kinds = kinds

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[Any, ...] | None:
        if value == "":
            return None
        try:
            parts = json.loads(base64.urlsafe_b64decode(str(value) + "=" * (-len(str(value)) % 4)))
            if not isinstance(parts, list):
                raise self.make_error("invalid")
            return tuple(_part(part, kind) for part, kind in zip(parts, self.kinds, strict=True))
        except (ValueError, RecursionError) as error:
            raise self.make_error("invalid") from error


def _part(part: object, kind: type) -> Any:
    """A part of a cursor as what it was made from. ValueError when it is not of its kind, or no database takes it."""
    if kind is int and type(part) is int and abs(part) < 2**53:
        return part
    if isinstance(part, str) and kind is not int and is_storable(part):
        return part if kind is str else _moment(part, kind)
    raise ValueError("a cursor that somebody made up")


def _moment(text: str, kind: type) -> date:
    moment = datetime.fromisoformat(text)
    if not 1900 < moment.year < 2200 or (kind is datetime) is not (moment.tzinfo is not None):
        raise ValueError("no moment of this register")
    return moment if kind is datetime else moment.date()
