"""Rules: text typed with the fonts .VnTime (TCVN 5712 VN3, «ABC»): its 74 letters as Unicode. Pure.

Capitals beyond Ă Â Đ Ê Ô Ơ Ư came from fonts ending in H, so their case is lost. That is why nobody's text is changed
unasked.
"""

import re
from collections.abc import Iterable

_LETTERS: tuple[tuple[int, str], ...] = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờở"),
    (0xEC, "ỡớ"),
    (0xEE, "ợùủũúụừửữứựỳỷỹýỵ"),
)
TABLE = {first + step: letter for first, letters in _LETTERS for step, letter in enumerate(letters)}
# Letters of the old fonts that hardly stand inside words of any other language.
_STRANGE = re.compile(r"[A-Za-z\xb5-\xfe][\xa7-\xae\xb5-\xbe]|[\xa7\xa8\xa9\xab-\xae\xb5-\xb9][A-Za-z]")
_TRUE = re.compile(r"[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
ENOUGH = 3  # cells that look so


def to_unicode(text: str) -> str:
    """Text of the old fonts as everybody writes it today."""
    return text if text.isascii() else text.translate(TABLE)


def looks_old(cells: Iterable[str]) -> bool:
    """Whether cells seem to be typed with the old fonts: several do, and not one has a Vietnamese letter of Unicode."""
    strange_cells = 0
    for cell in cells:
        if not cell.isascii():
            if _TRUE.search(cell):
                return False
            strange_cells += bool(_STRANGE.search(cell))
    return strange_cells >= ENOUGH
