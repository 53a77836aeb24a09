"""Rules: what a camera's picture can show at a distance, from its resolution and angle. Pure.

EN 62676-4 (video surveillance, application guidelines) says how many pixels a metre of the scene needs for a person to
be detected, observed, recognised or identified.
"""

import math
import re
from collections.abc import Mapping

from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.core.vietnamese import fold

LEAST_WIDTH_PX, MOST_WIDTH_PX = 160, 20_000
MOST_MEGAPIXELS = 100  # a smaller number than this is no width of a picture
# The width of the pictures that are sold as so many megapixels: of several, the narrowest, so that no camera is said to
# show more than it does.
WIDTHS_BY_MEGAPIXELS: Mapping[float, int] = {
    0.3: 640, 0.4: 704, 0.9: 1280, 1: 1280, 1.3: 1280, 2: 1920, 2.1: 1920, 3: 2048, 3.1: 2048, 4: 2560, 5: 2560,
    6: 3072, 8: 3840, 8.3: 3840, 12: 4000,
}  # fmt: skip
WIDTHS_BY_NAME: Mapping[str, int] = {
    "vga": 640, "hd": 1280, "720p": 1280, "full hd": 1920, "fullhd": 1920, "fhd": 1920, "1080p": 1920,
    "2k": 2560, "qhd": 2560, "1440p": 2560, "4k": 3840, "uhd": 3840, "2160p": 3840,
}  # fmt: skip
# Up to here a picture is flat, and a metre has equally many pixels wherever it is; wider views are round, with equally
# many pixels for each degree.
WIDEST_FLAT_DEGREES = 120
ALL_ROUND_DEGREES = 360.0
_SIDES = re.compile(r"([0-9]{3,5})\s*[x×*]\s*([0-9]{3,5})\s*p?")
_GROUPED = re.compile(r"^([0-9]{1,2})[.,]([0-9]{3})\b")  # 1.920
_NUMBER = re.compile(r"([0-9]{1,5}(?:[.,][0-9]{1,2})?)\s*(mpx|mp|megapixels?|m|px|pixels?|diem anh)?")


class NightVision(LabeledEnum):
    """Whether a camera shows something at night, and by what."""

    UNKNOWN = "unknown", N_("Chưa rõ")
    INFRARED = "infrared", N_("Có hồng ngoại")
    LIT = "lit", N_("Có đèn chiếu sáng")
    NONE = "none", N_("Không nhìn được ban đêm")


class Detail(LabeledEnum):
    """What one could do with a person in a picture at a distance, best first."""

    IDENTIFY = "identify", N_("nhận dạng được"), Look.SUCCESS
    RECOGNISE = "recognise", N_("nhận ra người quen"), Look.SUCCESS
    OBSERVE = "observe", N_("quan sát được dáng, đồ mặc")
    DETECT = "detect", N_("chỉ thấy có người")
    TOO_FAR = "too_far", N_("quá xa, không rõ người")
    UNKNOWN = "unknown", N_("chưa rõ xem được gì")


# Pixels per metre, by EN 62676-4.
NEEDED: Mapping[Detail, float] = {
    Detail.IDENTIFY: 250,
    Detail.RECOGNISE: 125,
    Detail.OBSERVE: 62,
    Detail.DETECT: 25,
}


def read_width(text: str) -> int | None:
    """The width in pixels that somebody wrote: 1920, 1920×1080, 4 MP, 1080p, 4K. None: it cannot be read."""
    folded = fold(text)
    if folded in WIDTHS_BY_NAME:
        return WIDTHS_BY_NAME[folded]
    sides = _SIDES.fullmatch(folded)
    if sides:
        return max(map(int, sides.groups()))
    number = _NUMBER.fullmatch(_GROUPED.sub(r"\1\2", folded))
    return _width(float(number[1].replace(",", ".")), number[2] or "") if number else None


def _width(number: float, unit: str) -> int | None:
    in_pixels = unit.startswith(("px", "pixel", "diem"))
    if in_pixels or (not unit and number >= MOST_MEGAPIXELS):
        return int(number) if number.is_integer() else None
    return WIDTHS_BY_MEGAPIXELS.get(number)


def pixels_per_metre(width_px: float, angle: float, metres: float) -> float:
    """How many pixels wide a metre is in a picture of `width_px` that shows `angle` degrees, `metres` away."""
    half = math.radians(min(angle, WIDEST_FLAT_DEGREES)) / 2
    return width_px / (max(2 * math.tan(half), math.radians(angle)) * max(metres, 1))


def density(width_px: float | None, angle: float | None, metres: float) -> float | None:
    """The same where nobody may have noted the picture's width or angle: then None."""
    return None if width_px is None or angle is None else pixels_per_metre(width_px, angle, metres)


def detail(pixels: float | None) -> Detail:
    """What one could do with a person of so many pixels per metre."""
    if pixels is None:
        return Detail.UNKNOWN
    return next((each for each, needed in NEEDED.items() if pixels >= needed), Detail.TOO_FAR)


def reach(width_px: float | None, angle: float | None, least: Detail = Detail.DETECT) -> float | None:
    """How many metres away somebody can still be detected, or more. None where nobody noted width or angle."""
    pixels = density(width_px, angle, 1)
    return None if pixels is None else pixels / NEEDED[least]
