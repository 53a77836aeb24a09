"""Recorders as programs see them."""

from tests.cast import Cast
from tests.people import People

URL = "/api/v1/recorders"
NEW = {"code": "DG-07", "retention_days": 30, "retention_measured_on": "2024-03-01"}


def test_hoas_program_may_not_touch_lans_recorder(people: People, cast: Cast) -> None:
    recorder = cast.recorder()
    people.hoa.json("GET", f"{URL}/{recorder.id}", status=404)
    people.hoa.json("PATCH", f"{URL}/{recorder.id}", {**NEW, "version": 1}, 404)
    people.minh.json("POST", URL, NEW, 403)
    assert people.hoa.json("GET", URL)["items"] == []


def test_a_recorder_is_registered_and_mended(people: People) -> None:
    recorder = people.lan.json("POST", URL, NEW, 201)
    body = {**NEW, "clock_offset_seconds": -90, "version": recorder["version"]}
    assert people.lan.json("PATCH", f"{URL}/{recorder['id']}", body)["clock_offset_seconds"] == -90
    people.lan.json("PATCH", f"{URL}/{recorder['id']}", body, 409)
    (row,) = people.minh.json("GET", URL)["items"]
    assert (row["ward"], row["retention_measured_on"]) == ("Phường Hạc Thành", "2024-03-01")


def test_a_list_is_read_page_by_page(people: People, cast: Cast) -> None:
    for code in ("C", "A", "B"):
        cast.recorder(code=code)
    first = people.minh.json("GET", f"{URL}?limit=2")
    second = people.minh.json("GET", f"{URL}?limit=2&after={first['next']}")
    assert [row["code"] for row in first["items"] + second["items"]] == ["A", "B", "C"]
