"""What stood ready in a period: networks, cameras of the two kinds, areas."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast, at
from tracker.core import clock
from tracker.register.cameras import actions as cameras
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Connection, Health
from tracker.register.networks.models import ReplicationPoint
from tracker.reports import inventory
from tracker.reports.rules import CameraFigure, Inventory

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


def stock(cast: Cast) -> Inventory:
    with cast.database.reading() as session:
        return inventory.inventory(session, FIRST, LAST)


@pytest.mark.parametrize(
    ("launched", "closed", "alive"),
    [
        (date(2024, 12, 31), None, 1),
        (date(2025, 1, 1), None, 0),
        (date(2020, 1, 1), date(2024, 1, 1), 1),
        (date(2020, 1, 1), date(2023, 12, 31), 0),
    ],
)
def test_a_network_counts_if_it_lived_on_any_day(cast: Cast, launched: date, closed: date | None, alive: int) -> None:
    cast.network(launched_on=launched, closed_on=closed)
    assert stock(cast).networks == alive


@pytest.fixture
def network_id(cast: Cast) -> int:
    return int(cast.network().id)


def counted(cast: Cast, network_id: int | None, **facts: Any) -> Inventory:
    cast.camera(network_id=network_id, **facts)
    return stock(cast)


def test_household_cameras_are_never_added_to_those_of_the_police(cast: Cast, network_id: int) -> None:
    figures = counted(cast, network_id, connection=Connection.MOBILISABLE)
    assert (figures.camera_eyes, figures.camera_eyes_mobilisable) == (0, 1)


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({"installed_on": None}, 1),
        ({"installed_on": LAST}, 1),
        ({"installed_on": date(2025, 1, 1)}, 0),
        ({"removed_on": date(2024, 12, 30)}, 0),
        ({"removed_on": LAST}, 1),
    ],
)
def test_a_camera_counts_if_it_hung_there_on_the_last_day(
    cast: Cast, network_id: int, facts: dict[str, Any], count: int
) -> None:
    assert counted(cast, network_id, **facts).camera_eyes == count


def test_a_camera_of_no_network_is_not_counted(cast: Cast) -> None:
    assert counted(cast, None).camera_eyes == 0


def test_every_camera_of_the_register_is_in_one_figure(cast: Cast, network_id: int) -> None:
    cast.camera(network_id=network_id, connection=Connection.POLICE)
    for connection in (*Connection, *Connection):
        cast.camera(network_id=None, connection=connection)
    cast.camera(network_id=None, removed_on=date(2024, 5, 1))
    figures = counted(cast, network_id, connection=Connection.MOBILISABLE)
    assert (figures.camera_eyes, figures.camera_eyes_mobilisable, figures.camera_eyes_outside) == (1, 1, 4)
    with cast.database.reading() as session:
        rows = inventory.cameras(session, CameraFigure.OUTSIDE, LAST)
        register_total = session.query(Camera).filter(Camera.removed_on.is_(None)).count()
        assert inventory.count_cameras(session, CameraFigure.OUTSIDE, LAST) == len(rows.items) == 4
    assert register_total == figures.camera_eyes + figures.camera_eyes_mobilisable + figures.camera_eyes_outside


def test_a_camera_that_left_its_network_since_still_counts_for_the_time_before(cast: Cast, network_id: int) -> None:
    camera = cast.camera(network_id=network_id)
    with cast.database.writing() as session:
        cameras.take_down(session, cast.lan, camera.id, camera.version, clock.today())
    assert stock(cast).camera_eyes == 1
    with cast.database.reading() as session:
        assert [row.network for row in inventory.cameras(session, CameraFigure.POLICE, LAST)[0]] == [
            "Camera giám sát ANTT phố 1"
        ]
        assert inventory.count_cameras(session, CameraFigure.POLICE, clock.today() + timedelta(days=1)) == 0


def test_an_area_counts_if_the_network_still_covered_it(cast: Cast, network_id: int) -> None:
    for started, ended in ((FIRST, None), (FIRST, LAST), (FIRST, date(2024, 6, 1)), (date(2025, 1, 1), None)):
        cast.add(ReplicationPoint(network_id=network_id, name="Phố 1", started_on=started, ended_on=ended))
    assert stock(cast).replication_points == 2


def seen(cast: Cast, network_id: int, checked: int, until: int | None) -> int:
    """How many cameras worked on 31 Dec 2024, one having been seen to work from March; days after that month begins."""
    moment = at(1)
    camera = cast.camera(network_id=network_id, checked_at=moment + timedelta(days=checked))
    end = moment + timedelta(days=until) if until is not None else None
    facts = {"health": Health.WORKING, "since": moment, "until": end, "evidence": "", "seen_by": ""}
    cast.add(HealthInterval(camera_id=camera.id, **facts))
    return stock(cast).camera_eyes_working


@pytest.mark.parametrize(("checked", "until", "working"), [(290, None, 1), (200, None, 0), (290, 200, 0), (9, 320, 1)])
def test_a_camera_worked_then_if_it_was_seen_to_and_not_long_before(
    cast: Cast, network_id: int, checked: int, until: int | None, working: int
) -> None:
    assert seen(cast, network_id, checked, until) == working


@pytest.mark.parametrize(("days", "working"), [(29, 1), (31, 0)])
def test_today_a_camera_nobody_looked_at_for_30_days_does_not_work(
    cast: Cast, network_id: int, days: int, working: int
) -> None:
    cast.camera(network_id=network_id, checked_at=clock.now() - timedelta(days=days))
    with cast.database.reading() as session:
        assert inventory.count_cameras(session, CameraFigure.WORKING, clock.today()) == working


def test_the_list_is_as_long_as_the_figure(cast: Cast, network_id: int) -> None:
    for _ in range(3):
        cast.camera(network_id=network_id)
    with cast.database.reading() as session:
        first = inventory.cameras(session, CameraFigure.POLICE, LAST, limit=2)
        second = inventory.cameras(session, CameraFigure.POLICE, LAST, after=(first.items[-1].id,), limit=2)
        assert (len(first.items), len(second.items), second.next) == (2, 1, None)
        assert inventory.count_cameras(session, CameraFigure.POLICE, LAST) == 3
