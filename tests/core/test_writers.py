"""Writers of one SQLite file take turns, also across processes, and nobody waits for ever."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tracker.core import app_metadata, errors
from tracker.core.database import Database

WAITING = 0.3  # seconds in which whoever need not wait would be done
HOLD = """
import sys
from tracker.core.database import Database
with Database(sys.argv[1]).writing():  # asks the database for nothing: only the queue is held
    print("holding", flush=True)
    sys.stdin.read()
"""
only_on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def another_program(database: Database) -> Iterator[subprocess.Popen[str]]:
    """A process that is in the middle of a writing transaction."""
    command = [sys.executable, "-c", HOLD, str(database.url)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "holding\n"
        try:
            yield program
        finally:
            program.kill()


def writer(database: Database) -> threading.Thread:
    """Somebody who begins to write."""

    def write() -> None:
        with database.writing() as session:
            app_metadata.write(session, "a", "b")

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(WAITING)
    return thread


@only_on_sqlite
def test_a_writer_waits_for_another_program_until_that_is_done_or_dead(database: Database) -> None:
    with another_program(database) as program:
        waiting = writer(database)
        assert waiting.is_alive()
        program.kill()
        waiting.join(10)
        assert not waiting.is_alive()
    with database.reading() as session:
        assert app_metadata.read(session, "a") == "b"


@only_on_sqlite
def test_a_reader_waits_for_no_writer(database: Database) -> None:
    with another_program(database), database.reading() as session:
        assert app_metadata.read(session, "a") is None


@only_on_sqlite
def test_whoever_waits_too_long_in_the_queue_is_told_to_try_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.core.write_queue.PATIENCE", 0.1)
    refusals = list[errors.Refusal]()

    def wait() -> None:
        try:
            with database.writing():
                raise AssertionError("two writers at once")
        except errors.Busy as error:
            refusals.append(error)

    with database.writing():
        other = threading.Thread(target=wait)
        other.start()
        other.join()
    assert len(refusals) == 1
    assert not writer(database).is_alive()


@only_on_sqlite
def test_a_transaction_inside_another_is_a_mistake_and_not_a_wait_for_ever(database: Database) -> None:
    with pytest.raises(RuntimeError, match="inside another"), database.writing(), database.writing():
        pass
    assert not writer(database).is_alive()


@only_on_sqlite
def test_a_queue_that_cannot_be_entered_keeps_nobody_out(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setattr("tracker.core.write_queue.os.open", _refuse)
        with pytest.raises(errors.Busy), database.writing():
            pass
    assert not writer(database).is_alive()


@only_on_sqlite
@pytest.mark.parametrize(
    ("setting", "value"),
    [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0), ("cell_size_check", 1)],
)
def test_what_is_kept_is_on_the_disk_and_the_files_guards_are_up(database: Database, setting: str, value: int) -> None:
    for transaction in (database.writing, database.reading):
        with transaction() as session:
            assert session.connection().exec_driver_sql(f"PRAGMA {setting}").scalar() == value


def _refuse(*_: object) -> int:
    raise PermissionError
