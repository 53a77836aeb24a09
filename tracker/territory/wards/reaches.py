"""Queries: which wards may hold a place, by how far they reach from their middles."""

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.territory.wards import queries
from tracker.territory.wards.areas import ARCHIPELAGOS_M, WardReach, reach_of
from tracker.territory.wards.models import Ward

BORDER_M = 15_000.0  # beyond what the nearest ward reaches: another country, or the open sea
# The same degree and those around it: no ward of the mainland reaches farther than to the next.
NEIGHBOURS = sorted(product((-1, 0, 1), repeat=2), key=lambda step: abs(step[0]) + abs(step[1]))


def of_ward(session: Session, ward: Ward) -> list[WardReach]:
    """The reach of a ward; of one that ended, those of the wards that hold its territory. Empty: nobody knows."""
    wards = [ward] if ward.latitude is not None else [heir for heir, _ in queries.successors_now(session, ward.id)]
    return [reach_of(each.code, each.latitude, each.longitude) for each in wards if each.latitude and each.longitude]


def metres_off(reaches: list[WardReach], latitude: float, longitude: float) -> float | None:
    """How far from the nearest middle a place lies that none of the reaches explains; None where one does."""
    if not reaches or any(reach.metres_beyond(latitude, longitude) == 0 for reach in reaches):
        return None
    return min(reach.metres(latitude, longitude) for reach in reaches)


class Country:
    """The reaches of all wards of today, read once, to tell what lies in none of them and near none."""

    def __init__(self, session: Session) -> None:
        columns = (Ward.code, Ward.latitude, Ward.longitude)
        rows = session.execute(select(*columns).where(Ward.valid_to.is_(None)))
        self._reaches: dict[tuple[int, int], list[WardReach]] = defaultdict(list)
        self._islands: list[WardReach] = []
        for code, latitude, longitude in rows:
            if latitude is None or longitude is None:
                continue
            reach = reach_of(code, latitude, longitude)
            self._reaches[math.floor(latitude), math.floor(longitude)].append(reach)
            if code in ARCHIPELAGOS_M:
                self._islands.append(reach)

    def is_abroad(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies in another country, or on the open sea."""
        return not any(
            reach.metres_beyond(latitude, longitude) <= BORDER_M for reach in self._near(latitude, longitude)
        )

    def _near(self, latitude: float, longitude: float) -> Iterator[WardReach]:
        """Those of the same degree first: most places lie in one of them."""
        row, column = math.floor(latitude), math.floor(longitude)
        for down, aside in NEIGHBOURS:
            yield from self._reaches.get((row + down, column + aside), ())
        yield from self._islands
