"""Queries: how far running jobs are, and which of them somebody asked to stop; both seen at once by every process.

On PostgreSQL this is a table like any other, written in transactions of its own. On SQLite the same table stands in a
second file beside the database, `….progress`, because a job may hold the one write lock of the database for minutes.
Nothing here decides anything: what is lost (the file may be deleted) is reported again within seconds.
"""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, delete, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker.core.database import Database
from tracker.jobs.models import JobProgress
from tracker.jobs.rules import Progress

TABLE: Table = JobProgress.__table__  # type: ignore[assignment]  # SQLAlchemy types it as what it is selected from
FIELDS = (TABLE.c.done, TABLE.c.total, TABLE.c.since, TABLE.c.reported_at, TABLE.c.doing)


class ProgressStore:
    """The progress of the jobs of one database."""

    def __init__(self, database: Database) -> None:
        self._main, self._opened = database, None if database.embedded else database

    def report(self, job_id: int, progress: Progress) -> None:
        """Note how far a job is: a sign of life of its worker."""
        self._write(job_id, **asdict(progress))

    def progress(self, job_id: int) -> Progress | None:
        """How far a job is, as last reported; None before the first report."""
        with self._database.reading() as session:
            row = session.execute(select(*FIELDS).where(TABLE.c.job_id == job_id)).first()
        return Progress(**row._mapping) if row is not None and row.reported_at is not None else None

    def request_cancel(self, job_id: int) -> None:
        """Note that somebody wants a job to stop."""
        self._write(job_id, cancel_requested=True)

    def cancel_requested(self, job_id: int) -> bool:
        """Whether somebody wants a job to stop."""
        with self._database.reading() as session:
            return bool(session.scalar(select(TABLE.c.cancel_requested).where(TABLE.c.job_id == job_id)))

    def forget(self, job_id: int) -> None:
        """Drop what was noted of a job that ended."""
        with self._database.writing() as session:
            session.execute(delete(TABLE).where(TABLE.c.job_id == job_id))

    def close(self) -> None:
        """Close the second file of SQLite."""
        if self._main.embedded and self._opened is not None:
            self._opened.dispose()

    def _write(self, job_id: int, **values: Any) -> None:
        """Insert or update in one statement, so that a worker and a page that write first do not collide."""
        insert = sqlite.insert if self._main.embedded else postgresql.insert
        statement = insert(TABLE).values(job_id=job_id, **values)
        with self._database.writing() as session:
            session.execute(statement.on_conflict_do_update(index_elements=["job_id"], set_=values))

    @property
    def _database(self) -> Database:
        if self._opened is None:
            self._opened = self._open_file()
        return self._opened

    def _open_file(self) -> Database:
        beside = self._main.url.set(database=f"{self._main.url.database}.progress")
        opened = Database(beside.render_as_string(hide_password=False))
        opened.create_file()
        with opened.writing() as session:
            _make_table(session.connection())
        return opened


def _make_table(connection: Connection) -> None:
    """Make the table anew unless it stands there with today's columns: no migration reaches this file."""
    inspector = inspect(connection)
    if inspector.has_table(TABLE.name):
        if {column["name"] for column in inspector.get_columns(TABLE.name)} == set(TABLE.c.keys()):
            return
        TABLE.drop(connection)
    TABLE.create(connection)
