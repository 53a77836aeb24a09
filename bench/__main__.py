"""`make bench`: what things cost at the size of a city, on both databases, against floors measured in the same run.

What counts is the CPU that the server and all processes of the database spend, as the median of interleaved rounds.
Ends with 1 when a goal is missed that `held.json` says was met before.
"""

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import extras, importing, peer, verdicts
from bench.measuring import Figure, as_json, measure
from bench.served import ROOT, Browser, Served
from bench.sites import Site, cluster, new_database
from bench.verdicts import Verdict
from bench.works import Work, works
from tracker.demo.scale.sizes import SCALES, Scale

JSON = ROOT / "build" / "bench.json"


@dataclass(frozen=True)
class Size:
    """How much is measured: which scales on PostgreSQL and on SQLite, how often, for how long."""

    postgresql: dict[str, Scale]
    sqlite: dict[str, Scale]
    rounds: int
    times: int
    seconds: float
    imported: int
    requests: int


CITY, NATION = {"city": SCALES["city"]}, {"national": SCALES["national"]}
SMALL = Scale(wards=201, cameras=15_000, dense=10_000, lines=5_000, log_rows=5_000, even=True)
SIZES = {
    "quick": Size({}, {"city": SMALL}, 3, 5, 3, 2_000, 500),
    "city": Size(CITY, CITY, 5, 10, 10, 100_000, 10_000),
    "national": Size(CITY | NATION, {}, 3, 2, 10, 100_000, 1_000),
}


@contextmanager
def sites_of(size: Size, folder: Path) -> Iterator[list[Site]]:
    """The databases, filled and served."""
    with ExitStack() as stack:
        places: list[tuple[str, str, Scale, str, int | None]] = []
        places += [
            ("SQLite", name, scale, f"sqlite:///{folder / name}.db", None) for name, scale in size.sqlite.items()
        ]
        if size.postgresql:
            server, postmaster = stack.enter_context(cluster())
            for name, scale in size.postgresql.items():
                places.append(("PostgreSQL", name, scale, new_database(server, name), postmaster))
        sites = []
        for kind, name, scale, url, process in places:
            print(f"Filling {kind} at the size of {name}", file=sys.stderr)  # noqa: T201 - a command line program
            sites.append(Site(f"{kind} {name}", scale, url, folder, process))
            stack.callback(sites[-1].close)
        yield sites


def measured(size: Size, folder: Path, peer_address: str) -> tuple[list[Figure], list[Verdict]]:
    """All figures, and all verdicts."""
    with closing(Served("bench.floor:app", folder, {})) as floor, sites_of(size, folder) as sites:
        browser = Browser(floor.address)
        floors = [
            Work("hello", lambda: browser.ask("/hello"), clock=lambda: (floor.cpu(), 0.0)),
            Work("table of 50 rows", lambda: browser.ask("/table"), clock=lambda: (floor.cpu(), 0.0)),
        ]
        figures = measure([(None, floors), *((site, works(site)) for site in sites)], size.rounds, size.times)
        judged = verdicts.judge(figures)
        for site in sites:
            judged += extras.throughput(site, size.seconds / 2)
            judged += extras.writers(site, size.seconds)
            judged += extras.memory(site, size.requests)
            judged += importing.compare(site, size.imported, folder)
        if peer_address:
            judged += peer.compare(sites, peer_address, size.rounds, size.seconds / 2)
    return figures, judged


def main() -> int:
    """Measure, and tell. 1 when a goal is missed that was held."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", choices=list(SIZES), default="city")
    parser.add_argument("--peer", default="", help="the address of a running Directus")
    parser.add_argument("--json", type=Path, default=JSON, help="where to write the figures")
    parser.add_argument("--hold", action="store_true", help="note the goals that are met: they may not be missed again")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers are stopped then too
    with tempfile.TemporaryDirectory() as folder:
        figures, judged = measured(SIZES[options.size], Path(folder), options.peer)
    contents = {"figures": [as_json(figure) for figure in figures], "verdicts": [vars(verdict) for verdict in judged]}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(contents, ensure_ascii=False, indent=1), encoding="utf-8")
    missed = verdicts.missed_again(judged, options.size)
    report = verdicts.lines(figures, judged)
    if options.hold:
        report.append(f"{verdicts.hold(judged, options.size)} goals are held from now on")
    report += [f"HELD BEFORE, MISSED NOW: {goal}" for goal in missed]
    print("\n".join(report))  # noqa: T201 - a command line program
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
