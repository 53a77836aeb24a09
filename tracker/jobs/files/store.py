"""Actions: all that keeping and reading files needs to know of this installation, in one place."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.jobs.files import sniffing
from tracker.jobs.files.rules import TAKEN, TYPES, FileOwner, file_name
from tracker.jobs.files.scanning import Scanner
from tracker.jobs.files.storage import CHUNK, Storage

NO_FILE = N_("Hãy chọn tệp.")
TOO_LARGE = N_("Tệp lớn quá %(most)s MB.")
WRONG_TYPE = N_("Không nhận loại tệp này. Nhận: %(taken)s.")
IN_MEMORY = 1024 * 1024  # bytes of a file that are held in memory before they go to the disk

Reader = Callable[[Session, Viewer, int], bool]  # whether somebody may read the files of the thing of that id


@dataclass(frozen=True)
class FileStore:
    """Where contents lie, who looks them through (nobody where there is no scanner), who may read whose files.

    A kind of thing without a reader is closed: nobody reads its files.
    """

    storage: Storage
    most_mb: int
    readers: Mapping[FileOwner, Reader]
    scanner: Scanner | None = None

    def may_read(self, session: Session, viewer: Viewer, owner_kind: FileOwner, owner_id: int) -> bool:
        """Whether somebody may read the files of a thing."""
        reader = self.readers.get(owner_kind)
        return reader is not None and reader(session, viewer, owner_id)


@dataclass(frozen=True)
class Received:
    """A file that was sent, read once from its beginning to its end: its content lies in a nameless file until kept."""

    name: str
    content: IO[bytes]
    size: int
    sha256: str
    media_type: str


@contextmanager
def received(name: str, sent: IO[bytes], most_mb: int) -> Iterator[Received]:
    """Read a file piece by piece, its hash computed on the way. Invalid at `file`: empty, too large, a wrong type."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
        size, sha256 = _copied(sent, content, most_mb)
        media_type = sniffing.media_type(content)
        if media_type not in TYPES:
            raise errors.Invalid({"file": WRONG_TYPE}, taken=TAKEN)
        yield Received(file_name(name, media_type), content, size, sha256, media_type)


def _copied(sent: IO[bytes], content: IO[bytes], most_mb: int) -> tuple[int, str]:
    """Copy what was sent; its size and its SHA-256."""
    size, sha256 = 0, hashlib.sha256()
    while piece := sent.read(CHUNK):
        size += len(piece)
        if size > most_mb * 1024 * 1024:
            raise errors.Invalid({"file": TOO_LARGE}, most=most_mb)
        sha256.update(piece)
        content.write(piece)
    if not size:
        raise errors.Invalid({"file": NO_FILE})
    return size, sha256.hexdigest()
