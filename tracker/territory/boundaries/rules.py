"""Outlines of areas: reading GeoJSON shapes, thinning them, and whether one holds a place. Pure."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import fold
from tracker.territory.wards.rules import padded

Position = tuple[float, float]  # longitude, latitude
Ring = list[Position]
Polygon = list[Ring]  # the outer ring, then its holes
Outline = list[Polygon]

TOLERANCE = 0.0001  # degrees, some 11 m: an outline of a ward becomes a few kB
DIGITS = 5  # decimals of a degree that are kept, some 1 m
SOUTH, NORTH, WEST, EAST = 6.0, 24.0, 102.0, 118.0

# Properties in which files give a ward's code or its name, folded to letters and figures.
CODE_NAMES = frozenset(
    "maxa maphuong maphuongxa mapx madvhc maphuongxamoi maxamoi code wardcode communecode xacode adm3pcode adm2pcode "
    "idxa wardid".split()
)
NAME_NAMES = frozenset(
    "tenxa tenphuong tenphuongxa ten tendvhc name wardname communename fullname tenxamoi tendaydu adm3vi adm2vi".split()
)


class Flaw(LabeledEnum):
    """Why a feature of a file is no outline of a ward."""

    UNKNOWN = "unknown", N_("không có phường, xã nào mang mã này vào ngày đã chọn")
    OTHER_NAME = "other_name", N_("tên trong tệp khác tên trong danh mục")
    NO_AREA = "no_area", N_("không phải là một vùng (Polygon hoặc MultiPolygon)")
    BROKEN = "broken", N_("đường ranh giới không đọc được")
    METRES = "metres", N_("tọa độ tính bằng mét (VN-2000), không phải độ WGS 84")
    SWAPPED = "swapped", N_("vĩ độ đứng trước kinh độ; GeoJSON cần kinh độ trước")
    ABROAD = "abroad", N_("nằm ngoài Việt Nam")


# These say that the whole file is drawn in other coordinates: nothing of it may be used.
OF_THE_FILE = frozenset({Flaw.METRES, Flaw.SWAPPED, Flaw.ABROAD})


class Unusable(ValueError):
    """A shape that cannot be an outline, and why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class Box(NamedTuple):
    """The frame of an outline, in degrees."""

    south: float
    north: float
    west: float
    east: float


