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
            told = picture.getexif().get_ifd(IFD.GPSInfo)
        found = _angle(told, GPS.GPSLatitude, GPS.GPSLatitudeRef), _angle(told, GPS.GPSLongitude, GPS.GPSLongitudeRef)
    except (*_BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    within = all(map(math.isfinite, found)) and abs(found[0]) <= 90 and abs(found[1]) <= 180
    return found if within and any(found) else None


def _angle(told: Mapping[int, Any], name: int, side: int) -> float:
    size = math.fsum(float(part) / 60.0**step for step, part in enumerate(told[name]))
    return -size if str(told.get(side, "")).strip("\0 ").upper() in ("S", "W") else size
