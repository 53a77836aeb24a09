"""A place is found by typing its name; what is not sure says so."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.people import People
from tests.register.streets.town import ACROSS, ALONG, crossing, place_of, street
from tracker.register.streets import finding
from tracker.register.streets.finding import FoundPlace
from tracker.register.streets.rules import FoundBy
from tracker.territory.wards import areas


def found(cast: Cast, text: str, login: str = "minh", **further: Any) -> list[FoundPlace]:
    """What somebody finds."""
    with cast.database.reading() as session:
        return finding.find(session, getattr(cast, login), text, **further)


def test_hoa_finds_nothing_of_lans_ward(cast: Cast) -> None:
    crossing(cast, "Phan Chu Trinh", "Tản Đà")
    assert found(cast, "phan chu trinh tan da", "hoa") == []
    assert len(found(cast, "phan chu trinh tan da", "lan")) == 1


@pytest.mark.parametrize(
    "text", ["tan da phan chu trinh", "ngã 4 Phan Chu Trinh giao Tản Đà", "vu o Tan Da/Phan Chu Trinh luc toi"]
)
def test_a_crossing_is_known_however_it_is_typed_with_its_cameras_and_ring(cast: Cast, text: str) -> None:
    point = crossing(cast, "Phan Chu Trinh", "Tản Đà")
    crossing(cast, "Phan Chu Trinh", "Lê Hoàn")
    cast.camera(point_id=point.id)
    cast.camera(point_id=crossing(cast, "Phan Chu Trinh", "Tản Đà", longitude=105.7818).id)
    (place,) = found(cast, text)
    assert (place.found_by, place.cameras, place.ward) == (FoundBy.KNOWN, 2, "14797 Phường Hạc Thành")
    assert place.ring_m == 94
    assert place.latitude == pytest.approx(place_of("Phan Chu Trinh", "Tản Đà")[0])


def test_two_places_of_one_name_are_both_told_with_the_distance(cast: Cast) -> None:
    crossing(cast, "Lê Lai", "Tản Đà")
    crossing(cast, "Lê Lai", "Tản Đà", latitude=19.828, ward_id=cast.ham_rong.id)
    places = found(cast, "lê lai tản đà")
    assert {place.ward for place in places} == {"14797 Phường Hạc Thành", "14758 Phường Hàm Rồng"}
    assert [round(place.apart_m or 0, -2) for place in places] == [3100, 3100]


def test_a_landmark_and_a_house_are_known_and_of_a_street_its_places_are_told(cast: Cast) -> None:
    cast.point(name="Cổng chợ Vườn Hoa")
    cast.point(name="Số 12 Lê Lai", latitude=19.81)
    crossing(cast, "Lê Lai", "Tản Đà")
    assert [place.found_by for place in found(cast, "truoc cho vuon hoa")] == [FoundBy.KNOWN]
    assert [place.name for place in found(cast, "12 lê lai")] == ["Số 12 Lê Lai"]
    assert {place.found_by for place in found(cast, "đường Lê Lai")} == {FoundBy.STREET}
    assert [place.found_by for place in found(cast, "vuon")] == [FoundBy.WORDS]


def test_two_streets_of_many_places_that_meet_give_no_more_than_a_guess(cast: Cast) -> None:
    for along in ALONG:
        if along != "Nguyễn Du":
            crossing(cast, along, "Hàng Đồng")
    for across in ACROSS:
        if across != "Hàng Đồng":
            crossing(cast, "Nguyễn Du", across)
    assert FoundBy.GUESS not in [place.found_by for place in found(cast, "nguyen du hang dong")]
    for offset in (0.0022, 0.0062):
        latitude, longitude = place_of("Nguyễn Du", "Hàng Đồng")
        cast.point(name=f"Số {int(offset * 1e4)} Nguyễn Du", latitude=latitude, longitude=longitude + offset)
        cast.point(name=f"Số {int(offset * 1e4)} Hàng Đồng", latitude=latitude + offset, longitude=longitude)
    guess, *further_places = found(cast, "nguyen du hang dong")
    assert (guess.found_by, guess.name) == (FoundBy.GUESS, "Hàng Đồng – Nguyễn Du")
    assert guess.place == pytest.approx(place_of("Nguyễn Du", "Hàng Đồng"), abs=3e-4)
    assert {place.found_by for place in further_places} == {FoundBy.STREET}


def test_where_only_the_ward_is_known_its_middle_is_told_with_a_wide_ring(cast: Cast) -> None:
    ward = cast.hac_thanh
    assert found(cast, "nơi nào đó", ward=ward) == []
    ward.latitude, ward.longitude = 19.8, 105.78
    (place,) = found(cast, "nơi nào đó", ward=ward)
    assert (place.found_by, place.ring_m) == (FoundBy.WARD, round(areas.radius_m(ward.code) or 0))
    ward.code = "99999"
    assert [place.ring_m for place in found(cast, "nơi nào đó", ward=ward)] == [2_500]
    assert found(cast, "", ward=ward) == []


def test_the_form_is_told_whether_the_one_place_is_sure(people: People, cast: Cast) -> None:
    street(cast, "Lê Lai")
    people.binh.get("/streets/places.json?q=le+lai", 403)
    (place,) = people.minh.get("/streets/places.json?q=le+lai+le+hoan").get_json()
    assert (place["name"], place["sure"], place["ring"]) == ("Ngã tư Lê Lai – Lê Hoàn", True, 70)
    assert place["note"] == "điểm đã biết · sai khoảng ±70 m"
    assert place["coordinates"] == "19,8; 105,784"
    places = people.minh.get("/streets/places.json?q=le+lai").get_json()
    assert [place["sure"] for place in places] == [False] * 5
    assert people.minh.get("/streets/places.json?q=").get_json() == []
