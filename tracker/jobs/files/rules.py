"""Words of stored files, which kinds of content are taken, what a file may be called. Pure."""

import re
import unicodedata
from datetime import timedelta

from tracker.core.i18n import N_, LabeledEnum, Look

LONGEST_NAME = 200
UNLINKED_LAST = timedelta(days=1)
# Which content is taken, by its media type, with the ending that its name gets if it has another. No video: footage
# stays where it is, the app keeps its hash. No old Office formats and nothing with macros: they carry programs.
TYPES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heif": ".heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
ALSO = {".jpeg": "image/jpeg", ".heif": "image/heif"}  # other endings of the same types
TAKEN = N_("PDF, ảnh JPEG, PNG, WebP, HEIC, tệp Word (.docx) hoặc Excel (.xlsx)")


class FileOwner(LabeledEnum):
    """To what kind of thing a file belongs. Who may read that kind's files is said where the app is put together."""

    INCIDENT = "incident", N_("Vụ việc")


class ScanState(LabeledEnum):
    """Whether a file was looked through for malware."""

    NOT_SCANNED = "not_scanned", N_("chưa quét mã độc"), Look.NEUTRAL, "question-circle"
    PENDING = "pending", N_("đang chờ quét mã độc"), Look.WARNING, "hourglass-split"
    CLEAN = "clean", N_("đã quét, không thấy mã độc"), Look.SUCCESS, "shield-check"
    INFECTED = "infected", N_("có mã độc, đã cách ly"), Look.DANGER, "exclamation-triangle"

    @property
    def readable(self) -> bool:
        """Whether anybody may read such a file."""
        return self in READABLE


READABLE = (ScanState.NOT_SCANNED, ScanState.CLEAN)


def file_name(sent_name: str, media_type: str) -> str:
    """A file's name as it is kept: the last part of a path, no control or direction marks, its type's own ending."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", sent_name))[-1]
    printable = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    stem, dot, ending = printable.rpartition(".")
    ending = f"{dot}{ending}".lower() if stem else ""
    if TYPES[media_type] == ending or ALSO.get(ending) == media_type:
        return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"
    return f"{(printable or 'tai-lieu')[: LONGEST_NAME - 5]}{TYPES[media_type]}"
