"""Many at once: the same work in many threads, started together."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import text

from tracker.core.database import Database

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
SHORTLY = 0.3  # seconds after which somebody in SQLite's queue is known to wait

Made = TypeVar("Made")


def crowd(work: Callable[[], Made], people: int = 16) -> list[Made]:
    """What `work` gave to each of `people` threads that began it at the same moment. Raises what any of them raised."""
    gate = threading.Barrier(people)

    def enter() -> Made:
        gate.wait(timeout=30)
        return work()

    with ThreadPoolExecutor(people) as pool:
        return [entered.result(timeout=60) for entered in [pool.submit(enter) for _ in range(people)]]


def meanwhile(database: Database, work: Callable[[], object]) -> threading.Thread:
    """Somebody else begins `work` now: by the return it is done, or waits for what this transaction holds."""
    other = threading.Thread(target=work)
    other.start()
    if database.embedded:
        other.join(SHORTLY)
    while not database.embedded and other.is_alive():
        with database.reading() as session:
            if session.scalar(WAITING):
                break
    return other
