"""What is refused when cameras are registered, changed, looked after and taken down."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import HOUR, Cast
from tests.people import People
from tracker.core import clock
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health

NEW = {"code": "CAM-01", "name": "Cổng chợ", "latitude": 19.8067, "longitude": 105.7852}
CAMERAS = "/api/v1/cameras"


def change(people: People, camera: Camera, facts: dict[str, Any], status: int = 200) -> Any:
    return people.lan.json("PATCH", f"{CAMERAS}/{camera.id}", {**NEW, "version": camera.version, **facts}, status)


def look_at(people: People, camera: Camera, health: str, hours: int, status: int = 200) -> Any:
    seen_at = (clock.now() + timedelta(hours=hours)).isoformat()
    note = {"health": health, "seen_at": seen_at}
    return people.lan.json("POST", f"{CAMERAS}/{camera.id}/health", note, status)


def take_down(people: People, camera: Camera, days: int, status: int = 200) -> Any:
    on = (clock.today() + timedelta(days=days)).isoformat()
    sent = {"version": camera.version, "removed_on": on}
    return people.lan.json("POST", f"{CAMERAS}/{camera.id}/take-down", sent, status)


def test_a_code_is_given_once_in_a_ward(people: People, cast: Cast) -> None:
    cast.camera(code="CAM-01")
    other = cast.camera(code="CAM-02")
    for wrong in (people.lan.json("POST", CAMERAS, NEW, 422), change(people, other, {"code": "CAM-01"}, 422)):
        assert "đã dùng cho một camera khác" in wrong["errors"]["code"]
    change(people, other, {"code": "CAM-02"})
    people.hoa.json("POST", CAMERAS, NEW, 201)
    assert cast.count(Camera) == 3


@pytest.mark.parametrize("thing", ["owner", "recorder", "network"])
def test_lan_cannot_hang_a_camera_on_what_another_ward_has(people: People, cast: Cast, thing: str) -> None:
    field, build = f"{thing}_id", getattr(cast, thing)
    wrong = people.lan.json("POST", CAMERAS, {**NEW, field: build(ward_id=cast.ham_rong.id).id}, 422)
    assert "trong phạm vi của bạn" in wrong["errors"][field]
    assert people.lan.json("POST", CAMERAS, {**NEW, field: build().id}, 201)[field]


def test_an_edit_that_changes_nothing_is_none(people: People, cast: Cast) -> None:
    camera = cast.fresh(cast.camera())
    saved = change(people, camera, {})
    assert change(people, cast.fresh(camera), {})["version"] == saved["version"]


def test_a_camera_was_not_seen_in_the_future(people: People, cast: Cast) -> None:
    camera = cast.camera(checked_at=None, health=Health.UNKNOWN)
    wrong = look_at(people, camera, "working", 1, 422)
    assert "không thể ở tương lai" in wrong["errors"]["seen_at"]
    assert cast.fresh(camera).health is Health.UNKNOWN


def test_an_older_look_does_not_overrule_a_newer_one(people: People, cast: Cast) -> None:
    camera = cast.camera(checked_at=clock.now() - 3 * HOUR)
    look_at(people, camera, "broken", -4)
    assert cast.fresh(camera).health is Health.WORKING
    look_at(people, camera, "broken", -2)
    assert cast.fresh(camera).health is Health.BROKEN


def test_a_camera_is_taken_down_once_and_not_in_advance(people: People, cast: Cast) -> None:
    camera = cast.camera()
    assert "không thể ở tương lai" in take_down(people, camera, 1, 422)["errors"]["removed_on"]
    assert cast.fresh(camera).removed_on is None
    take_down(people, camera, -1)
    take_down(people, cast.fresh(camera), 0, 409)
    assert cast.fresh(camera).removed_on == clock.today() - timedelta(days=1)


def test_a_camera_is_not_taken_down_on_an_old_page(people: People, cast: Cast) -> None:
    camera = cast.camera()
    change(people, camera, {"name": "Cổng chợ phía sau"})
    take_down(people, camera, 0, 409)
    assert cast.fresh(camera).removed_on is None
