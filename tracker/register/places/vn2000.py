"""Rules: metres of the Vietnamese grid VN-2000, zones of 3 or 6 degrees, and of UTM, as degrees in WGS 84.

Own sums instead of pyproj: its wheels weigh 10 MB for these few lines, and its choice of transformation is 0.8 m off
in the south-east. Ellipsoid, scale and zones: Quyết định 83/2000/QĐ-TTg; the seven parameters: Quyết định
05/2007/QĐ-BTNMT as in the EPSG dataset, «VN-2000 to WGS 84 (2)», rotation of the coordinate frame (EPSG 9607), 1 m.
"""

import csv
import math
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

SEMI_MAJOR_M, FLATTENING = 6_378_137.0, 1 / 298.257223563  # of both: VN-2000 uses the ellipsoid of WGS 84
SCALE, FALSE_EAST_M = 0.9999, 500_000.0
UTM_SCALE = 0.9996  # of UTM, and of the zones of 6 degrees of VN-2000, which have the meridians of UTM
UTM_EASTS = (100_000.0, 900_000.0)
UTM_MERIDIANS = {"48": 105.0, "49": 111.0}
SHIFT_M = (-191.90441429, -39.30318279, -111.45032835)
ROTATION_SECONDS = (-0.00928836, 0.01975479, -0.00427372)
SCALE_PPM = 0.252906278
# Metres north (X in Vietnamese papers) and east (Y) between which all of the country lies: they never overlap.
NORTHS, EASTS = (900_000.0, 2_600_000.0), (200_000.0, 900_000.0)
MERGER = date(2025, 7, 1)  # from when the new meridians hold: Thông tư 24/2025/TT-BNNMT
MERIDIANS_FILE = Path(__file__).with_name("vn2000_meridians.csv")

_SQUARE = FLATTENING * (2 - FLATTENING)  # of the eccentricity
_N = FLATTENING / (2 - FLATTENING)
_RADIUS = SEMI_MAJOR_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_SERIES = (  # Krüger's series from the grid to the sphere
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)
_METRES = (
    r"([0-9]{6,7}(?:[.,][0-9]{1,6})?"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){1,2}(?:,[0-9]{1,6})?"
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,2}(?:\.[0-9]{1,6})?)"
)
_NAME = r"(?:[xyne]\s*[=:]?\s*)?"
_MERIDIAN = (
    r"(?:kt|ktt|kinh tuyến(?: trục)?|kinh tuyen(?: truc)?)\s*[=:]?\s*"
    r"(10[2-9])(?:[.,]([0-9]{1,2})|\s*°\s*(?:([0-9]{1,2})\s*['′’]?)?)?"
)
_PAIR = re.compile(
    rf"(?:vn[- ]?2000)?[\s,;:]*{_NAME}{_METRES}\s*m?\s*[;,/\s]\s*{_NAME}{_METRES}\s*m?[\s,;]*(?:\(?{_MERIDIAN}\)?)?",
    re.IGNORECASE,
)


_ZONE = r"(?:(?:utm|zone|múi(?: chiếu)?|mui(?: chieu)?)[\s:,-]*)*(48|49)\s*([npqr])?(?![a-z0-9.])"
_ZONE_BEFORE = re.compile(rf"((?:vn|wgs)[- ]?(?:2000|84)[\s/,:;-]*)?({_ZONE})[\s,:;-]+", re.IGNORECASE)
_ZONE_BEHIND = re.compile(rf"[\s,;(]+((?:vn|wgs)[- ]?(?:2000|84)[\s/,:;-]*)?({_ZONE})\)?$", re.IGNORECASE)


class GridPlace(NamedTuple):
    """A place on the grid in metres; `meridian` in degrees where somebody wrote it."""

    north: float
    east: float
    meridian: float | None


def grid_place(text: str, easts: tuple[float, float] = EASTS) -> GridPlace | None:
    """The pair of metres that somebody wrote, in either order, perhaps with its meridian; None when it is not one."""
    match = _PAIR.fullmatch(text.strip())
    if match is None:
        return None
    first, second = (_metres(digits) for digits in match.groups()[:2])
    north, east = max(first, second), min(first, second)
    if not (NORTHS[0] <= north <= NORTHS[1] and easts[0] <= east <= easts[1]):
        return None
    degrees, decimals, minutes = match.groups()[2:]
    fraction = float(f"0.{decimals}") if decimals else int(minutes or 0) / 60
    return GridPlace(north, east, int(degrees) + fraction if degrees else None)


def utm_place(text: str) -> tuple[float, float, str] | None:
    """(latitude, longitude) in WGS 84 and how it was read, of metres whose UTM zone, 48 or 49, stands with them.

    The zone by «UTM», «zone», «múi» or its band (48Q); on the datum VN-2000 where that is said. None when it is none.
    """
    typed = re.sub(r"(?<=\d)\s*m\s?[NE]?\b", "", text.strip())
    match = _ZONE_BEFORE.match(typed) or _ZONE_BEHIND.search(typed)
    if match is None or match[2] == match[3]:
        return None
    grid = grid_place(typed[: match.start()] + typed[match.end() :], UTM_EASTS)
    if grid is None or grid.meridian is not None:
        return None
    of_vn2000 = bool(match[1]) and match[1].lower().startswith("vn")
    place = to_wgs84(grid.north, grid.east, UTM_MERIDIANS[match[3]], UTM_SCALE, is_vn2000=of_vn2000)
    return *place, f"{'VN-2000' if of_vn2000 else 'WGS 84'}, UTM {match[3]}N"


