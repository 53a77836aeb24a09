"""What Minh finds around a scene."""

import math
from datetime import timedelta

import pytest

from tests.cast import Cast
from tracker.cases.finder import queries
from tracker.cases.finder.queries import Search
from tracker.cases.finder.rules import Candidate
from tracker.core import clock
from tracker.register.cameras import nearest
from tracker.register.cameras.models import HealthInterval
from tracker.register.cameras.rules import Health

HOUR = timedelta(hours=1)
SCENE = (19.8067, 105.7852)


def found(cast: Cast, metres: float = 200) -> list[Candidate]:
    until = clock.now() - timedelta(hours=3)
    with cast.database.reading() as session:
        return queries.search(session, cast.minh, Search((until - HOUR, until), SCENE, metres)).candidates


def test_a_camera_beyond_the_radius_is_not_found_though_it_is_inside_the_square(cast: Cast) -> None:
    corner = cast.point(latitude=SCENE[0] + 0.0016, longitude=SCENE[1] + 0.0016)  # 245 m away, 178 m along each side
    cast.camera(point_id=corner.id)
    assert found(cast) == []
    assert len(found(cast, 300)) == 1


def test_a_camera_is_found_for_what_came_before_it_was_taken_down_and_says_so(cast: Cast) -> None:
    cast.camera(removed_on=clock.today() - timedelta(days=2))
    assert found(cast) == []
    since = cast.camera(removed_on=clock.today())
    assert [(camera.id, camera.removed_on) for camera in found(cast)] == [(since.id, clock.today())]


def test_a_camera_repaired_since_was_still_broken_at_the_time(cast: Cast) -> None:
    camera, repaired = cast.camera(), clock.now() - timedelta(hours=2)
    week_ago = repaired - timedelta(days=7)
    spans = ((Health.BROKEN, week_ago, repaired), (Health.WORKING, repaired, None))
    for health, since, until in spans:
        cast.add(
            HealthInterval(camera_id=camera.id, health=health, since=since, until=until, evidence="", seen_by="Lan")
        )
    assert found(cast)[0].alive is Health.BROKEN


def test_a_street_is_found_by_its_name_where_the_scene_has_no_place(cast: Cast) -> None:
    cast.camera(name="Đường Nguyễn Huệ 1")
    cast.camera(name="Chợ Vườn Hoa")
    now = clock.now()
    with cast.database.reading() as session:
        along = queries.search(session, cast.minh, Search((now, now), words="nguyen hue")).candidates
    assert [camera.name for camera in along] == ["Đường Nguyễn Huệ 1"]


def hang(cast: Cast, *places: tuple[float, float]) -> None:
    """A camera at each of some places, told in metres north and east of the scene."""
    for north, east in places:
        latitude = SCENE[0] + north / 111_195
        point = cast.point(latitude=latitude, longitude=SCENE[1] + east / 111_195 / math.cos(math.radians(latitude)))
        cast.camera(name=f"{math.hypot(north, east):.0f} m", point_id=point.id)


def nearest_names(cast: Cast, metres: float) -> tuple[list[str], int | None]:
    """What is found where no more than three cameras are looked at, and whether Minh is told so."""
    until = clock.now() - timedelta(hours=3)
    with cast.database.reading() as session:
        result = queries.search(session, cast.minh, Search((until - HOUR, until), SCENE, metres))
    return [camera.name for camera in result.candidates], result.nearest


@pytest.fixture
def three_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cameras are many already."""
    monkeypatch.setattr(nearest, "NEAREST", 3)


@pytest.mark.usefixtures("three_at_most")
def test_of_very_many_cameras_the_nearest_are_looked_at_and_minh_is_told(cast: Cast) -> None:
    hang(cast, (150, 0), (10, 0), (120, 0), (40, 0))
    assert nearest_names(cast, 5000) == (["10 m", "40 m", "120 m"], 3)


@pytest.mark.usefixtures("three_at_most")
def test_a_camera_straight_ahead_is_nearer_than_those_in_the_corners_of_a_square(cast: Cast) -> None:
    hang(cast, (190, 190), (190, -190), (-190, 190), (-190, -190), (210, 0))
    assert nearest_names(cast, 400)[0][0] == "210 m"


@pytest.mark.usefixtures("three_at_most")
def test_nobody_is_told_of_more_cameras_than_there_are_within_the_radius(cast: Cast) -> None:
    hang(cast, (10, 0), (20, 0), (30, 0))
    assert nearest_names(cast, 200) == (["10 m", "20 m", "30 m"], None)
    hang(cast, (180, 180))
    assert nearest_names(cast, 200) == (["10 m", "20 m", "30 m"], None)
