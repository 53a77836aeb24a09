"""The demonstration: real rows out of which the published figures are counted, in a database of its own."""

import json
import socket
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.marks import DATABASES
from tests.people import Person
from tracker.accounts.models import User
from tracker.accounts.rules import password_fault
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.core import clock, errors, sequences
from tracker.core.database import Database
from tracker.demo import actions, commands, rules
from tracker.register.cameras.models import Camera
from tracker.register.networks.models import LeadChange, Network, NetworkNote
from tracker.territory.units.models import Unit
from tracker.territory.wards.models import Ward

IN_2024 = "r.filed_at >= '2023-12-31 17:00:00+00' AND r.filed_at < '2024-12-31 17:00:00+00' AND r.status <> 'draft'"
LINES = "extraction_lines l JOIN extraction_requests r ON r.id = l.request_id JOIN incidents i ON i.id = r.incident_id"
CLEAR = "i.status IN ('clarified', 'prosecuted', 'sanctioned', 'mediated') AND l.outcome IN ('decisive', 'supporting')"
GOLDEN = {
    "networks": 34,
    "camera_eyes": 1911,
    "replication_points": 287,
    "extractions": 1028,
    "incidents_clarified": 152,
    "extractions_per_network": 30.2,
    "clarified_per_network": 4.5,
    "extractions_per_clarified_incident": 6.8,
}


def database(app: Flask) -> Database:
    app_database: Database = app.extensions["tracker_database"]
    return app_database


def one(app: Flask, statement: str) -> Any:
    with database(app).reading() as session:
        return session.execute(text(statement)).scalar_one()


def run(app: Flask, line: str) -> Any:
    return app.test_cli_runner().invoke(args=line.split())


def test_a_database_with_somebodys_work_is_refused_and_left_alone(app: Flask, cast: Cast) -> None:
    answer = run(app, "demo --no-serve")
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1)
    assert "không nạp gì" in answer.output
    assert (cast.count(User), cast.count(Camera)) == (10, 0)


def test_a_database_with_tables_of_another_program_is_refused(app: Flask, database: Database) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE payroll (id INTEGER)"))
    assert "không nạp gì" in run(app, "demo --no-serve").output


def test_a_foreign_database_is_not_even_migrated(app: Flask, cast: Cast) -> None:
    with cast.database.writing() as session:
        session.execute(text("DELETE FROM alembic_version"))
    assert run(app, "demo --no-serve").exit_code == 1
    assert one(app, "SELECT count(*) FROM alembic_version") == 0


def test_loading_into_a_used_database_is_refused_at_the_last_moment_too(cast: Cast) -> None:
    with pytest.raises(actions.NotDemoDatabase), cast.database.writing() as session:
        commands.load(session, cast.hac_thanh, {}, print)  # type: ignore[arg-type]  # refused before it is looked at


@pytest.mark.parametrize("demo", DATABASES, indirect=True)
@pytest.mark.parametrize(
    ("figure", "statement"),
    [
        (34, "SELECT count(*) FROM networks"),
        (34, "SELECT count(DISTINCT ward_id) FROM networks WHERE closed_on IS NULL"),
        (1911, "SELECT count(*) FROM cameras WHERE connection = 'police' AND network_id > 0 AND removed_on IS NULL"),
        (287, "SELECT count(*) FROM replication_points"),
        (1028, f"SELECT count(l.extracted_at) FROM {LINES} WHERE {IN_2024}"),
        (152, f"SELECT count(DISTINCT i.id) FROM {LINES} WHERE {IN_2024} AND {CLEAR}"),
        (1, "SELECT count(*) FROM audit_events WHERE action = 'demo:load'"),
        (0, "SELECT count(*) FROM extraction_requests WHERE approver_id = requester_id"),
        (0, f"SELECT count(*) FROM {LINES} WHERE l.extracted_at < r.decided_at OR l.handed_over_at < l.extracted_at"),
        (0, "SELECT count(*) FROM incidents WHERE ended_at < received_at OR received_at < occurred_to"),
    ],
)
def test_the_published_year_is_counted_from_rows(demo: Flask, figure: int, statement: str) -> None:
    assert one(demo, statement) == figure


def test_the_report_says_what_was_published(demo: Flask) -> None:
    figures = json.loads(run(demo, "report resolution --from 2024-01-01 --to 2024-12-31 --json").output)
    assert GOLDEN.items() <= figures.items()
    assert 430 <= figures["incidents_asked"] <= 520
    assert 0.94 <= figures["outcome_completeness"] <= 0.97
    assert 0.25 <= sum(figures["lost"].values()) / figures["lines_asked"] <= 0.35


def test_the_register_has_followed_the_wards_and_only_the_split_ones_wait(demo: Flask) -> None:
    still = "SELECT count(*) FROM cameras c JOIN wards w ON w.id = c.ward_id WHERE w.valid_to IS NOT NULL"
    split = "('Phường Đông Thọ', 'Phường An Hưng')"
    assert one(demo, still) == one(demo, f"{still} AND w.name IN {split}") > 0