def shape(geometry: object) -> Outline:
    """The outline that a GeoJSON Polygon or MultiPolygon draws. Raises Unusable."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise Unusable(Flaw.NO_AREA)
    drawn = geometry.get("coordinates")
    try:
        polygons = [drawn] if geometry["type"] == "Polygon" else drawn
        outline = [[_ring(ring) for ring in polygon] for polygon in polygons]  # type: ignore[union-attr]  # refused below
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise error if isinstance(error, Unusable) else Unusable(Flaw.BROKEN) from error
    if not outline or not all(outline):
        raise Unusable(Flaw.BROKEN)
    return outline


def _ring(drawn: Sequence[Sequence[float]]) -> Ring:
    ring = [(float(place[0]), float(place[1])) for place in drawn]
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(ring) < 4:
        raise Unusable(Flaw.BROKEN)
    flaw = _misplaced(ring)
    if flaw:
        raise Unusable(flaw)
    return ring


def _misplaced(ring: Ring) -> Flaw | None:
    x, y = [place[0] for place in ring], [place[1] for place in ring]
    if not all(map(math.isfinite, (*x, *y))):
        return Flaw.BROKEN
    if _lies_here(x, y):
        return None
    if max(map(abs, x)) > 360 or max(map(abs, y)) > 360:
        return Flaw.METRES
    return Flaw.SWAPPED if _lies_here(y, x) else Flaw.ABROAD


def _lies_here(x: Sequence[float], y: Sequence[float]) -> bool:
    return min(x) >= WEST and max(x) <= EAST and min(y) >= SOUTH and max(y) <= NORTH


def frame(outline: Outline) -> Box:
    """The box around an outline."""
    x = [place[0] for polygon in outline for place in polygon[0]]
    y = [place[1] for polygon in outline for place in polygon[0]]
    return Box(min(y), max(y), min(x), max(x))


def points(outline: Outline) -> int:
    """How many corners an outline has."""
    return sum(len(ring) for polygon in outline for ring in polygon)


def thinned(outline: Outline, tolerance: float = TOLERANCE) -> Outline:
    """The outline with as few corners as keep it within `tolerance` degrees. What shrinks to a line is left out.

    An outline all of which would vanish stays as it was.
    """
    made = []
    for polygon in outline:
        rings = [_thin_ring(ring, tolerance) for ring in polygon]
        if len(rings[0]) >= 4:
            made.append([rings[0], *(ring for ring in rings[1:] if len(ring) >= 4)])
    return made or outline


def _thin_ring(ring: Ring, tolerance: float) -> Ring:
    """A closed ring by Douglas and Peucker, begun at its first corner and the one farthest from it."""
    near = _without_crowds(ring, tolerance / 4)
    far = max(range(len(near)), key=lambda at: math.dist(near[0], near[at]))
    kept = sorted({0, far, len(near) - 1, *_kept(near, 0, far, tolerance), *_kept(near, far, len(near) - 1, tolerance)})
    return _rounded([near[at] for at in kept])


def _without_crowds(ring: Ring, least: float) -> Ring:
    """The ring without corners that stand closer to the one before than `least`: quick, and enough for dense tracks."""
    made = [ring[0]]
    for place in ring[1:-1]:
        if abs(place[0] - made[-1][0]) + abs(place[1] - made[-1][1]) >= least:
            made.append(place)
    return [*made, ring[-1]]


def _kept(ring: Ring, first: int, last: int, tolerance: float) -> list[int]:
    """Which corners between two must stay. A list of spans instead of recursion: rings may have a million corners."""
    found, spans, limit = [], [(first, last)], tolerance * tolerance
    while spans:
        start, end = spans.pop()
        gaps = _gaps2(ring, start, end)
        far = max(gaps, default=0.0)
        if far > limit:
            at = start + 1 + gaps.index(far)
            found.append(at)
            spans += [(start, at), (at, end)]
    return found


def _gaps2(ring: Ring, start: int, end: int) -> list[float]:
    """The squares of the distances of the corners between two from the stretch between these. One loop: it is hot."""
    (ax, ay), (bx, by) = ring[start], ring[end]
    dx, dy = bx - ax, by - ay
    length, gaps = dx * dx + dy * dy, []
    for x, y in ring[start + 1 : end]:
        px, py = x - ax, y - ay
        along = px * dx + py * dy
        if along <= 0:
            gaps.append(px * px + py * py)
        elif along >= length:
            gaps.append((x - bx) ** 2 + (y - by) ** 2)
        else:
            gaps.append((px * dy - py * dx) ** 2 / length)
    return gaps


def _rounded(ring: Ring) -> Ring:
    made = [(round(x, DIGITS), round(y, DIGITS)) for x, y in ring]
    return [place for at, place in enumerate(made) if at == 0 or place != made[at - 1]]


def holds(outline: Outline, latitude: float, longitude: float) -> bool:
    """Whether a place lies within an outline: inside an odd number of the rings of one of its polygons.

    Of two areas that share an edge exactly one holds a place on it.
    """
    return any(sum(_crossings(ring, latitude, longitude) for ring in polygon) % 2 for polygon in outline)


def _crossings(ring: Ring, latitude: float, longitude: float) -> int:
    """How many edges of a ring lie east of a place."""
    crossed = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (latitude - y1) * (x2 - x1) / (y2 - y1):
            crossed += 1
    return crossed


def code_property(features: Iterable[Mapping[str, Any]], known: Collection[str]) -> str | None:
    """The property that gives wards' codes: one so named that does, else the one that holds most known codes."""
    found: dict[str, int] = {}
    for properties in features:
        for name, value in properties.items():
            if code_of(value) in known:
                found[name] = found.get(name, 0) + 1
    return max(found, key=lambda name: (_plain(name) in CODE_NAMES, found[name]), default=None)


def name_property(properties: Mapping[str, Any]) -> str | None:
    """The property that gives a ward's name, if one is so named."""
    return next((name for name in properties if _plain(name) in NAME_NAMES), None)


def code_of(value: object) -> str:
    """A ward's code as files write it: a text or a number that lost its zeros; empty when it is neither."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return padded(written) if 0 < len(written) <= 5 else ""


def same_name(written: object, name: str) -> bool:
    """Whether a file's name of a ward is the register's, kind, tones and case aside."""
    if not isinstance(written, str) or not written.strip():
        return True
    return fold(name).endswith(fold(written)) or fold(written).endswith(fold(name).split(" ", 1)[-1])


def _plain(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
