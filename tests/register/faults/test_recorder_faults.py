"""A recorder that is broken already, and the cameras that come to hang on it, on every way in, and leave it."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import HOUR, Cast
from tests.crowd import crowd
from tests.exchange.bulk_edits.test_pages import WHY, drafted
from tests.exchange.bulk_edits.test_pages import pressed as edited
from tests.exchange.imports.test_pages import pressed, sent
from tests.people import People
from tests.register.faults.test_actions import mend, report, states
from tracker.core import clock
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults.rules import FaultKind
from tracker.register.recorders.models import Recorder

Way = Callable[[People, Cast, Recorder], Camera]


def registered(people: People, cast: Cast, box: Recorder) -> Camera:
    body = {"code": "N-1", "name": "Cổng chợ", "recorder_id": box.id}
    return cast.fresh(Camera(id=people.lan.json("POST", "/api/v1/cameras", body, 201)["id"]))


def edited_alone(people: People, cast: Cast, box: Recorder) -> Camera:
    camera = cast.camera()
    body = {"code": camera.code, "name": "Cổng chợ", "recorder_id": box.id, "version": camera.version}
    people.lan.json("PATCH", f"/api/v1/cameras/{camera.id}", body)
    return camera


def imported(people: People, cast: Cast, box: Recorder) -> Camera:
    camera = cast.camera()
    pressed(people.lan, sent(people.lan, f"Mã;Tên;Đầu ghi\n{camera.code};x;{box.code}\n".encode()), "apply")
    return camera


def imported_new(people: People, cast: Cast, box: Recorder) -> Camera:
    pressed(people.lan, sent(people.lan, f"Mã;Tên;Đầu ghi\nN-1;x;{box.code}\n".encode()), "apply")
    with cast.database.reading() as session:
        return session.query(Camera).filter_by(code="N-1").one()


def edited_with_many(people: People, cast: Cast, box: Recorder) -> Camera:
    camera = cast.camera()
    fields: dict[str, Any] = {"chosen": "recorder_id", "recorder_id": str(box.id), "reason": WHY}
    edited(people.lan, drafted(people.lan, f"?q={camera.code}", **fields))
    return camera


def set_back_by_undoing(people: People, cast: Cast, box: Recorder) -> Camera:
    camera = cast.camera(recorder_id=box.id, health=Health.UNKNOWN)
    fields: dict[str, Any] = {"chosen": "recorder_id", "recorder_id": str(cast.recorder().id), "reason": WHY}
    url = drafted(people.lan, f"?q={camera.code}", **fields)
    edited(people.lan, url)
    edited(people.lan, url, "undo")
    return camera


WAYS = (registered, edited_alone, imported, imported_new, edited_with_many, set_back_by_undoing)


@pytest.mark.parametrize("hung", WAYS, ids=lambda way: way.__name__)
def test_a_camera_hung_on_a_broken_recorder_is_broken_until_that_is_mended(
    people: People, cast: Cast, hung: Way
) -> None:
    box = cast.recorder()
    fault = report(cast, recorder_id=box.id, opened_at=clock.now() - HOUR)
    camera = hung(people, cast, box)
    assert states(cast, camera) == [Health.BROKEN]
    assert f"(sự cố {fault.id})" in people.lan.get(f"/cameras/{camera.id}").text
    mend(cast, fault, works=True)
    assert states(cast, camera) == [Health.WORKING]


def test_it_was_alive_until_it_was_hung_there_and_a_wrong_clock_breaks_nothing(people: People, cast: Cast) -> None:
    box, clocked = cast.recorder(), cast.recorder()
    fault = report(cast, recorder_id=box.id, opened_at=clock.now() - 9 * HOUR)
    report(cast, recorder_id=clocked.id, kind=FaultKind.CLOCK)
    assert states(cast, edited_alone(people, cast, clocked)) == [Health.WORKING]
    seen_at = clock.now() - HOUR  # seen to work elsewhere, while the recorder was broken already
    camera = cast.camera(health=Health.UNKNOWN, checked_at=None)
    people.lan.json(
        "POST", f"/api/v1/cameras/{camera.id}/health", {"health": "working", "seen_at": seen_at.isoformat()}
    )
    edited(people.lan, drafted(people.lan, f"?q={camera.code}", chosen="recorder_id", recorder_id=box.id, reason=WHY))
    with cast.database.reading() as session:
        moments = (seen_at + timedelta(minutes=1), clock.now())
        assert [cameras.health_at(session, [camera.id], moment)[camera.id] for moment in moments] == [
            "working",
            "broken",
        ]
    mend(cast, fault, works=True)
    assert states(cast, camera) == [Health.WORKING]


def test_a_camera_that_left_a_broken_recorder_is_not_known_and_not_mended_with_it(people: People, cast: Cast) -> None:
    box = cast.recorder()
    stays, leaves, dead = (cast.camera(recorder_id=box.id) for _ in range(3))
    fault = report(cast, recorder_id=box.id)
    report(cast, camera_id=dead.id)
    for camera in (leaves, dead):
        body = {"code": camera.code, "name": "x", "recorder_id": None, "version": cast.fresh(camera).version}
        people.lan.json("PATCH", f"/api/v1/cameras/{camera.id}", body)
    assert "không còn ở đầu ghi này" in people.lan.get(f"/faults/{fault.id}").text
    mend(cast, fault, works=True)
    assert states(cast, stays, leaves, dead) == [Health.WORKING, Health.UNKNOWN, Health.BROKEN]


def test_an_import_onto_a_broken_recorder_can_be_undone(people: People, cast: Cast) -> None:
    box, camera = cast.recorder(), cast.camera()
    report(cast, recorder_id=box.id)
    rows = f"{camera.code};x;{box.code}\nN-1;y;{box.code}\n"
    url = sent(people.lan, f"Mã;Tên;Đầu ghi\n{rows}".encode())
    pressed(people.lan, url, "apply")
    people.lan.post(f"{url}/undo", {})
    after = cast.fresh(camera)
    assert (after.recorder_id, after.health, cast.count(Camera)) == (None, Health.UNKNOWN, 1)


@pytest.mark.parametrize("broken", [True, False])
def test_somebody_hangs_it_there_while_another_mends_or_reports(people: People, cast: Cast, broken: bool) -> None:
    box, camera = cast.recorder(), cast.camera()
    fault = report(cast, recorder_id=box.id) if broken else None
    body = {"code": camera.code, "name": "x", "recorder_id": box.id, "version": 1}
    people.lan.json("GET", "/api/v1/cameras")
    works: list[Callable[[], Any]] = [
        lambda: mend(cast, fault, works=True) if fault else report(cast, recorder_id=box.id),
        lambda: people.lan.json("PATCH", f"/api/v1/cameras/{camera.id}", body),
    ]
    crowd(lambda: works.pop()(), 2)
    assert states(cast, camera) == [Health.WORKING if broken else Health.BROKEN]


def test_what_lan_has_seen_of_a_camera_herself_stands_when_it_leaves_a_broken_recorder(
    people: People, cast: Cast
) -> None:
    box = cast.recorder()
    camera = cast.camera(recorder_id=box.id)
    report(cast, recorder_id=box.id, opened_at=clock.now() - 3 * HOUR)
    for health in ("working", "broken"):
        people.lan.json("POST", f"/api/v1/cameras/{camera.id}/health", {"health": health, "evidence": "Vỡ ống kính"})
    body = {"code": camera.code, "name": "x", "recorder_id": None, "version": cast.fresh(camera).version}
    people.lan.json("PATCH", f"/api/v1/cameras/{camera.id}", body)
    assert cast.fresh(camera).health is Health.BROKEN


def test_an_import_is_not_undone_under_a_fault_that_somebody_reported_since(people: People, cast: Cast) -> None:
    box = cast.recorder()
    url = sent(people.lan, f"Mã;Tên;Đầu ghi\nN-1;x;{box.code}\n".encode())
    pressed(people.lan, url, "apply")
    report(cast, recorder_id=box.id, kind=FaultKind.CLOCK)
    people.lan.post(f"{url}/undo", {"version": "1"}, 409)
    assert cast.count(Camera) == 1


@pytest.mark.parametrize("boxes", [("KHO-1", "KHO-2"), ("KHO-2", "KHO-1")])
def test_imports_that_hang_a_camera_on_a_broken_recorder_are_undone_one_after_the_other(
    people: People, cast: Cast, boxes: tuple[str, str]
) -> None:
    report(cast, recorder_id=cast.recorder(code="KHO-1").id)
    cast.recorder(code="KHO-2")
    urls = []
    for box in boxes:
        urls.append(sent(people.lan, f"Mã;Tên;Đầu ghi\nN-1;x;{box}\n".encode()))
        pressed(people.lan, urls[-1], "apply")
    for url in reversed(urls):
        people.lan.post(f"{url}/undo", {})
    assert cast.count(Camera) == 0


def test_whoever_imports_the_register_alone_gets_the_faults_with_it() -> None:
    """No listener that somebody else's import fills: a script that knows only cameras still tells the faults."""
    program = "import sys, tracker.register.cameras.actions; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "tracker.register.faults.recorder_faults" in loaded
    assert "tracker.portal" not in loaded
