"""The database: what a transaction keeps, what it refuses, and that nothing is lost when many write at once."""

import stat
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.crowd import crowd
from tracker.accounts.models import LoginAttempt, SignIn
from tracker.core import app_metadata, clock, errors, sequences
from tracker.core.database import Database, apply_changes, check_version, is_unavailable, sqlite3
from tracker.register.networks.models import Network

HANOI = timezone(timedelta(hours=7))
ROUNDS = 4


@pytest.fixture
def machine_in_hanoi(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own clock is not set to UTC."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "Asia/Ho_Chi_Minh")
        time.tzset()
        yield
    time.tzset()


def test_a_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as session:
        app_metadata.write(session, "a", "b")
    with database.reading() as session:
        assert app_metadata.read(session, "a") is None


def test_a_connection_that_has_read_may_write_again(database: Database) -> None:
    for turn in range(3):
        with database.reading() as session:
            app_metadata.read(session, "a")
        with database.writing() as session:
            app_metadata.write(session, "a", str(turn))
    with database.reading() as session:
        assert app_metadata.read(session, "a") == "2"


def test_what_ends_badly_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        app_metadata.write(session, "a", "b")
        session.flush()
        raise RuntimeError
    with database.reading() as session:
        assert app_metadata.read(session, "a") is None


def test_a_reader_sees_one_state_from_beginning_to_end(database: Database) -> None:
    with database.reading() as reader:
        before = app_metadata.read(reader, "a")
        with database.writing() as writer:
            app_metadata.write(writer, "a", "b")
        reader.expire_all()
        assert app_metadata.read(reader, "a") == before
    with database.reading() as reader:
        assert app_metadata.read(reader, "a") == "b"


def test_a_moment_without_a_time_zone_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="time zone"), session.begin_nested():
        session.add(LoginAttempt(login="lan", ip="", at=datetime(2026, 9, 3, 20, 30)))  # noqa: DTZ001 - that is the test
        session.flush()


@pytest.mark.usefixtures("machine_in_hanoi")
def test_a_moment_told_in_hanoi_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    moment = datetime(2026, 9, 3, 20, 30, 15, 123456, HANOI)
    with database.writing() as session:
        session.add(LoginAttempt(login="lan", ip="", at=moment))
    with database.reading() as session:
        stored_moment = session.scalars(select(LoginAttempt.at).where(LoginAttempt.at <= moment)).one()
    assert (stored_moment, stored_moment.tzinfo, stored_moment.hour) == (moment, UTC, 13)


def test_a_row_that_points_nowhere_is_refused(database: Database) -> None:
    now = clock.now()
    nobody = {"token_hash": "x", "user_id": 999, "created_at": now, "seen_at": now, "ip": "", "agent": ""}
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(insert(SignIn).values(nobody))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_server_plans_a_statement_anew_with_its_values(database: Database) -> None:
    with database.reading() as session:
        for number in range(12):
            session.execute(select(Network.id).where(Network.id.in_([number, number + 1])))
        assert session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0


def test_a_database_file_that_is_not_there_is_an_error_and_stays_away(tmp_path: Path) -> None:
    missing = Database(f"sqlite:///{tmp_path}/missing.db")
    with pytest.raises(OperationalError) as lost, missing.reading() as session:
        session.connection()
    assert is_unavailable(lost.value)
    assert not (tmp_path / "missing.db").exists()


def test_a_new_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/deep/down/new.db")
    database.create_file()
    assert stat.S_IMODE((tmp_path / "deep/down/new.db").stat().st_mode) == 0o600


def test_lan_cannot_save_over_what_hoa_saved_meanwhile(cast: Cast) -> None:
    lans, hoas = cast.fresh(cast.network()), cast.fresh(_network(cast))
    _save(cast, hoas, name="Tên của Hoa")
    with pytest.raises(errors.Stale):
        _save(cast, lans, name="Tên của Lan")
    assert cast.fresh(hoas).name == "Tên của Hoa"


def test_a_version_that_is_not_the_one_seen_is_refused(cast: Cast) -> None:
    network = cast.network()
    check_version(network, 1)
    with pytest.raises(errors.Stale):
        check_version(network, 2)


# PostgreSQL's writers wait for each other row by row.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_writer_keeps_out_programs_that_do_not_queue(cast: Cast) -> None:
    hasty = closing(sqlite3.connect(str(cast.database.url.database), timeout=0))
    with cast.database.writing() as session, hasty as other:
        session.connection()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_waits_too_long_for_another_program_is_told_so_in_the_librarys_words(cast: Cast) -> None:
    with cast.database.reading() as session:
        session.connection().exec_driver_sql("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(str(cast.database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError) as refused, cast.database.writing() as session:
            session.connection()
    assert is_unavailable(refused.value)


def test_sixteen_people_counting_lose_no_count(cast: Cast) -> None:
    network = cast.network(lead="0")
    crowd(lambda: [_count_up(cast.database, network.id) for _ in range(ROUNDS)])
    assert cast.fresh(network).lead == str(16 * ROUNDS)


def test_sixteen_people_drawing_numbers_get_each_number_once(database: Database) -> None:
    numbers = crowd(lambda: _draw(database))
    assert sorted(numbers) == list(range(1, 17))


def test_only_what_really_changed_is_told(cast: Cast) -> None:
    network = cast.network(name="A")
    changed = apply_changes(network, {"name": "B", "lead": network.lead, "launched_on": date(2024, 6, 1)})
    assert changed == {"name": ["A", "B"], "launched_on": ["2023-05-01", "2024-06-01"]}


def _network(cast: Cast) -> Network:
    with cast.database.reading() as session:
        return session.scalars(select(Network)).one()


def _save(cast: Cast, network: Network, **facts: object) -> None:
    with cast.database.writing() as session:
        session.add(network)
        apply_changes(network, facts)


def _count_up(database: Database, network_id: int) -> None:
    """Read, add one, write; again when somebody was faster."""
    while True:
        try:
            with database.writing() as session:
                network = session.get_one(Network, network_id)
                network.lead = str(int(network.lead) + 1)
            return
        except errors.Stale:
            continue


def _draw(database: Database) -> int:
    with database.writing() as session:
        return sequences.next_number(session, "request", 2026)
