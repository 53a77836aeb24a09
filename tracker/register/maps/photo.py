"""Rules: where a photograph was taken, by what the camera wrote into its first kilobytes. Nothing of it is kept."""

import io
import math
import struct
from collections.abc import Mapping
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD

ENOUGH = 256 * 1024  # bytes from the beginning: EXIF stands before the picture
_BROKEN = (OSError, ValueError, TypeError, KeyError, SyntaxError, ArithmeticError, IndexError, struct.error)


def place(beginning: bytes) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees from the beginning of a JPEG file; None where it tells none."""
    try:
        with Image.open(io.BytesIO(beginning[:ENOUGH]), formats=["JPEG", "MPO"]) as picture:
            gps_tags = picture.getexif().get_ifd(IFD.GPSInfo)
        degrees = (
            _angle(gps_tags, GPS.GPSLatitude, GPS.GPSLatitudeRef),
            _angle(gps_tags, GPS.GPSLongitude, GPS.GPSLongitudeRef),
        )
    except (*_BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    within = all(map(math.isfinite, degrees)) and abs(degrees[0]) <= 90 and abs(degrees[1]) <= 180
    return degrees if within and any(degrees) else None


def _angle(gps_tags: Mapping[int, Any], name: int, side: int) -> float:
    size = math.fsum(float(part) / 60.0**step for step, part in enumerate(gps_tags[name]))
    return -size if str(gps_tags.get(side, "")).strip("\0 ").upper() in ("S", "W") else size
