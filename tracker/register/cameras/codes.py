"""Rules: when two codes of cameras are one, whoever typed them, and when one may be meant for another. Pure.

Word and Zalo turn - into – or ‑, phones begin with a capital, spreadsheets drop zeros in front: none of it makes
another camera.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from tracker.core.vietnamese import clean, fold

LONGEST_KEY = 200
# Cyrillic and Greek letters that look just like Latin ones: they come with what is copied from other programs.
_FOREIGN = str.maketrans(
    "АВЕКМНОРСТУХІЈЅавекмнорстухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXIJSabekmhopctyxijsABEZHIKMNOPTYXo"
)
_LOOKALIKES = str.maketrans("oil", "011")  # as people mistake them for figures on a label
_JOINTS = {"Pd", "Pi", "Pf", "Mn", "Me", "Cf", "Zs"}  # dashes, quotes, marks, what nobody sees, blanks
_MORE_JOINTS = "_'\"`´−"
_ASCII_JOINTS = re.compile(r"[-_'\"`]")
_TOKENS = re.compile(r"\d+|\D+")
LEAST_LETTERS = 3  # of a word that may be misspelt: NV-1 beside NT-1 are two streets


def code_key(code: str) -> str:
    """What a code is known by: no case, width, dashes, blanks or zeros in front; «cam 1» and «CAM–01» have one.

    Figures keep apart what was apart: 1-1 is not 11. Vietnamese letters stay what they are. At most LONGEST_KEY long.
    """
    text = unicodedata.normalize("NFKC", clean(code)).translate(_FOREIGN).casefold()
    apart = _ASCII_JOINTS.sub(" ", text) if text.isascii() else "".join(map(_blank_for_joint, text))
    tokens: list[str] = []
    for part in apart.split():
        for token in _TOKENS.findall(part):
            is_number = token.isdecimal()
            tokens += ["-"] if is_number and tokens and tokens[-1].isdecimal() else []
            tokens.append(str(int(token)) if is_number else token)
    return ("".join(tokens) or "-")[:LONGEST_KEY]


def own_key(key: str, camera_id: int) -> str:
    """A key of its own for a camera whose code was taken for another's when keys were first made."""
    return f"{key} {camera_id}"


def key_range(code: str) -> tuple[str, str]:
    """From which key (which is the code's) to before which those of a code lie, own ones among them."""
    key = code_key(code)
    return key, f"{key}!"  # no key has a blank in it, which sorts right before !


def _blank_for_joint(letter: str) -> str:
    return " " if letter in _MORE_JOINTS or unicodedata.category(letter) in _JOINTS else letter


class KnownKeys:
    """Keys of codes that are there, to tell which of them may have been meant by a new one."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_look: dict[str, list[str]] = defaultdict(list)
        self._by_figures: dict[str, list[str]] = defaultdict(list)
        self._keys = set(keys)
        self._words = Counter(map(_words, self._keys))
        for key in sorted(self._keys):
            self._by_look[look(key)].append(key)
            self._by_figures[figures(key)].append(key)

    def similar(self, key: str) -> str | None:
        """The key that may have been meant: O for 0, I for 1, no tones, other signs, one letter wrong. None: none is.

        Figures that differ are another camera, and so is what is called as further ones of the keys are.
        """
        same_look = [known_key for known_key in self._by_look.get(look(key), ()) if known_key != key]
        words = _words(key)
        if same_look or self._words[words] > (key in self._keys):
            return same_look[0] if same_look else None
        candidates = self._by_figures.get(figures(key), ())
        return next((known_key for known_key in candidates if _one_letter_off(words, _words(known_key))), None)


def look(key: str) -> str:
    """A key in which what looks alike is alike, and signs say nothing: what keys may be meant for each other share."""
    tokens = _TOKENS.findall(re.sub(r"[\W_]", "", fold(key).translate(_LOOKALIKES)))
    return " ".join(token.lstrip("0") if token.isdecimal() else token for token in tokens)


def _words(key: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", fold(key)))


def figures(key: str) -> str:
    """The figures of a key, as they stand: keys that are one letter apart share them."""
    return "-".join(re.findall(r"\d+", key))


def first_word(look_of_key: str) -> str:
    """What the looks of keys begin with that are called alike, with other figures: «cam » of «cam 12»."""
    return look_of_key.partition(" ")[0] + " "


def _one_letter_off(words: tuple[str, ...], known_words: tuple[str, ...]) -> bool:
    """Whether one letter of one word was changed, left out or put in, or two stand the wrong way round."""
    unlike = [pair for pair in zip(words, known_words, strict=False) if pair[0] != pair[1]]
    return len(words) == len(known_words) and len(unlike) == 1 and _misspelt(*unlike[0])


def _misspelt(word: str, known_word: str) -> bool:
    if min(len(word), len(known_word)) < LEAST_LETTERS:
        return False
    start = next((index for index, pair in enumerate(zip(word, known_word, strict=False)) if pair[0] != pair[1]), -1)
    if start < 0:
        return abs(len(word) - len(known_word)) == 1
    tail, known_tail = word[start:], known_word[start:]
    turned = tail[:2] == known_tail[1::-1] and tail[2:] == known_tail[2:]
    return turned or tail[1:] in (known_tail, known_tail[1:]) or tail == known_tail[1:]
