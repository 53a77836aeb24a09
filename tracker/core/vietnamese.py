"""The one place that folds Vietnamese text: NFC, search keys, sort keys."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"̀": "1", "̉": "2", "̃": "3", "́": "4", "̣": "5"}  # huyền, hỏi, ngã, sắc, nặng
_SHAPES = {"̂", "̆", "̛"}  # mũ, trăng, móc: they make another letter, not a tone
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


class _Bare(dict[int, str]):
    """Each character without its marks, đ as d; found out when the character is first met."""

    def __missing__(self, code: int) -> str:
        parts = (c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        self[code] = letter = "".join(parts).replace("đ", "d").replace("Đ", "d")
        return letter


_BARE = _Bare()


def clean(text: str) -> str:
    """`text` in NFC, blanks collapsed, characters that nobody sees removed."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def clean_lines(text: str) -> str:
    """`clean` for a text of several lines: line breaks stay."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def fold(text: str) -> str:
    """`text` as people type it in a hurry: no diacritics, no case, đ as d. For searching, never for identity."""
    return clean(text).translate(_BARE).casefold()


def toned(text: str) -> tuple[str, ...]:
    """The words of `text` with their tones, wherever the tone stands: «hoà» and «hòa» are one, «đa» and «da» not."""
    words = re.findall(r"[^\W_]+", clean(text).casefold())
    return tuple(_syllable(word)[0].strip() + _tone(word) for word in words)


def retoned(text: str) -> set[str]:
    """The ways in which `text` may have been written: tone on either vowel of oa, oe, uy; small, Capital, CAPITALS."""
    typed = clean(text).casefold()
    parts = unicodedata.normalize("NFD", typed)
    early = re.sub(rf"(?<!q)([ou])([aey])([{''.join(_TONES)}])(?!\w)", r"\1\3\2", parts)
    late = re.sub(rf"(?<!q)([ou])([{''.join(_TONES)}])([aey])(?!\w)", r"\1\3\2", parts)
    spellings = {unicodedata.normalize("NFC", cased) for cased in (typed, early, late)}
    return {
        cased
        for spelling in spellings
        for cased in (spelling, spelling.title(), spelling.upper(), spelling[:1].upper() + spelling[1:])
    }


def search_key(*texts: str | None) -> str:
    """The folded words of several texts in one column."""
    return " ".join(fold(text) for text in texts if text)


def sort_key(text: str) -> str:
    """ASCII text that sorts as Vietnamese does: letters first (a ă â b c d đ …), then tones, numbers by size."""
    letters: list[str] = []
    tones: list[str] = []
    for token in re.split(r"(\d+)", clean(text).casefold()):
        if token.isdecimal():
            letters.append(f"{len(token):02d}{token}")
        else:
            for syllable in unicodedata.normalize("NFC", token).split():
                ranks, tone = _syllable(syllable)
                letters.append(ranks)
                tones.append(tone)
    return f"{''.join(letters)}!{''.join(tones)}"


@lru_cache(maxsize=16_384)
def _syllable(syllable: str) -> tuple[str, str]:
    return "".join(_rank(c) for c in syllable) + " ", _tone(syllable)


@lru_cache(maxsize=1024)
def _rank(character: str) -> str:
    letter = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", character) if c not in _TONES)
    )
    position = _LETTERS.find(letter)
    return f"{position + 40:02d}" if position >= 0 else f"z{ord(letter[:1] or ' '):06x}"


def _tone(syllable: str) -> str:
    return next((_TONES[c] for c in unicodedata.normalize("NFD", syllable) if c in _TONES), "0")
