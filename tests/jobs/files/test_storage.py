"""Where contents lie: a folder and a bucket keep the same promises. The bucket is moto's, asked through boto3."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from moto.server import ThreadedMotoServer

import config
from tracker import components
from tracker.core import clock
from tracker.jobs.files.storage import BucketStorage, FolderStorage, Missing, Storage, bucket_client

CONTENT = b"ban giao" * 100_000
SHA = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"").hexdigest()


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """A store that speaks S3, on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return FolderStorage(tmp_path / "files")
    client = bucket_client(request.getfixturevalue("s3_address"), "us-east-1", "key", "secret")
    name = f"b{os.urandom(8).hex()}"
    client.create_bucket(Bucket=name)
    return BucketStorage(client, name, "tracker")


def soon() -> datetime:
    return clock.now() + timedelta(seconds=5)


def test_a_content_that_is_not_there_is_missing_before_its_first_piece(storage: Storage) -> None:
    assert not storage.has(SHA)
    with pytest.raises(Missing):
        storage.open(SHA)
    storage.remove(SHA)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "ab" * 31, SHA + "\n"])
def test_contents_have_no_other_names(storage: Storage, name: str) -> None:
    for ask in (storage.has, storage.open, storage.remove, lambda sha256: storage.put(sha256, io.BytesIO(b""))):
        with pytest.raises(ValueError, match="SHA-256"):
            ask(name)


def test_what_was_put_comes_back_byte_by_byte_and_once_removed_is_gone(storage: Storage) -> None:
    for _ in range(2):
        storage.put(SHA, io.BytesIO(CONTENT))
    with closing(storage.open(SHA)) as content:
        assert b"".join(content) == CONTENT
    assert list(storage.put_before(soon())) == [SHA]
    assert list(storage.put_before(clock.now() - timedelta(hours=1))) == []
    storage.remove(SHA)
    assert not storage.has(SHA)
    assert list(storage.put_before(soon())) == []


class Breaks(io.BytesIO):
    """A content whose second piece cannot be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        """The first piece, then no more."""
        if self.tell():
            raise OSError("dây mạng đứt")
        return super().read(size)


def test_a_content_that_breaks_off_leaves_nothing(storage: Storage) -> None:
    with pytest.raises(OSError, match="đứt"):
        storage.put(SHA, Breaks(CONTENT * 20))
    assert not storage.has(SHA)


def test_a_folder_is_private_two_levels_deep_and_on_the_disk_before_it_is_named(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path / "files")
    done = list[str]()
    with (
        mock.patch("os.fsync", side_effect=lambda handle: done.append("fsync")),
        mock.patch.object(Path, "replace", autospec=True, side_effect=lambda *_: done.append("rename")),
    ):
        storage.put(SHA, io.BytesIO(CONTENT))
    assert done == ["fsync", "rename", "fsync"]
    storage.put(SHA, io.BytesIO(CONTENT))
    path = tmp_path / "files" / SHA[:2] / SHA[2:4] / SHA
    assert (path.read_bytes() == CONTENT, path.stat().st_mode & 0o077) == (True, 0)


def test_what_a_crash_left_half_written_goes_after_its_time(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    storage.put(SHA, io.BytesIO(CONTENT))
    half = tmp_path / "spool" / "tmpabc"
    half.write_bytes(b"half")
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    assert list(storage.put_before(clock.now() - timedelta(days=1))) == []
    assert half.exists()
    os.utime(half, (old, old))
    assert list(storage.put_before(clock.now() - timedelta(days=1))) == []
    assert not half.exists()


def test_files_lie_beside_the_database_unless_a_setting_says_otherwise(s3_address: str) -> None:
    def made(url: str, **settings: str) -> Storage:
        return components.file_store(config.for_tests(url, **settings)).storage

    beside, server = made("sqlite:////srv/tracker/tracker.db"), made("postgresql://db/x")
    assert isinstance(beside, FolderStorage)
    assert isinstance(server, FolderStorage)
    assert (beside.root, server.root) == (Path("/srv/tracker/files"), config.ROOT / "instance" / "files")
    there = made("sqlite:////x/y.db", files="/var/files")
    assert isinstance(there, FolderStorage)
    assert there.root == Path("/var/files")
    keys = {"s3_endpoint": s3_address, "s3_region": "us-east-1", "s3_key_id": "k", "s3_secret": "s"}
    bucket = made("postgresql://db/x", files="s3://camera/files/2026", **keys)
    assert isinstance(bucket, BucketStorage)
    bucket._client.create_bucket(Bucket="camera")
    bucket.put(OTHER, io.BytesIO())
    listed = bucket._client.list_objects_v2(Bucket="camera")["Contents"]
    assert [entry["Key"] for entry in listed] == [f"files/2026/{OTHER[:2]}/{OTHER[2:4]}/{OTHER}"]
