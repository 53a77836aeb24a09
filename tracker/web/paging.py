"""Shapes of paged lists: cursor and page size in a query string, and a page of rows going out."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields
from marshmallow.fields import Nested

from tracker.core import cursors
from tracker.web.fields import Integer, List, OutSchema, Text


class Cursor(fields.Field[tuple[Any, ...] | None]):
    """A cursor in a query string, as the tuple it was written from: `kinds` are str, int, date or datetime.

    An empty one is the list's beginning, one that somebody made up is refused.
    """

    default_error_messages = {"invalid": _l("Trang này không còn. Hãy xem lại từ đầu danh sách.")}

    def __init__(self, *kinds: type, **options: Any) -> None:
        super().__init__(load_default=None, metadata={"type": "string"}, **options)
        self.kinds = kinds

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[Any, ...] | None:
        keys = cursors.read(str(value), self.kinds)
        if keys is None and value:
            raise self.make_error("invalid")
        return keys


class Limit(Integer):
    """How many rows a page has."""

    def __init__(self) -> None:
        super().__init__(least=1, most=200, load_default=cursors.PAGE_SIZE)


@cache
def page_schema(row: type[Schema]) -> type[Schema]:
    """The shape of a page of rows of a shape: {items, next}, `next` the cursor of the page that follows."""
    name = row.__name__.removesuffix("Row").removesuffix("Out")
    shape = OutSchema.from_dict({"items": List(Nested(row)), "next": Text(allow_none=True)}, name=f"{name}Page")
    shape.__doc__ = f"A page of rows of {row.__name__}."
    return shape
