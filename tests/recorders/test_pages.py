"""Recorders in people's browsers."""

from datetime import datetime, timedelta

from tests.cast import Cast
from tests.people import People
from tracker import clock
from tracker.fields import Moment
from tracker.recorders.models import Recorder

NEW = {"code": "DG-07", "place": "Trụ sở Công an phường", "storage": "recorder", "retention_days": "15"}


def test_minh_may_not_register_a_recorder_and_hoa_does_not_find_lans(people: People, cast: Cast) -> None:
    recorder = cast.recorder()
    people.minh.post("/recorders/new", NEW, 403)
    people.hoa.get(f"/recorders/{recorder.id}", 404)
    people.hoa.post(f"/recorders/{recorder.id}/edit", {**NEW, "version": "1"}, 404)
    assert recorder.code not in people.hoa.get("/recorders").text


def test_a_code_is_used_once_in_a_ward(people: People, cast: Cast) -> None:
    cast.recorder(code="DG-07", ward_id=cast.old_dong_son.id)
    assert "đã dùng" in people.lan.post("/recorders/new", NEW, 422).text
    people.hoa.post("/recorders/new", NEW)
    assert cast.count(Recorder) == 2


def test_a_measurement_needs_its_figure(people: People, cast: Cast) -> None:
    wrong = {**NEW, "retention_days": "", "retention_measured_on": "01/03/2024", "clock_checked_at": "20:30 01/03/2024"}
    page = people.lan.post("/recorders/new", wrong, 422).text
    assert "Cần ghi số ngày" in page
    assert "Cần ghi độ lệch" in page
    assert cast.count(Recorder) == 0


def test_nothing_is_measured_tomorrow(people: People, cast: Cast) -> None:
    tomorrow = Moment.written(clock.now() + timedelta(days=1))
    page = people.lan.post("/recorders/new", {**NEW, "clock_offset_seconds": "5", "clock_checked_at": tomorrow}, 422)
    assert "tương lai" in page.text
    assert cast.count(Recorder) == 0


def test_lan_writes_down_a_slow_clock(people: People) -> None:
    page = people.lan.get(people.lan.post("/recorders/new", {**NEW, "clock_offset_seconds": "-90"}).location).text
    assert "chậm 1 phút" in page
    assert "lệch -90 giây" in page
    assert "theo khai báo" in page
    assert "DG-07" not in people.minh.get("/recorders?unmeasured=1").text


def test_saving_a_recorder_unchanged_changes_nothing(people: People) -> None:
    address = people.lan.post("/recorders/new", {**NEW, "clock_offset_seconds": "-90"}).location
    made = people.lan.json("GET", f"/api/v1{address}")
    checked = Moment.written(datetime.fromisoformat(made["clock_checked_at"]))
    same = {**NEW, "clock_offset_seconds": "-90", "clock_checked_at": checked, "version": "1"}
    people.lan.post(f"{address}/edit", same)
    assert people.lan.json("GET", f"/api/v1{address}")["version"] == 1


def test_lan_is_told_when_somebody_changed_the_recorder_first(people: People, cast: Cast) -> None:
    recorder = cast.recorder()
    people.lan.post(f"/recorders/{recorder.id}/edit", {**NEW, "version": "1"})
    people.lan.post(f"/recorders/{recorder.id}/edit", {**NEW, "place": "Chỗ khác", "version": "1"}, 409)
    assert cast.fresh(recorder).place == NEW["place"]