DATED = (
    "SELECT i.ward_id, i.occurred_from FROM incidents i",
    "SELECT l.ward_id, r.created_at FROM extraction_lines l JOIN extraction_requests r ON r.id = l.request_id",
    "SELECT registered_ward_id, installed_on FROM cameras WHERE installed_on >= '2024-01-01'",
)


IN_UNITS = (
    "SELECT unit_id, received_at FROM incidents",
    "SELECT unit_id, filed_at FROM extraction_requests WHERE filed_at IS NOT NULL",
    "SELECT unit_id, valid_from FROM posts WHERE unit_id IS NOT NULL",
)


@pytest.mark.parametrize("statement", IN_UNITS)
def test_no_row_is_of_a_unit_that_was_dead_on_its_day(demo: Flask, statement: str) -> None:
    with database(demo).reading() as session:
        units = {row.id: row for row in session.query(Unit)}
        dated = [(units[unit_id], day_of(moment)) for unit_id, moment in session.execute(text(statement))]
    assert dated
    assert [(unit.code, on) for unit, on in dated if not stands(unit, on)] == []


def stands(unit: Unit, on: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= on) and (unit.valid_to is None or on <= unit.valid_to)


def test_the_past_came_in_as_books_and_the_present_step_by_step(demo: Flask) -> None:
    assert one(demo, "SELECT count(*) FROM camera_imports WHERE kind IN ('requests', 'incidents')") == 2
    assert one(demo, "SELECT count(*) FROM incidents WHERE code LIKE '%/2024' AND taken_over_at IS NULL") == 0
    by_hand = "SELECT count(*) FROM audit_events WHERE action = 'incident:log'"
    assert one(demo, by_hand) == one(demo, "SELECT count(*) FROM incidents WHERE taken_over_at IS NULL") > 10


@pytest.mark.parametrize("statement", DATED)
def test_no_row_lies_in_a_ward_that_was_dead_on_its_day(demo: Flask, statement: str) -> None:
    with database(demo).reading() as session:
        lives = {row.id: row for row in session.query(Ward)}
        dated = [(lives[ward_id], day_of(moment)) for ward_id, moment in session.execute(text(statement))]
    assert dated
    assert [(ward.label, on) for ward, on in dated if not ward.valid_from <= on <= (ward.valid_to or on)] == []


