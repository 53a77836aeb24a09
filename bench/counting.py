"""What a page asks of its database: statements, the most values that one binds, rows that came back; in-process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from tracker.core.database import Database


@dataclass
class Count:
    """How many statements, the most values that one of them bound, the rows that all gave."""

    statements: int = 0
    values: int = 0
    rows: int = 0


class _Counter:
    """Hears of what an engine does."""

    def __init__(self, embedded: bool) -> None:
        self.count, self.embedded = Count(), embedded

    def executed(
        self, connection: Any, cursor: Any, statement: str, values: Any, context: Any, executemany: bool
    ) -> None:
        """A statement was executed; what only begins a transaction is none, and PostgreSQL is not told of it."""
        self.count.statements += not statement.startswith(("BEGIN", "PRAGMA"))
        self.count.values = max(self.count.values, 0 if executemany else len(values or ()))
        if cursor.description and not self.embedded:
            self.count.rows += cursor.rowcount

    def given(self, connection: Any, *_: Any) -> None:
        """A connection is used; SQLite does not know how many rows there will be."""
        connection.row_factory = self._row

    def returned(self, connection: Any, *_: Any) -> None:
        """A connection is not used any more."""
        if connection is not None:
            connection.row_factory = None

    def _row(self, cursor: Any, row: Any) -> Any:
        self.count.rows += 1
        return row


@contextmanager
def counting(database: Database) -> Iterator[Count]:
    """Count what is asked of a database until the end of the block."""
    counter = _Counter(database.embedded)
    listeners: list[tuple[str, Any]] = [("after_cursor_execute", counter.executed)]
    if database.embedded:
        listeners += [("checkout", counter.given), ("checkin", counter.returned)]
    for name, listener in listeners:
        event.listen(database.engine, name, listener)
    try:
        yield counter.count
    finally:
        for name, listener in listeners:
            event.remove(database.engine, name, listener)
