"""Queries: how far from its middle a ward may reach, by its area: what lies farther is in it only by mistake.

Areas in `areas.csv`: vietnamadminunits 1.0.4 (as in `seed/README.md`), units of 1 July 2025. A circle of the area has
the radius r; the wards of a country are no circles, and their middle is where the source put it: 2.5 r and 1 km reach
all corners of a strip six times as long as it is wide.
"""

import csv
import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.geodesy import distance
from tracker.territory.wards import queries
from tracker.territory.wards.models import Ward

AREAS_FILE = Path(__file__).with_name("areas.csv")
REACH_RADII, REACH_MORE_M = 2.5, 1_000.0
USUAL_REACH_M = 30_000.0  # of a ward whose area is not known: few of the widest communes reach so far
ARCHIPELAGOS_M = {"20333": 150_000.0, "22736": 350_000.0}  # Hoàng Sa and Trường Sa: islands, with the sea between
BORDER_M = 15_000.0  # beyond what the nearest ward reaches: another country, or the open sea
WINDOW_DEGREES = 1.0  # in which the nearest ward is looked for


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


def of_ward(session: Session, ward: Ward) -> list[WardReach]:
    """The reach of a ward; of one that ended, those of the wards that hold its territory. Empty: nobody knows."""
    wards = [ward] if ward.latitude is not None else [heir for heir, _ in queries.successors_now(session, ward.id)]
    return [_reach(each.code, each.latitude, each.longitude) for each in wards if each.latitude and each.longitude]


def metres_off(reaches: list[WardReach], latitude: float, longitude: float) -> float | None:
    """How far from the nearest middle a place lies that none of the reaches explains; None where one does."""
    if not reaches or any(reach.metres_beyond(latitude, longitude) == 0 for reach in reaches):
        return None
    return min(reach.metres(latitude, longitude) for reach in reaches)


def is_abroad(session: Session, latitude: float, longitude: float) -> bool:
    """Whether a place lies in no ward of today and near none: in another country, or on the open sea."""
    near = (
        Ward.latitude.between(latitude - WINDOW_DEGREES, latitude + WINDOW_DEGREES),
        Ward.longitude.between(longitude - WINDOW_DEGREES, longitude + WINDOW_DEGREES),
    )
    columns = (Ward.code, Ward.latitude, Ward.longitude)
    rows = session.execute(select(*columns).where(Ward.valid_to.is_(None), *near))
    islands = session.execute(select(*columns).where(Ward.valid_to.is_(None), Ward.code.in_(ARCHIPELAGOS_M)))
    reaches = [_reach(*row) for row in (*rows, *islands) if row.latitude is not None]
    return all(reach.metres_beyond(latitude, longitude) > BORDER_M for reach in reaches)


def _reach(code: str, latitude: float, longitude: float) -> WardReach:
    area_km2 = _areas().get(code)
    if area_km2 is None:
        return WardReach(latitude, longitude, ARCHIPELAGOS_M.get(code, USUAL_REACH_M))
    reach_m = REACH_RADII * math.sqrt(area_km2 / math.pi) * 1_000 + REACH_MORE_M
    return WardReach(latitude, longitude, max(reach_m, ARCHIPELAGOS_M.get(code, 0.0)))


@lru_cache(maxsize=1)
def _areas() -> dict[str, float]:
    """Square kilometres by the code of a ward of 1 July 2025."""
    lines = AREAS_FILE.read_text(encoding="utf-8").splitlines()
    return {row["code"]: float(row["area_km2"]) for row in csv.DictReader(lines)}
