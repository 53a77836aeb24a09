"""Migrations: one line of them, ending at what the models say, that can be walked both ways with rows in the tables."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Column, String, inspect, text
from sqlalchemy.exc import DBAPIError

from tests.cast import Cast, at
from tracker import tables
from tracker.audit_log.actions import record
from tracker.audit_log.models import AuditEvent
from tracker.cases.extractions.models import LineEvent, RequestEvent
from tracker.cases.extractions.rules import LineStatus, RequestStatus, UnavailableReason
from tracker.cases.incidents.models import IncidentEvent
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core.app_metadata import MetadataEntry
from tracker.core.database import Database, UTCDateTime
from tracker.jobs import actions as jobs
from tracker.jobs.rules import JobKind, JobState
from tracker.register.cameras.health import record_health
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults import actions as faults
from tracker.register.faults.rules import FaultKind

SQLITE = "SELECT type, name, sql FROM sqlite_master WHERE name <> 'alembic_version' ORDER BY 1, 2"
POSTGRESQL = """
SELECT 'column', table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, collation_name)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1, 2, 3
"""


def schema(database: Database) -> list[tuple[str, ...]]:
    """All that the database knows of its own shape."""
    with database.reading() as session:
        return [tuple(row) for row in session.execute(text(SQLITE if database.embedded else POSTGRESQL))]


def names(database: Database) -> set[str]:
    """The tables that there are, without the indexes of trigrams, whose rows say nothing."""
    with database.reading() as session:
        return {name for name in inspect(session.connection()).get_table_names() if "_trigrams" not in name}


def revisions() -> list[str]:
    """The numbers of all migrations, oldest first."""
    return [script.revision for script in ScriptDirectory(str(tables.MIGRATIONS)).walk_revisions()][::-1]


def test_the_migrations_are_one_line_numbered_from_one() -> None:
    assert len(ScriptDirectory(str(tables.MIGRATIONS)).get_heads()) == 1
    assert revisions() == [f"{number:04d}" for number in range(1, len(revisions()) + 1)]
    files = sorted(path.name for path in (tables.MIGRATIONS / "versions").glob("*.py"))
    assert [name[:4] for name in files] == revisions()


def test_the_newest_migration_ends_at_what_the_models_say(database: Database) -> None:
    with database.reading() as session:
        assert tables.current(session.connection()) == tables.head()
        assert tables.differences(session.connection()) == []


def test_a_column_that_is_missing_would_be_told(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("ALTER TABLE facts DROP COLUMN value"))
    with database.reading() as session:
        assert "value" in str(tables.differences(session.connection()))


def test_all_the_way_down_and_up_again_leaves_the_same_schema(cast: Cast) -> None:
    before = schema(cast.database)
    _work(cast)
    tables.downgrade(cast.database, "base")
    assert names(cast.database) == {"alembic_version"}
    tables.upgrade(cast.database)
    assert schema(cast.database) == before
    assert Cast(cast.database).count(Camera) == 0


def test_one_step_back_and_forth_keeps_the_rows_that_the_step_is_not_about(cast: Cast) -> None:
    _work(cast)
    newest = schema(cast.database), _rows(cast, names(cast.database))
    for number in revisions()[:0:-1]:
        before = schema(cast.database), _rows(cast, names(cast.database))
        earlier = f"{int(number) - 1:04d}"
        tables.downgrade(cast.database, earlier)
        lasting = names(cast.database)
        tables.upgrade(cast.database, number)
        if not cast.database.embedded:  # SQLite keeps the words of whoever made a table anew last
            assert schema(cast.database) == before[0], number
        assert _rows(cast, lasting) == {name: before[1][name] for name in lasting}, number
        tables.downgrade(cast.database, earlier)
    lasting = names(cast.database)
    tables.upgrade(cast.database)
    assert schema(cast.database) == newest[0]
    assert _rows(cast, lasting) == {name: newest[1][name] for name in lasting}


def test_a_camera_gets_the_time_it_spent_in_its_network_and_gives_it_back(cast: Cast) -> None:
    running, closed = cast.network(), cast.network(closed_on=date(2024, 5, 1))
    cast.camera(network_id=running.id)
    cast.camera(network_id=running.id, removed_on=date(2024, 3, 1))
    cast.camera(network_id=closed.id, removed_on=date(2024, 6, 1))
    for _ in range(2):
        tables.downgrade(cast.database, "0005")
        assert _column(cast, "SELECT network_id FROM cameras ORDER BY id") == [running.id, running.id, closed.id]
        tables.upgrade(cast.database)
        ends = _column(cast, "SELECT left_on FROM memberships ORDER BY camera_id")
        assert [str(end) for end in ends] == ["None", "2024-03-01", "2024-05-01"]
        assert _column(cast, "SELECT network_id FROM cameras ORDER BY id") == [running.id, None, None]


def test_a_waiting_job_outlives_the_queue_that_carried_it(cast: Cast) -> None:
    with cast.database.writing() as session:
        job = jobs.start(session, cast.lan, JobKind.EXPORT_LIST, "camera.xlsx")
    tables.downgrade(cast.database, "0010")
    with cast.database.writing() as session:
        for statement in ("CREATE TABLE huey_kv (key TEXT)", "INSERT INTO huey_kv VALUES ('stop:1')"):
            session.execute(text(statement))
    tables.upgrade(cast.database)
    assert not [name for name in names(cast.database) if name.startswith("huey")]
    assert cast.fresh(job).state is JobState.QUEUED


def test_an_interval_keeps_the_fault_that_was_its_reason_and_only_that(cast: Cast) -> None:
    camera, other = cast.camera(), cast.camera()
    with cast.database.writing() as session:
        fault = faults.open_fault(session, cast.lan, kind=FaultKind.POWER, note="", camera_id=camera.id)
        record_health(
            session, session.get_one(Camera, other.id), Health.BROKEN, at(3), f"như (sự cố {fault.id})", "Lan"
        )
    statement = "SELECT fault_id FROM health_intervals ORDER BY camera_id"
    for _ in range(2):
        assert _column(cast, statement) == [fault.id, None]
        tables.downgrade(cast.database, "0010")
        tables.upgrade(cast.database)


def test_what_columns_tell_was_done_becomes_events_as_the_app_would_have_kept_them(cast: Cast) -> None:
    ended = cast.incident(status=IncidentStatus.MEDIATED, ended_at=at(9), ending_note="Hòa giải")
    closed = {"status": RequestStatus.CLOSED, "created_at": at(1), "filed_at": at(2), "closed_at": at(8)}
    request = cast.request(incident=ended, **closed, decided_at=at(3), approver_id=cast.thuy.id, decision_note="Đồng ý")
    answers = {"preserved_at": at(2, 13), "unavailable_at": at(2, 14), "status": LineStatus.UNAVAILABLE}
    answers |= {"unavailable_reason": UnavailableReason.OVERWRITTEN}
    cast.line(request, cast.camera(), window_from=at(1), window_to=at(1, 13), **answers)
    for status in (RequestStatus.REFUSED, RequestStatus.WITHDRAWN):
        cast.request(incident=ended, created_at=at(1), filed_at=at(2), status=status)
    before = [_events(cast, kind) for kind in (IncidentEvent, RequestEvent, LineEvent)]
    assert [len(events) for events in before] == [1, 4 + 2 + 2, 2]
    tables.downgrade(cast.database, "0012")
    tables.upgrade(cast.database)
    assert [_events(cast, kind) for kind in (IncidentEvent, RequestEvent, LineEvent)] == before
    assert _column(cast, "SELECT count(*) FROM incidents WHERE received_at <> created_at") == [0]


def test_the_page_of_a_finished_job_is_found_under_its_new_address(cast: Cast) -> None:
    tables.downgrade(cast.database, "0010")
    with cast.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO jobs (id, version, kind, title, keeper_id, arguments, state, tries, created_at, error,"
                " result)"
                " VALUES (1, 1, 'edit_all', 'x', :keeper, '{}', 'done', 1, :now, '', :result)"
            ),
            {"keeper": cast.lan.id, "now": "2026-11-01 00:00:00", "result": '{"url": "/cameras/edits/7"}'},
        )
    tables.upgrade(cast.database)
    assert _column(cast, "SELECT result FROM jobs") == ['{"url": "/bulk-edits/7"}']
    assert _column(cast, "SELECT created_by_id FROM jobs") == [cast.lan.id]


def test_jobs_keep_their_files_and_edits_when_nobodys_jobs_are_allowed_and_when_not(cast: Cast) -> None:
    with cast.database.writing() as session:
        lans = jobs.start(session, cast.lan, JobKind.EXPORT_LIST, "camera.csv")
        jobs.keep_file(session, lans.id, "camera.csv", "text/csv", b"a,b")
        nobodys = jobs.start_of_system(session, JobKind.CLEAN_UP)
    for left in ([lans.id, nobodys.id], [lans.id]):
        assert _column(cast, "SELECT id FROM jobs ORDER BY id") == left
        tables.downgrade(cast.database, "0015")
        assert _column(cast, "SELECT id FROM jobs") == [lans.id]
        assert _column(cast, "SELECT job_id FROM job_files") == [lans.id]
        with pytest.raises(DBAPIError), cast.database.writing() as session:
            session.execute(text("UPDATE jobs SET created_by_id = NULL"))
        tables.upgrade(cast.database)
    with pytest.raises(DBAPIError), cast.database.writing() as session:
        session.execute(text("DELETE FROM jobs"))  # their files point at them as before


def test_the_log_is_append_only_again_after_coming_back(cast: Cast) -> None:
    tables.downgrade(cast.database, "base")
    tables.upgrade(cast.database)
    again = Cast(cast.database)
    _work(again)
    with pytest.raises(DBAPIError, match="append-only"), again.database.writing() as session:
        session.execute(text("DELETE FROM audit_events"))
    assert again.count(AuditEvent) == 1


def test_a_new_migration_is_numbered_and_holds_what_the_models_have_more(tmp_path: Path) -> None:
    with mock.patch.object(tables, "MIGRATIONS", shutil.copytree(tables.MIGRATIONS, tmp_path / "migrations")):
        columns = Column("spare", String(20), nullable=True), Column("spare_at", UTCDateTime, nullable=True)
        for column in columns:
            MetadataEntry.__table__.append_column(column)
        try:
            path = tables.write_migration("a spare column")
        finally:
            for column in columns:
                MetadataEntry.__table__._columns.remove(column)
    assert path.name == f"{int(revisions()[-1]) + 1:04d}_a_spare_column.py"
    assert "sa.Column('spare', sa.String(length=20), nullable=True)" in path.read_text()
    assert "sa.Column('spare_at', sa.DateTime(timezone=True), nullable=True)" in path.read_text()


def test_the_database_checks_what_the_models_say_and_nothing_else(database: Database) -> None:
    """Alembic does not compare these."""
    with database.reading() as session:
        inspector = inspect(session.connection())
        checked = {
            (table, str(check["name"])) for table in names(database) for check in inspector.get_check_constraints(table)
        }
    said = {
        (table.name, str(constraint.name))
        for table in tables.metadata().tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert len(said) > 20
    assert checked == said


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(cast: Cast) -> None:
    _work(cast)
    with cast.database.writing() as session:
        session.execute(text("DROP TABLE login_tries"))  # the way down will miss it, after other tables are gone
    before = schema(cast.database)
    with pytest.raises(DBAPIError, match="login_tries"):
        tables.downgrade(cast.database, "base")
    assert schema(cast.database) == before
    assert cast.count(Camera) == 2


def _work(cast: Cast) -> None:
    """Rows in the tables that hang together most: a filed request for two cameras, and what the log says of it."""
    request = cast.request(cast.camera(network_id=cast.network().id), cast.camera(owner_id=cast.owner().id))
    with cast.database.writing() as session:
        record(session, cast.minh, "request:file", request)


def _rows(cast: Cast, of: set[str]) -> dict[str, int]:
    """How many rows each table `of` some has."""
    with cast.database.reading() as session:
        return {name: session.scalar(text(f"SELECT count(*) FROM {name}")) for name in of}


def test_a_role_becomes_a_post_in_a_unit_and_a_case_its_investigators_units(cast: Cast) -> None:
    request = cast.request(cast.camera())
    tables.downgrade(cast.database, "0012")
    held = "SELECT login || ' ' || role FROM users WHERE login IN ('lan', 'minh', 'thuy', 'son') ORDER BY login"
    assert _column(cast, held) == ["lan ward_admin", "minh investigator", "son investigator", "thuy leadership"]
    ward = "SELECT ward_id FROM users WHERE login = 'lan'"
    assert _column(cast, ward) == [cast.hac_thanh.id]
    tables.upgrade(cast.database)
    unit = (
        "SELECT u.{} FROM posts p JOIN units u ON u.id = p.unit_id JOIN users n ON n.id = p.user_id WHERE login = '{}'"
    )
    assert _column(cast, unit.format("ward_id", "lan")) == [cast.hac_thanh.id]
    assert _column(cast, unit.format("name", "minh")) == ["Phòng Cảnh sát hình sự"]
    (units_unit,) = _column(cast, unit.format("id", "minh"))
    assert _column(cast, "SELECT unit_id FROM incidents") == [units_unit]
    assert _column(cast, f"SELECT unit_id FROM extraction_requests WHERE id = {request.id}") == [units_unit]
    assert _column(cast, "SELECT responsible_id FROM extraction_requests") == [cast.minh.id]
    cast.see_again()
    assert units_unit in cast.thuy.leads


def _events(cast: Cast, kind: type[Any]) -> list[tuple[Any, ...]]:
    """What events say, whatever their numbers are."""
    names = (kind.subject, "step", "before", "after", "happened_at", "recorded_at", "actor_id", "note", "facts")
    with cast.database.reading() as session:
        told = [tuple(getattr(event, name) for name in names) for event in session.query(kind)]
    return sorted(told, key=lambda event: (event[0], event[4], event[1]))


def _column(cast: Cast, statement: str) -> list[object]:
    with cast.database.reading() as session:
        return list(session.execute(text(statement)).scalars())
