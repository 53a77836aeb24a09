"""Words and sums about cameras: what they see, and what may be claimed of their health. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.places.rules import bearing, distance
from tracker.words import N_, Word

STALE_AFTER = timedelta(days=30)


class Connection(Word):
    """How the police come by a camera's footage. The two are never added up in one figure."""

    POLICE = "police", N_("Kết nối về Công an")
    MOBILISABLE = "mobilisable", N_("Huy động khi cần trích xuất")


class Form(Word):
    """The build of a camera."""

    FIXED = "fixed", N_("Cố định")
    DOME = "dome", N_("Bán cầu")
    PTZ = "ptz", N_("Quay quét")
    PANORAMIC = "panoramic", N_("Toàn cảnh 360°")
    UNKNOWN = "unknown", N_("Chưa rõ")


class Health(Word):
    """Whether a camera works, as last seen by somebody."""

    WORKING = "working", N_("Hoạt động")
    BROKEN = "broken", N_("Hỏng")
    UNKNOWN = "unknown", N_("Chưa kiểm tra")


class Match(Word):
    """Why a camera could have seen a scene, best first."""

    IN_VIEW = "in_view", N_("trong góc nhìn")
    NO_BEARING = "no_bearing", N_("trong bán kính, chưa rõ hướng")
    ALL_ROUND = "all_round", N_("quay quét, nhìn được mọi hướng")
    NEAR = "near", N_("trong bán kính, nhìn hướng khác")


@dataclass(frozen=True)
class Sight:
    """How a camera stands to a scene: metres away, degrees from north, and which rule matched."""

    metres: float
    bearing: float
    match: Match


def sight(
    place: tuple[float, float],
    scene: tuple[float, float],
    *,
    form: Form,
    facing: float | None,
    view: float | None,
    reach: float | None,
) -> Sight:
    """How a camera at `place` facing `facing` degrees, `view` degrees wide, `reach` metres far, sees `scene`."""
    metres, towards = distance(*place, *scene), bearing(*place, *scene)
    return Sight(metres, towards, _match(metres, towards, form, facing, view, reach))


def _match(
    metres: float, towards: float, form: Form, facing: float | None, view: float | None, reach: float | None
) -> Match:
    if form in (Form.PTZ, Form.PANORAMIC):
        return Match.ALL_ROUND
    if facing is None:
        return Match.NO_BEARING
    off = abs((towards - facing + 180) % 360 - 180)
    inside = metres < 2 or off <= (view or 90) / 2
    return Match.IN_VIEW if inside and metres <= (reach or 60) else Match.NEAR


def health_on_page(health: Health, checked_at: datetime | None, now: datetime) -> Health:
    """What may be claimed about a camera now: nobody having looked for 30 days makes it unknown, never working."""
    if health is Health.WORKING and (checked_at is None or now - checked_at > STALE_AFTER):
        return Health.UNKNOWN
    return health
