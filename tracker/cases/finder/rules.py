"""How candidates are ranked, and where they stand on a drawing around the scene. Pure."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
class Candidate:
    """A camera that could have seen the scene. `alive` is its health at the time; `sight` is None without a place.

    From `overwrite_at` its recorder writes over the window, oldest first; at `gone_at` nothing is left. What its owner
    consented to, and whether that was withdrawn, is told without telling who it is.
    """

    id: int
    code: str
    name: str
    place: str
    ward: str
    network: str | None
    connection: str
    form: CameraForm
    bearing: float | None
    view_angle: float | None
    sight: Sight | None
    alive: Health
    overwrite_at: datetime
    gone_at: datetime
    removed_on: date | None = None
    consent_scope: ConsentScope | None = None
    consent_withdrawn_on: date | None = None

    def order(self, now: datetime) -> tuple[bool, int, int, float]:
        """What the list is sorted by: footage still there, how well it sees, whether it lived, how near it is."""
        camera_sight = self.sight
        match = _MATCHES[camera_sight.match] if camera_sight else len(_MATCHES)
        return self.gone_at <= now, match, _HEALTHS[self.alive], camera_sight.metres if camera_sight else math.inf


def ranked(candidates: list[Candidate], now: datetime) -> list[Candidate]:
    """Candidates, best first."""
    return sorted(candidates, key=lambda candidate: (*candidate.order(now), candidate.code))[:MOST]


def drawn_at(sight: Sight, radius: float, size: float) -> tuple[float, float]:
    """Where a camera stands on a square drawing `size` wide whose middle is the scene and half side is `radius` m."""
    direction = math.radians(sight.bearing + 180)  # the camera sees the scene under `bearing`; the scene sees it behind
    scale = size / 2 / radius
    return size / 2 + sight.metres * math.sin(direction) * scale, size / 2 - sight.metres * math.cos(direction) * scale
