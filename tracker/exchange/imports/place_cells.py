"""Rules: what one cell of a list says of a place: degrees, links, plus codes, metres of a grid. Pure.

What means something only in a ward or a province is left to `row_places`: a text under PLACE_TEXT, a half under METRES.
"""

import re
from collections.abc import Mapping
from typing import Any

from tracker.core.i18n import N_
from tracker.register.places import plus_codes, rules, vn2000

PLACE_TEXT = "place_text"
METRES = {"latitude": "latitude_metres", "longitude": "longitude_metres"}
UNREADABLE = N_(
    "Không đọc được tọa độ. Cần dạng 19,8067; 105,7852 (vĩ độ trước), đường dẫn bản đồ, mã plus code hoặc VN-2000."
)
_BEHIND = re.compile(r"\(\s*(-?\d{1,3}\.\d{2,20}\s*[,;]\s*-?\d{1,3}\.\d{2,20})\s*\)\s*$")


class NoPlace(ValueError):
    """What stands in a cell is no place; `message` (a translation key with places for `facts`) says why."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message, self.facts = message, facts


def of_field(name: str, read: str, text: str) -> Mapping[str, Any] | None:
    """What a cell of a field says of a place; None: it is to be read as the field's other cells are. NoPlace."""
    if read == "coordinates":
        return of_cell(text)
    if name in METRES:
        return of_half(name, text)
    return beside_words(name, text) if may_end_in_place(name, text) else None


def may_end_in_place(name: str, text: str) -> bool:
    """Whether behind words coordinates may stand in brackets."""
    return name in ("place", "address") and text.endswith(")")


def of_cell(text: str) -> Mapping[str, Any]:
    """The facts of a cell that holds a whole place. NoPlace."""
    pair = rules.coordinates(text)
    if pair is not None:
        return dict(zip(METRES, pair, strict=True))
    if utm := vn2000.utm_place(text):
        return dict(zip(METRES, (round(degrees, 6) for degrees in utm[:2]), strict=True))
    if likely := rules.with_point_again(text):
        raise NoPlace(rules.POINT_LOST, written=likely)
    if rules.is_link(text):
        raise NoPlace(rules.SHORT_LINK)
    if plus_codes.plus_code(text) or vn2000.grid_place(text):
        return {PLACE_TEXT: text}
    raise NoPlace(UNREADABLE)


def of_half(name: str, text: str) -> Mapping[str, Any] | None:
    """What a cell of a latitude or longitude says that is no degrees: metres; None: it is degrees. NoPlace.

    Of «1980512» nobody knows by itself whether it is metres or 19,80512.
    """
    if vn2000.metres_alone(text) is not None:
        return {METRES[name]: text}
    if likely := rules.with_point_again(text):
        raise NoPlace(rules.POINT_LOST, written=likely)
    return None


def beside_words(name: str, text: str) -> Mapping[str, Any] | None:
    """What a cell of a place or an address says that ends in «(19.805, 105.776)»; None where none does."""
    match = _BEHIND.search(text)
    pair = rules.coordinates(match[1]) if match else None
    if match is None or pair is None or not rules.in_vietnam(*pair):
        return None
    words = text[: match.start()].strip(" ,;\n")
    return {**({name: words} if words else {}), **dict(zip(METRES, pair, strict=True))}
