"""Outlines in people's browsers."""

import io

from tests.people import People
from tests.territory.boundaries.test_actions import feature, written


def test_only_the_administrator_loads_outlines(people: People) -> None:
    people.lan.get("/boundaries", 403)
    people.lan.post("/boundaries", {}, 403)


def test_binh_loads_a_file_and_sees_what_was_left_out(people: People) -> None:
    people.binh.post("/boundaries", {}, 422)
    file = (io.BytesIO(written(feature(14797, "Hạc Thành"), feature(1, "Nơi khác"))), "ranh-gioi.geojson")
    page = people.binh.post("/boundaries", {"file": file}, 200).text
    assert "Đã nạp ranh giới của 1 phường, xã" in page
    assert "Nơi khác" in page
    assert "Phường Hạc Thành" in page


def test_outlines_are_sent_once_and_then_only_asked_about(people: People) -> None:
    file = (io.BytesIO(written(feature(14797, "Hạc Thành"))), "a.geojson")
    people.binh.post("/boundaries", {"file": file}, 200)
    address = "/maps/boundaries.json?window=19.7,105.7,19.9,105.9&zoom=13"
    first = people.lan.get(address)
    assert [ward["name"] for ward in first.get_json()["wards"]] == ["Phường Hạc Thành"]
    again = people.lan.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")
    assert people.lan.get("/maps/boundaries.json?window=10,105,11,106").get_json()["wards"] == []
