"""Rules: the demonstration's town: a grid of bent streets, dense in the middle, on which all of its places lie. Pure.

The streets' names are real ones of the city, where they run is made up: the map draws a town from its places, and of
places strewn at random it would draw one that contradicts itself.
"""

import math
from random import Random
from typing import NamedTuple

from tracker.demo.rules import STREET_NAMES

MIDDLE = (19.806, 105.776)  # latitude, longitude
METRES_NORTH, METRES_EAST = 111_195.0, 111_195.0 * math.cos(math.radians(MIDDLE[0]))
HALF_TOWN_M, DENSER = (
    6_500.0,
    1.4,
)  # how far the outermost streets run from the middle; above 1 the inner ones are denser
BEND_M, WAVE_M = 70.0, 800.0
AROUND_M, WITHIN_M, BESIDE_M = 250.0, 600.0, 9.0  # a place off its unit's middle, usually and at most; off its street
HOUSE_M = 12.0  # of street to a house number
AT_CROSSING, AT_LANE, NEAR_CROSSING_M = 0.35, 0.25, 900.0  # shares of places; a crossing farther off is not asked for
LANDMARKS = ("Cổng chợ {0}", "Trường học {0}")
NORTHWARD, EASTWARD = STREET_NAMES[::2], STREET_NAMES[1::2]
Position = tuple[float, float]  # metres to the east and to the north of the middle


class TownPlace(NamedTuple):
    """A place in the town: what people call it, its street, where it is."""

    name: str
    street: str
    latitude: float
    longitude: float


def _offset(index: int, count: int) -> float:
    """Where a street lies across the town, metres from the middle."""
    share = (index + 0.5) / count * 2 - 1
    return math.copysign(abs(share) ** DENSER, share) * HALF_TOWN_M


def _east_of(index: int, north: float) -> float:
    """How far east a street that runs to the north is at a height."""
    return _offset(index, len(NORTHWARD)) + BEND_M * math.sin(north / WAVE_M + index)


def _north_of(index: int, east: float) -> float:
    """How far north a street that runs to the east is."""
    return _offset(index, len(EASTWARD)) + BEND_M * math.sin(east / WAVE_M + index)


def crossing(northward: int, eastward: int) -> Position:
    """Where two streets meet."""
    east, north = _east_of(northward, 0.0), 0.0
    for _ in range(20):  # each step brings it ten times nearer
        north = _north_of(eastward, east)
        east = _east_of(northward, north)
    return east, north


def place(rng: Random, latitude: float, longitude: float) -> TownPlace:
    """A place on a street of the town, near the middle of a unit."""
    middle = (longitude - MIDDLE[1]) * METRES_EAST, (latitude - MIDDLE[0]) * METRES_NORTH
    east, north = (part + max(-WITHIN_M, min(WITHIN_M, rng.gauss(0, AROUND_M))) for part in middle)
    northward = min(range(len(NORTHWARD)), key=lambda index: abs(_east_of(index, north) - east))
    eastward = min(range(len(EASTWARD)), key=lambda index: abs(_north_of(index, east) - north))
    corner = crossing(northward, eastward)
    if rng.random() < AT_CROSSING and math.dist(corner, middle) < NEAR_CROSSING_M:
        return _at(rng, _crossing_name(northward, eastward), NORTHWARD[northward], corner)
    if rng.random() < 0.5:
        return _on_street(rng, NORTHWARD[northward], (_east_of(northward, north), north), north)
    return _on_street(rng, EASTWARD[eastward], (east, _north_of(eastward, east)), east)


def _crossing_name(northward: int, eastward: int) -> str:
    arms = "ba" if (northward + eastward) % 5 == 0 else "tư"
    return f"Ngã {arms} {NORTHWARD[northward]} – {EASTWARD[eastward]}"


def _on_street(rng: Random, street: str, position: Position, along: float) -> TownPlace:
    """A house, a lane, or one of the two landmarks that every street has once, in the middle of the town."""
    number = 1 + int((along + HALF_TOWN_M + 1_500) / HOUSE_M)
    if abs(along) < HOUSE_M * 12:
        landmark = LANDMARKS[int(along > 0)].format(street)
        return _at(rng, landmark, street, position)
    name = f"Đầu ngõ {number} {street}" if rng.random() < AT_LANE else f"Số {number} {street}"
    return _at(rng, name, street, position)


def _at(rng: Random, name: str, street: str, position: Position) -> TownPlace:
    east, north = (part + rng.uniform(-BESIDE_M, BESIDE_M) for part in position)
    return TownPlace(name, street, round(MIDDLE[0] + north / METRES_NORTH, 6), round(MIDDLE[1] + east / METRES_EAST, 6))
