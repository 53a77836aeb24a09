"""Rules: how far from its middle a ward may reach, by its area: what lies farther is in it only by mistake.

Areas in `areas.csv`: vietnamadminunits 1.0.4 (as in `seed/README.md`), units of 1 July 2025. A circle of the area has
the radius r; the wards of a country are no circles, and their middle is where the source put it: 2.5 r and 1 km reach
all corners of a strip six times as long as it is wide.
"""

import csv
import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tracker.core.geodesy import distance

AREAS_FILE = Path(__file__).with_name("areas.csv")
REACH_RADII, REACH_MORE_M = 2.5, 1_000.0
USUAL_REACH_M = 30_000.0  # of a ward whose area is not known: few of the widest communes reach so far
ARCHIPELAGOS_M = {"20333": 150_000.0, "22736": 350_000.0}  # Hoàng Sa and Trường Sa: islands, with the sea between


class WardReach(NamedTuple):
    """The middle of a ward in WGS 84 degrees, and how many metres it may reach from there."""

    latitude: float
    longitude: float
    reach_m: float

    def metres_beyond(self, latitude: float, longitude: float) -> float:
        """By how much a place lies beyond the reach; 0 within."""
        return max(0.0, self.metres(latitude, longitude) - self.reach_m)

    def metres(self, latitude: float, longitude: float) -> float:
        """How far a place lies from the middle."""
        return distance(self.latitude, self.longitude, latitude, longitude)


def reach_of(code: str, latitude: float, longitude: float) -> WardReach:
    """The reach of the ward of a code from its middle, in WGS 84 degrees."""
    area_km2 = _areas().get(code)
    if area_km2 is None:
        return WardReach(latitude, longitude, ARCHIPELAGOS_M.get(code, USUAL_REACH_M))
    reach_m = REACH_RADII * math.sqrt(area_km2 / math.pi) * 1_000 + REACH_MORE_M
    return WardReach(latitude, longitude, max(reach_m, ARCHIPELAGOS_M.get(code, 0.0)))


def radius_m(code: str) -> float | None:
    """How far the ward of a code would reach from its middle if it were a circle, in metres; None of an old one."""
    area_km2 = _areas().get(code)
    return None if area_km2 is None else math.sqrt(area_km2 / math.pi) * 1_000


@lru_cache(maxsize=1)
def _areas() -> dict[str, float]:
    """Square kilometres by the code of a ward of 1 July 2025."""
    lines = AREAS_FILE.read_text(encoding="utf-8").splitlines()
    return {row["code"]: float(row["area_km2"]) for row in csv.DictReader(lines)}
