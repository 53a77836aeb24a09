"""How candidates are ranked, and where they stand on a drawing around the scene. Pure."""

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from tracker.register.cameras.rules import CameraForm, Health, Match, Sight
from tracker.register.owners.rules import ConsentScope

RADII = (100, 200, 300, 500, 1000)
MOST = 200
# What is asked for at first: the incident's own time with a margin, because neither people nor clocks are exact.
MARGIN = timedelta(minutes=15)
LEAST_WINDOW = timedelta(minutes=15)

_MATCHES = {match: place for place, match in enumerate(Match)}
_HEALTHS = {Health.WORKING: 0, Health.UNKNOWN: 1, Health.BROKEN: 2}


@dataclass(frozen=True)
class Sighting:
    """How a camera stands to a scene, which decides its rank. `sight` is None without a place.

    `alive` is its health at the time; at `gone_at` nothing is left of its footage.
    """

    id: int
    code: str
    sight: Sight | None
    alive: Health
    gone_at: datetime

    def order(self, now: datetime) -> tuple[bool, int, int, float]:
        """What the list is sorted by: footage still there, how well it sees, whether it lived, how near it is."""
        camera_sight = self.sight
        match = _MATCHES[camera_sight.match] if camera_sight else len(_MATCHES)
        return self.gone_at <= now, match, _HEALTHS[self.alive], camera_sight.metres if camera_sight else math.inf


@dataclass(frozen=True)
class Candidate(Sighting):
    """A camera that could have seen the scene, with what is told of it.

    From `overwrite_at` its recorder writes over the window, oldest first. What its owner consented to, and whether that
    was withdrawn, is told without telling who it is.
    """

    name: str
    place: str
    ward: str
    network: str | None
    connection: str
    form: CameraForm
    bearing: float | None
    view_angle: float | None
    overwrite_at: datetime
    removed_on: date | None = None
    consent_scope: ConsentScope | None = None
    consent_withdrawn_on: date | None = None


Ranked = TypeVar("Ranked", bound=Sighting)


def ranked(sightings: Iterable[Ranked], now: datetime) -> list[Ranked]:
    """The MOST best of them, best first."""
    return heapq.nsmallest(MOST, sightings, key=lambda sighting: (*sighting.order(now), sighting.code))


def drawn_at(sight: Sight, radius: float, size: float) -> tuple[float, float]:
    """Where a camera stands on a square drawing `size` wide whose middle is the scene and half side is `radius` m."""
    direction = math.radians(sight.bearing + 180)  # the camera sees the scene under `bearing`; the scene sees it behind
    scale = size / 2 / radius
    return size / 2 + sight.metres * math.sin(direction) * scale, size / 2 - sight.metres * math.cos(direction) * scale
