"""Sums on the globe, the frame of Viet Nam, how people write a place; the words of notice signs. Pure."""

import math
import re
from urllib.parse import unquote

from tracker.core.geodesy import EARTH_RADIUS_M
from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.core.vietnamese import clean, fold

# Viet Nam with its islands, Truong Sa included, in WGS 84 degrees.
SOUTH, NORTH, WEST, EAST = 6.0, 24.0, 102.0, 118.0
ABROAD = N_("Tọa độ nằm ngoài Việt Nam.")
SHORT_LINK = N_("Đường dẫn này không chứa tọa độ. Hãy mở đường dẫn, chạm giữ vào vị trí rồi chép tọa độ hiện ra.")
POINT_LOST = N_(
    "Số đã mất dấu thập phân (bảng tính coi dấu chấm là ngăn hàng nghìn). Có lẽ là %(written)s: hãy xem lại rồi ghi."
)


class Sign(LabeledEnum):
    """Whether a notice at the place tells people that they are filmed."""

    POSTED = "posted", N_("Đã gắn biển"), Look.SUCCESS, "check-circle"
    MISSING = "missing", N_("Chưa gắn biển"), Look.WARNING, "exclamation-triangle"
    UNKNOWN = "unknown", N_("Chưa rõ"), Look.NEUTRAL, "question-circle"


def sign(posted: bool | None) -> Sign:
    """The word for what is stored of a sign."""
    return {True: Sign.POSTED, False: Sign.MISSING, None: Sign.UNKNOWN}[posted]


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Degrees clockwise from north, 0 to 360, in which the second place lies from the first."""
    phi1, phi2, delta_lambda = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    east = math.sin(delta_lambda) * math.cos(phi2)
    north = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(delta_lambda)
    return math.degrees(math.atan2(east, north)) % 360


def box(lat: float, lon: float, metres: float) -> tuple[float, float, float, float]:
    """(south, north, west, east) in degrees around a place, wide enough for every point within `metres`."""
    tall = math.degrees(metres / EARTH_RADIUS_M) * 1.001
    wide = tall / max(0.01, math.cos(math.radians(lat)))
    return lat - tall, lat + tall, lon - wide, lon + wide


_BETWEEN_STREETS = re.compile(r"\s*[–—,;/()]\s*|\s+-\s+|\s+(?:giao|voi|va)\s+")
_BEFORE_NAMES = re.compile(
    r"^(?:(?:nga (?:ba|tu|nam|sau)|so \d+\w*|(?:dau )?(?:ngo|hem|kiet) \d+\w*|duong|pho|truoc|gan|doi dien|tai) )+"
)


def street_names(place: str) -> list[str]:
    """The streets and names in words about a place, folded: «Ngã tư Lê Lai – Phan Chu Trinh» has two."""
    parts = (_BEFORE_NAMES.sub("", part.strip()) for part in _BETWEEN_STREETS.split(fold(place)))
    return [part for part in parts if len(part) > 3]


def in_vietnam(latitude: float, longitude: float) -> bool:
    """Whether a place lies within the frame of Viet Nam and its islands."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def swapped(latitude: float, longitude: float) -> bool:
    """Whether a pair of coordinates lies in Viet Nam only when read the other way round."""
    return not in_vietnam(latitude, longitude) and in_vietnam(longitude, latitude)


