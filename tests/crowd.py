"""Many at once: the same work in many threads, started together."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


def crowd(work: Callable[[], Made], people: int = 16) -> list[Made]:
    """What `work` gave to each of `people` threads that began it at the same moment. Raises what any of them raised."""
    gate = threading.Barrier(people)

    def enter() -> Made:
        gate.wait(timeout=30)
        return work()

    with ThreadPoolExecutor(people) as pool:
        return [entered.result(timeout=60) for entered in [pool.submit(enter) for _ in range(people)]]
