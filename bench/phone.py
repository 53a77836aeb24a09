"""`python -m bench.phone`: what a phone loads over a poor line, and how soon it shows something.

The demonstration behind gunicorn, a Chromium of 360 px whose processor is slowed down by four and whose line carries
1.6 Mbit/s with 150 ms to the first byte of an answer. Cold: nothing was ever opened there. Warm: the page was open
before. Bytes are those that went over the wire, headers and all. On a machine with other work believe bytes and
requests, not times. Ends with 1 when a goal is missed.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import text

from bench.served import Served
from tracker.accounts.passwords import Passwords
from tracker.core import clock
from tracker.core.database import Database
from tracker.demo import commands as demo
from tracker.demo import rules
from tracker.tables import upgrade

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER, ROUNDS = 4, 3
PEOPLE = ("lan", "minh", "thuy")
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


@dataclass(frozen=True)
class Visit:
    """One opening of a page: kilobytes and requests over the line, milliseconds to the first paint and to load."""

    kilobytes: float
    requests: float
    paint: float
    load: float


COLD, WARM = Visit(100, float("inf"), float("inf"), 1500), Visit(float("inf"), 1, float("inf"), 500)


class Line:
    """The slow line of one page, and what goes over it."""

    def __init__(self, page: Page) -> None:
        self._page, self._bytes, self._asked = page, 0.0, 0
        protocol = page.context.new_cdp_session(page)
        protocol.send("Network.enable")
        protocol.send("Network.emulateNetworkConditions", LINE)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        protocol.on("Network.responseReceived", self._answered)
        protocol.on("Network.loadingFinished", self._came)

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        over_the_line = not answer.get("fromDiskCache") and not answer["url"].startswith("data:")
        self._asked += over_the_line and answer.get("connectionId", 0) != 0

    def _came(self, event: dict[str, Any]) -> None:
        self._bytes += event["encodedDataLength"]

    def open(self, url: str) -> Visit:
        """Open a page, and wait until nothing more comes."""
        self._page.goto("about:blank")
        self._bytes, self._asked = 0.0, 0
        answer = self._page.goto(url, wait_until="load")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{url} was not shown: {answer and answer.status}")
        self._page.wait_for_load_state("networkidle")
        return Visit(self._bytes / 1000, self._asked, self._page.evaluate(FIRST_PAINT), self._page.evaluate(LOADED))


def median(visits: list[Visit]) -> Visit:
    """Of each figure the middle one."""
    return Visit(*(statistics.median(getattr(visit, field.name) for visit in visits) for field in fields(Visit)))


def missed(visit: Visit, goal: Visit) -> list[str]:
    """The names of the figures that are above their goals."""
    return [field.name for field in fields(Visit) if getattr(visit, field.name) > getattr(goal, field.name)]


class Phone:
    """Chromium as a phone has it: each person comes with what signing in left in it, and with nothing else."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._signed_in = {login: self._sign_in(login) for login in PEOPLE}

    def _context(self, **options: Any) -> BrowserContext:
        return self._browser.new_context(
            base_url=self._address,
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            is_mobile=True,
            **options,
        )

    def _sign_in(self, login: str) -> Any:
        context = self._context()
        page = context.new_page()
        page.goto("/login")
        page.locator("[name=login]").fill(login)
        page.locator("[name=password]").fill(rules.PASSWORD)
        page.locator("main form button").first.click()
        page.wait_for_url(f"{self._address}/")
        state = context.storage_state()
        context.close()
        return state

    def visits(self, login: str, url: str) -> tuple[Visit, Visit]:
        """The page opened for the first time, and again."""
        context = self._context(storage_state=self._signed_in[login])
        line = Line(context.new_page())
        cold, warm = line.open(url), line.open(url)
        context.close()
        return cold, warm


def pages(database: Database) -> Iterator[tuple[str, str, str]]:
    """What is opened, by whom: a name, a log-in, an address. The case and the request are of the demonstration."""
    with database.reading() as session:
        incident, request = session.execute(
            text("SELECT incident_id, id FROM extraction_requests WHERE status = 'answered' ORDER BY id DESC LIMIT 1")
        ).one()
    for login in ("lan", "minh"):
        yield "home", login, "/"
        yield "camera list", login, "/cameras"
        yield "request", login, f"/extractions/{request}"
    yield "finder", "minh", f"/extractions/new?incident={incident}"
    yield "report", "thuy", f"/reports?from={rules.YEAR}-01-01&to={rules.YEAR}-12-31"


@contextmanager
def demonstration(folder: Path) -> Iterator[tuple[Database, str]]:
    """The demonstration's database, made in a folder unless it is there, and the address where it is served."""
    url = f"sqlite:///{folder / 'phone.db'}"
    database = Database(url)
    is_new = not (folder / "phone.db").exists()
    database.create_file()
    upgrade(database)
    if is_new:
        hashes = {login: Passwords(8, 1).hash(rules.PASSWORD) for login, *_ in rules.PEOPLE}
        with database.writing() as session:
            demo.load(session, clock.now(), hashes, lambda share: None)
    served = Served("wsgi:app", folder, {"DATABASE_URL": url, "TRACKER_COOKIE_SECURE": "off"})
    try:
        yield database, served.address
    finally:
        served.close()
        database.dispose()


def measure(folder: Path) -> Iterator[tuple[str, Visit, Visit]]:
    """Name, goal and figures of each page for each person, cold and warm."""
    with demonstration(folder) as (database, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        phone = Phone(browser, address)
        for name, login, url in pages(database):
            cold, warm = zip(*(phone.visits(login, url) for _ in range(ROUNDS)), strict=True)
            yield f"{name}, {login}, cold", COLD, median(list(cold))
            yield f"{name}, {login}, warm", WARM, median(list(warm))
        browser.close()


def main() -> int:
    """Measure, and tell; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.phone", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the demonstration is kept for the next time")
    misses = 0
    print(f"{'':24} {'kB':>7} {'requests':>9} {'paint ms':>9} {'load ms':>8}")  # noqa: T201 - a command line program
    print(f"{'goal, cold':24} {'< 100':>7} {'':9} {'':9} {'1500':>8}")  # noqa: T201
    print(f"{'goal, warm':24} {'':7} {'1':>9} {'':9} {'500':>8}")  # noqa: T201
    with tempfile.TemporaryDirectory() as temporary:
        for name, goal, visit in measure(parser.parse_args().folder or Path(temporary)):
            names = missed(visit, goal)
            misses += bool(names)
            verdict = f"MISSED: {', '.join(names)}" if names else "met"
            figures = f"{visit.kilobytes:7.1f} {visit.requests:9.0f} {visit.paint:9.0f} {visit.load:8.0f}"
            print(f"{name:24} {figures}   {verdict}", flush=True)  # noqa: T201
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
