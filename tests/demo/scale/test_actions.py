"""Registers made up at a scale: what the database computed is what the app would have written."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.marks import on_one_database
from tests.people import Person
from tracker import tables
from tracker.cases import derived_events
from tracker.cases.extractions.models import (
    ExtractionLine,
    ExtractionRequest,
    LineEvent,
    LineOutcome,
    RequestEvent,
)
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.core import clock, errors, sequences
from tracker.core.database import Base, Database
from tracker.core.vietnamese import search_key, sort_key
from tracker.demo import rules
from tracker.demo.actions import NotDemoDatabase
from tracker.demo.scale import actions, territory
from tracker.demo.scale.sizes import SCALES, Scale, cameras_by_ward
from tracker.demo.scale.territory import SHOWN
from tracker.register.cameras import actions as cameras
from tracker.register.cameras.models import Camera, HealthInterval, Membership
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import SEALED_KINDS
from tracker.register.places.models import InstallationPoint
from tracker.territory.units.actions import rebuild_covers

TINY = Scale(wards=4, cameras=90, dense=60, lines=150, log_rows=30, provinces=("38",))


@pytest.fixture
def scaled(app: Flask, database: Database) -> Iterator[Session]:
    """A reading transaction on a tiny register, made by the command out of nothing."""
    with mock.patch.dict(SCALES, city=TINY):
        answer = app.test_cli_runner().invoke(args=["demo", "--scale", "city", "--no-serve"])
    assert answer.exit_code == 0, answer.output
    assert f"{TINY.cameras} mắt camera" in answer.output
    assert all(login in answer.output for login in SHOWN.values())
    with database.reading() as session:
        yield session


def rows(session: Session, model: type[Base]) -> list[dict[str, Any]]:
    """All rows of a table as values by column."""
    return [dict(row._mapping) for row in session.execute(select(*model.__table__.columns))]


def test_a_database_with_work_in_it_is_refused(cast: Cast) -> None:
    with pytest.raises(NotDemoDatabase), cast.database.writing() as session:
        actions.load(session, TINY, clock.now(), "x", lambda share: None)


def test_everything_agrees_with_what_the_app_would_have_written(app: Flask, scaled: Session) -> None:
    assert len(rows(scaled, Camera)) == TINY.cameras
    keys_are_the_apps(scaled)
    days_and_memberships_are_the_cameras(scaled)
    health_is_that_of_the_open_interval(scaled)
    events_are_those_that_columns_tell_of(scaled)
    outcomes_are_the_newest(scaled)
    nothing_lies_in_the_future(scaled)
    the_next_numbers_go_on(scaled)
    nothing_of_the_schema_is_missing(scaled)
    answer = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (answer.exit_code, str(TINY.log_rows + 2) in answer.output) == (0, True), answer.output


def keys_are_the_apps(session: Session) -> None:
    """What rows are found and sorted by."""
    points = {point["id"]: point for point in rows(session, InstallationPoint)}
    for point in points.values():
        assert point["search_key"] == search_key(point["name"], point["address"])
        assert point["sort_key"] == sort_key(point["name"])
    for camera in rows(session, Camera):
        point = points[camera["point_id"]]
        words = (camera["code"], camera["name"], point["name"], point["address"], camera["model"])
        assert cameras.keys(*words).items() <= camera.items()
    for incident in rows(session, Incident):
        assert incident["search_key"] == search_key(incident["code"], incident["summary"], incident["place"])
    for owner in rows(session, Owner):
        assert owner["search_key"] == ("" if owner["kind"] in SEALED_KINDS else search_key(owner["name"]))
    for network in rows(session, Network):
        assert network["search_key"] == search_key(network["code"], network["name"], network["lead"])


def days_and_memberships_are_the_cameras(session: Session) -> None:
    """Lines keep the days of their cameras; who is in a network is a member."""
    days = dict(session.execute(select(Camera.id, Camera.days_kept)).all())
    lines = rows(session, ExtractionLine)
    assert {line["id"]: days[line["camera_id"]] for line in lines} == {
        line["id"]: line["retention_days"] for line in lines
    }
    open_memberships = session.execute(select(Membership.camera_id, Membership.network_id).filter_by(left_on=None))
    in_network = session.execute(select(Camera.id, Camera.network_id).where(Camera.network_id.is_not(None)))
    assert dict(open_memberships.all()) == dict(in_network.all())


def health_is_that_of_the_open_interval(session: Session) -> None:
    """A camera is as its open interval says, and broken where a fault of it is open."""
    now = dict(session.execute(select(HealthInterval.camera_id, HealthInterval.health).filter_by(until=None)).all())
    stored = dict(session.execute(select(Camera.id, Camera.health)).all())
    assert stored == {camera_id: now.get(camera_id, Health.UNKNOWN) for camera_id in stored}
    faulty = set(session.scalars(select(Fault.camera_id).where(Fault.closed_at.is_(None))))
    assert faulty == {camera_id for camera_id, health in stored.items() if health is Health.BROKEN}
    assert faulty


def events_are_those_that_columns_tell_of(session: Session) -> None:
    """Incidents, requests and lines have the events that `derived_events` reads off their columns."""
    lines = rows(session, ExtractionLine)
    same_events(session, IncidentEvent, rows(session, Incident), derived_events.incident_events)
    same_events(session, LineEvent, lines, derived_events.line_events)
    same_events(
        session,
        RequestEvent,
        rows(session, ExtractionRequest),
        lambda row: derived_events.request_events(row, [line for line in lines if line["request_id"] == row["id"]]),
    )


def same_events(session: Session, model: type[Any], subjects: list[dict[str, Any]], derive: Any) -> None:
    """The stored events of a kind are the derived ones."""
    stored: dict[int, list[dict[str, Any]]] = {}
    for event in sorted(rows(session, model), key=lambda event: event["id"]):
        subject_id = event.pop(model.subject)
        event.pop("id")
        stored.setdefault(subject_id, []).append(event)
    derived = {row["id"]: [dict(event) for event in derive(row)] for row in subjects}
    assert stored
    for id_, events in derived.items():
        by_step = {event["step"]: event for event in stored.pop(id_, [])}
        assert [by_step.get(event["step"]) for event in events] == events
        assert len(by_step) == len(events)
    assert stored == {}


def outcomes_are_the_newest(session: Session) -> None:
    """What stands in a line is what was said last."""
    said = dict(session.execute(select(LineOutcome.line_id, LineOutcome.outcome)).all())
    stood = select(ExtractionLine.id, ExtractionLine.outcome).where(ExtractionLine.outcome.is_not(None))
    assert said == dict(session.execute(stood).all())
    assert said


def nothing_lies_in_the_future(session: Session) -> None:
    """Nor is anything decided before it was filed, or handed over before it was copied."""
    now = clock.now() + timedelta(seconds=1)
    for model in (Incident, ExtractionRequest, ExtractionLine, Camera, HealthInterval, Fault):
        for row in rows(session, model):
            assert all(value <= now for value in row.values() if hasattr(value, "astimezone")), row
    for request in rows(session, ExtractionRequest):
        in_order(request["created_at"], request["filed_at"], request["decided_at"], request["closed_at"])
    for line in rows(session, ExtractionLine):
        in_order(line["extracted_at"], line["handed_over_at"], line["outcome_at"])


def in_order(*moments: Any) -> None:
    """The moments that are known stand in order."""
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(known)


def the_next_numbers_go_on(session: Session) -> None:
    """Counters stand at the last number of each year."""
    for model, series in ((Incident, "incident"), (ExtractionRequest, "request")):
        last: dict[int, int] = {}
        for code in session.scalars(select(model.code)):
            number, year = code.split("-")[1].split("/")
            last[int(year)] = max(last.get(int(year), 0), int(number))
        counters = select(sequences.Counter.year, sequences.Counter.last).where(sequences.Counter.series == series)
        assert dict(session.execute(counters).all()) == last


def nothing_of_the_schema_is_missing(session: Session) -> None:
    """The indexes and keys that were put away are back, and hold."""
    connection = session.connection()
    assert tables.differences(connection) == []
    assert all(inspect(connection).get_foreign_keys(name) for name in actions.BIG if name != "audit_events")
    if connection.dialect.name == "sqlite":
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_what_units_cover_is_as_the_app_would_have_it(scaled: Session, database: Database) -> None:
    covers = tables.metadata().tables["unit_covers"]
    before = set(scaled.execute(select(covers)).all())
    with database.writing() as session:
        rebuild_covers(session)
        assert set(session.execute(select(covers)).all()) == before


@on_one_database
def test_who_is_printed_can_log_in(app: Flask, scaled: Session) -> None:
    for login in SHOWN.values():
        person = Person(app)
        person.post("/login", {"login": login, "password": rules.PASSWORD})
        person.get("/")


def test_the_next_row_goes_on_after_the_last(scaled: Session, database: Database) -> None:
    facts = rows(scaled, Network)[-1]
    with database.writing() as session:
        session.add(added := Network(**{**facts, "id": None, "code": "MH-mới"}))
        session.flush()
        assert added.id == facts["id"] + 1


@pytest.mark.parametrize("name", list(SCALES))
def test_wards_share_all_cameras_the_densest_as_told(name: str) -> None:
    scale = SCALES[name]
    counts = cameras_by_ward(scale)
    assert (len(counts), sum(counts), counts[0]) == (scale.wards, scale.cameras, scale.dense)
    assert min(counts) >= 6


def test_no_more_wards_are_taken_than_there_are(session: Session) -> None:
    with pytest.raises(errors.NotFound):
        territory._wards(session, 1_000_000)
