"""What is no page asked again and again: many writers at once, memory over many requests, a peer's throughput."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench import processes
from bench.served import Browser
from bench.sites import Site
from bench.verdicts import Verdict
from bench.works import ADMIN, Writer

WRITERS, CLIENTS = 16, 8
QUEUE_SHARES = 3.0  # of the time that one of the writers' turns takes: the slowest of a hundred writes
GROWTH = 1.2  # of memory, from the first to the last request


def crowd(people: list[Callable[[], object]], seconds: float) -> list[float]:
    """Everybody does the same again and again for so long, begun together; how many seconds each time took."""
    gate = Barrier(len(people))

    def work(act: Callable[[], object]) -> list[float]:
        gate.wait()
        durations, until = [], time.monotonic() + seconds
        while (start := time.monotonic()) < until:
            act()
            durations.append(time.monotonic() - start)
        return durations

    with ThreadPoolExecutor(len(people)) as pool:
        return [duration for durations in pool.map(work, people) for duration in durations]


def writers(site: Site, seconds: float) -> list[Verdict]:
    """Sixteen people register cameras as fast as they can. RuntimeError when one is refused."""
    writer = Writer(site, iter(range(500_000, 900_000)))
    browsers = [site.another(ADMIN) for _ in range(WRITERS)]
    durations = crowd([lambda browser=browser: writer.camera(browser) for browser in browsers], seconds)  # type: ignore[misc]
    share = seconds * WRITERS / len(durations)
    slowest = statistics.quantiles(durations, n=100)[-1]
    return [
        Verdict(site.name, "16 writers", "creations a second", len(durations) / seconds),
        Verdict(site.name, "16 writers", "queue shares, 99th percentile", slowest / share, QUEUE_SHARES),
    ]


def throughput(site: Site, seconds: float) -> list[Verdict]:
    """Eight programs read the list, then one record."""
    browsers = [site.another(ADMIN) for _ in range(CLIENTS)]
    urls = {"list": "/api/v1/cameras", "one": f"/api/v1/cameras/{site.ids['camera']}"}
    return [
        Verdict(site.name, f"JSON {name}, 8 clients", "requests a second", per_second(browsers, url, seconds))
        for name, url in urls.items()
    ]


def per_second(browsers: list[Browser], url: str, seconds: float) -> float:
    """How many answers come in a second when all ask together."""
    return len(crowd([lambda browser=browser: browser.ask(url) for browser in browsers], seconds)) / seconds  # type: ignore[misc]


def memory(site: Site, requests: int) -> list[Verdict]:
    """What the server holds after so many requests, against a tenth of them."""
    browsers = [site.another(ADMIN) for _ in range(CLIENTS)]
    urls = ("/api/v1/cameras", f"/api/v1/cameras/{site.ids['camera']}")
    megabytes = []
    for share in (requests // 10, requests - requests // 10):
        for number in range(share):
            browsers[number % CLIENTS].ask(urls[number % 2])
        megabytes.append(processes.memory(site.served.pid))
    return [
        Verdict(site.name, "memory", "MB", megabytes[1]),
        Verdict(site.name, "memory", "× after a tenth of the requests", megabytes[1] / megabytes[0], GROWTH),
    ]
