"""Outlines of areas: reading GeoJSON shapes, thinning them, and whether one holds a place. Pure.

Positions stand as GeoJSON has them, longitude before latitude, in degrees.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
import shapely
from shapely import Geometry, MultiPolygon, Polygon

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import fold
from tracker.territory.wards.rules import padded

TOLERANCE = 0.0001  # degrees, some 11 m: an outline of a ward becomes a few kB
GRID = 0.00001  # degrees, some 1 m: what the corners of a thinned outline are rounded to
# Where areas share an edge, a place on it belongs to the eastern one: asked for is the place 0.1 mm to the north-east.
EAST_OF_EDGE, NORTH_OF_EDGE = 1e-9, 6e-10
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


def shape(geometry: object) -> MultiPolygon:
    """The outline that a GeoJSON Polygon or MultiPolygon draws; rings that cross are put right. Raises Unusable."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise Unusable(Flaw.NO_AREA)
    positions = geometry.get("coordinates")
    try:
        polygons = [positions] if geometry["type"] == "Polygon" else positions
        outline = MultiPolygon([_polygon(rings) for rings in polygons])  # type: ignore[arg-type,union-attr]  # refused below
    except (TypeError, ValueError, LookupError, AttributeError, OverflowError, shapely.errors.ShapelyError) as error:
        raise error if isinstance(error, Unusable) else Unusable(Flaw.BROKEN) from error
    if not outline.is_valid:
        outline = _areas(shapely.make_valid(outline, method="structure", keep_collapsed=False))
    if outline.is_empty:
        raise Unusable(Flaw.BROKEN)
    return outline


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> Polygon:
    """A polygon of an outer ring and its holes; heights are passed over."""
    outer, *holes = [[(place[0], place[1]) for place in ring] for ring in rings]
    if not all(math.isfinite(sum(map(sum, ring))) for ring in (outer, *holes)):  # a text among them is a TypeError
        raise Unusable(Flaw.BROKEN)
    polygon = Polygon(outer, holes)
    flaw = _misplaced(polygon)
    if flaw:
        raise Unusable(flaw)
    return polygon


def _misplaced(polygon: Polygon) -> Flaw | None:
    """Why the corners of a polygon do not lie in Vietnam, if they do not."""
    if polygon.is_empty:
        return Flaw.BROKEN
    west, south, east, north = polygon.bounds
    if _lies_here(west, south, east, north):
        return None
    if max(map(abs, polygon.bounds)) > 360:
        return Flaw.METRES
    return Flaw.SWAPPED if _lies_here(south, west, north, east) else Flaw.ABROAD


def _lies_here(west: float, south: float, east: float, north: float) -> bool:
    return west >= WEST and east <= EAST and south >= SOUTH and north <= NORTH


def _areas(geometry: Geometry) -> MultiPolygon:
    """The polygons of a geometry, without what shrank to lines and points."""
    parts = shapely.get_parts(geometry).tolist()
    return MultiPolygon([part for part in parts if isinstance(part, Polygon) and not part.is_empty])


def joined(outlines: Sequence[MultiPolygon]) -> MultiPolygon:
    """The outline of an area that is drawn in parts."""
    return outlines[0] if len(outlines) == 1 else _areas(shapely.union_all(outlines))


def stored(outline: MultiPolygon) -> str:
    """An outline as it is kept: the JSON of a GeoJSON MultiPolygon's coordinates."""
    return orjson.dumps(coordinates(outline)).decode()


def coordinates(outline: MultiPolygon) -> Any:
    """The coordinates of a GeoJSON MultiPolygon."""
    return outline.__geo_interface__["coordinates"]


def read(text: str) -> MultiPolygon:
    """An outline from what `stored` made of it."""
    outline: MultiPolygon = shapely.from_geojson(f'{{"type":"MultiPolygon","coordinates":{text}}}')
    return outline


def frame(outline: MultiPolygon) -> Box:
    """The box around an outline."""
    west, south, east, north = outline.bounds
    return Box(south, north, west, east)


def points(outline: MultiPolygon) -> int:
    """How many corners an outline has; the first of a ring counts again as its last."""
    return int(shapely.get_num_coordinates(outline))


def thinned(outline: MultiPolygon, tolerance: float = TOLERANCE) -> MultiPolygon:
    """The outline with as few corners as keep it within `tolerance` degrees. What shrinks to a line is left out.

    An outline all of which would vanish stays as it was.
    """
    thin = shapely.simplify(outline, tolerance, preserve_topology=False)
    on_grid = _areas(shapely.set_precision(thin, GRID))
    return outline if on_grid.is_empty else on_grid


def holds(outline: MultiPolygon, latitude: float, longitude: float) -> bool:
    """Whether a place lies within an outline. Of two areas that share an edge exactly one holds a place on it."""
    return bool(shapely.contains_xy(outline, longitude + EAST_OF_EDGE, latitude + NORTH_OF_EDGE))


def code_property(features: Iterable[Mapping[str, Any]], known_codes: Collection[str]) -> str | None:
    """The property that gives wards' codes: one so named that does, else the one that holds most known codes."""
    code_counts: dict[str, int] = {}
    for properties in features:
        for name, value in properties.items():
            if code_of(value) in known_codes:
                code_counts[name] = code_counts.get(name, 0) + 1
    return max(code_counts, key=lambda name: (_letters_and_digits(name) in CODE_NAMES, code_counts[name]), default=None)


def name_property(properties: Mapping[str, Any]) -> str | None:
    """The property that gives a ward's name, if one is so named."""
    return next((name for name in properties if _letters_and_digits(name) in NAME_NAMES), None)


def code_of(value: object) -> str:
    """A ward's code as files write it: a text or a number that lost its zeros; empty when it is neither."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    code = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return padded(code) if 0 < len(code) <= 5 else ""


def same_name(given_name: object, name: str) -> bool:
    """Whether a file's name of a ward is the register's, kind, tones and case aside."""
    if not isinstance(given_name, str) or not given_name.strip():
        return True
    return fold(name).endswith(fold(given_name)) or fold(given_name).endswith(fold(name).split(" ", 1)[-1])


def _letters_and_digits(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())
