"""URL converters: a part of an address that names a row of a table."""

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.routing import BaseConverter, ValidationError


def row_of(table: Callable[[], Mapping[str, Any]]) -> type[BaseConverter]:
    """A converter from a row's name to the row, and back. An unknown name is an address that does not exist: 404."""

    class RowConverter(BaseConverter):
        @property
        def items(self) -> set[str]:
            """The names that there are."""
            return set(table())

        def to_python(self, value: str) -> Any:
            try:
                return table()[value]
            except KeyError as error:
                raise ValidationError() from error

        def to_url(self, value: Any) -> str:
            return str(getattr(value, "name", value))

    return RowConverter
