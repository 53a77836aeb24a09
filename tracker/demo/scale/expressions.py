"""Queries: what the made-up rows are computed with, on either database. Moments are seconds since 1970, days days."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    CreateTableAs,
    Date,
    Integer,
    String,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlalchemy.sql.functions import FunctionElement

from tracker.core.database import Base, Key, UTCDateTime
from tracker.core.i18n import LabeledEnum

HOUR, DAY = 3600, 86_400
LOCAL = 7 * HOUR  # how far Vietnam's clocks are ahead
_PRIME, _FACTOR, _CYCLE = 2_147_483_647, 48_271, 65_521
Number = SQLCoreOperations[Any]


class Moment(FunctionElement[Any]):
    """The moment so many seconds after 1970 began."""

    type, inherit_cache = UTCDateTime(), True


class Day(FunctionElement[Any]):
    """The day so many days after 1970 began."""

    type, inherit_cache = Date(), True


class Iso(FunctionElement[str]):
    """A moment as events keep it: ISO 8601 in UTC."""

    type, inherit_cache = String(), True


class Year(FunctionElement[int]):
    """The year in Vietnam at a moment."""

    type, inherit_cache = Integer(), True


class Json(FunctionElement[Any]):
    """A text as a value of a column of JSON."""

    type, inherit_cache = JSON(), True


_SPELLED: dict[type[FunctionElement[Any]], tuple[str, str]] = {  # on SQLite, on PostgreSQL
    Moment: ("strftime('%Y-%m-%d %H:%M:%S.000000', {0}, 'unixepoch')", "to_timestamp({0})"),
    Day: ("date(({0}) * 86400, 'unixepoch')", "(DATE '1970-01-01' + CAST({0} AS INTEGER))"),
    Iso: (
        "strftime('%Y-%m-%dT%H:%M:%S+00:00', {0}, 'unixepoch')",
        """to_char(to_timestamp({0}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')""",
    ),
    Year: (
        "CAST(strftime('%Y', ({0}) + 25200, 'unixepoch') AS INTEGER)",
        "CAST(extract(year FROM to_timestamp({0}) AT TIME ZONE 'Asia/Ho_Chi_Minh') AS INTEGER)",
    ),
    Json: ("{0}", "CAST({0} AS JSON)"),
}


def _spell(element: Any, compiler: Any, **options: Any) -> str:
    on_sqlite, on_postgresql = _SPELLED[type(element)]
    arguments = [compiler.process(argument, **options) for argument in element.clauses]
    return (on_sqlite if compiler.dialect.name == "sqlite" else on_postgresql).format(*arguments)


for _kind in _SPELLED:
    compiles(_kind)(_spell)


def draw(number: Number, salt: int, below: int) -> ColumnElement[int]:
    """A whole number from 0 that looks drawn by lot, always the same one for a number and a salt."""
    mixed = (number + salt * 7919) * _FACTOR % _PRIME * (number % _CYCLE + salt) % _PRIME
    lot: ColumnElement[int] = mixed % below
    return lot


def chosen(number: Number, salt: int, values: Sequence[Any]) -> ColumnElement[Any]:
    """One of several values by lot; one that stands there twice comes twice as often."""
    return case(dict(enumerate(values[:-1])), value=draw(number, salt, len(values)), else_=values[-1])


def least(first: Number, second: Any) -> ColumnElement[Any]:
    """The smaller of two numbers."""
    return case((first < second, first), else_=second)


def greatest(first: Number, second: Any) -> ColumnElement[Any]:
    """The larger of two numbers."""
    return case((first > second, first), else_=second)


def written(number: Number) -> ColumnElement[str]:
    """A number as text."""
    return cast(number, String)


def padded(number: Number, width: int) -> ColumnElement[str]:
    """A number as text with zeros before it, longer where it has more digits."""
    zeros = func.substr(written(number + 10**width), 2)
    return case((number < 10**width, zeros), else_=written(number))


def stage(session: Session, name: str, rows: Select[Any]) -> Table:
    """Rows computed once, found by their first column, kept until the connection ends for others to be made of."""
    statement = CreateTableAs(rows, name, temporary=True)
    session.execute(statement)
    first = next(iter(statement.table.columns)).name
    session.execute(text(f"CREATE INDEX ix_{name} ON {name} ({first})"))
    session.execute(text(f"ANALYZE {name}"))
    return statement.table


def values_of(members: Sequence[LabeledEnum]) -> list[str]:
    """The codes of members of an enum."""
    return [member.value for member in members]


def numbers(session: Session, name: str, most: int) -> Table:
    """The numbers `n` from 1 to `most`, in a temporary table."""
    first = select(cast(1, Key).label("n")).cte("counted", recursive=True)
    all_numbers = first.union_all(select(first.c.n + 1).where(first.c.n < most))
    return stage(session, name, select(all_numbers.c.n))


def fill(session: Session, model: type[Base], values: dict[str, Any], source: Select[Any]) -> None:
    """Insert a row for each of `source`. What is not named is empty, or what the column is when nobody says it."""
    defaults = {
        column.name: column.default.arg
        for column in model.__table__.columns
        if column.name not in values and column.default is not None and column.default.is_scalar
    }
    expressions = {
        name: value if hasattr(value, "comparator") or hasattr(value, "clauses") else literal(value)
        for name, value in {**defaults, **values}.items()
    }
    rows = source.with_only_columns(*expressions.values(), maintain_column_froms=True)
    session.execute(insert(model).from_select(list(expressions), rows, include_defaults=False))
