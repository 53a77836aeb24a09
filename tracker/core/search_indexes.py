"""The indexes of trigrams themselves: whether they hold what the books say, and making them anew.

On PostgreSQL the server keeps an index with its table. On SQLite triggers do, in the transaction of the change: what
removes them (a migration that makes the table anew), or a program that writes without them, leaves rows that no search
finds. The table of FTS5 holds no texts, so what stood in it before must be given to take it out.
"""

import logging
from collections.abc import Iterable, Mapping
from enum import Enum

from sqlalchemy import Connection, text

from tracker.core.text_search import Book

BETWEEN = " || ' ' || "
OLDEST_SQLITE = (3, 42)  # that takes out of FTS5 what is deleted
VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:index)"
# Whether the extension is there, or is one that this role may create: it is trusted since PostgreSQL 13.
MAY_HAVE = (
    "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') OR"
    " (EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')"
    " AND has_database_privilege(current_database(), 'CREATE'))"
)
NAMES = "SELECT name FROM sqlite_master WHERE tbl_name IN (:table, :index)"
KEPT_BY = ("insert", "delete", "update")
ON_POSTGRESQL = (
    "DROP INDEX IF EXISTS {index}",
    "CREATE INDEX {index} ON {table} USING gin (({words}) gin_trgm_ops)",
)
FTS5 = (
    "CREATE VIRTUAL TABLE {schema}.{index} USING fts5"
    " (words, content='', columnsize=0, detail=none, tokenize='trigram')"
)
FILL = "INSERT INTO {schema}.{index} (rowid, words) SELECT {key}, {words} FROM main.{table}"
TAKE = "INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', old.{key}, {old});"
PUT = "INSERT INTO {index} (rowid, words) VALUES (new.{key}, {new});"
ON_SQLITE = (
    *(f"DROP TRIGGER IF EXISTS {{index}}_{deed}" for deed in KEPT_BY),
    "DROP TABLE IF EXISTS {index}",
    FTS5,
    "INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)",
    FILL,
    f"CREATE TRIGGER {{index}}_insert AFTER INSERT ON {{table}} BEGIN {PUT} END",
    f"CREATE TRIGGER {{index}}_delete AFTER DELETE ON {{table}} BEGIN {TAKE} END",
    "CREATE TRIGGER {index}_update AFTER UPDATE OF {columns} ON {table}"
    f" WHEN {{old}} <> {{new}} BEGIN {TAKE} {PUT} END",
)
# Each trigram with its rows, told by how many they are and by two sums of their keys; another index is made to compare.
SUMMED = (
    "CREATE VIRTUAL TABLE temp.{schema}_terms USING fts5vocab({schema}, {index}, instance)",
    "CREATE TEMP TABLE {schema}_sums AS SELECT term, count(*) AS rows, sum(doc) AS keys,"
    " sum(doc * 7919 % 65537) AS mixed FROM temp.{schema}_terms GROUP BY term",
)
DIFFERENT = "SELECT count(*) FROM (SELECT * FROM {one}_sums EXCEPT SELECT * FROM {other}_sums)"
SCHEMAS = ("main", "temp")

logger = logging.getLogger(__name__)


class Fault(Enum):
    """What may be wrong with an index: not there, no longer kept with its book, not what the book says."""

    MISSING = "missing"
    BROKEN = "broken"
    UNLIKE = "unlike"


def can_index(connection: Connection) -> bool:
    """Whether the database has what the indexes are made with; the extension of PostgreSQL is created where it may."""
    if connection.dialect.name != "postgresql":
        return tuple(connection.dialect.server_version_info or ()) >= OLDEST_SQLITE
    if not connection.execute(text(MAY_HAVE)).scalar_one():
        logger.warning("searches walk: pg_trgm is not installed, and this role may not create it")
        return False
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    return True


def rebuild(connection: Connection, books: Iterable[Book]) -> None:
    """Make the indexes of the books anew from what stands in them."""
    steps = ON_POSTGRESQL if connection.dialect.name == "postgresql" else ON_SQLITE
    for book in books:
        _carry_out(connection, steps, _parts(book, in_small_letters=steps is ON_POSTGRESQL))


def faults(connection: Connection, book: Book) -> list[Fault]:
    """What is wrong with a book's index; nothing where a search finds every row."""
    if connection.dialect.name == "postgresql":
        valid = connection.scalar(text(VALID), {"index": book.index})
        return [Fault.MISSING] if valid is None else [] if valid else [Fault.BROKEN]
    names = set(connection.scalars(text(NAMES), {"table": book.table, "index": book.index}))
    if book.index not in names:
        return [Fault.MISSING]
    has_triggers = {f"{book.index}_{deed}" for deed in KEPT_BY} <= names
    return [*([] if has_triggers else [Fault.BROKEN]), *([] if _is_alike(connection, book) else [Fault.UNLIKE])]


def _is_alike(connection: Connection, book: Book) -> bool:
    """Whether the index holds what one has that is made of the book now, for this connection alone."""
    connection.exec_driver_sql("PRAGMA query_only=OFF")  # nothing is written but tables of this connection's own
    parts = _parts(book)
    _carry_out(connection, (FTS5, FILL), {**parts, "schema": "temp"})
    for schema in SCHEMAS:
        _carry_out(connection, SUMMED, {**parts, "schema": schema})
    different = [
        connection.exec_driver_sql(DIFFERENT.format(one=schema_here, other=schema_there)).scalar_one()
        for schema_here, schema_there in (SCHEMAS, SCHEMAS[::-1])
    ]
    for name in (*(f"{schema}_{kind}" for schema in SCHEMAS for kind in ("sums", "terms")), book.index):
        connection.exec_driver_sql(f"DROP TABLE temp.{name}")
    return not any(different)


def _carry_out(connection: Connection, steps: Iterable[str], parts: Mapping[str, str]) -> None:
    for step in steps:
        connection.exec_driver_sql(step.format(**parts))


def _parts(book: Book, *, in_small_letters: bool = False) -> dict[str, str]:
    """What stands for the names in the statements: the index of SQLite knows no case and has a blank at either end."""
    columns = [column.key for column in book.columns]
    lowered = BETWEEN.join(columns) if book.holds_search_key else f"lower({BETWEEN.join(columns)})"
    return {
        "table": book.table,
        "index": book.index,
        "schema": "main",
        "key": book.key.key,
        "columns": ", ".join(columns),
        "words": lowered if in_small_letters else _padded(columns),
        **{row: _padded(f"{row}.{column}" for column in columns) for row in ("old", "new")},
    }


def _padded(columns: Iterable[str]) -> str:
    return BETWEEN.join(("''", *columns, "''"))
