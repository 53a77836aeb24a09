"""Where lines may be drawn through the places of a street, on a made-up town and on places strewn at random."""

import math
from collections.abc import Callable
from itertools import pairwise
from random import Random

from tracker.core.geodesy import distance
from tracker.register.streets import rules
from tracker.register.streets.lines import Stretch, stretches
from tracker.register.streets.nodes import NamedPoint, Node, contradictions, nodes
from tracker.register.streets.rules import LineStyle

SOUTH, WEST = 19.80, 105.77
METRE = 1 / 111_195  # of latitude, in degrees
METRE_EAST = METRE / math.cos(math.radians(SOUTH))


def point(number: int, key: str, east: float, north: float, house: int | None = None) -> NamedPoint:
    """A point so many metres from the corner of the town."""
    return NamedPoint(number, key, SOUTH + north * METRE, WEST + east * METRE_EAST, house)


def street(*positions: tuple[float, float], houses: tuple[int | None, ...] = ()) -> list[Node]:
    """The places of a street, east and north of the corner in metres."""
    numbers = houses or (None,) * len(positions)
    return nodes(point(n, f"{n:03}", *position, numbers[n]) for n, position in enumerate(positions))


def styles(found_stretches: list[Stretch]) -> list[LineStyle]:
    """How the stretches of a street are drawn."""
    return [stretch.style for stretch in found_stretches]


def bent(east: float) -> float:
    """A street that bends a little, as they do: metres to the north."""
    return 60 * math.sin(east / 500)


def test_names_alike_are_one_place_within_200_metres_and_two_beyond() -> None:
    near, far = nodes([point(1, "a", 0, 0), point(2, "a", 150, 0), point(3, "a", 900, 0), point(4, "b", 0, 0)])[:2]
    assert [each.id for each in near.points] == [1, 2]
    assert 74 < near.spread_m < 76
    assert [each.id for each in far.points] == [3]


def test_only_places_too_far_for_one_town_or_near_enough_do_not_contradict() -> None:
    apart = [point(1, "a", 0, 0), point(2, "a", 400, 0), point(3, "b", 0, 0), point(4, "b", 3_100, 0)]
    further = [point(5, "c", 0, 0), point(6, "c", 16_000, 0)]
    (first, second, metres), *further_pairs = contradictions(nodes([*apart, *further]))
    assert (first.key, second.key, round(metres, -1), further_pairs) == ("b", "b", 3_100, [])
    assert rules.may_draw(10, 1)
    assert not rules.may_draw(10, 2)


def test_two_places_and_places_in_a_heap_make_no_line() -> None:
    assert stretches(street((0, 0), (500, 0))) == []
    assert stretches(street((0, 0), (500, 80), (1_000, 0))) == []
    assert stretches(street((0, 0), (300, 400), (600, 0), (300, 100), (100, 300))) == []
    assert stretches([]) == []


def test_a_street_is_solid_dashed_or_dotted_by_how_many_places_and_how_far() -> None:
    assert styles(stretches(street((0, 0), (500, 20), (1_000, 0)))) == [LineStyle.DASHED] * 2
    assert styles(stretches(street(*((east, bent(east)) for east in range(0, 2_500, 500))))) == [LineStyle.SOLID] * 4
    gap = stretches(street((0, 0), (400, 30), (800, 0), (1_200, 30), (2_700, 0)))
    assert sorted(styles(gap)) == [LineStyle.DOTTED, *[LineStyle.SOLID] * 3]
    assert {stretch.places for stretch in gap} == {5}


def test_beyond_two_and_a_half_kilometres_it_is_another_piece() -> None:
    first = [(east, bent(east)) for east in range(0, 2_000, 400)]
    pieces = stretches(street(*first, *((east + 5_000, north) for east, north in first)))
    assert len(pieces) == 8
    assert max(distance(*stretch.path[0], *stretch.path[-1]) for stretch in pieces) < 500


def test_two_sides_of_a_road_are_one_place_of_its_line() -> None:
    sides = [(0, 0), (500, 0), (500, 40), (1_000, 0)]
    assert styles(stretches(street(*sides))) == [LineStyle.DASHED] * 2


def test_house_numbers_that_go_up_and_down_along_a_line_refuse_it() -> None:
    positions = [(east, bent(east)) for east in range(0, 3_600, 400)]
    in_order, out_of_order = (2, 10, 20, 30, 40, 50, 60, 70, 80), (2, 90, 4, 80, 6, 70, 8, 60, 10)
    assert len(stretches(street(*positions, houses=in_order))) == 8
    assert stretches(street(*positions, houses=out_of_order)) == []


def test_a_street_of_more_places_than_any_has_is_not_drawn() -> None:
    assert stretches(street(*((east * 250.0, 0.0) for east in range(rules.MOST_PLACES + 1)))) == []


def test_a_line_goes_through_its_places_and_stays_near_the_street_between_them() -> None:
    found_stretches = stretches(street(*((east, bent(east)) for east in range(0, 4_000, 400))))
    for before, after in pairwise(found_stretches):
        assert distance(*before.path[-1], *after.path[0]) < 0.2
    for latitude, longitude in (place for stretch in found_stretches for place in stretch.path):
        east, north = (longitude - WEST) / METRE_EAST, (latitude - SOUTH) / METRE
        assert abs(north - bent(east)) < 12


def share_drawn(placed: Callable[[Random], tuple[float, float]], places: int, times: int = 60) -> float:
    """Of so many made-up streets of that many places, the share that gets a line."""
    rng = Random(places)
    return sum(bool(stretches(street(*(placed(rng) for _ in range(places))))) for _ in range(times)) / times


def test_random_places_seldom_pass_for_a_street_and_those_of_a_bent_grid_do() -> None:
    def strewn(rng: Random) -> tuple[float, float]:
        return rng.uniform(0, 2_000), rng.uniform(0, 2_000)

    def of_street(rng: Random) -> tuple[float, float]:
        east = rng.uniform(0, 3_000)
        return east, bent(east) + rng.gauss(0, 15)

    assert max(share_drawn(strewn, places) for places in (3, 4, 6, 8)) < 0.2
    assert min(share_drawn(of_street, places) for places in (6, 8, 12)) > 0.8
