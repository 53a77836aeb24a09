"""Writing the log: with its transaction or not at all, in one chain however many write, and never again changed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cast import Cast
from tests.crowd import crowd
from tracker.audit_log import queries
from tracker.audit_log.actions import record
from tracker.audit_log.models import AuditEvent
from tracker.audit_log.rules import ChainFault, Verdict, verify
from tracker.core import app_metadata, clock
from tracker.core.database import Database
from tracker.core.viewer import Origin


def checked(database: Database) -> Verdict:
    """What checking the whole log finds."""
    with database.reading() as session:
        return verify(queries.chain(session))


def note(cast: Cast, action: str = "test:done", times: int = 1) -> None:
    """Lan does something, `times` times in one transaction."""
    with cast.database.writing() as session:
        for _ in range(times):
            record(session, cast.lan, action, kind="Test")


@pytest.mark.parametrize("deed", ["UPDATE audit_events SET actor_name = 'x'", "DELETE FROM audit_events WHERE seq = 1"])
def test_nobody_changes_or_removes_a_row_that_is_written(cast: Cast, deed: str) -> None:
    note(cast, times=2)
    with pytest.raises(DBAPIError, match="append-only"), cast.database.writing() as session:
        session.execute(text(deed))
    assert checked(cast.database) == Verdict(2)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has no TRUNCATE
def test_the_log_cannot_be_emptied_at_once(cast: Cast) -> None:
    note(cast)
    with pytest.raises(DBAPIError, match="append-only"), cast.database.writing() as session:
        session.execute(text("TRUNCATE audit_events"))


def test_what_was_rolled_back_is_not_in_the_log(cast: Cast) -> None:
    with pytest.raises(RuntimeError), cast.database.writing() as session:
        record(session, cast.lan, "test:undone", kind="Test")
        raise RuntimeError
    note(cast)
    assert checked(cast.database) == Verdict(1)


def test_a_transaction_begun_anew_does_not_bring_back_what_it_gave_up(cast: Cast) -> None:
    with cast.database.writing() as session:
        app_metadata.write(session, "a", "b")
        record(session, cast.lan, "test:undone", kind="Test")
        session.rollback()
        record(session, cast.lan, "test:done", kind="Test")
    with cast.database.reading() as session:
        assert [row["action"] for row in queries.listing(session, after=None, limit=9).items] == ["test:done"]


def test_a_row_says_who_did_what_to_which_thing_from_where(cast: Cast) -> None:
    network = cast.network()
    with cast.database.writing() as session:
        session.info["origin"] = Origin("a1b2", "10.0.0.7")
        record(session, cast.lan, "network:edit", network, reason="sửa tên", changed={"name": ["A", "B"]})
    with cast.database.reading() as session:
        (row,) = queries.history(session, "Network", network.id)
    assert (row["actor_id"], row["actor_role"], row["action"]) == (cast.lan.id, "ward_admin", "network:edit")
    assert (row["request_id"], row["ip"], row["reason"]) == ("a1b2", "10.0.0.7", "sửa tên")
    assert (row["subject_label"], row["detail"]) == (network.label, {"changed": {"name": ["A", "B"]}})


def test_what_somebody_reads_is_written_down_after_it_was_read(cast: Cast) -> None:
    with cast.database.reading() as session:
        session.info["origin"] = Origin("a1b2", "10.0.0.7")
        record(session, cast.minh, "incident:list", kind="Incident")
        note(cast, "test:meanwhile")  # nobody waits for a reader
    with cast.database.reading() as session:
        newest, before = queries.listing(session, after=None, limit=9).items
    assert (before["action"], newest["action"], newest["ip"]) == ("test:meanwhile", "incident:list", "10.0.0.7")
    assert checked(cast.database) == Verdict(2)


def test_a_reading_that_was_broken_off_is_not_in_the_log(cast: Cast) -> None:
    with pytest.raises(RuntimeError), cast.database.reading() as session:
        record(session, cast.minh, "incident:list", kind="Incident")
        raise RuntimeError
    assert cast.count(AuditEvent) == 0


def test_sixteen_people_writing_at_once_make_one_chain(cast: Cast) -> None:
    crowd(lambda: [note(cast, times=2) for _ in range(3)])
    assert checked(cast.database) == Verdict(16 * 3 * 2)


def test_a_row_edited_behind_the_apps_back_is_found(cast: Cast) -> None:
    note(cast, times=3)
    with cast.database.writing() as session:
        for lift in _lifts(cast.database):
            session.execute(text(lift))
        session.execute(text("UPDATE audit_events SET actor_name = 'ai đó' WHERE seq = 2"))
    assert checked(cast.database) == Verdict(1, ChainFault.CHANGED, 2)


def test_a_log_cut_short_behind_the_apps_back_is_found_with_a_checkpoint(cast: Cast) -> None:
    note(cast, times=3)
    with cast.database.writing() as session:
        checkpoint = queries.checkpoint(session, clock.now().isoformat())
        for lift in _lifts(cast.database):
            session.execute(text(lift))
        session.execute(text("DELETE FROM audit_events WHERE seq = 3"))
    assert checked(cast.database) == Verdict(2)
    with cast.database.reading() as session:
        assert verify(queries.chain(session), checkpoint) == Verdict(2, ChainFault.CUT, 3)


def _lifts(database: Database) -> list[str]:
    """What somebody who holds the database itself can do first."""
    if database.embedded:
        return ["DROP TRIGGER audit_events_no_update", "DROP TRIGGER audit_events_no_delete"]
    return ["DROP TRIGGER audit_events_append_only ON audit_events"]
