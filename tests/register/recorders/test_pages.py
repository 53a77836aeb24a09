"""Recorders in people's browsers."""

from datetime import datetime, timedelta

from tests.cast import Cast
from tests.people import People
from tracker.core import clock
from tracker.register.recorders.models import Recorder
from tracker.web.fields import DateTime

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
    tomorrow = DateTime.written(clock.now() + timedelta(days=1))
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
    recorder = people.lan.json("GET", f"/api/v1{address}")
    checked = DateTime.written(datetime.fromisoformat(recorder["clock_checked_at"]))
    unchanged = {**NEW, "clock_offset_seconds": "-90", "clock_checked_at": checked, "version": "1"}
    people.lan.post(f"{address}/edit", unchanged)
    assert people.lan.json("GET", f"/api/v1{address}")["version"] == 1


def test_lan_is_told_when_somebody_changed_the_recorder_first(people: People, cast: Cast) -> None:
    recorder = cast.recorder()
    people.lan.post(f"/recorders/{recorder.id}/edit", {**NEW, "version": "1"})
    people.lan.post(f"/recorders/{recorder.id}/edit", {**NEW, "place": "Chỗ khác", "version": "1"}, 409)
    assert cast.fresh(recorder).place == NEW["place"]


def test_of_a_range_of_days_the_lower_end_counts(people: People, cast: Cast) -> None:
    assert "ít nhất" in people.lan.post("/recorders/new", {**NEW, "retention_days": "dưới 10"}, 422).text
    address = people.lan.post("/recorders/new", {**NEW, "retention_days": "7-10 ngày", "disk_gb": "1 TB"}).location
    recorder = people.lan.json("GET", f"/api/v1{address}")
    assert (recorder["retention_days"], recorder["retention_to"], recorder["disk_gb"]) == (7, 10, 1000)
    assert 'value="7-10"' in people.lan.get(f"{address}/edit").text
    camera = cast.camera(recorder_id=recorder["id"])
    assert "7 ngày" in people.lan.get(f"/cameras/{camera.id}").text


def test_a_clock_is_measured_by_two_times_and_again_later(people: People, cast: Cast) -> None:
    long_ago = (clock.now() - timedelta(days=90)).replace(second=0, microsecond=0)
    recorder = cast.recorder(clock_offset_seconds=5, clock_checked_at=long_ago)
    old = {**NEW, "version": "1", "clock_offset_seconds": "5", "clock_checked_at": DateTime.written(long_ago)}
    assert "cả hai giờ" in people.lan.post(f"/recorders/{recorder.id}/edit", {**old, "clock_shown": "20:31"}, 422).text
    people.lan.post(f"/recorders/{recorder.id}/edit", {**old, "clock_shown": "20:31:10", "clock_true": "20:28:00"})
    measured = cast.fresh(recorder)
    assert measured.clock_offset_seconds == 190
    assert clock.now() - measured.clock_checked_at < timedelta(minutes=2)


def test_what_a_disk_holds_is_reckoned_without_a_script(people: People) -> None:
    assert "11,6" in people.minh.get("/recorders/days?disk_gb=1+TB&bitrate_mbps=2&eyes=4").text
    assert "Cần một số" in people.minh.get("/recorders/days?disk_gb=to&bitrate_mbps=2&eyes=4", 422).text
