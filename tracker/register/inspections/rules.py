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
    by_street = sorted(stops, key=lambda stop: (stop.street, stop.camera_id))
    remaining = [stop for stop in by_street if stop.place is not None]
    order = [remaining.pop(0)] if remaining else []
    while remaining:
        position = order[-1].flat
        order.append(remaining.pop(min(range(len(remaining)), key=lambda index: abs(remaining[index].flat - position))))
    return [stop.camera_id for stop in (*order, *(stop for stop in by_street if stop.place is None))]
