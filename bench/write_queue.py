"""`python -m bench.write_queue`: how fairly sixteen writers share one SQLite file, with the queue and without it.

Every writer writes as fast as it can. The fair share is what a write takes when all take turns; what counts is by how
much the 99th percentile exceeds it. On a machine with other work the ratios of one run can be compared, not the times.
"""

import argparse
import multiprocessing
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tracker.core.database import Database
from tracker.core.write_queue import WriteQueue

CROWDS = ((16, 1), (2, 8), (1, 16))  # processes, threads in each; a server runs few processes with several threads
QUEUES = ("kernel", "polling", "none")


def _open(path: Path, queue: str) -> Database:
    database = Database(f"sqlite:///{path}")
    lock = Path(f"{path}.wlock")
    database._queue = None if queue == "none" else WriteQueue(lock, kernel=queue == "kernel")
    return database


def _write(database: Database, gate: Any, seconds: float) -> list[float]:
    """How long each write of one writer took, in seconds."""
    gate.wait()
    durations, end = [], time.monotonic() + seconds
    while (start := time.monotonic()) < end:
        with database.writing() as session:
            session.execute(text("UPDATE counter SET value = value + 1"))
        durations.append(time.monotonic() - start)
    return durations


def _process(path: Path, queue: str, threads: int, gate: Any, seconds: float, results: Any) -> None:
    database = _open(path, queue)
    with ThreadPoolExecutor(threads) as pool:
        writers = [pool.submit(_write, database, gate, seconds) for _ in range(threads)]
        results.put([writer.result() for writer in writers])
    database.dispose()


def _measure(path: Path, queue: str, processes: int, threads: int, seconds: float) -> list[list[float]]:
    """What each writer's writes took."""
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(processes * threads), context.Queue()
    arguments = (path, queue, threads, gate, seconds, results)
    started = [context.Process(target=_process, args=arguments) for _ in range(processes)]
    for process in started:
        process.start()
    writers = [durations for _ in started for durations in results.get(timeout=seconds + 120)]
    for process in started:
        process.join()
    return writers


def _tell(name: str, writers: list[list[float]], seconds: float) -> None:
    durations = sorted(duration for writer in writers for duration in writer)
    fair_share, late_write = seconds * len(writers) / len(durations), durations[int(len(durations) * 0.99)]
    counts = [len(writer) for writer in writers]
    print(  # noqa: T201 - that is what it is for
        f"{name:16} {len(durations) / seconds:6.0f} writes/s, 99 % in {late_write * 1000:6.0f} ms ="
        f" {late_write / fair_share:4.1f} shares,"
        f" longest {durations[-1] * 1000:6.0f} ms, writes of a writer {min(counts)}-{max(counts)}"
    )


def _counted(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(text("SELECT value FROM counter")).scalar_one())


def main() -> None:
    """Measure every crowd at every queue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    seconds = parser.parse_args().seconds
    for processes, threads in CROWDS:
        for queue in QUEUES:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "bench.db"
                database = _open(path, queue)
                database.create_file()
                with database.writing() as session:
                    session.execute(text("CREATE TABLE counter AS SELECT 0 AS value"))
                writers = _measure(path, queue, processes, threads, seconds)
                if _counted(database) != sum(map(len, writers)):
                    raise SystemExit("writes were lost")
                database.dispose()
            _tell(f"{queue} {processes} x {threads}", writers, seconds)


if __name__ == "__main__":
    main()