def day_of(moment: Any) -> date:
    """The local day of a moment or a day, as either database gives it."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment) if len(moment) > len("2024-01-01") else date.fromisoformat(moment)
    if not isinstance(moment, datetime):
        day: date = moment
        return day
    return clock.local(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).date()


def test_networks_are_led_and_their_notes_signed_by_police_of_their_time(demo: Flask) -> None:
    with database(demo).reading() as session:
        police = {
            f"Công an {ward.name[0].lower()}{ward.name[1:]}": ward for ward in session.query(Ward) if living(ward)
        }
        assert {network.lead for network in session.query(Network)} <= police.keys()
        assert {note.written_by for note in session.query(NetworkNote)} <= police.keys()
        for change in session.query(LeadChange):
            assert change.was != change.lead
            assert change.decision
        assert session.query(LeadChange).count() > 25


def living(ward: Ward) -> bool:
    return ward.valid_to is None


def test_households_are_asked_and_the_network_has_no_seal(demo: Flask) -> None:
    household = "JOIN owners o ON o.id = c.owner_id WHERE o.kind = 'household' AND c.connection = 'mobilisable'"
    assert one(demo, f"SELECT count(*) FROM cameras c {household}") == rules.MOBILISABLE
    asked_each_time = "o.consent_scope = 'ask_each_time' AND c.connection = 'police'"
    assert one(demo, f"SELECT count(*) FROM cameras c JOIN owners o ON o.id = c.owner_id AND {asked_each_time}") == 0
    by_network = "SELECT count(*) FROM handovers WHERE medium = 'Mạng nội bộ'"
    assert one(demo, by_network) == one(demo, f"{by_network} AND seal_number = ''") > 0
    assert one(demo, "SELECT count(*) FROM handovers WHERE medium <> 'Mạng nội bộ' AND seal_number = ''") == 0


def test_some_were_clarified_by_other_means_and_do_not_count(demo: Flask) -> None:
    clear = CLEAR.split(" AND ")[0]
    assert one(demo, f"SELECT count(DISTINCT i.id) FROM {LINES} WHERE {IN_2024} AND {clear}") > 152


def test_every_state_of_a_request_can_be_seen(demo: Flask) -> None:
    assert one(demo, "SELECT count(DISTINCT status) FROM extraction_requests WHERE code LIKE '%/2024'") == 4
    assert one(demo, "SELECT count(DISTINCT status) FROM extraction_requests") == 7
    assert one(demo, "SELECT count(DISTINCT status) FROM extraction_lines") == 5


def test_about_a_quarter_of_the_cameras_was_broken_at_some_time(demo: Flask) -> None:
    broken = one(demo, "SELECT count(DISTINCT camera_id) FROM health_intervals WHERE health = 'broken'")
    assert 0.22 <= broken / (rules.EYES + rules.MOBILISABLE) <= 0.30  # whatever the seed


def test_no_camera_gave_footage_while_it_was_broken(demo: Flask) -> None:
    broken = "h.camera_id = l.camera_id AND h.health = 'broken' AND h.since <= l.window_to"
    lasting = "(h.until IS NULL OR h.until > l.window_from)"
    statement = f"SELECT count(*) FROM {LINES} JOIN health_intervals h ON {broken} AND {lasting}"
    assert one(demo, f"{statement} WHERE l.extracted_at IS NOT NULL") == 0


def test_a_second_run_changes_nothing(demo: Flask) -> None:
    before = [one(demo, f"SELECT count(*) FROM {table}") for table in ("audit_events", "cameras", "users", "wards")]
    answer = run(demo, "demo --no-serve")
    assert answer.exit_code == 0
    assert "đã có sẵn" in answer.output
    after = [one(demo, f"SELECT count(*) FROM {table}") for table in ("audit_events", "cameras", "users", "wards")]
    assert before == after


def test_the_same_story_is_told_each_time(demo: Flask) -> None:
    password_hashes = dict.fromkeys((login for login, *_ in rules.PEOPLE), "x")
    with database(demo).reading() as session:
        now = session.query(User).first().created_at  # type: ignore[union-attr]
        again = actions.written(session, now, password_hashes)
        since = ("ward_id", "version", "health", "checked_at")  # the register has followed wards and answers
        cameras = again.book.rows[Camera]
        names = [name for name in cameras[0] if name not in ("latitude", "longitude", *since)]
        stored = session.query(*(getattr(Camera, name) for name in names)).order_by(Camera.id)
        assert [tuple(row) for row in stored] == [tuple(row[name] for name in names) for row in cameras]
        asked = [request.facts["filed_at"] for story in again.past for request in story.requests]
        taken_over = session.query(ExtractionRequest.filed_at).filter(ExtractionRequest.taken_over_at.is_not(None))
        assert sorted(row.filed_at for row in taken_over) == sorted(at.replace(second=0, microsecond=0) for at in asked)
        requests = [request for story in (*again.past, *again.present) for request in story.requests]
        assert session.query(ExtractionLine).count() == sum(len(request.lines) for request in requests)


def test_the_next_real_thing_goes_on_from_the_last(demo: Flask) -> None:
    with database(demo).writing() as session:
        year = int(one_of(session, "SELECT max(year) FROM counters WHERE series = 'request'"))
        number = sequences.next_number(session, "request", year)
        assert one_of(session, f"SELECT count(*) FROM extraction_requests WHERE code = 'YC-{number:05d}/{year}'") == 0
        assert one_of(session, f"SELECT count(*) FROM extraction_requests WHERE code LIKE '%/{year}'") == number - 1
        last_network = session.query(Network).order_by(Network.id.desc()).first()
        facts = {
            c.name: getattr(last_network, c.name) for c in Network.__table__.columns if c.name not in ("id", "version")
        }
        session.add(added := Network(**{**facts, "code": "MH-mới"}))
        session.flush()
        assert added.id == 35
        session.rollback()


def one_of(session: Any, statement: str) -> Any:
    return session.execute(text(statement)).scalar_one()


@pytest.mark.parametrize("login", [login for login, *_ in rules.PEOPLE])
def test_everybody_printed_can_log_in(demo: Flask, login: str) -> None:
    person = Person(demo)
    person.post("/login", {"login": login, "password": rules.PASSWORD})
    person.get("/")
    assert password_fault(rules.PASSWORD, login) is None


def test_lan_has_lines_to_answer_and_thuy_reads_the_year(demo: Flask) -> None:
    lan, thuy = Person(demo), Person(demo)
    lan.post("/login", {"login": "lan", "password": rules.PASSWORD})
    thuy.post("/login", {"login": "thuy", "password": rules.PASSWORD})
    assert "đã bị ghi đè" in lan.get("/").text
    assert "/extractions/lines/" in lan.get("/").text
    page = thuy.get("/reports?period=2024").text
    assert ">152</a> trên" in page
    assert ">1.028</a>" in page


def test_a_port_in_use_is_told_in_one_line(demo: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answer = run(demo, f"demo --port {listening.getsockname()[1]}")
    assert answer.exit_code == 1
    assert "đang được dùng" in answer.output


def test_the_story_cannot_be_told_where_its_wards_are_not(session: Session) -> None:
    password_hashes = {login: "x" for login, *_ in rules.PEOPLE}
    with pytest.raises(errors.NotFound):
        actions.written(session, clock.now(), password_hashes)


def test_a_ward_that_the_seed_does_not_know_is_not_found(session: Session) -> None:
    with pytest.raises(errors.NotFound):
        actions._ward(session, "99999")
