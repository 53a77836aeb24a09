"""Sums on the globe. Pure."""

import math

EARTH_RADIUS_M = 6_371_008.8


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Metres between two places in WGS 84 degrees (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
