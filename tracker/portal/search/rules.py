"""How near a thing is to what was searched for, and what of it matched. Pure."""

import re
from dataclasses import dataclass

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import clean, fold, toned
from tracker.register.cameras.codes import code_key

LONGEST = 100  # letters of what is searched for
HIDDEN = "•••"


class HitKind(LabeledEnum):
    """What can be found, in the order in which it is shown."""

    CAMERA = "camera", N_("Camera")
    INCIDENT = "incident", N_("Vụ việc")
    REQUEST = "request", N_("Phiếu yêu cầu trích xuất")
    NETWORK = "network", N_("Mô hình")
    RECORDER = "recorder", N_("Đầu ghi")
    PLACE = "place", N_("Điểm lắp đặt")
    OWNER = "owner", N_("Chủ camera")


@dataclass(frozen=True)
class Hit:
    """One thing found: `code` is its number or name, `texts` what else is shown of it."""

    kind: HitKind
    id: int
    code: str
    texts: tuple[str, ...] = ()


def rank(query: str, hit: Hit) -> tuple[int, int]:
    """Smaller is nearer: the very code, then the words with their very tones, then a beginning, then anywhere.

    Among equals the one in whose first text it was found.
    """
    typed = fold(query)
    if fold(hit.code) == typed or (hit.kind is HitKind.CAMERA and code_key(hit.code) == code_key(query)):
        return 0, 0
    return min(
        ((_distance(query, typed, text), index) for index, text in enumerate((hit.code, *hit.texts))), default=(9, 0)
    )


def _distance(query: str, typed: str, text: str) -> int:
    if _runs_in(toned(query), toned(text)):
        return 1
    folded_text = fold(text)
    if folded_text.startswith(typed):
        return 2
    return 3 if f" {typed}" in folded_text else 4 if typed in folded_text else 5


def _runs_in(searched: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether all of `searched` stands in `words`, one after the other."""
    return bool(searched) and any(
        words[start : start + len(searched)] == searched for start in range(len(words) - len(searched) + 1)
    )


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is one of the words searched for, however toned."""
    text = clean(text)
    folded = "".join((fold(letter) or letter)[:1] for letter in text)  # letter for letter
    words = sorted({re.escape(word) for word in fold(query).split()}, key=len, reverse=True)
    if not words:
        return [(text, False)]
    ends = [0]
    for match in re.finditer("|".join(words), folded):
        ends += [*match.span()]
    pieces = [text[start:end] for start, end in zip(ends, [*ends[1:], len(text)], strict=True)]
    return [(piece, bool(index % 2)) for index, piece in enumerate(pieces) if piece]


def fit_to_log(query: str) -> str:
    """What was searched for as the log may keep it: a long run of digits may be somebody's telephone."""
    return re.sub(r"\+?\d(?:[ .-]?\d){7,}", HIDDEN, query)
