"""What Minh finds around a scene."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from tracker.cases.finder import queries
from tracker.cases.finder.rules import Candidate
from tracker.core import clock
from tracker.register.cameras import nearest
from tracker.register.cameras.models import HealthInterval
from tracker.register.cameras.rules import Health

SCENE = (19.8067, 105.7852)


def found(cast: Cast, metres: float = 200) -> list[Candidate]:
    until = clock.now() - timedelta(hours=3)
    with cast.database.reading() as session:
        return queries.around(session, cast.minh, SCENE, metres, (until - timedelta(hours=1), until)).candidates


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
        along = queries.named(session, cast.minh, "nguyen hue", (now, now), None).candidates
    assert [camera.name for camera in along] == ["Đường Nguyễn Huệ 1"]


def test_of_very_many_cameras_the_nearest_are_looked_at_and_minh_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "NEAREST", 3)
    for metres in (150, 10, 120, 40):
        point = cast.point(latitude=SCENE[0] + metres / 111_195, longitude=SCENE[1])
        cast.camera(code=f"CAM-{metres}", point_id=point.id)
    until = clock.now() - timedelta(hours=3)
    with cast.database.reading() as session:
        found_around = queries.around(session, cast.minh, SCENE, 5000, (until - timedelta(hours=1), until))
    assert [camera.code for camera in found_around.candidates] == ["CAM-10", "CAM-40", "CAM-120"]
    assert found_around.nearest == 3
