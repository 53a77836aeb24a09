"""Sums of the map: how large a cell is, what a zoom shows, the next free code of a ward. Pure."""

import re
from collections.abc import Collection

import shapely
from shapely import MultiPolygon

from tracker.core.geodesy import distance

NEAR = 16  # from this zoom on cameras are drawn one by one, with what they see
MOST_DRAWN = 500  # more of them in one window become clusters again
CELL_PX = 72
TILE_PX = 256
FAR_M = 5_000  # beyond the outline of one's ward: a place is asked about
WIDE_M = 5_000  # how far a ward without an outline is taken to reach around its middle
# What is asked about when no window is named: everything.
LONGEST_WINDOW = (-90.0, -180.0, 90.0, 180.0)

Window = tuple[float, float, float, float]  # south, west, north, east


def cell(zoom: int) -> float:
    """How many degrees a cell is wide at a zoom of the usual web map."""
    return 360 * CELL_PX / TILE_PX / 2.0**zoom


def tolerance(zoom: int) -> float:
    """How many degrees an outline may be off at a zoom without anybody seeing it: half a pixel."""
    return 180 / TILE_PX / 2.0**zoom


def figures(code: str) -> str:
    """The figures that a code ends in; empty where it ends in none, or in more than anybody counts to."""
    match = re.search(r"(?<!\d)\d{1,9}$", code)
    return match.group() if match else ""


def before_figures(code: str) -> str:
    """What a code is without the figures it ends in."""
    return code[: len(code) - len(figures(code))]


def next_code(newest: str, similar_codes: Collection[str]) -> str:
    """The code that follows the last of a ward's: after CAM-041 and CAM-009 comes CAM-042; CAM-001 after none.

    `newest` is the code given last, `similar_codes` the highest ones written like it.
    """
    if not figures(newest):
        return "CAM-001"
    before = before_figures(newest)
    numbers = [
        int(figures(code)) for code in (newest, *similar_codes) if figures(code) and before_figures(code) == before
    ]
    return f"{before}{max(numbers) + 1:0{len(figures(newest))}d}"


def metres_off(outline: MultiPolygon, place: tuple[float, float]) -> float:
    """How far a place outside an outline is from the nearest of its corners, in metres."""
    return min(
        distance(*place, latitude, longitude) for longitude, latitude in shapely.get_coordinates(outline).tolist()
    )
