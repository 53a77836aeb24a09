"""What the map draws of a town, for whom, and the list of names that contradict each other."""

import pytest

from tests.cast import Cast
from tests.people import People
from tests.register.streets.town import ACROSS, WINDOW, crossing, street
from tracker.register.streets import queries

MAP = f"/streets/map.json?window={WINDOW}"


def test_the_map_draws_nothing_of_what_somebody_may_not_know(people: People, cast: Cast) -> None:
    street(cast, "Lê Lai")
    people.binh.get(MAP, 403)
    people.lan.get("/streets/map.json", 422)
    assert people.hoa.get(MAP).get_json() == {"wards": [], "lines": [], "labels": []}
    crossing(cast, "Lê Lai", "Tản Đà", name="Cầu Cốc", ward_id=cast.ham_rong.id)
    assert [label[0] for label in people.hoa.get(MAP).get_json()["labels"]] == ["Cầu Cốc"]


def test_a_line_needs_both_of_its_ends_to_be_visible(people: People, cast: Cast) -> None:
    for number, across in enumerate(ACROSS):
        crossing(cast, "Lê Lai", across, ward_id=(cast.hac_thanh if number < 2 else cast.ham_rong).id)
    counts = {login: len(getattr(people, login).get(MAP).get_json()["lines"]) for login in ("lan", "hoa", "minh")}
    assert counts == {"lan": 1, "hoa": 2, "minh": 4}


def test_streets_crossings_and_landmarks_are_drawn_but_never_somebodys_house(people: People, cast: Cast) -> None:
    street(cast, "Lê Lai")
    cast.point(name="Số 12 Lê Lai", latitude=19.8, longitude=105.785)
    cast.point(name="Chợ Vườn Hoa", latitude=19.81, longitude=105.785)
    town = people.lan.get(MAP).get_json()
    assert {(street, name, style) for street, name, style, _ in town["lines"]} == {("le lai", "Lê Lai", "solid")}
    assert {label[0] for label in town["labels"]} == {f"Lê Lai – {across}" for across in ACROSS} | {"Chợ Vườn Hoa"}
    far = people.lan.get(f"{MAP}&zoom=13").get_json()
    assert (len(far["lines"]), far["labels"]) == (5, [])
    assert people.lan.get(f"{MAP}&zoom=10").get_json() == {"wards": [], "lines": [], "labels": []}


def test_a_frame_with_more_than_anybody_could_read_stays_empty(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    street(cast, "Lê Lai")
    cast.hac_thanh.latitude, cast.hac_thanh.longitude = 19.8, 105.78
    cast.add(cast.hac_thanh)
    assert people.lan.get(MAP).get_json()["wards"] == [["Phường Hạc Thành", 19.8, 105.78]]
    for most in ("MOST_LINES", "MOST_LABELLED", "MOST_WARDS"):
        monkeypatch.setattr(queries, most, 0)
    assert people.lan.get(MAP).get_json() == {"wards": [], "lines": [], "labels": []}


def test_a_town_whose_crossings_contradict_each_other_has_no_lines(people: People, cast: Cast) -> None:
    street(cast, "Lê Lai")
    crossing(cast, "Cao Thắng", "Tản Đà")
    crossing(cast, "Cao Thắng", "Tản Đà", latitude=19.83)
    town = people.lan.get(MAP).get_json()
    assert town["lines"] == []
    assert len(town["labels"]) == 7


def test_over_the_operators_base_map_nothing_is_drawn_but_names_are_found(people: People, cast: Cast) -> None:
    street(cast, "Lê Lai")
    settings = people.app.extensions["tracker_config"]
    assert "data-town=" in people.lan.get("/cameras").text
    object.__setattr__(settings, "map_tiles", "https://ban-do.example.vn/{z}/{x}/{y}.png")
    assert people.lan.get(MAP).get_json() == {"wards": [], "lines": [], "labels": []}
    assert "data-town=" not in people.lan.get("/cameras").text
    assert len(people.lan.get("/streets/places.json?q=le+lai+tan+da").get_json()) == 1


def test_lan_sees_which_of_her_crossings_stand_in_two_places(people: People, cast: Cast) -> None:
    crossing(cast, "Lê Lai", "Tản Đà")
    assert "Không có ngã ba, ngã tư nào đứng ở hai chỗ." in people.lan.get("/streets/contradictions").text
    second = crossing(cast, "Lê Lai", "Tản Đà", name="Tản Đà - Lê Lai", latitude=19.828)
    people.binh.get("/streets/contradictions", 403)
    assert second.name not in people.hoa.get("/streets/contradictions").text
    page = people.lan.get("/streets/contradictions").text
    assert "2 nơi cùng tên cách 3,1 km, một nơi có thể sai chỗ" in page
    assert f'href="/places/{second.id}"' in page
    assert 'href="/streets/contradictions"' in people.lan.get("/places").text
