"""Outlines: what holds a place, what is thinned away, what is no outline."""

import math

import pytest
from shapely import MultiPolygon

from tracker.territory.boundaries import rules
from tracker.territory.boundaries.rules import Flaw


def square(west: float, south: float, size: float = 0.02) -> list[list[float]]:
    """A closed ring around a square of degrees."""
    east, north = round(west + size, 6), round(south + size, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> dict[str, object]:
    """A GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


def outline(*polygons: list[list[list[float]]]) -> MultiPolygon:
    """An outline of several polygons."""
    return rules.shape({"type": "MultiPolygon", "coordinates": list(polygons)})


def flaw_of(geometry: object) -> Flaw:
    """Why a shape is refused."""
    with pytest.raises(rules.Unusable) as caught:
        rules.shape(geometry)
    return caught.value.flaw


def test_a_hole_is_outside_and_an_island_in_it_is_inside() -> None:
    area = outline([square(105.70, 19.80, 0.1), square(105.73, 19.83, 0.04)], [square(105.745, 19.845, 0.01)])
    assert rules.holds(area, 19.81, 105.71)
    assert not rules.holds(area, 19.84, 105.74)
    assert rules.holds(area, 19.85, 105.75)
    assert not rules.holds(area, 19.95, 105.75)


def test_of_two_neighbours_exactly_one_holds_a_place_on_their_edge() -> None:
    west_area, east_area = outline([square(105.70, 19.80)]), outline([square(105.72, 19.80)])
    for latitude in (19.80, 19.81, 19.8199):
        assert rules.holds(west_area, latitude, 105.72) + rules.holds(east_area, latitude, 105.72) == 1


def test_thinning_keeps_the_shape_and_drops_the_crowd() -> None:
    turns = [2 * math.pi * step / 20_000 for step in range(20_000)]
    ring = [[105.7 + 0.02 * math.cos(turn), 19.8 + 0.02 * math.sin(turn)] for turn in turns]
    thin = rules.thinned(rules.shape(polygon(ring)))
    assert 20 < rules.points(thin) < 120
    assert rules.coordinates(thin)[0][0][0] == rules.coordinates(thin)[0][0][-1]
    assert rules.holds(thin, 19.8, 105.7195)
    assert not rules.holds(thin, 19.8, 105.7205)


def test_an_area_too_small_to_see_stays_when_it_is_all_there_is() -> None:
    assert rules.points(rules.thinned(outline([square(105.7, 19.8, 0.00001)]))) == 5


@pytest.mark.parametrize(
    ("geometry", "flaw"),
    [
        ({"type": "Point", "coordinates": [105.7, 19.8]}, Flaw.NO_AREA),
        (None, Flaw.NO_AREA),
        (polygon([[105.7, 19.8], [105.8, 19.8]]), Flaw.BROKEN),
        (polygon([["a", "b"]]), Flaw.BROKEN),
        (polygon(), Flaw.BROKEN),
        (polygon([]), Flaw.BROKEN),
        (polygon([[105.7, 19.8], [105.8, 19.8], [105.7, 19.8]]), Flaw.BROKEN),
        (polygon([[105.7, 19.8], [math.nan, 19.8], [105.8, 19.9]]), Flaw.BROKEN),
        (polygon([[105.7, 19.8], ["nan", "19.8"], [105.8, 19.9]]), Flaw.BROKEN),
        (polygon([[105.7, 19.8], [math.inf, 19.8], [105.8, 19.9]]), Flaw.BROKEN),
        (polygon([[105.7, 19.8], [10**400, 19.8], [105.8, 19.9]]), Flaw.BROKEN),
        (polygon([[105.7, 19.8], [None, 19.8], [105.8, 19.9]]), Flaw.BROKEN),
        ({"type": "MultiPolygon", "coordinates": []}, Flaw.BROKEN),
        ({"type": "Polygon"}, Flaw.BROKEN),
        ({"type": "MultiPolygon", "coordinates": 7}, Flaw.BROKEN),
        (polygon([[582000, 2188000], [583000, 2188000], [583000, 2189000]]), Flaw.METRES),
        (polygon([[19.8, 105.7], [19.9, 105.7], [19.9, 105.8]]), Flaw.SWAPPED),
        (polygon(square(2.3, 48.8)), Flaw.ABROAD),
    ],
)
def test_what_is_no_outline_is_named(geometry: object, flaw: Flaw) -> None:
    assert flaw_of(geometry) is flaw


def test_what_is_kept_of_an_outline_gives_it_back() -> None:
    area = outline([square(105.70, 19.80, 0.1), square(105.73, 19.83, 0.04)], [square(105.9, 19.8)])
    assert rules.read(rules.stored(area)) == area
    assert rules.stored(outline([square(105.7, 19.8)])).startswith("[[[[105.7,19.8],[105.72,19.8],")


def test_a_line_that_crosses_itself_encloses_both_its_halves() -> None:
    bow = rules.shape(polygon([[105.70, 19.80], [105.72, 19.82], [105.72, 19.80], [105.70, 19.82]]))
    assert rules.holds(bow, 19.81, 105.705)
    assert rules.holds(bow, 19.81, 105.715)
    assert not rules.holds(bow, 19.815, 105.71)


def test_parts_that_overlap_are_one_area() -> None:
    area = rules.joined([outline([square(105.70, 19.80)]), outline([square(105.71, 19.80)])])
    assert rules.holds(area, 19.81, 105.715)
    assert len(rules.coordinates(area)) == 1


def test_heights_and_open_rings_are_no_fault() -> None:
    ring = [[105.70, 19.80, 12.5], [105.72, 19.80], [105.72, 19.82, 7]]
    assert rules.points(rules.shape(polygon(ring))) == 4


def test_a_code_is_found_under_any_name_and_without_its_zeros() -> None:
    rows = [{"gid": 1, "population": 14797, "MA_XA": 4}, {"gid": 2, "population": 1, "MA_XA": "00008"}]
    assert rules.code_property(rows, {"00004", "00008", "14797"}) == "MA_XA"
    assert rules.code_of(4.0) == "00004"


def test_a_frame_is_the_box_around_all_parts() -> None:
    area = outline([square(105.70, 19.80)], [square(105.60, 19.90, 0.01)])
    assert rules.frame(area) == rules.Box(19.80, 19.91, 105.60, 105.72)


@pytest.mark.parametrize(
    "name", ["Phường Hạc Thành", "hac thanh", "P. Hạc Thành", "PHUONG HAC THANH", "", None, 7, " "]
)
def test_a_files_name_of_a_ward_is_the_registers_kind_tones_and_case_aside(name: object) -> None:
    assert rules.same_name(name, "Phường Hạc Thành")


@pytest.mark.parametrize("name", ["Hàm Rồng", "Phường Hàm Rồng", "Hạc", "Thành phố Hạc"])
def test_another_name_is_another_ward(name: str) -> None:
    assert not rules.same_name(name, "Phường Hạc Thành")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (4, "00004"),
        ("4 ", "00004"),
        ("14797", "14797"),
        (14797.0, "14797"),
        (14797.5, ""),
        (True, ""),
        (None, ""),
        ("", ""),
        ("147970", ""),
        ([4], ""),
    ],
)
def test_a_code_is_a_text_or_a_number_of_at_most_five_digits(value: object, code: str) -> None:
    assert rules.code_of(value) == code


def test_of_several_properties_the_one_that_is_named_for_codes_counts_then_the_one_that_holds_most() -> None:
    codes = {"00004", "00008"}
    rows = [{"a": 4, "b": 4, "ma_xa": 9}, {"a": 8, "b": 1, "ma_xa": 8}]
    assert rules.code_property(rows, codes) == "ma_xa"
    assert rules.code_property([{"a": 1, "b": 4}, {"a": 8, "b": 8}], codes) == "b"
    assert rules.code_property([{"a": 1}], codes) is None
    assert rules.name_property({"gid": 1, "Tên xã": "x"}) == "Tên xã"
    assert rules.name_property({"gid": 1}) is None


@pytest.mark.parametrize(
    ("geometry", "flaw"),
    [
        (polygon([[105.7, 19.8], [105.8, 19.8], [105.8, float("nan")]]), Flaw.BROKEN),
        (polygon([[105.7, 19.8], [105.8, float("inf")], [105.8, 19.9]]), Flaw.BROKEN),
        ({"type": "MultiPolygon", "coordinates": []}, Flaw.BROKEN),
        ({"type": "MultiPolygon", "coordinates": [[]]}, Flaw.BROKEN),
        ({"type": "Polygon"}, Flaw.BROKEN),
        (polygon([]), Flaw.BROKEN),
        (polygon(square(105.7, 400.0)), Flaw.METRES),
        (polygon(square(118.5, 19.8)), Flaw.ABROAD),
        (polygon(square(105.7, 24.5)), Flaw.ABROAD),
        (polygon(square(101.0, 19.8)), Flaw.ABROAD),
        (polygon(square(105.7, 5.0)), Flaw.ABROAD),
    ],
)
def test_a_shape_that_reaches_out_of_the_country_or_nowhere_is_refused(geometry: object, flaw: Flaw) -> None:
    assert flaw_of(geometry) is flaw


def test_a_ring_that_was_left_open_is_closed() -> None:
    (((first, *_, last),),) = rules.coordinates(rules.shape(polygon(square(105.7, 19.8)[:-1])))
    assert first == last


def test_a_hole_too_small_to_see_is_left_out_and_a_corner_that_can_be_seen_is_not() -> None:
    area = outline([square(105.70, 19.80), square(105.71, 19.81, 0.000001)])
    assert [len(polygon) for polygon in rules.coordinates(rules.thinned(area))] == [1]
    spike = [*square(105.70, 19.80)[:2], [105.73, 19.81], *square(105.70, 19.80)[2:]]
    assert rules.points(rules.thinned(outline([spike]))) == 6
    dent = [*square(105.70, 19.80)[:2], [105.72000001, 19.81], *square(105.70, 19.80)[2:]]
    assert rules.points(rules.thinned(outline([dent]))) == 5
