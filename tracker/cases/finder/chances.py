"""Rules: how likely a camera helps: that it sees, was alive, that its footage still exists, and is near. Pure.

One table for each factor. They put cameras in an order and are no measured rates, so the page says how they come about;
each tells what it is taken from. Nearness has no source but that an officer asks the next camera first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.register.cameras.optics import Detail, NightVision
from tracker.register.cameras.rules import Health
from tracker.register.cameras.sight import Match, Sight

# That it looked at the scene. Known directions are noted by hand, and sometimes wrong. A PTZ passes over everything,
# and looks elsewhere most of the time. Of an unknown direction the usual 90 degrees are a quarter of all. Elsewhere and
# out of reach are not nothing: whoever fled may have passed.
LOOKED: Mapping[Match, float] = {
    Match.IN_VIEW: 0.9,
    Match.ROUND_VIEW: 0.9,
    Match.AIMED: 0.9,
    Match.ALL_ROUND: 0.5,
    Match.NO_BEARING: 0.25,
    Match.AIMED_BEYOND: 0.05,
    Match.BEYOND: 0.02,
    Match.NEAR: 0.05,
}
# That what it shows is of use, by the classes of EN 62676-4. Of a picture that nobody described: as of one that shows a
# person at 25 pixels a metre up to the 38 m of a usual 2 MP camera, and less with the distance beyond.
SHOWN: Mapping[Detail, float] = {
    Detail.IDENTIFY: 1.0,
    Detail.RECOGNISE: 0.9,
    Detail.OBSERVE: 0.7,
    Detail.DETECT: 0.4,
    Detail.TOO_FAR: 0.1,
}
UNDESCRIBED, UNDESCRIBED_METRES = 0.4, 38
# That it shows anything in the dark. Nobody noted it: most cameras sold for the street have infra-red.
AT_NIGHT: Mapping[NightVision, float] = {
    NightVision.INFRARED: 1.0,
    NightVision.LIT: 1.0,
    NightVision.UNKNOWN: 0.8,
    NightVision.NONE: 0.3,
}
# That it was alive. Seen to work within 30 days; nobody looked: the 87 % that Taiwan's police ask of their cameras;
# seen broken: as good as nothing, but those that look there first.
ALIVE: Mapping[Health, float] = {Health.WORKING: 0.95, Health.UNKNOWN: 0.87, Health.BROKEN: 0.001}
# That footage is there after the days that were noted: recorders that record on movement keep longer than they say.
KEPT_BEYOND = 0.05
# A camera whose place nobody noted counts as one far away.
NOWHERE = 0.05
# At this distance a camera counts half as much as at the scene.
HALF_METRES = 100
# From this chance of seeing on a camera is among the hopeful.
HOPEFUL = 0.15


@dataclass(frozen=True)
class Chances:
    """The factors by which a camera is ranked, each from 0 to 1. `near` is None without a place."""

    sees: float
    alive: float
    kept: float
    near: float | None

    @property
    def product(self) -> float:
        """What cameras are sorted by; without a place as if it were far."""
        return self.sees * self.alive * self.kept * (NOWHERE if self.near is None else self.near)


def sees(sight: Sight | None, night: NightVision, *, dark: bool) -> float:
    """That a camera looked at the scene and shows something of use. Without a place: as of an unknown direction."""
    in_the_dark = AT_NIGHT[night] if dark else 1.0
    if sight is None:
        return LOOKED[Match.NO_BEARING] * UNDESCRIBED * in_the_dark
    chance = LOOKED[sight.match] * in_the_dark
    if sight.match is Match.NEAR or sight.match.out_of_reach:
        return chance  # what it shows of the scene does not matter
    return chance * _shown(sight)


def _shown(sight: Sight) -> float:
    if sight.detail is Detail.UNKNOWN:
        return UNDESCRIBED * min(1.0, UNDESCRIBED_METRES / max(sight.metres, 1))
    return SHOWN[sight.detail]


def kept(overwrite_at: datetime, gone_at: datetime, now: datetime) -> float:
    """That the footage of a window exists: less and less from its first minute on, which is lost first."""
    if now < overwrite_at:
        return 1.0
    if now >= gone_at:
        return KEPT_BEYOND
    return max(KEPT_BEYOND, (gone_at - now) / (gone_at - overwrite_at))


def near(metres: float) -> float:
    """How much a camera counts so far away."""
    return HALF_METRES / (HALF_METRES + metres)
