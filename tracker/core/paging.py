"""Pages of a list by its sort keys: a page costs the same wherever it stands, and a row that comes in shifts none."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, Select, tuple_
from sqlalchemy.orm import Session

from tracker.core import cursors
from tracker.core.cursors import PAGE_SIZE

Item = TypeVar("Item")


class Page(NamedTuple, Generic[Item]):
    """A part of a list, and the cursor of the part that follows: None on the last."""

    items: list[Item]
    next: str | None


def page(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    keys: Sequence[Any],
    after: tuple[Any, ...] | None = None,
    limit: int = PAGE_SIZE,
    *,
    descending: bool = False,
) -> Page[Row[Any]]:
    """The first `limit` rows of `statement` by `keys` that come after the keys `after` of another page's last row.

    `keys` are columns without nulls, together unique. Each row has their values behind the statement's own columns.
    """
    if after is not None:
        statement = statement.where(beyond(keys, after, descending=descending))
    ordered = statement.order_by(*(key.desc() if descending else key for key in keys))
    labelled_keys = (key.label(f"page_key_{number}") for number, key in enumerate(keys))
    rows = session.execute(ordered.add_columns(*labelled_keys).limit(limit + 1)).all()
    return cut(rows, limit, lambda row: row[-len(keys) :])


def beyond(keys: Sequence[Any], after: tuple[Any, ...], *, descending: bool = False) -> ColumnElement[bool]:
    """The condition of standing after a row with the keys `after`."""
    row_key, after_key = (keys[0], after[0]) if len(keys) == 1 else (tuple_(*keys), tuple_(*after))
    condition: ColumnElement[bool] = row_key < after_key if descending else row_key > after_key
    return condition


def cut(rows: Sequence[Item], limit: int, keys: Callable[[Item], Iterable[object]]) -> Page[Item]:
    """The page out of `limit` + 1 rows that were asked for: the one too many says only that another page follows."""
    items = list(rows[:limit])
    return Page(items, cursors.write(*keys(items[-1])) if len(rows) > limit else None)
