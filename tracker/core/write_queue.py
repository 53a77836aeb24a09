"""The queue of those who write to one SQLite file, first come, first served: SQLite itself lets writers race.

Threads of a process queue up in memory, processes at a lock file. The kernel wakes those who wait at it in order and
frees the lock of a process that died. Where there is no `flock` (Windows), filelock asks again and again instead, which
is safe but not fair among processes; the figures stand in docs/decisions/0002-write-queue.md.
"""

import os
import threading
from collections import deque
from pathlib import Path

import filelock

from tracker.core import errors

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 30.0  # seconds in the queue of this process before a person is told to try again
POLL = 0.001  # seconds between two tries where the kernel keeps no queue: with longer ones the latecomer wins


class FifoLock:
    """A lock that threads get in the order in which they came. A `threading.Lock` lets the newest overtake."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for one's turn, at most `timeout` seconds; whether it came."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            own_lock = threading.Lock()
            own_lock.acquire()
            self._waiting.append(own_lock)
        return own_lock.acquire(timeout=timeout) or not self._leave(own_lock)

    def _leave(self, own_lock: threading.Lock) -> bool:
        """Leave the queue; False when the turn came at that very moment."""
        with self._guard:
            if own_lock not in self._waiting:
                return False
            self._waiting.remove(own_lock)
            return True

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class KernelLock:
    """A lock among processes whose queue the kernel keeps (`flock`)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> None:
        """Wait until no other process holds it. Busy where its file cannot be opened."""
        try:
            file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise errors.Busy() from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def release(self) -> None:
        """Let the next process go on."""
        if self._file is not None:
            os.close(self._file)
        self._file = None


class PollingLock:
    """A lock among processes for systems without `flock`."""

    def __init__(self, path: Path) -> None:
        self._lock = filelock.FileLock(path, mode=0o600, thread_local=False)

    def acquire(self) -> None:
        """Wait until no other process holds it. Busy after PATIENCE."""
        try:
            self._lock.acquire(timeout=PATIENCE, poll_interval=POLL)
        except filelock.Timeout as error:
            raise errors.Busy() from error

    def release(self) -> None:
        """Let another process go on."""
        self._lock.release()


class WriteQueue:
    """The turn to write to one SQLite file, held by at most one thread of one process. Busy after PATIENCE."""

    def __init__(self, path: Path, *, kernel: bool = fcntl is not None) -> None:
        self._threads = FifoLock()
        self._processes = KernelLock(path) if kernel else PollingLock(path)
        self._holder: int | None = None

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            raise RuntimeError("a writing transaction inside another would wait for itself")
        if not self._threads.acquire(PATIENCE):
            raise errors.Busy()
        try:
            self._processes.acquire()
        except BaseException:
            self._threads.release()
            raise
        self._holder = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        self._holder = None
        self._processes.release()
        self._threads.release()
