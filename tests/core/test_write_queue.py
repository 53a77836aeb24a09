"""The queue of writers: first come, first served, among threads and processes, with and without the kernel's help."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crowd import crowd
from tracker.core import errors, write_queue
from tracker.core.write_queue import FifoLock, WriteQueue

KINDS = pytest.mark.parametrize("kernel", [True, False], ids=["kernel", "polling"])


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, at most ten seconds."""
    last = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < last
        time.sleep(0.001)


def test_whoever_came_first_writes_first() -> None:
    lock, turns = FifoLock(), list[int]()

    def write(number: int) -> None:
        assert lock.acquire(10)
        turns.append(number)
        lock.release()

    assert lock.acquire(0)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for number, writer in enumerate(writers):
        writer.start()
        until(lambda number=number: len(lock._waiting) == number + 1)  # type: ignore[misc]
    lock.release()
    for writer in writers:
        writer.join()
    assert turns == list(range(8))


def test_whoever_gives_up_waiting_leaves_the_queue_to_the_others() -> None:
    lock = FifoLock()
    assert lock.acquire(0)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0)


@KINDS
def test_a_writer_that_waits_too_long_is_told_to_come_again(
    tmp_path: Path, kernel: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "PATIENCE", 0.01)
    queue = WriteQueue(tmp_path / "lock", kernel=kernel)

    def write() -> str:
        try:
            with queue:
                return "wrote"
        except errors.Busy:
            return "busy"

    with queue:
        assert crowd(write, 2) == ["busy", "busy"]
    assert write() == "wrote"


def test_where_the_kernel_keeps_no_queue_another_process_is_waited_for_only_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_queue, "PATIENCE", 0.01)
    own_queue, other_queue = (WriteQueue(tmp_path / "lock", kernel=False) for _ in range(2))
    with other_queue, pytest.raises(errors.Busy), own_queue:
        pass
    with own_queue:
        pass


@KINDS
def test_a_writing_transaction_inside_another_is_a_mistake_and_not_a_deadlock(tmp_path: Path, kernel: bool) -> None:
    queue = WriteQueue(tmp_path / "lock", kernel=kernel)
    with queue, pytest.raises(RuntimeError, match="inside another"), queue:
        pass


@KINDS
def test_sixteen_processes_never_write_at_the_same_time(tmp_path: Path, kernel: bool) -> None:
    writing: list[int] = []

    def write() -> list[int]:
        with WriteQueue(tmp_path / "lock", kernel=kernel):  # each its own, as each process has one
            writing.append(1)
            time.sleep(0.001)
            writers = list(writing)
            writing.pop()
        return writers

    assert crowd(write) == [[1]] * 16
