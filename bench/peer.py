"""A running peer beside us: Directus, with the same cameras in a collection of that name, asked the same way.

Its CPU is not ours to read, so what is compared is time: of one client, and answers a second to eight. `PEER_TOKEN` in
the environment is a token that may read and create.
"""

import os
import time
from collections.abc import Callable
from itertools import count
from statistics import median

from bench.extras import CLIENTS, per_second
from bench.served import Browser
from bench.sites import Site
from bench.verdicts import Verdict
from bench.works import ADMIN, Writer

LIST = "/items/cameras?limit=50&sort=sort_key"
SLOWER, CREATE = 0.25, 0.5  # a peer may answer so much as often as we; we may take so much of its time to create


def compare(sites: list[Site], address: str, rounds: int, seconds: float) -> list[Verdict]:
    """The list and one record to eight clients, and creating a record, in turns. RuntimeError when the peer refuses."""
    headers = {"Authorization": f"Bearer {os.environ.get('PEER_TOKEN', '')}"}
    peers = [Browser(address, headers) for _ in range(CLIENTS)]
    first_id = peers[0].ask("/items/cameras?limit=1&fields=id").read()["data"][0]["id"]
    browsers_by_site = {site.name: [site.another(ADMIN) for _ in range(CLIENTS)] for site in sites}
    reads = {
        "list": (LIST, "/api/v1/cameras"),
        "one": (f"/items/cameras/{first_id}", f"/api/v1/cameras/{sites[0].ids['camera']}"),
    }
    judged = []
    for name, (peer_url, url) in reads.items():
        work, rates = f"JSON {name}, 8 clients", dict[str, list[float]]()
        for _ in range(rounds):
            rates.setdefault("peer", []).append(per_second(peers, peer_url, seconds))
            for site, browsers in browsers_by_site.items():
                rates.setdefault(site, []).append(per_second(browsers, url, seconds))
        medians = {site: median(values) for site, values in rates.items()}
        judged.append(Verdict("peer", work, "requests a second", medians["peer"]))
        judged += [
            Verdict(site, work, "of ours the peer's", medians["peer"] / medians[site], SLOWER)
            for site in browsers_by_site
        ]
    return [*judged, *_creating(sites, peers[0], rounds)]


def _creating(sites: list[Site], peer: Browser, rounds: int) -> list[Verdict]:
    numbers, writers = count(), {site.name: Writer(site, iter(range(910_000, 990_000))) for site in sites}
    acts: dict[str, Callable[[], object]] = {
        "peer": lambda: peer.json("POST", "/items/cameras", {"code": f"DO-{next(numbers):06d}", "name": "Ngã tư đo"}),
        **{name: writer.camera for name, writer in writers.items()},
    }
    spent: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds * 10):
        for name, act in acts.items():
            start = time.perf_counter()
            act()
            spent[name].append((time.perf_counter() - start) * 1000)
    work, medians = "create a camera, one client", {name: median(times) for name, times in spent.items()}
    peer_ms, kind = medians.pop("peer"), "of the peer's time"
    compared = [Verdict(name, work, kind, milliseconds / peer_ms, CREATE) for name, milliseconds in medians.items()]
    return [Verdict("peer", work, "ms", peer_ms), *compared]
