"""Opening Excel and OpenDocument files that strangers made: weighed first, then read by a process of its own."""

import io
import subprocess
import sys
import zipfile
from enum import Enum, auto
from pathlib import Path
from typing import Any

import orjson

from tracker.core import spreadsheet_process

MOST_MEMBERS, MOST_UNZIPPED, MOST_RATIO, SMALL_MEMBER = 2_000, 200 * 1024**2, 200, 1024**2
ZIPPED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROOT = str(Path(spreadsheet_process.__file__).parents[2])
PROGRAM = "import sys; sys.path.append(sys.argv[1]); from tracker.core.spreadsheet_process import run; run()"
UNDER_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # the stream that an encrypted workbook is wrapped in


class OpenFailure(Enum):
    """Why a file is not opened."""

    UNREADABLE = auto()
    LOCKED = auto()
    TOO_BIG = auto()


class CannotOpen(Exception):
    """The file is not opened. Each caller says in its own words why."""

    def __init__(self, failure: OpenFailure) -> None:
        super().__init__(failure)
        self.why = failure


def is_spreadsheet(content: bytes) -> bool:
    """Whether a file begins as spreadsheets do."""
    return content.startswith((ZIPPED, OLD_OFFICE))


def read_sheets(content: bytes, most_rows: int, most_columns: int) -> list[dict[str, Any]]:
    """The sheets of a workbook, as `spreadsheet_process.main` describes them. CannotOpen whatever is wrong.

    What kills the process that reads leaves this one alive.
    """
    if content.startswith(ZIPPED):
        check_archive_size(content)
    elif UNDER_PASSWORD in content:
        raise CannotOpen(OpenFailure.LOCKED)
    program = [sys.executable, "-I", "-c", PROGRAM, ROOT, str(most_rows), str(most_columns)]
    try:
        process = subprocess.run(program, input=content, capture_output=True, timeout=2 * spreadsheet_process.SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise CannotOpen(OpenFailure.TOO_BIG) from error
    if process.returncode == spreadsheet_process.LOCKED:
        raise CannotOpen(OpenFailure.LOCKED)
    if process.returncode < 0 or process.returncode == spreadsheet_process.TOO_BIG:
        raise CannotOpen(OpenFailure.TOO_BIG)
    if process.returncode != 0:
        raise CannotOpen(OpenFailure.UNREADABLE)
    sheets: list[dict[str, Any]] = orjson.loads(process.stdout)
    return sheets


def check_archive_size(content: bytes) -> None:
    """Look at what an archive says it will unpack to, before anything is unpacked. CannotOpen."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except Exception as error:  # zipfile has no common base for what broken archives make it raise
        raise CannotOpen(OpenFailure.UNREADABLE) from error
    if any(member.flag_bits & 1 for member in members):
        raise CannotOpen(OpenFailure.LOCKED)
    if (
        len(members) > MOST_MEMBERS
        or sum(member.file_size for member in members) > MOST_UNZIPPED
        or any(m.file_size > max(SMALL_MEMBER, MOST_RATIO * m.compress_size) for m in members)
    ):
        raise CannotOpen(OpenFailure.TOO_BIG)
