"""How candidates are ranked, and where they stand on a drawing around the scene. Pure."""

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from tracker.cases.finder import chances
from tracker.cases.finder.chances import Chances
from tracker.register.cameras.optics import NightVision
from tracker.register.cameras.rules import CameraForm, Health
from tracker.register.cameras.sight import Sight
from tracker.register.owners.rules import ConsentScope

RADII = (100, 200, 300, 500, 1000)
MOST = 200
# What is asked for at first: the incident's own time with a margin, because neither people nor clocks are exact.
MARGIN = timedelta(minutes=15)
LEAST_WINDOW = timedelta(minutes=15)

DARK_FROM, DARK_UNTIL = 18, 6  # o'clock: the sun of Viet Nam sets from 17:15 to 18:50, and rises from 5:15 to 6:35


@dataclass(frozen=True)
class Sighting:
    """How a camera stands to a scene, which decides its rank. `sight` is None without a place.

    `alive` is its health at the time. From `overwrite_at` its recorder writes over the window, oldest first, until
    nothing is left at `gone_at`. `dark`: what happened, happened in the dark.
    """

    id: int
    code: str
    sight: Sight | None
    alive: Health
    overwrite_at: datetime
    gone_at: datetime
    night: NightVision
    dark: bool

    def chances(self, now: datetime) -> Chances:
        """The factors that it is ranked by."""
        camera_sight = self.sight
        return Chances(
            sees=chances.sees(camera_sight, self.night, dark=self.dark),
            alive=chances.ALIVE[self.alive],
            kept=chances.kept(self.overwrite_at, self.gone_at, now),
            near=chances.near(camera_sight.metres) if camera_sight else None,
        )

    def hopeless(self, now: datetime) -> bool:
        """Whether by all that is known there is no footage: it did not work, or has been overwritten."""
        return self.gone_at <= now or self.alive is Health.BROKEN

    def hopeful(self, now: datetime) -> bool:
        """Whether it is among those that an officer would ask first."""
        return not self.hopeless(now) and self.chances(now).sees >= chances.HOPEFUL

    def order(self, now: datetime) -> tuple[bool, float, float]:
        """What the list is sorted by: whether there is footage at all, the product of the factors, how near it is."""
        return self.hopeless(now), -self.chances(now).product, self.sight.metres if self.sight else math.inf


@dataclass(frozen=True)
class Candidate(Sighting):
    """A camera that could have seen the scene, with what is told of it.

    What its owner consented to, and whether that was withdrawn, is told without telling who it is. Of so many lines
    somebody said what the footage was worth, and so many were `useful`.
    """

    name: str
    place: str
    ward: str
    network: str | None
    connection: str
    form: CameraForm
    bearing: float | None
    view_angle: float | None
    reach: float | None
    removed_on: date | None = None
    consent_scope: ConsentScope | None = None
    consent_withdrawn_on: date | None = None
    owner_id: int | None = None
    judged: int = 0
    useful: int = 0


Ranked = TypeVar("Ranked", bound=Sighting)


def ranked(sightings: Iterable[Ranked], now: datetime) -> list[Ranked]:
    """The MOST best of them, best first."""
    return heapq.nsmallest(MOST, sightings, key=lambda sighting: (*sighting.order(now), sighting.code))


def best(asked_for: Mapping[int, Sighting], around: Iterable[Sighting], now: datetime) -> list[Sighting]:
    """What was asked for by name or chosen, and the best of those around, up to MOST; each once, best first."""
    nearby = ranked((each for each in around if each.id not in asked_for), now)
    room = max(0, MOST - len(asked_for))
    return sorted([*asked_for.values(), *nearby[:room]], key=lambda each: (*each.order(now), each.code))


def in_the_dark(middle: datetime) -> bool:
    """Whether a local moment, the middle of what is looked for, lies in the dark."""
    return not DARK_UNTIL <= middle.hour < DARK_FROM


def drawn_at(sight: Sight, radius: float, size: float) -> tuple[float, float]:
    """Where a camera stands on a square drawing `size` wide whose middle is the scene and half side is `radius` m."""
    direction = math.radians(sight.bearing + 180)  # the camera sees the scene under `bearing`; the scene sees it behind
    scale = size / 2 / radius
    return size / 2 + sight.metres * math.sin(direction) * scale, size / 2 - sight.metres * math.cos(direction) * scale
