"""A file as it comes in: read once, piece by piece, its hash computed on the way."""

import hashlib
import io

import pytest

from tests.jobs.files.contents import PDF
from tracker.core import errors
from tracker.jobs.files.store import received

MB = 1024 * 1024


class Endless(io.RawIOBase):
    """Somebody who sends for ever; how much was read of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1, /) -> bytes:
        """More."""
        self.given += size
        return PDF[:5] + bytes(size - 5)


def test_a_file_that_is_too_large_is_refused_before_its_end() -> None:
    sent = Endless()
    with pytest.raises(errors.Invalid) as refused, received("a.pdf", sent, 2):  # type: ignore[arg-type]
        pass
    assert (refused.value.fields, refused.value.facts) == ({"file": "Tệp lớn quá %(most)s MB."}, {"most": 2})
    assert sent.given <= 3 * MB


def test_a_file_of_just_the_most_is_taken_whole_with_its_hash() -> None:
    content = PDF + bytes(2 * MB - len(PDF))
    with received("Biên bản.pdf", io.BytesIO(content), 2) as file:
        file.content.seek(0)
        assert file.content.read() == content
    assert (file.size, file.sha256, file.media_type) == (
        2 * MB,
        hashlib.sha256(content).hexdigest(),
        "application/pdf",
    )