_HEMISPHERES = ("N", "S", "E", "W")
# How people write a place. The degree sign and its primes as keyboards, books and other programs give them.
_LONGEST = 600
_SIGNS = str.maketrans(
    {"º": "°", "˚": "°", "’": "'", "‘": "'", "′": "'", "´": "'", "`": "'", "″": '"', "”": '"', "“": '"'}
)
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-"})
_NUMBER = r"[+-]?\d{1,3}(?:[.,]\d{1,20})?(?!\d)"
_SEPARATORS = r"''|[°'\",;:/|]|-(?=\s)|\s+"
_TOKENS = (
    re.compile(rf"[NSEW]|{_NUMBER}|{_SEPARATORS}", re.IGNORECASE),
    re.compile(rf"[NSEW]|[+-]?\d{{1,3}}(?:\.\d{{1,20}})?(?!\d)|{_SEPARATORS}", re.IGNORECASE),  # a comma only separates
)
_SAID = (
    (re.compile(r"\bvĩ độ\b|\bvi do\b|\blatitude\b|\blat\b|\bbắc\b|B(?!\w)", re.IGNORECASE), " N "),
    (re.compile(r"\bkinh độ\b|\bkinh do\b|\blongitude\b|\blong?\b|\blng\b|\bđông\b|Đ(?!\w)", re.IGNORECASE), " E "),
    (re.compile(r"\bđộ\b|\bdo\b|\bdeg(?:rees?)?\b", re.IGNORECASE), "°"),
    (re.compile(r"\bphút\b|\bgiây\b|[()\[\]={}]", re.IGNORECASE), " "),
)
# Nearly all lists write a place in one of these two ways, which take no thinking about: it is twenty times as fast.
_PLAIN = re.compile(
    r"(-?\d{1,3}\.\d{1,20})(?:[,;] ?| )(-?\d{1,3}\.\d{1,20})|(-?\d{1,3},\d{1,20})(?:; ?| )(-?\d{1,3},\d{1,20})"
)
_POINT = r"(-?\d{1,3}(?:\.\d{1,20})?)"
_IN_LINKS = (
    re.compile(rf"!3d{_POINT}!4d{_POINT}"),
    re.compile(rf"[?&](?:q|query|ll|sll|center|destination|daddr|cp|coordinate)=(?:loc:)?{_POINT}[,~+]\s*{_POINT}"),
    re.compile(rf"[?&]mlat={_POINT}&mlon={_POINT}"),
    re.compile(rf"/(?:place|search|dir)/{_POINT},[+ ]*{_POINT}"),
    re.compile(rf"@{_POINT},{_POINT}"),
    re.compile(rf"#(?:map=)?\d{{1,2}}(?:\.\d+)?/{_POINT}/{_POINT}"),
    re.compile(rf"^geo:{_POINT},{_POINT}", re.IGNORECASE),
)
_LINK = re.compile(r"^(?:geo:|https?://|www\.|maps\.|goo\.gl)", re.IGNORECASE)
_WKT = re.compile(rf"POINT\s?Z?\s?\(\s?({_NUMBER})\s({_NUMBER})(?:\s{_NUMBER})?\s?\)", re.IGNORECASE)


