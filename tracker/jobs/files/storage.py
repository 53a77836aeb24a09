"""Actions: where contents lie, each under its SHA-256: a folder, or a bucket of an S3-compatible store."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol

CHUNK = 256 * 1024  # bytes
SHA256 = re.compile(r"[0-9a-f]{64}")

try:
    import boto3
    from botocore.config import Config as ClientConfig
except ImportError:  # only installations that keep their files in a bucket have it
    boto3 = None


class Missing(Exception):
    """A content is not there although a row names it."""


class Stream(Protocol):
    """What a content is read from."""

    def read(self, size: int, /) -> bytes:
        """The next piece."""

    def close(self) -> None:
        """Give it back."""


class Content:
    """A content in pieces. It closes itself after the last; whoever does not read so far closes it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        try:
            while piece := self._stream.read(CHUNK):
                yield piece
        finally:
            self.close()

    def close(self) -> None:
        """Give back what it is read from."""
        self._stream.close()


class Storage(Protocol):
    """A place of contents. Putting one that is there renews it; removing one that is not there is no fault."""

    def put(self, sha256: str, content: IO[bytes]) -> None:
        """Keep a content, read from where it stands: whole and on the disk, or not at all."""

    def open(self, sha256: str) -> Content:
        """A content. Missing when it is not there, before the first piece."""

    def has(self, sha256: str) -> bool:
        """Whether a content is there."""

    def remove(self, sha256: str) -> None:
        """Give up a content."""

    def put_before(self, moment: datetime) -> Iterator[str]:
        """The contents that were last put before a moment."""


class FolderStorage:
    """Contents as files of a folder, two levels deep: `ab/cd/abcd…`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, sha256: str, content: IO[bytes]) -> None:
        """Write beside, flush to the disk, rename: a crash leaves the old content or the new one, never a half."""
        target = self._path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=self._spool())
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(content, file, CHUNK)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)

    def open(self, sha256: str) -> Content:
        """A content."""
        try:
            return Content(self._path(sha256).open("rb"))
        except FileNotFoundError as error:
            raise Missing(sha256) from error

    def has(self, sha256: str) -> bool:
        """Whether a content is there."""
        return self._path(sha256).exists()

    def remove(self, sha256: str) -> None:
        """Give up a content."""
        self._path(sha256).unlink(missing_ok=True)

    def put_before(self, moment: datetime) -> Iterator[str]:
        """The contents that were last put before a moment; what a crash left half written is removed by the way."""
        for path in self.root.glob("??/??/*"):
            if SHA256.fullmatch(path.name) and _put_at(path) < moment:
                yield path.name
        for path in self._spool().iterdir():
            if _put_at(path) < moment:
                path.unlink(missing_ok=True)

    def _spool(self) -> Path:
        spool = self.root / "spool"
        spool.mkdir(parents=True, exist_ok=True, mode=0o700)
        return spool

    def _path(self, sha256: str) -> Path:
        if not SHA256.fullmatch(sha256):
            raise ValueError("contents are named by their SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256


class BucketStorage:
    """Contents as objects of a bucket. `client` is boto3's, of any store that speaks S3."""

    def __init__(self, client: Any, bucket: str, prefix: str = "") -> None:
        self._client, self._bucket, self._prefix = client, bucket, f"{prefix}/" if prefix else ""

    def put(self, sha256: str, content: IO[bytes]) -> None:
        """Send a content, in parts where it is large; it is there when all have arrived."""
        self._client.upload_fileobj(content, self._bucket, self._key(sha256))

    def open(self, sha256: str) -> Content:
        """A content."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._key(sha256))
        except self._client.exceptions.NoSuchKey as error:
            raise Missing(sha256) from error
        return Content(answer["Body"])

    def has(self, sha256: str) -> bool:
        """Whether a content is there."""
        key = self._key(sha256)
        answer = self._client.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        return any(entry["Key"] == key for entry in answer.get("Contents", []))

    def remove(self, sha256: str) -> None:
        """Give up a content."""
        self._client.delete_object(Bucket=self._bucket, Key=self._key(sha256))

    def put_before(self, moment: datetime) -> Iterator[str]:
        """The contents that were last put before a moment."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        for page in pages:
            for entry in page.get("Contents", []):
                name = entry["Key"].rpartition("/")[2]
                if SHA256.fullmatch(name) and entry["LastModified"] < moment:
                    yield name

    def _key(self, sha256: str) -> str:
        if not SHA256.fullmatch(sha256):
            raise ValueError("contents are named by their SHA-256")
        return f"{self._prefix}{sha256[:2]}/{sha256[2:4]}/{sha256}"


def bucket_client(endpoint: str, region: str, key_id: str, secret: str) -> Any:
    """boto3's client of a store that speaks S3. Checksums only where the store must have them: not all know the new."""
    options = ClientConfig(
        connect_timeout=5,
        read_timeout=30,
        retries={"max_attempts": 3, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region or None,
        aws_access_key_id=key_id or None,
        aws_secret_access_key=secret or None,
        config=options,
    )


def _put_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # another worker was here first
        return datetime.max.replace(tzinfo=UTC)


def _flush_folder(folder: Path) -> None:
    """Have the disk keep a renaming too; where a folder cannot be opened (Windows), the system sees to that."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
