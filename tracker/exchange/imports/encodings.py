"""Rules: the letters of a text file: which encoding its bytes are in, and their text."""

import re
from codecs import getincrementaldecoder

from charset_normalizer import from_bytes

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.exchange.imports import tcvn3

SAMPLE = 64 * 1024  # bytes by which an old encoding is told
UNREADABLE = N_("Không đọc được tệp này. Hãy gửi tệp CSV hoặc Excel (.xlsx).")

_WESTERN, _EASTERN = ["cp1258", "cp1252"], ["cp949", "cp932", "gb18030", "big5"]
_LONG_RUN = re.compile(rb"[\x80-\xfe]{4,}")


def decoded(content: bytes, *, old_font: bool) -> tuple[str, str]:
    """The text of a CSV file: by its byte order mark, as UTF-8, as UTF-16, else as what it most looks like.

    The second is the name of the encoding where it was guessed from the letters alone.
    """
    if old_font:
        return tcvn3.to_unicode(_printable(western(content))), ""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _text(content, encoding), ""
    sample = content[:SAMPLE]
    if sample.count(0) * 4 >= len(sample):
        return _text(content, "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"), ""
    try:
        return _text(content, "utf-8", strict=True), ""
    except UnicodeDecodeError:
        best = from_bytes(sample, cp_isolation=_EASTERN if is_eastern(sample) else _WESTERN).best()
        encoding = best.encoding if best else "cp1252"
        return _text(content, encoding, lenient=True), encoding


def is_eastern(sample: bytes) -> bool:
    """Whether bytes seem to be Korean, Japanese or Chinese of an old encoding.

    There most letters are two high bytes, side by side; in Vietnamese of any old encoding high bytes stand apart.
    """
    high = sum(map(len, re.findall(rb"[\x80-\xff]+", sample)))
    runs = sum(map(len, _LONG_RUN.findall(sample)))
    return runs * 2 > high and not _is_utf8(sample)


def _is_utf8(sample: bytes) -> bool:
    try:
        getincrementaldecoder("utf-8-sig")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def western(content: bytes) -> str:
    """The text of a CSV file in which each letter of the old fonts stands as its Western twin."""
    try:
        return getincrementaldecoder("utf-8-sig")().decode(content)  # which minds no letter cut off at the end
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _text(content: bytes, encoding: str, *, strict: bool = False, lenient: bool = False) -> str:
    try:
        text = content.decode(encoding, "replace" if lenient else "strict")
    except UnicodeDecodeError as error:
        if strict:
            raise
        raise errors.Invalid({"file": UNREADABLE}) from error
    return _printable(text)


def _printable(text: str) -> str:
    if any(c < " " and c not in "\t\r\n\x0b\x0c" for c in set(text)):
        raise errors.Invalid({"file": UNREADABLE})
    return text