def coordinates(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) of a place as people write or copy it, WGS 84 degrees; None when it is not one.

    Decimal degrees with points or commas, degrees-minutes-seconds, hemispheres (also Vietnamese B and Đ), WKT, geo: and
    map links. Where no letter says which is which, latitude comes first: ask `swapped` and `in_vietnam` afterwards.
    """
    typed = clean(text)
    if not typed or len(typed) > _LONGEST:
        return None
    if match := _PLAIN.fullmatch(typed):
        first, second = filter(None, match.groups())
        return _arranged(_degree(first), _degree(second), "", "")
    if _LINK.match(typed):
        return _of_link(unquote(typed))
    wkt = _WKT.fullmatch(typed)
    if wkt:
        return _degree(wkt.group(2)), _degree(wkt.group(1))
    spelled = _spelled(typed)
    return next((pair for pattern in _TOKENS if (pair := _of_tokens(spelled, pattern))), None)


def angle(text: str, hemispheres: str) -> float | None:
    """Degrees of a latitude (`hemispheres` NS) or longitude (EW) alone, written as `coordinates` reads a pair of them.

    None when it is not one, or one of the other two hemispheres.
    """
    typed = clean(text)
    tokens = _tokens(_spelled(typed), _TOKENS[0]) if len(typed) <= _LONGEST else None
    letters = [token for token in tokens or () if token in _HEMISPHERES]
    if not tokens or letters[1:] or any(letter not in hemispheres for letter in letters):
        return None
    degrees = _angle([token for token in tokens if token[-1].isdigit()])
    return -degrees if degrees is not None and letters and letters[0] in "SW" else degrees


_POINT_LOST = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+[.,]\d{1,3}|[1-9]\d{5,9}")


def with_point_again(text: str) -> str:
    """What a pair or a single number of degrees must have been whose decimal point was taken for thousands'.

    «19.805.12» and «1980512» are 19,80512 if that lies in Viet Nam as a latitude, or as a longitude; else empty.
    """
    parts = re.split(r"[;,\s|]*[;\s|]+", text.strip())
    if not 1 <= len(parts) <= 2 or not all(map(_POINT_LOST.fullmatch, parts)):
        return ""
    figures = [re.sub(r"\D", "", part) for part in parts]
    likely_degrees = [_likely_degrees(each) for each in figures]
    return "; ".join(likely_degrees) if all(likely_degrees) else ""


def _likely_degrees(figures: str) -> str:
    """Figures with their comma: behind two of a latitude (of the far south one), behind three of a longitude."""
    digits = next((size for size in (3, 2, 1) if _is_of_vietnam(int(figures[:size]))), 0)
    return f"{figures[:digits]},{figures[digits:]}" if digits else ""


def _is_of_vietnam(degrees: int) -> bool:
    return WEST <= degrees < EAST or SOUTH <= degrees < NORTH


def is_link(text: str) -> bool:
    """Whether somebody pasted a link, so that the words of refusal can speak of links."""
    return bool(_LINK.match(clean(text)))


def _spelled(typed: str) -> str:
    """A place with its signs and words as `_TOKENS` knows them."""
    typed = typed.translate(_SIGNS).translate(_DASHES)
    for pattern, sign_of in _SAID:
        typed = pattern.sub(sign_of, typed)
    return typed


def _of_link(link: str) -> tuple[float, float] | None:
    match = next(
        (candidate for pattern in _IN_LINKS for candidate in pattern.finditer(link) if _is_place(candidate)), None
    )
    return (float(match.group(1)), float(match.group(2))) if match else None


def _is_place(match: re.Match[str]) -> bool:
    """Not the 0,0 which a link carries when its place stands elsewhere in it."""
    return any(float(part) for part in match.groups())


def _of_tokens(typed: str, pattern: re.Pattern[str]) -> tuple[float, float] | None:
    """The two halves of a text of numbers, signs and hemispheres; None when anything else is in it."""
    tokens = _tokens(typed, pattern)
    if tokens is None:
        return None
    numbers = [index for index, token in enumerate(tokens) if token[-1].isdigit()]
    start = _second_half(tokens, numbers)
    if start is None:
        return None
    halves = [_angle([tokens[index] for index in numbers if (index < start) is first]) for first in (True, False)]
    if halves[0] is None or halves[1] is None:
        return None
    return _arranged(halves[0], halves[1], *_letters(tokens, numbers, start))


def _tokens(typed: str, pattern: re.Pattern[str]) -> list[str] | None:
    """The numbers, hemispheres and degree signs of a text; None when there is more in it than these and separators."""
    if pattern.sub("", typed):
        return None
    all_tokens = [token.upper() for token in pattern.findall(typed)]
    return [token for token in all_tokens if token[-1].isdigit() or token in (*_HEMISPHERES, "°")]


def _second_half(tokens: list[str], numbers: list[int]) -> int | None:
    """Where the second angle begins: at the second number of degrees, or in the middle of the numbers."""
    degrees = [index for index in numbers if tokens[index + 1 : index + 2] == ["°"]]
    if len(degrees) == 2 and numbers[0] == degrees[0]:
        return degrees[1]
    return numbers[len(numbers) // 2] if len(numbers) in (2, 4, 6) and not degrees[1:] else None


def _angle(numbers: list[str]) -> float | None:
    """Degrees of one angle: degrees, minutes and seconds as written. Only the last may be a fraction."""
    parts = [_degree(part) for part in numbers]
    are_whole = all(part.lstrip("+-").isdigit() for part in numbers[:-1])
    fits = 1 <= len(parts) <= 3 and are_whole and all(0 <= part < 60 for part in parts[1:])
    if not fits or any(part[0] in "+-" for part in numbers[1:]):
        return None
    size = math.fsum(abs(part) / 60.0**step for step, part in enumerate(parts))
    return -size if numbers[0].startswith("-") else size


def _letters(tokens: list[str], numbers: list[int], start: int) -> tuple[str, str]:
    """The hemisphere of each half: before its number if the text begins with a letter, else behind it."""
    if tokens[0] in _HEMISPHERES:
        before = tokens[start - 1]
        return tokens[numbers[0] - 1], before if before in _HEMISPHERES else ""
    first = [token for token in tokens[:start] if token in _HEMISPHERES]
    second = [token for token in tokens[start:] if token in _HEMISPHERES]
    return (first or [""])[0], (second or [""])[0]


def _arranged(first: float, second: float, first_letter: str, second_letter: str) -> tuple[float, float] | None:
    """The pair as latitude and longitude, by the letters where there are some."""
    if {first_letter in "NS", second_letter in "NS"} == {True} and first_letter and second_letter:
        return None
    first, second = (
        -value if letter and letter in "SW" else value
        for value, letter in ((first, first_letter), (second, second_letter))
    )
    is_swapped = (first_letter in ("E", "W")) or (second_letter in ("N", "S"))
    if is_swapped and (first_letter in ("N", "S") or second_letter in ("E", "W")):
        return None
    latitude, longitude = (second, first) if is_swapped else (first, second)
    return (latitude, longitude) if abs(longitude) <= 180 and abs(latitude) <= 180 else None


def _degree(text: str) -> float:
    return float(text.replace(",", "."))
