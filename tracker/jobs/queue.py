"""Models: what carries jobs to a worker and their progress back: Huey's storage, which holds only numbers and progress.

Our own row of a job is the truth. What is lost here is found again by the sweep (`tracker.jobs.worker`). It is a store
of its own because on SQLite a job may hold the one write lock of the database while it tells how far it is.
"""

import os
from dataclasses import asdict
from pathlib import Path

import orjson
from huey.constants import EmptyData
from huey.storage import BaseStorage, MemoryStorage, PostgresStorage, SqliteStorage

from tracker.core.database import Database
from tracker.jobs.rules import Progress

QUEUE = "jobs"
PATIENCE = 15  # seconds in which another process may hold the store


class Carrier:
    """The store of one installation, opened when first needed: a file beside an SQLite database, else in PostgreSQL."""

    def __init__(self, database: Database, *, in_memory: bool = False) -> None:
        self._database, self._in_memory = database, in_memory
        self._opened: BaseStorage | None = None

    def send(self, job_id: int) -> None:
        """Hand a job over to whichever worker is free first."""
        self._store.enqueue(str(job_id).encode())

    def take(self) -> int | None:
        """The next job's number, or None: at once from a file, after a second of waiting from PostgreSQL."""
        found = self._store.dequeue()
        return int(bytes(found)) if found is not None else None

    def waiting(self) -> set[int]:
        """The jobs that nobody took yet."""
        return {int(bytes(item)) for item in self._store.enqueued_items()}

    def tell(self, job_id: int, progress: Progress) -> None:
        """Note how far a job is."""
        self._store.put_data(f"progress:{job_id}", orjson.dumps(asdict(progress)))

    def progress(self, job_id: int) -> Progress | None:
        """How far a job is, as last told."""
        found = self._store.peek_data(f"progress:{job_id}")
        return None if found is EmptyData else Progress(**orjson.loads(bytes(found)))

    def ask_to_stop(self, job_id: int) -> None:
        """Note that somebody wants a job to stop."""
        self._store.put_data(f"stop:{job_id}", b"1")

    def asked_to_stop(self, job_id: int) -> bool:
        """Whether somebody wants a job to stop."""
        return bool(self._store.has_data_for_key(f"stop:{job_id}"))

    def forget(self, job_id: int) -> None:
        """Drop what was noted of a job that ended."""
        for name in ("progress", "stop"):
            self._store.pop_data(f"{name}:{job_id}")

    def close(self) -> None:
        """Let go of the store."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _store(self) -> BaseStorage:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def _open(self) -> BaseStorage:
        if self._in_memory:
            return MemoryStorage(QUEUE)
        if self._database.embedded:
            path = Path(f"{self._database.url.database}.jobs")
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            # Not WAL, for the standard library's SQLite may have its fault; and what is lost in a crash is found again.
            return SqliteStorage(QUEUE, str(path), journal_mode="truncate", fsync=False, timeout=PATIENCE)
        dsn = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresStorage(QUEUE, dsn)
