"""Units in people's browsers, and as programs see them."""

import pytest

from tests.cast import Cast
from tests.people import People
from tests.territory.units import histories
from tracker.territory.units import queries


@pytest.fixture
def ids(cast: Cast) -> dict[str, int]:
    """The units of Thanh Hóa by code."""
    with cast.database.writing() as session:
        histories.load(session)
        return {unit.code: unit.id for unit in queries.search(session, "")}


def test_a_stranger_does_not_see_units_and_nobody_finds_one_that_there_is_not(people: People) -> None:
    people.stranger().get("/units", 302)
    people.an.get("/units/999999", 404)
    people.an.json("GET", "/api/v1/units/999999", status=404)


def test_everybody_reads_the_tree_of_a_day_and_only_bình_changes_it(people: People, ids: dict[str, int]) -> None:
    page = people.an.get("/units").text
    assert "Phòng Cảnh sát hình sự" in page
    assert "Công an thành phố Thanh Hóa" not in page
    assert "Thêm đơn vị" not in page
    assert "Công an thành phố Thanh Hóa" in people.an.get("/units?on=01/06/2024").text
    assert "Phòng Cảnh sát giao thông" not in people.an.get("/units?q=hinh+su").text
    people.thuy.get("/units/new", 403)
    people.thuy.post(f"/units/{ids['38-PC02']}/close", {"version": 1, "on": "01/01/2026"}, 403)
    assert "Thêm đơn vị" in people.binh.get("/units").text


def test_bình_makes_corrects_renames_and_ends_a_unit(people: People, ids: dict[str, int]) -> None:
    new = {
        "code": "38-PC04",
        "kind": "department",
        "name": "Phòng ma túy",
        "parent": "38-CAT",
        "valid_from": "ngày nào đó",
    }
    assert people.binh.post("/units/new", new, 422)
    made = people.binh.post("/units/new", {**new, "valid_from": "01/03/2025"}).headers["Location"]
    assert "Công an tỉnh Thanh Hóa" in people.binh.get(made).text
    edited = {"kind": "department", "name": "Phòng Cảnh sát ma túy", "parent": "38-CAT", "version": 1}
    assert people.binh.post(f"{made}/edit", {**edited, "parent": "ai đó"}, 422)
    people.binh.get(f"{made}/edit")
    people.binh.post(f"{made}/edit", edited)
    people.binh.get(f"{made}/rename")
    renamed = people.binh.post(f"{made}/rename", {"name": "PC04 mới", "on": "01/01/2026", "version": 2})
    later = renamed.headers["Location"]
    assert "Phòng Cảnh sát ma túy" in people.binh.get(later).text
    assert "không còn từ" in people.binh.get(made).text
    people.binh.get(f"{later}/close")
    people.binh.post(f"{later}/close", {"on": "x", "version": 1}, 422)
    people.binh.post(f"{later}/close", {"on": "31/12/2026", "successor": "PC02", "version": 1})
    assert "PC04 mới" in people.binh.get(f"/units/{ids['38-PC02']}").text


def test_a_program_reads_units_page_by_page_and_what_became_of_one(people: People, ids: dict[str, int]) -> None:
    first = people.minh.json("GET", "/api/v1/units?limit=1&kind=department")
    rest = people.minh.json("GET", f"/api/v1/units?limit=5&kind=department&after={first['next']}")
    assert [row["code"] for row in first["items"] + rest["items"]] == ["38-PC08", "38-PC02"]
    below = people.minh.json("GET", f"/api/v1/units?parent_id={ids['38-CAT']}")
    assert {"38-PC02", "38-PC08"} < {row["code"] for row in below["items"]}
    unit = people.minh.json("GET", f"/api/v1/units/{ids['38-PC02']}")
    assert [other["code"] for other in unit["came_from"]] == ["38-TP"]
