"""Files that a browser is to save: how their names are told in a header, which knows ASCII only."""

import unicodedata
from urllib.parse import quote

from tracker.core.vietnamese import fold


def attachment(name: str) -> str:
    """The Content-Disposition of a file to be saved: under its name (RFC 6266), in ASCII for old browsers."""
    letters = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    ascii_name = "".join(letter for letter in letters if letter.isprintable() and letter not in '"\\')
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