def metres_alone(text: str) -> float | None:
    """Metres north or east in a cell of their own; None where it is no such number."""
    match = re.fullmatch(rf"\s*{_METRES}\s*m?\s*", text)
    metres = _metres(match[1]) if match else 0.0
    return metres if any(least <= metres <= most for least, most in (NORTHS, EASTS)) else None


def _metres(digits: str) -> float:
    """A number with or without separators of thousands; the last sign of another kind is the decimal one."""
    signs = re.findall(r"[.,]", digits)
    if signs and (len(set(signs)) == 2 or len(signs) == 2 or len(digits.split(signs[0])[0]) <= 3):
        digits = digits.replace(signs[0], "")
    return float(digits.replace(",", "."))


def meridians(province_code: str, old_codes: frozenset[str] = frozenset()) -> tuple[float, ...]:
    """The central meridians used in a province: today's first, then those of papers from before July 2025.

    `old_codes`: the provinces that went into it.
    """
    codes = {province_code, *old_codes}
    lines = MERIDIANS_FILE.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if row["province_code"] in codes]
    current = [row for row in rows if row["scheme"] == "current" and row["province_code"] == province_code]
    legacy = [row for row in rows if row["scheme"] == "legacy"]
    return tuple(dict.fromkeys(float(row["central_meridian_deg"]) for row in (*current, *legacy)))


def to_wgs84(
    north: float, east: float, meridian: float, scale: float = SCALE, *, is_vn2000: bool = True
) -> tuple[float, float]:
    """(latitude, longitude) in WGS 84 of metres on the grid of a central meridian, at height 0."""
    latitude, longitude = _unprojected(north, east, meridian, scale)
    if not is_vn2000:
        return math.degrees(latitude), math.degrees(longitude)
    return _geodetic(*_shifted(*_geocentric(latitude, longitude)))


def _unprojected(north: float, east: float, meridian: float, scale: float) -> tuple[float, float]:
    """Radians on the ellipsoid: the inverse of the transverse Mercator projection, after Krüger."""
    xi, eta = north / (scale * _RADIUS), (east - FALSE_EAST_M) / (scale * _RADIUS)
    steps = [(2 * order, term) for order, term in enumerate(_SERIES, 1)]
    xi_sphere = xi - sum(term * math.sin(order * xi) * math.cosh(order * eta) for order, term in steps)
    eta_sphere = eta - sum(term * math.cos(order * xi) * math.sinh(order * eta) for order, term in steps)
    conformal = math.asin(math.sin(xi_sphere) / math.cosh(eta_sphere))
    longitude = math.radians(meridian) + math.atan2(math.sinh(eta_sphere), math.cos(xi_sphere))
    return _latitude_of(math.asinh(math.tan(conformal))), longitude


def _latitude_of(isometric: float) -> float:
    """The geodetic latitude of an isometric one, by iteration: it gains two digits with each step."""
    eccentricity = math.sqrt(_SQUARE)
    latitude = math.atan(math.sinh(isometric))
    for _ in range(8):
        correction = eccentricity * math.atanh(eccentricity * math.sin(latitude))
        latitude = math.atan(math.sinh(isometric + correction))
    return latitude


def _geocentric(latitude: float, longitude: float) -> tuple[float, float, float]:
    normal = SEMI_MAJOR_M / math.sqrt(1 - _SQUARE * math.sin(latitude) ** 2)
    flat = normal * math.cos(latitude)
    return flat * math.cos(longitude), flat * math.sin(longitude), normal * (1 - _SQUARE) * math.sin(latitude)


def _shifted(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Geocentric metres of VN-2000 as those of WGS 84."""
    rx, ry, rz = (math.radians(seconds / 3600) for seconds in ROTATION_SECONDS)
    turned = (x + rz * y - ry * z, -rz * x + y + rx * z, ry * x - rx * y + z)
    new_x, new_y, new_z = (
        shift + (1 + SCALE_PPM * 1e-6) * metres for shift, metres in zip(SHIFT_M, turned, strict=True)
    )
    return new_x, new_y, new_z


def _geodetic(x: float, y: float, z: float) -> tuple[float, float]:
    """Degrees of geocentric metres near the surface, by iteration."""
    flat = math.hypot(x, y)
    latitude = math.atan2(z, flat * (1 - _SQUARE))
    for _ in range(6):
        normal = SEMI_MAJOR_M / math.sqrt(1 - _SQUARE * math.sin(latitude) ** 2)
        latitude = math.atan2(z + _SQUARE * normal * math.sin(latitude), flat)
    return math.degrees(latitude), math.degrees(math.atan2(y, x))
