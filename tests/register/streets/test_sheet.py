"""A ward's map on one sheet of paper."""

import re

import pytest

from tests.cast import Cast
from tests.people import People
from tests.register.streets.town import crossing, street
from tracker.register.cameras.rules import Health
from tracker.register.streets import sheet
from tracker.register.streets.sheet import Names, Paper

MIDDLE = (19.80, 105.78)


def test_the_paper_shows_all_places_as_large_as_it_can_and_knows_its_scale() -> None:
    places = [(19.79, 105.77), (19.81, 105.80), (19.80, 105.78)]
    paper = sheet.paper(places)
    assert paper.scale == 15_000
    for x, y in (paper.position(*place) for place in places):
        assert 0 < x < sheet.WIDTH
        assert 0 < y < sheet.HEIGHT
    south, west, north, east = sheet.window(paper)
    assert paper.position(north, west) == (0, 0)
    assert paper.position(south, east) == (sheet.WIDTH, sheet.HEIGHT)
    assert paper.bar == (pytest.approx(33.33, abs=0.01), 500)
    assert sheet.paper([MIDDLE]).scale == 1_000
    assert sheet.paper([(8.5, 104.0), (23.0, 110.0)]).scale == 1_000_000


def test_names_do_not_lie_on_each_other_and_stand_upright_along_their_street() -> None:
    names = Names(Paper(MIDDLE, 10_000))
    first = names.below("Chợ Vườn Hoa", MIDDLE)
    assert first is not None
    assert names.below("Cổng chợ Vườn Hoa", MIDDLE) is None
    assert names.below("Ngoài tờ giấy", (19.9, 105.78)) is None
    assert names.along("Lê Lai", [[(19.805, 105.78), (19.805, 105.7805)]]) is None
    southward = names.along("Lê Lai", [[(19.81, 105.785), (19.805, 105.785), (19.80, 105.785)]])
    assert southward is not None
    assert abs(southward.degrees) == 90


def test_hoa_gets_no_sheet_of_lans_ward_and_nobody_of_no_ward(people: People, cast: Cast) -> None:
    address = f"/streets/sheets/{cast.hac_thanh.id}"
    people.hoa.get(address, 404)
    people.binh.get(address, 403)
    people.minh.get("/streets/sheets/999999", 404)
    assert "Không có camera nào có tọa độ để vẽ." in people.lan.get(address).text


def test_lans_sheet_has_her_streets_her_cameras_by_health_and_nobody_elses(people: People, cast: Cast) -> None:
    points = street(cast, "Lê Lai")
    cast.camera(point_id=points[0].id)
    cast.camera(point_id=points[4].id)
    cast.camera(point_id=points[4].id, health=Health.BROKEN)
    cast.camera(point_id=points[2].id, health=Health.UNKNOWN)
    elsewhere = crossing(cast, "Cao Thắng", "Tản Đà", ward_id=cast.ham_rong.id)
    cast.camera(point_id=elsewhere.id, ward_id=cast.ham_rong.id)
    page = people.lan.get(f"/streets/sheets/{cast.hac_thanh.id}").text
    assert sorted(re.findall(r'<circle class="(\w+)"', page)) == ["broken", "unknown", "working"]
    assert page.count('<path class="solid"') == 4
    assert "<strong>4 camera</strong>" in page
    assert "tỷ lệ 1:5.000" in page
    assert "Cao Thắng" not in page
    assert f'href="/streets/sheets/{cast.hac_thanh.id}"' in people.lan.get("/cameras").text
    assert "/streets/sheets/" not in people.minh.get("/cameras").text


def test_over_the_operators_base_map_the_sheet_has_names_but_no_lines(people: People, cast: Cast) -> None:
    points = street(cast, "Lê Lai")
    cast.camera(point_id=points[0].id)
    cast.camera(point_id=points[4].id)
    object.__setattr__(
        people.app.extensions["tracker_config"], "map_tiles", "https://ban-do.example.vn/{z}/{x}/{y}.png"
    )
    page = people.lan.get(f"/streets/sheets/{cast.hac_thanh.id}").text
    assert '<path class="solid"' not in page
    assert "Lê Lai – Tản Đà" in page
