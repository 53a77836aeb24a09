"""Rules: how a camera stands to a scene: whether it looks there, how far it reaches, what its picture shows. Pure.

What nobody noted is not assumed as a fact: a camera of unknown reach is said to be that.
"""

import math
from dataclasses import dataclass
from typing import Any

from tracker.core.geodesy import distance
from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.register.cameras import optics
from tracker.register.cameras.optics import Detail
from tracker.register.cameras.rules import CameraForm
from tracker.register.places.rules import bearing

# Whether a fixed camera of unknown angle looks at a scene: a 2.8 mm lens on the usual 1/2.8-inch sensor sees about 100
# degrees, a 4 mm one about 80.
USUAL_VIEW_DEGREES = 90
AT_THE_SCENE_METRES = 2  # nearer than a position can be told: no direction follows from it


class Match(LabeledEnum):
    """Why a camera could have seen a scene, or not."""

    IN_VIEW = "in_view", N_("trong góc nhìn"), Look.SUCCESS
    ROUND_VIEW = "round_view", N_("toàn cảnh, nhìn mọi hướng"), Look.SUCCESS
    AIMED = "aimed", N_("nhìn về phía đó, chưa rõ tầm")
    ALL_ROUND = "all_round", N_("quay quét, chưa rõ lúc đó quay đâu")
    NO_BEARING = "no_bearing", N_("chưa rõ nhìn hướng nào")
    AIMED_BEYOND = "aimed_beyond", N_("nhìn về phía đó, ngoài tầm")
    BEYOND = "beyond", N_("ngoài tầm nhìn")
    NEAR = "near", N_("nhìn hướng khác")

    @property
    def out_of_reach(self) -> bool:
        """Whether the scene is farther away than it sees."""
        return self in {Match.AIMED_BEYOND, Match.BEYOND}


@dataclass(frozen=True, kw_only=True)
class View:
    """What is noted of where a camera looks: degrees from north, degrees wide, metres far, pixels wide, metres high."""

    form: CameraForm
    facing: float | None = None
    angle: float | None = None
    reach_m: float | None = None
    width_px: int | None = None
    height_m: float | None = None

    @property
    def picture_angle(self) -> float | None:
        """The angle that its picture shows, of a PTZ at its widest. None: nobody noted it."""
        return self.angle or (optics.ALL_ROUND_DEGREES if self.form is CameraForm.PANORAMIC else None)

    @property
    def reach(self) -> float | None:
        """How many metres away it still shows that somebody is there: as somebody noted, else by its picture."""
        return self.reach_m or optics.reach(self.width_px, self.picture_angle)

    @property
    def distances(self) -> list[tuple[Detail, float]]:
        """Up to how many metres away its picture still shows so much, most first; empty where nobody noted it."""
        reaches = [(each, optics.reach(self.width_px, self.picture_angle, each)) for each in optics.NEEDED]
        return [(each, metres) for each, metres in reaches if metres is not None]

    @classmethod
    def of(cls, camera: Any) -> "View":
        """Of a camera, or of a row with what of it is needed."""
        return cls(
            form=camera.form,
            facing=camera.bearing,
            angle=camera.view_angle,
            reach_m=camera.reach_m,
            width_px=camera.width_px,
            height_m=camera.height_m,
        )


@dataclass(frozen=True)
class Sight:
    """How a camera stands to a scene: metres away, degrees from north, which rule matched, what its picture shows.

    `density` is in pixels per metre; None where nobody noted the picture's width or angle.
    """

    metres: float
    bearing: float
    match: Match
    detail: Detail = Detail.UNKNOWN
    density: float | None = None


def sight(place: tuple[float, float], scene: tuple[float, float], view: View) -> Sight:
    """How a camera at `place` with this `view` sees a `scene`, each a latitude and longitude."""
    metres, towards = distance(*place, *scene), bearing(*place, *scene)
    away = math.hypot(metres, view.height_m or 0)  # as the lens sees it, from above
    pixels = optics.density(view.width_px, view.picture_angle, away)
    return Sight(metres, towards, _match(metres, towards, view), optics.detail(pixels), pixels)


def _match(metres: float, towards: float, view: View) -> Match:
    reach = view.reach
    beyond = reach is not None and metres > reach
    if view.form.all_round or view.facing is None:
        return Match.BEYOND if beyond else _of_any_direction(view.form)
    angle_off = abs((towards - view.facing + 180) % 360 - 180)
    if metres >= AT_THE_SCENE_METRES and angle_off > (view.angle or USUAL_VIEW_DEGREES) / 2:
        return Match.NEAR
    if beyond:
        return Match.AIMED_BEYOND
    return Match.IN_VIEW if reach is not None else Match.AIMED


def _of_any_direction(form: CameraForm) -> Match:
    matches = {CameraForm.PANORAMIC: Match.ROUND_VIEW, CameraForm.PTZ: Match.ALL_ROUND}
    return matches.get(form, Match.NO_BEARING)
