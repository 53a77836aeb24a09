"""Interleaved rounds: each work is done so many times in each, so that a noisy machine disturbs all of them alike."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.counting import Count, counting
from bench.sites import Site
from bench.works import Work

FLOOR = "floor"  # what stands in the place of a site where something is no work of the app's


@dataclass
class Figure:
    """What one work costs at one site: CPU and clock in milliseconds, one value for each round; what a page asks for.

    `failed` tells how it ended when it could not be done.
    """

    site: str
    work: Work
    server: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    count: Count | None = None
    bytes: int = 0
    failed: str = ""

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU, server and database together: the median of the rounds."""
        return statistics.median(self._sums())

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the most of the rounds."""
        return min(self._sums()), max(self._sums())

    def _sums(self) -> list[float]:
        return [server + database for server, database in zip(self.server, self.database, strict=True)] or [
            float("nan")
        ]


def measure(sites: Sequence[tuple[Site | None, list[Work]]], rounds: int, times: int) -> list[Figure]:
    """The works of all sites, and of none: the floors, round after round. Slow ones are done once a round."""
    figures = [(site, Figure(site.name if site else FLOOR, work)) for site, works in sites for work in works]
    for site, figure in figures:
        _begin(site, figure)
    for _ in range(rounds):
        for site, figure in figures:
            if not figure.failed:
                _round(site, figure, 1 if figure.work.slow else times)
    return [figure for _, figure in figures]


def _begin(site: Site | None, figure: Figure) -> None:
    """Do it once, to warm up; a page also within this process, where its statements can be counted."""
    try:
        figure.work.act()
        if site and figure.work.page:
            role, url = figure.work.page
            client = site.client(role)
            client.get(url)
            with counting(site.app.extensions["tracker_database"]) as figure.count:
                figure.bytes = len(client.get(url).data)
    except (RuntimeError, OSError) as error:
        figure.failed = str(error)[:120]


def _round(site: Site | None, figure: Figure, times: int) -> None:
    clock = figure.work.clock or (site.cpu if site else None)
    if clock is None:
        raise ValueError(figure.work.name)
    try:
        (server, database), start = clock(), time.perf_counter()
        for _ in range(times):
            figure.work.act()
        wall, (server_after, database_after) = time.perf_counter() - start, clock()
    except (RuntimeError, OSError) as error:
        figure.failed = str(error)[:120]
        return
    figure.server.append((server_after - server) * 1000 / times)
    figure.database.append((database_after - database) * 1000 / times)
    figure.wall.append(wall * 1000 / times)


def as_json(figure: Figure) -> dict[str, Any]:
    """A figure as it is written to a file."""
    least, most = figure.spread
    facts = {"site": figure.site, "work": figure.work.name, "cpu_ms": figure.cpu, "least": least, "most": most}
    facts |= {"server_ms": figure.server, "database_ms": figure.database, "wall_ms": figure.wall, "bytes": figure.bytes}
    return {**facts, "failed": figure.failed, **(vars(figure.count) if figure.count else {})}
