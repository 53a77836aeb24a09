"""Indexes of trigrams for the books that are searched, where the database can have them.

On SQLite each is a table of FTS5 that triggers keep; it holds which rows have a trigram and not the texts. `secure-delete`
takes out at once what a row no longer has.
"""

import logging

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

logger = logging.getLogger("alembic.runtime.migration")
BOOKS = {
    "cameras": ("id", ("search_key",)),
    "installation_points": ("id", ("search_key",)),
    "networks": ("id", ("search_key",)),
    "recorders": ("id", ("code", "place")),
    "owners": ("id", ("search_key", "consent_paper")),
    "incidents": ("id", ("search_key",)),
    "extraction_requests": ("id", ("code", "paper_number")),
    "audit_events": ("seq", ("subject_label",)),
}
BETWEEN = " || ' ' || "
OLDEST_SQLITE = (3, 42)  # that takes out of FTS5 what is deleted


def upgrade() -> None:
    """A database that may not or cannot have them works without."""
    if op.get_bind().dialect.name == "postgresql":
        _for_postgresql()
    else:
        _for_sqlite()


def _for_postgresql() -> None:
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError as error:
        logger.warning("no index of trigrams, searches walk: %s", error.orig)
        return
    for table, (_, columns) in BOOKS.items():
        words = columns[0] if columns == ("search_key",) else f"lower({BETWEEN.join(columns)})"
        op.execute(f"CREATE INDEX {table}_trigrams ON {table} USING gin (({words}) gin_trgm_ops)")


def _for_sqlite() -> None:
    version = op.get_bind().scalar(sa.text("SELECT sqlite_version()"))
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_SQLITE:
        logger.warning("no index of trigrams, searches walk: SQLite %s", version)
        return
    for table, (key, columns) in BOOKS.items():
        words, old, new = (_words(columns, row) for row in ("", "old.", "new."))
        index = f"{table}_trigrams"
        take = f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', old.{key}, {old});"
        put = f"INSERT INTO {index} (rowid, words) VALUES (new.{key}, {new});"
        for statement in (
            f"CREATE VIRTUAL TABLE {index} USING fts5"
            " (words, content='', columnsize=0, detail=none, tokenize='trigram')",
            f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)",
            f"INSERT INTO {index} (rowid, words) SELECT {key}, {words} FROM {table}",
            f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {put} END",
            f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {take} END",
            f"CREATE TRIGGER {index}_update AFTER UPDATE OF {', '.join(columns)} ON {table}"
            f" WHEN {old} <> {new} BEGIN {take} {put} END",
        ):
            op.execute(sa.text(statement.replace(":", r"\:")))


def _words(columns: tuple[str, ...], row: str) -> str:
    return BETWEEN.join(["''", *(f"{row}{column}" for column in columns), "''"])


def downgrade() -> None:
    """The extension stays: others may use it."""
    for table in BOOKS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP INDEX IF EXISTS {table}_trigrams")
        else:
            for deed in ("insert", "delete", "update"):
                op.execute(f"DROP TRIGGER IF EXISTS {table}_trigrams_{deed}")
            op.execute(f"DROP TABLE IF EXISTS {table}_trigrams")
