"""Lan walks past her cameras with a phone."""

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.people import People
from tests.register.faults.test_actions import report
from tracker.audit_log.models import AuditEvent
from tracker.core import clock
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault
from tracker.register.inspections.models import InspectionVisit
from tracker.web.fields import Date

WEEK = Date.written(clock.today() + timedelta(days=7))


def walk(people: People, **fields: str) -> str:
    """A round that Lan drew up: its address."""
    return people.lan.post("/inspections/new", {"name": "Lê Lợi", "due_on": WEEK, **fields}).location


def tap(people: People, walked: str, camera: Camera, state: str, **fields: str) -> None:
    people.lan.post(f"{walked}/cameras/{camera.id}", {"seen": state, **fields})


def test_others_neither_draw_up_nor_walk_lans_rounds(people: People, cast: Cast) -> None:
    camera = cast.camera()
    people.minh.post("/inspections/new", {"name": "x", "due_on": WEEK}, 403)
    walked = walk(people)
    people.hoa.get(walked, 404)
    people.hoa.post(f"{walked}/cameras/{camera.id}", {"seen": "working"}, 404)
    people.minh.post(f"{walked}/cameras/{camera.id}", {"seen": "working"}, 403)
    people.lan.post(f"{walked}/cameras/{cast.camera().id}", {"seen": "working"}, 404)


@pytest.mark.parametrize(
    ("wrong", "message"), [({"q": "không có"}, "Không có camera"), ({"due_on": "01/01/2020"}, "Hạn")]
)
def test_a_round_needs_cameras_and_a_day_to_come(
    people: People, cast: Cast, wrong: dict[str, str], message: str
) -> None:
    cast.camera()
    facts = {"name": "Lê Lợi", "due_on": WEEK, **wrong}
    assert message in people.lan.post("/inspections/new", facts, 422).text


def test_a_round_holds_only_what_was_asked_for(people: People, cast: Cast) -> None:
    stale, fresh = cast.camera(checked_at=clock.now() - timedelta(days=31)), cast.camera()
    page = people.lan.get(walk(people, stale="1")).text
    assert (stale.code in page, fresh.code in page, "0/1" in page) == (True, False, True)


def test_one_tap_each_and_the_same_tap_again_writes_nothing(people: People, cast: Cast) -> None:
    cameras = [cast.camera(checked_at=clock.now() - timedelta(days=40)) for _ in range(3)]
    walked, event_counts = walk(people), set[int]()
    for _ in range(2):
        for camera, state in zip(cameras, ("working", "broken", "not_found"), strict=True):
            tap(people, walked, camera, state)
        event_counts.add(cast.count(AuditEvent))
    assert [cast.fresh(camera).health for camera in cameras] == [Health.WORKING, Health.BROKEN, Health.BROKEN]
    assert (cast.count(Fault), cast.count(HealthInterval), len(event_counts)) == (2, 3, 1)
    assert "3/3" in people.lan.get(walked).text


def test_what_is_wrong_is_one_more_tap(people: People, cast: Cast) -> None:
    camera = cast.camera()
    walked = walk(people)
    tap(people, walked, camera, "broken")
    tap(people, walked, camera, "broken", kind="cable")
    with cast.database.reading() as session:
        assert [fault.kind.value for fault in session.query(Fault)] == ["cable"]


def test_a_camera_with_an_open_fault_gets_no_second_one(people: People, cast: Cast) -> None:
    camera = cast.camera()
    report(cast, camera_id=camera.id)
    tap(people, walk(people), camera, "broken")
    assert cast.count(Fault) == 1


@pytest.mark.parametrize("state", ["working", "broken"])
def test_a_slip_is_taken_back_as_if_nobody_had_been_there(people: People, cast: Cast, state: str) -> None:
    camera = cast.camera(checked_at=clock.now() - timedelta(days=40))
    people.lan.post(f"/cameras/{camera.id}/health", {"health": "working"})
    before, walked = cast.fresh(camera), walk(people)
    tap(people, walked, camera, state)
    for _ in range(2):
        people.lan.post(f"{walked}/cameras/{camera.id}/take-back")
    after = cast.fresh(camera)
    assert (after.health, after.checked_at) == (before.health, before.checked_at)
    assert (cast.count(Fault), cast.count(HealthInterval)) == (0, 1)


def test_a_slip_is_not_taken_back_over_what_somebody_saw_since(people: People, cast: Cast) -> None:
    camera = cast.camera(health=Health.UNKNOWN, checked_at=None)
    walked = walk(people)
    tap(people, walked, camera, "broken")
    people.lan.post(f"/cameras/{camera.id}/health", {"health": "working"})
    people.lan.post(f"{walked}/cameras/{camera.id}/take-back")
    assert cast.fresh(camera).health is Health.WORKING
    assert cast.count(InspectionVisit) == 1


def test_a_closed_round_tells_what_was_not_found_and_takes_no_more(people: People, cast: Cast) -> None:
    lost, unseen = cast.camera(), cast.camera()
    walked = walk(people)
    tap(people, walked, lost, "not_found")
    people.lan.post(f"{walked}/close", {"version": "1"})
    page = people.minh.get(walked).text
    assert "Không tìm thấy (1)" in page
    assert "Chưa tới xem (1)" in page
    people.lan.post(f"{walked}/cameras/{unseen.id}", {"seen": "working"}, 409)
    people.lan.post(f"{walked}/close", {"version": "2"}, 409)
