"""Faults in people's browsers and as programs see them."""

from datetime import timedelta

import pytest

from tests.cast import HOUR, Cast
from tests.people import People
from tests.register.faults.test_actions import report
from tracker.core import clock, cursors
from tracker.register.cameras.models import HealthInterval
from tracker.register.cameras.rules import Connection, Health
from tracker.register.faults import queries
from tracker.register.faults.rules import FaultKind, read_dong
from tracker.web.fields import DateTime


@pytest.mark.parametrize(
    ("typed", "dong"), [("1.200.000 đ", 1_200_000), ("1,2 triệu", 1_200_000), ("350k", 350_000), ("1.2.3", None)]
)
def test_money_is_read_as_people_write_it(typed: str, dong: int | None) -> None:
    assert read_dong(typed) == dong


def test_only_those_of_the_ward_see_its_faults_and_only_they_mend(people: People, cast: Cast) -> None:
    fault = report(cast, camera_id=cast.camera().id, note="đen màn hình")
    people.hoa.get(f"/faults/{fault.id}", 404)
    assert "đen màn hình" not in people.hoa.get("/faults").text
    assert "Ghi sửa xong" not in people.minh.get(f"/faults/{fault.id}").text
    people.minh.post(f"/faults/{fault.id}/close", {"version": "1", "repair": "x"}, 403)


def test_the_page_of_a_camera_without_recorder_tells_of_no_other_cameras_fault(people: People, cast: Cast) -> None:
    card_camera = cast.camera(recorder_id=None)
    report(cast, camera_id=cast.camera().id, kind=FaultKind.POWER)
    assert "Đang có sự cố" not in people.lan.get(f"/cameras/{card_camera.id}").text
    own_fault = report(cast, camera_id=card_camera.id)
    assert f"/faults/{own_fault.id}" in people.lan.get(f"/cameras/{card_camera.id}").text


def test_lan_reports_by_code_and_mends_with_the_money_as_people_write_it(people: People, cast: Cast) -> None:
    assert "không có camera" in people.lan.post("/faults/new", {"code": "C-9"}, 422).text.lower()
    code = cast.camera().code
    address = people.lan.post("/faults/new", {"code": code, "kind": "cable"}).location
    assert "đang có sự cố" in people.lan.post("/faults/new", {"code": code}, 422).text.lower()
    wrong = people.lan.post(f"{address}/close", {"version": "1", "repair": "Nối dây", "cost": "nhiều"}, 422).text
    assert "Nối dây" in wrong
    people.lan.post(f"{address}/close", {"version": "1", "repair": "Nối dây", "cost": "1,2 triệu"})
    assert "1.200.000 đ" in people.lan.get("/faults?state=closed").text


def test_the_list_is_read_page_by_page_oldest_first(people: People, cast: Cast) -> None:
    fault_ids = [report(cast, camera_id=cast.camera().id, opened_at=clock.now() - n * HOUR).id for n in (1, 3, 2)]
    first = people.lan.json("GET", "/api/v1/faults?limit=2")
    second = people.lan.json("GET", f"/api/v1/faults?limit=2&after={first['next']}")
    assert [row["id"] for row in first["items"] + second["items"]] == [fault_ids[1], fault_ids[2], fault_ids[0]]


def test_what_was_taken_down_waits_for_no_repair_and_is_none(people: People, cast: Cast) -> None:
    camera = cast.camera()
    fault = report(cast, camera_id=camera.id, opened_at=clock.now() - HOUR)
    assert camera.code in people.lan.get("/faults").text
    today = f"{clock.today():%d/%m/%Y}"
    version = cast.fresh(camera).version
    people.lan.post(f"/cameras/{camera.id}/take-down", {"version": version, "removed_on": today})
    for state in ("open", "closed"):
        assert camera.code not in people.lan.get(f"/faults?state={state}").text
    assert "Khi tháo dỡ còn sự cố chưa sửa" in people.lan.get(f"/cameras/{camera.id}").text
    assert "không còn chờ sửa" in people.lan.get(f"/faults/{fault.id}").text
    with cast.database.reading() as session:
        assert queries.figures(session, cast.lan) == queries.FaultFigures(0, 0, None, 0, 0)
    assert "đã tháo dỡ" in people.lan.post("/faults/new", {"camera_id": str(camera.id)}, 422).text


