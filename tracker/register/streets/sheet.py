"""Rules: a ward's map on one sheet of A3: what lies where on the paper, in millimetres from its upper left corner."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tracker.core.geodesy import EARTH_RADIUS_M

WIDTH, HEIGHT, MARGIN = 396.0, 224.0, 12.0  # of the drawing, and what stays free around the places
LETTER, LINE = 1.75, 3.6  # how wide a letter is and how high a line
SCALES = (1_000, 2_000, 2_500, 5_000, 10_000, 15_000, 20_000, 25_000, 50_000, 100_000, 250_000, 1_000_000)
BAR_MM = 60  # at most
SMALLEST, LARGEST, PER_CAMERA = 1.1, 3.2, 0.25  # radius of a dot

Place = tuple[float, float]  # latitude, longitude
Position = tuple[float, float]


class Text(NamedTuple):
    """Words whose middle stands at a position, turned by so many degrees."""

    x: float
    y: float
    words: str
    degrees: float = 0.0


class Dot(NamedTuple):
    """A point with its cameras: the worst health among them."""

    x: float
    y: float
    radius: float
    health: str


@dataclass(frozen=True)
class Paper:
    """Where the degrees of a stretch of land come to lie, at 1:`scale`."""

    middle: Place
    scale: int

    def position(self, latitude: float, longitude: float) -> Position:
        """Where a place lies on the paper."""
        metres = math.radians(1) * EARTH_RADIUS_M
        east = (longitude - self.middle[1]) * metres * math.cos(math.radians(self.middle[0]))
        north = (latitude - self.middle[0]) * metres
        return round(WIDTH / 2 + east * 1_000 / self.scale, 2), round(HEIGHT / 2 - north * 1_000 / self.scale, 2)

    @property
    def bar(self) -> tuple[float, int]:
        """The bar of the scale: its millimetres, and how many metres these are: 1, 2 or 5 with noughts."""
        longest = BAR_MM * self.scale / 1_000
        power = 10 ** math.floor(math.log10(longest))
        metres = next(step * power for step in (5, 2, 1) if step * power <= longest)
        return metres * 1_000 / self.scale, metres


def paper(places: Sequence[Place]) -> Paper:
    """The paper on which all of some places have room, as large as that is possible."""
    latitudes, longitudes = zip(*places, strict=True)
    south, north, west, east = min(latitudes), max(latitudes), min(longitudes), max(longitudes)
    middle = (south + north) / 2, (west + east) / 2
    for scale in SCALES:
        sheet = Paper(middle, scale)
        corners = sheet.position(north, west), sheet.position(south, east)
        if corners[0][0] >= MARGIN and corners[0][1] >= MARGIN:
            return sheet
    return Paper(middle, SCALES[-1])


def window(sheet: Paper) -> tuple[float, float, float, float]:
    """What the paper shows: south, west, north, east in degrees."""
    tall = math.degrees(HEIGHT / 2 * sheet.scale / 1_000 / EARTH_RADIUS_M)
    wide = math.degrees(WIDTH / 2 * sheet.scale / 1_000 / EARTH_RADIUS_M) / math.cos(math.radians(sheet.middle[0]))
    return sheet.middle[0] - tall, sheet.middle[1] - wide, sheet.middle[0] + tall, sheet.middle[1] + wide


def dot(sheet: Paper, latitude: float, longitude: float, counts: tuple[int, int, int]) -> Dot:
    """A point; `counts` of its cameras: working, broken, unknown."""
    working, broken, unknown = counts
    health = "broken" if broken else "unknown" if unknown else "working"
    radius = min(LARGEST, SMALLEST + PER_CAMERA * (working + broken + unknown - 1))
    return Dot(*sheet.position(latitude, longitude), round(radius, 2), health)


def path(sheet: Paper, places: Iterable[Place]) -> str:
    """A line as SVG writes it."""
    return "M" + "L".join(f"{x},{y}" for x, y in (sheet.position(*place) for place in places))


class Names:
    """Names on the paper, the first come first: one that would lie on another or over the edge is left out."""

    def __init__(self, sheet: Paper) -> None:
        self._sheet = sheet
        self._taken: list[tuple[float, float, float, float]] = []

    def below(self, words: str, place: Place) -> Text | None:
        """A name under a place."""
        x, y = self._sheet.position(*place)
        return self._take(Text(x, y + LINE, words))

    def along(self, words: str, paths: Sequence[Sequence[Any]]) -> Text | None:
        """A street's name along the longest of its stretches, if that is as long as the name."""
        ends = [(self._sheet.position(*path[0]), self._sheet.position(*path[-1]), path) for path in paths]
        first, second, longest = max(ends, key=lambda end: math.dist(end[0], end[1]))
        if math.dist(first, second) < len(words) * LETTER:
            return None
        degrees = math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))
        upright = degrees - 180 if degrees > 90 else degrees + 180 if degrees < -90 else degrees
        return self._take(Text(*self._sheet.position(*longest[len(longest) // 2]), words, round(upright, 1)))

    def _take(self, text: Text) -> Text | None:
        along, across = (abs(share(math.radians(text.degrees))) for share in (math.cos, math.sin))
        half_width = (len(text.words) * LETTER * along + LINE * across) / 2
        half_height = (len(text.words) * LETTER * across + LINE * along) / 2
        box = text.x - half_width, text.y - half_height, text.x + half_width, text.y + half_height
        is_inside = box[0] > 0 and box[1] > 0 and box[2] < WIDTH and box[3] < HEIGHT
        if not is_inside or any(_overlap(box, room) for room in self._taken):
            return None
        self._taken.append(box)
        return text


def _overlap(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
