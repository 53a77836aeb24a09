"""Rules: plus codes (Open Location Code 1.1, https://github.com/google/open-location-code), full and short.

Written here because the package of that name on PyPI had its last release in 2019. Degrees in WGS 84.
"""

import math
import re

ALPHABET = "23456789CFGHJMPQRVWX"
BEFORE_PLUS = 8  # digits of a full code before its plus
PAIR_SIZES = (20.0, 1.0, 0.05, 0.0025, 0.000125)  # degrees that each pair of digits tells
GRID_ROWS, GRID_COLUMNS = 5, 4  # of each digit behind the pairs
MOST_DIGITS = 15

# Only codes as fine as a house (14 m) are places: at least two digits stand behind the plus.
_CODE = re.compile(rf"(?<![\w+])((?:[{ALPHABET}]{{2}}){{1,4}}\+[{ALPHABET}]{{2,}})(?![\w+])", re.IGNORECASE)


def plus_code(text: str) -> tuple[str, str] | None:
    """(the plus code in a text, what else stands there: the place that a short code is near to); None without one."""
    match = _CODE.search(text)
    if match is None:
        return None
    return match[1].upper(), f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;")


def is_full(code: str) -> bool:
    """Whether a code says where it is without any other place."""
    return code.index("+") == BEFORE_PLUS


def middle(code: str) -> tuple[float, float]:
    """(latitude, longitude) of the middle of what a full code covers."""
    digits = [ALPHABET.index(digit) for digit in code.replace("+", "")[:MOST_DIGITS]]
    latitude, longitude, height, width = -90.0, -180.0, PAIR_SIZES[-1], PAIR_SIZES[-1]
    for size, north, east in zip(PAIR_SIZES, digits[:10:2], digits[1:10:2], strict=True):
        latitude, longitude = latitude + north * size, longitude + east * size
    for digit in digits[10:]:
        height, width = height / GRID_ROWS, width / GRID_COLUMNS
        latitude, longitude = latitude + digit // GRID_COLUMNS * height, longitude + digit % GRID_COLUMNS * width
    return latitude + height / 2, longitude + width / 2


def nearest(code: str, reference: tuple[float, float]) -> tuple[float, float]:
    """(latitude, longitude) of the place with this short code that is nearest to a reference (latitude, longitude)."""
    left_out = (BEFORE_PLUS - code.index("+")) // 2
    size = PAIR_SIZES[left_out - 1]
    latitude, longitude = middle(_prefix(reference, left_out) + code)
    latitude += _turn(latitude - reference[0], size, latitude - size >= -90, latitude + size <= 90)
    return latitude, longitude + _turn(longitude - reference[1], size, True, True)


def _prefix(reference: tuple[float, float], pairs: int) -> str:
    """The first pairs of digits of the code of a place."""
    north, east = min(reference[0] + 90, 180 - PAIR_SIZES[-1]), (reference[1] + 180) % 360
    cells = [(math.floor(north / size) % 20, math.floor(east / size) % 20) for size in PAIR_SIZES[:pairs]]
    return "".join(ALPHABET[row] + ALPHABET[column] for row, column in cells)


def _turn(away: float, size: float, may_sink: bool, may_rise: bool) -> float:
    """By how much a place moves, one step at most, so that it lies within half a step of the reference."""
    if away > size / 2 and may_sink:
        return -size
    return size if away < -size / 2 and may_rise else 0.0
