"""Words of rounds of inspection, and the order in which a person walks past the cameras. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.core.i18n import N_, LabeledEnum, Look

MOST_CAMERAS = 500


class SeenState(LabeledEnum):
    """What an inspection found of one camera."""

    WORKING = "working", N_("Hoạt động"), Look.SUCCESS, "check-circle"
    BROKEN = "broken", N_("Hỏng"), Look.DANGER, "camera-video-off"
    NOT_FOUND = "not_found", N_("Không tìm thấy"), Look.WARNING, "question-circle"


@dataclass(frozen=True)
class Stop:
    """A camera to walk past: its place (latitude, longitude) in degrees, if known, and the sort key of its street."""

    camera_id: int
    place: tuple[float, float] | None
    street: str

    @cached_property
    def flat(self) -> complex:
        """The place on a flat map, good enough within one ward: metres east, and north as the imaginary part."""
        latitude, longitude = self.place or (0.0, 0.0)
        return complex(longitude * 111_320 * math.cos(math.radians(latitude)), latitude * 110_570)


def walking_order(stops: Sequence[Stop]) -> list[int]:
    """Camera ids from the first street's first place to whatever is nearest each time; those without a place last.

    `stops` may come in any order. The walk is quadratic: 500 stops at most.
    """
    listed = sorted(stops, key=lambda stop: (stop.street, stop.camera_id))
    left = [stop for stop in listed if stop.place is not None]
    order = [left.pop(0)] if left else []
    while left:
        here = order[-1].flat
        order.append(left.pop(min(range(len(left)), key=lambda at: abs(left[at].flat - here))))
    return [stop.camera_id for stop in (*order, *(stop for stop in listed if stop.place is None))]
