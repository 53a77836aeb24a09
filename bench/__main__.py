"""`make bench`: what pages cost behind their server, as ratios to a floor measured in the same run.

Two registers are made, one of a city of 2024 and one with 100,000 cameras in a ward. What counts is the CPU that a
server's worker spends, SQLite's included; each measurement is a median of interleaved rounds, so that a noisy machine
disturbs all of them alike. Goals are told, and nothing fails by them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bench.register import BIG_WARD, make
from bench.served import Served
from tracker.accounts import actions as accounts
from tracker.accounts import queries as people
from tracker.accounts.passwords import Passwords
from tracker.core import clock
from tracker.core.database import Database
from tracker.core.permissions import Role, Scope
from tracker.territory.units import loading

ROUNDS, TIMES = 7, 10
LOGIN, PASSWORD = "do-thu", "sông Mã chảy qua cầu Hàm Rồng"
SEARCH = f"""
SELECT id FROM cameras
WHERE ward_id = (SELECT id FROM wards WHERE code = '{BIG_WARD}' AND valid_to IS NULL)
  AND search_key LIKE '%nguyen%' AND removed_on IS NULL
ORDER BY sort_key, id LIMIT 51
"""  # noqa: S608 - a constant
RARE = SEARCH.replace("nguyen", "khong co ten nay")


@dataclass(frozen=True)
class Measured:
    """One thing that is done again and again, whose clock tells CPU seconds: against which other, at most how often."""

    name: str
    act: Callable[[], object]
    clock: Callable[[], float]
    against: str = ""
    goal: float = 0.0


class BenchServer:
    """The app on a register, with a ward admin of its largest ward signed in, and a key for programs."""

    def __init__(self, folder: Path, name: str, big: int, other_wards: int, each: int) -> None:
        url = f"sqlite:///{folder / name}.db"
        self.database = Database(url)
        make(self.database, big, other_wards, each)
        self.headers = {"Authorization": f"Bearer {self._hire()}"}
        self.served = Served("wsgi:app", folder, {"DATABASE_URL": url, "TRACKER_COOKIE_SECURE": "off"})
        page = self.served.ask("/login")
        mark = 'name="csrf_token" value="'
        token = page[page.index(mark) + len(mark) :].split('"')[0]
        self.served.ask("/login", form={"csrf_token": token, "login": LOGIN, "password": PASSWORD})

    def _hire(self) -> str:
        with self.database.writing() as session:
            loading.from_wards(session, None, "38", clock.today())
            accounts.create_user(
                session,
                None,
                login=LOGIN,
                name="Đỗ Thu",
                role=Role.WARD_ADMIN,
                unit=BIG_WARD,
                password_hash=Passwords(8, 1).hash(PASSWORD),
            )
            user = people.by_login(session, LOGIN)
            if user is None:
                raise LookupError(LOGIN)
            viewer = people.viewer_of(session, user)
            until = clock.now() + timedelta(days=1)
            return accounts.create_token(session, viewer, name="bench", scope=Scope.WRITE, expires_at=until)[1]

    def page(self, name: str, url: str, against: str = "", goal: float = 0) -> Measured:
        """Opening a page."""
        return Measured(name, lambda: self.served.ask(url), self.served.spent, against, goal)

    def json(self, name: str, url: str, against: str = "", goal: float = 0) -> Measured:
        """Calling the JSON API."""
        return Measured(name, lambda: self.served.ask(url, self.headers), self.served.spent, against, goal)

    def sql(self, name: str, statement: str) -> Measured:
        """A bare statement, in this process."""

        def run() -> object:
            with self.database.reading() as session:
                return session.execute(text(statement)).all()

        return Measured(name, run, time.process_time)


@contextmanager
def things(folder: Path, big: int) -> Iterator[list[Measured]]:
    """All that is measured, floors first, while the servers run."""
    with ExitStack() as stack:
        floor = Served("bench.floor:app", folder, {})
        stack.callback(floor.close)
        city, large = BenchServer(folder, "city", 1911, 0, 0), BenchServer(folder, "large", big, 2000, 25)
        stack.callback(city.served.close)
        stack.callback(large.served.close)
        yield [
            Measured("hello", lambda: floor.ask("/hello"), floor.spent),
            Measured("table of 50 rows", lambda: floor.ask("/table"), floor.spent),
            large.json("JSON list", "/api/v1/cameras", "hello", 5),
            city.json("JSON list, small register", "/api/v1/cameras"),
            large.json("JSON list, large to small", "/api/v1/cameras", "JSON list, small register", 1.5),
            large.json("one camera as JSON", "/api/v1/cameras/5", "hello", 6),
            city.page("list page, small register", "/cameras"),
            large.page("list page", "/cameras", "table of 50 rows", 2.5),
            large.page("list page, large to small", "/cameras", "list page, small register", 1.5),
            large.page("list page by name", "/cameras?sort=name&order=desc", "list page, small register", 1.5),
            large.page("camera page", "/cameras/5", "table of 50 rows"),
            large.sql("raw search, common", SEARCH),
            large.json("search of a common word, JSON", "/api/v1/cameras?q=nguyen", "hello"),
            large.sql("raw search, rare", RARE),
            large.json("search of a rare word, JSON", "/api/v1/cameras?q=khong+co+ten+nay", "raw search, rare", 1.3),
            large.page("search page, all kinds", "/search?q=nguyen", "raw search, rare"),
            large.page("map, clusters", "/maps/cameras.json?window=19.79,105.76,19.83,105.81&zoom=14", "list page"),
            large.page("map, near", "/maps/cameras.json?window=19.806,105.784,19.808,105.787&zoom=18", "list page"),
        ]


def measure(measured: list[Measured]) -> dict[str, float]:
    """CPU seconds of each, as the median of interleaved rounds."""
    spent: dict[str, list[float]] = {thing.name: [] for thing in measured}
    for thing in measured:
        thing.act()
    for _ in range(ROUNDS):
        for thing in measured:
            start = thing.clock()
            for _ in range(TIMES):
                thing.act()
            spent[thing.name].append((thing.clock() - start) / TIMES)
    return {name: statistics.median(times) for name, times in spent.items()}


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--cameras", type=int, default=100_000, help="in the large ward")
    with tempfile.TemporaryDirectory() as folder, things(Path(folder), parser.parse_args().cameras) as measured:
        cost = measure(measured)
    for thing in measured:
        line = f"{thing.name:32} {cost[thing.name] * 1000:8.2f} ms"
        if thing.against:
            line += f"   {cost[thing.name] / cost[thing.against]:6.2f} × {thing.against}"
            line += f" (goal ≤ {thing.goal})" if thing.goal else ""
        print(line)  # noqa: T201 - a command line program


if __name__ == "__main__":
    main()
