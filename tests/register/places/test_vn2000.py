"""Metres of the Vietnamese grid: sums against points computed with PROJ, texts as surveyors and papers write them."""

import csv
from pathlib import Path

import pytest

from tracker.core.geodesy import distance
from tracker.register.places import vn2000

POINTS = list(csv.DictReader((Path(__file__).parent / "data" / "vn2000_points.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("text", [
    "19,8067; 105,7852", "2194736.092", "2194736.092; 2582447.2", "194736; 582447", "X=2194736 Y=82447",
    "2194736.092; 582447.200 KT 120", "", "X=2194736 Y=582447 Z=5",
])  # fmt: skip
def test_what_is_no_pair_of_metres_is_left_to_other_readers(text: str) -> None:
    assert vn2000.grid_place(text) is None


@pytest.mark.parametrize("text", [
    "2194736.092; 582447.200", "582447.200; 2194736.092", "X=2194736,092 Y=582447,200", "Y: 582447.2, X: 2194736.092",
    "2.194.736,092 582.447,200", "2,194,736.092; 582,447.200", "VN2000: 2194736.092 582447.200",
    "VN-2000 X = 2194736.092 m; Y = 582447.200 m",
])  # fmt: skip
def test_north_and_east_are_told_apart_by_their_size_in_whatever_order(text: str) -> None:
    assert vn2000.grid_place(text) == (2194736.092, 582447.2, None)


@pytest.mark.parametrize(
    ("text", "meridian"),
    [("KT 105", 105.0), ("kinh tuyến trục 105°30'", 105.5), ("(KTT 104.75)", 104.75), ("kinh tuyến 107°45", 107.75)],
)
def test_a_meridian_may_be_written_behind(text: str, meridian: float) -> None:
    assert vn2000.grid_place(f"2194736.092 582447.2 {text}") == (2194736.092, 582447.2, meridian)


@pytest.mark.parametrize("scheme", ["legacy", "current"])
@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["place"])
def test_known_points_come_out_to_the_centimetre(point: dict[str, str], scheme: str) -> None:
    degrees, minutes = point[f"{scheme}_meridian"].rstrip("'").split("°")
    meridian = int(degrees) + int(minutes) / 60
    assert meridian in vn2000.meridians(point["current_code"], frozenset({point["legacy_code"]}))
    place = vn2000.to_wgs84(float(point[f"{scheme}_north_x"]), float(point[f"{scheme}_east_y"]), meridian)
    assert distance(*place, float(point["lat_wgs84"]), float(point["lon_wgs84"])) < 0.01


def test_todays_meridian_of_a_province_comes_before_those_of_older_papers() -> None:
    assert vn2000.meridians("12") == (104.75, 103.0)
    assert vn2000.meridians("38") == (105.0,)
    assert vn2000.meridians("24", frozenset({"24", "27"})) == (107.0, 105.5)
    assert vn2000.meridians("99") == ()


@pytest.mark.parametrize(
    "text", ["19,8067; 105,7852", "582447.2 2194736.092", "48N 19,8 105,7", "UTM 50N 582618.618 2193968.941", "UTM 48N"]
)
def test_metres_without_a_zone_of_viet_nam_are_no_place_of_utm(text: str) -> None:
    assert vn2000.utm_place(text) is None


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point["place"])
def test_metres_of_utm_come_out_on_either_datum(point: dict[str, str]) -> None:
    zone, expected = point["utm_zone"], (float(point["lat_wgs84"]), float(point["lon_wgs84"]))
    world, national = ((point[f"{datum}_utm_east"], point[f"{datum}_utm_north"]) for datum in ("wgs84", "vn2000"))
    for text in (
        f"UTM {zone}N {world[0]} {world[1]}",
        f"{zone}Q {world[0]} mE {world[1]} mN",
        f"{world[1]}; {world[0]} (UTM zone {zone}N)",
        f"VN-2000 UTM {zone}N {national[0]} {national[1]}",
        f"VN2000 múi {zone} {national[1]}, {national[0]}",
    ):
        place = vn2000.utm_place(text)
        assert place is not None
        assert distance(place[0], place[1], *expected) < 0.01


@pytest.mark.parametrize(
    ("cell", "metres"),
    [("2190869.005", 2190869.005), ("581139,516", 581139.516), ("2.190.869,005 m", 2190869.005), ("19,8", None)],
)
def test_metres_may_stand_in_a_cell_of_their_own(cell: str, metres: float | None) -> None:
    assert vn2000.metres_alone(cell) == metres