def test_a_program_reports_and_mends(people: People, cast: Cast) -> None:
    body = {"recorder_id": cast.recorder().id, "kind": "disk"}
    people.minh.json("POST", "/api/v1/faults", body, 403)
    fault = people.lan.json("POST", "/api/v1/faults", body, 201)
    people.lan.json("POST", "/api/v1/faults", {**body, "camera_id": 1}, 422)
    url = f"/api/v1/faults/{fault['id']}/close"
    assert people.lan.json("POST", url, {"version": 1, "repair": "Thay ổ", "cost": 900000})["cost"] == 900_000
    people.lan.json("POST", url, {"version": 1, "repair": "Thay ổ"}, 409)


def test_whether_it_was_alive_is_answered_with_who_says_so(people: People, cast: Cast) -> None:
    camera, then = cast.camera(), clock.now() - timedelta(days=3)
    interval = {
        "health": Health.BROKEN,
        "since": then,
        "until": None,
        "evidence": "xem tại chỗ",
        "seen_by": "Tổ dân phố",
    }
    cast.add(HealthInterval(camera_id=camera.id, **interval))
    page = people.minh.get(f"/faults/alive?camera_id={camera.id}&at={DateTime.written(clock.now())}").text
    assert "Tổ dân phố" in page
    assert "Chưa ai ghi" in people.minh.get(f"/faults/alive?camera_id={camera.id}&at=20:30+03/09/2020").text
    people.hoa.get(f"/faults/alive?camera_id={camera.id}&at=20:30+03/09/2020", 404)


@pytest.mark.parametrize(("typed", "words"), [("", "Cần điền mục này"), ("tối qua", "Còn thiếu giờ")])
def test_a_moment_that_is_missing_or_none_is_said_at_its_field(
    people: People, cast: Cast, typed: str, words: str
) -> None:
    page = people.minh.get(f"/faults/alive?camera_id={cast.camera().id}&at={typed}", 422).text
    assert f'id="e-at">{words}' in page
    assert f'value="{typed}"' in page


def test_declared_and_working_are_told_apart_by_network_and_source(people: People, cast: Cast) -> None:
    network = cast.network()
    cast.camera(network_id=network.id, health=Health.BROKEN)
    cast.camera(network_id=network.id)
    cast.camera(network_id=network.id, connection=Connection.MOBILISABLE, checked_at=clock.now() - timedelta(days=31))
    page = people.lan.get("/faults/networks").text
    assert ("50%" in page, "0%" in page, "67%" in page, "33%" in page) == (True, True, False, False)
    assert network.name not in people.hoa.get("/faults/networks").text


def test_networks_come_a_page_at_a_time_each_with_its_cameras(cast: Cast) -> None:
    networks = [cast.network() for _ in range(3)]
    for network in networks:
        cast.camera(network_id=network.id)
    with cast.database.reading() as session:
        first, following = queries.by_network(session, cast.lan, limit=2)
        after = cursors.read(following or "", (str, int))
        rest, end = queries.by_network(session, cast.lan, after, limit=2)  # type: ignore[arg-type]
    assert [network.id for network, _ in (*first, *rest)] == [network.id for network in networks]
    assert (end, rest[0][1][Connection.POLICE].declared) == (None, 1)


def test_a_recorders_page_says_what_is_wrong_and_what_its_disk_can_hold(people: People, cast: Cast) -> None:
    recorder = cast.recorder(disk_gb=1000, bitrate_mbps=2, retention_days=30)
    for _ in range(4):
        camera = cast.camera(recorder_id=recorder.id)
    report(cast, recorder_id=recorder.id, kind=FaultKind.DISK)
    page = people.minh.get(f"/recorders/{recorder.id}").text
    assert "11,6 ngày" in page
    assert "chỉ chứa khoảng 11,6" in page
    assert "Hỏng ổ cứng" in page
    assert "Đầu ghi" in people.minh.get(f"/cameras/{camera.id}").text
