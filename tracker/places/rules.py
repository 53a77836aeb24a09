"""Sums on the globe: distances, bearings, the frame of Viet Nam; and the words of notice signs. Pure."""

import math

from tracker.words import N_, Word

EARTH_RADIUS_M = 6_371_008.8
# Viet Nam with its islands, Truong Sa included, in WGS 84 degrees.
SOUTH, NORTH, WEST, EAST = 6.0, 24.0, 102.0, 118.0


class Sign(Word):
    """Whether a notice at the place tells people that they are filmed."""

    POSTED = "posted", N_("Đã gắn biển")
    MISSING = "missing", N_("Chưa gắn biển")
    UNKNOWN = "unknown", N_("Chưa rõ")


def sign(posted: bool | None) -> Sign:
    """The word for what is stored of a sign."""
    return {True: Sign.POSTED, False: Sign.MISSING, None: Sign.UNKNOWN}[posted]


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Metres between two places in WGS 84 degrees (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Degrees clockwise from north, 0 to 360, in which the second place lies from the first."""
    a, b, d = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    east = math.sin(d) * math.cos(b)
    north = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(d)
    return math.degrees(math.atan2(east, north)) % 360


def box(lat: float, lon: float, metres: float) -> tuple[float, float, float, float]:
    """(south, north, west, east) in degrees around a place, wide enough for every point within `metres`."""
    tall = math.degrees(metres / EARTH_RADIUS_M) * 1.001
    wide = tall / max(0.01, math.cos(math.radians(lat)))
    return lat - tall, lat + tall, lon - wide, lon + wide


def in_vietnam(latitude: float, longitude: float) -> bool:
    """Whether a place lies within the frame of Viet Nam and its islands."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def swapped(latitude: float, longitude: float) -> bool:
    """Whether a pair of coordinates lies in Viet Nam only when read the other way round."""
    return not in_vietnam(latitude, longitude) and in_vietnam(longitude, latitude)
