"""Actions: what a content is, by its first bytes and not by what its sender calls it."""

import zipfile
from typing import IO

import puremagic

HEAD = 64 * 1024  # bytes that are looked at
# Office documents are archives: what they are their parts say. One with macros is none of these.
OFFICE_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MACROS = ("vbaProject.bin", "vbaData.xml")


def media_type(content: IO[bytes]) -> str:
    """The media type of a content that can be read from anywhere; empty when it is like nothing known."""
    content.seek(0)
    first_bytes = content.read(HEAD)
    content.seek(0)
    if first_bytes.startswith(b"PK"):
        return _office_type(content)
    try:
        guesses = puremagic.magic_string(first_bytes)
    except (puremagic.PureError, ValueError):  # like nothing known, or empty
        return ""
    return str(guesses[0].mime_type) if guesses else ""


def _office_type(content: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            names = archive.namelist()  # its list only: nothing is unpacked
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    finally:
        content.seek(0)
    if any(name.endswith(MACROS) for name in names):
        return ""
    return next((media for part, media in OFFICE_PARTS.items() if part in names), "")
