"""Files that a browser is to save: how their names are told in a header, which knows ASCII only."""

import unicodedata
from urllib.parse import quote

from tracker.core.vietnamese import fold


def attachment(name: str) -> str:
    """The Content-Disposition of a file to be saved under a name: as it is (RFC 6266), and plain for old browsers."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    shown = "".join(letter for letter in plain if letter.isprintable() and letter not in '"\\')
    return f"attachment; filename=\"{shown}\"; filename*=UTF-8''{quote(name, safe='')}"
