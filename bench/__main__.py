"""`make bench`: what pages cost, as ratios to a floor measured in the same run. CPU of this process, SQLite's included.

Two registers are made, one of a city of 2024 and one with 100,000 cameras in a ward. Every measurement is a median of
interleaved rounds, so that a noisy machine disturbs all of them alike. Goals are told, and nothing fails by them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import text

import config
from bench.register import BIG_WARD, make
from tracker import clock
from tracker.access import Role
from tracker.accounts import actions as accounts
from tracker.accounts import queries as people
from tracker.accounts.passwords import Passwords
from tracker.accounts.rules import Scope
from tracker.app import create_app
from tracker.db import Database

ROUNDS, TIMES = 7, 5
LOGIN, PASSWORD = "do-thu", "sông Mã chảy qua cầu Hàm Rồng"
TABLE = """<!doctype html><title>t</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>
{% endfor %}</tr>{% endfor %}</table>"""
SEARCH = "SELECT id FROM cameras WHERE search_key LIKE '%nguyen%' AND removed_on IS NULL ORDER BY sort_key, id LIMIT 51"


@dataclass(frozen=True)
class Measured:
    """One thing that is done again and again: by which name, against which other one, and at most how many times it."""

    name: str
    act: Callable[[], object]
    against: str = ""
    goal: float = 0.0


def floor() -> FlaskClient:
    """A bare Flask app: a greeting, and a table of 50 rows that nobody had to look up."""
    app = Flask("floor")
    rows = [[f"CAM-{n:06d}", "Ngã tư Nguyễn Trãi", "Phường Hạc Thành", "Hoạt động", "90°"] for n in range(50)]
    app.add_url_rule("/hello", "hello", lambda: "hello")
    app.add_url_rule("/table", "table", lambda: render_template_string(TABLE, rows=rows))
    return app.test_client()


class Office:
    """An app on a register, with a ward admin of its largest ward signed in, and a key for programs."""

    def __init__(self, folder: Path, name: str, big: int, others: int, each: int) -> None:
        url = f"sqlite:///{folder / name}.db"
        self.database = Database(url)
        self.cameras = make(self.database, big, others, each)
        self.client = create_app(config.for_tests(url)).test_client()
        self.headers = {"Authorization": f"Bearer {self._hire()}"}
        page = self.client.get("/login").text
        mark = 'name="csrf_token" value="'
        token = page[page.index(mark) + len(mark) :].split('"')[0]
        self.client.post("/login", data={"csrf_token": token, "login": LOGIN, "password": PASSWORD})

    def _hire(self) -> str:
        with self.database.writing() as session:
            accounts.create_user(
                session,
                None,
                login=LOGIN,
                name="Đỗ Thu",
                role=Role.WARD_ADMIN,
                ward_code=BIG_WARD,
                password_hash=Passwords(8, 1).hash(PASSWORD),
            )
            user = people.by_login(session, LOGIN)
            if user is None:
                raise LookupError(LOGIN)
            viewer = people.viewer_of(session, user)
            until = clock.now() + timedelta(days=1)
            return accounts.make_token(session, viewer, name="bench", scope=Scope.WRITE, expires_at=until)[1]

    def page(self, url: str) -> Callable[[], object]:
        """Opening a page."""
        return lambda: _answered(self.client, url)

    def json(self, url: str) -> Callable[[], object]:
        """Calling the JSON face."""
        return lambda: _answered(self.client, url, headers=self.headers)

    def sql(self, statement: str) -> Callable[[], object]:
        """A bare statement."""

        def run() -> object:
            with self.database.reading() as session:
                return session.execute(text(statement)).all()

        return run


def _answered(client: FlaskClient, url: str, headers: dict[str, str] | None = None) -> str:
    answer = client.get(url, headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}: {answer.text[:300]}")
    return answer.text


def things(folder: Path, big: int) -> list[Measured]:
    """All that is measured, floors first."""
    bare, city = floor(), Office(folder, "city", 1911, 0, 0)
    large = Office(folder, "large", big, 2000, 25)
    where = "bbox=105.76,19.79,105.81,19.83"
    return [
        Measured("hello", lambda: _answered(bare, "/hello")),
        Measured("table of 50 rows", lambda: _answered(bare, "/table")),
        Measured("JSON list", large.json("/api/v1/cameras"), "hello", 5),
        Measured("JSON list, small register", city.json("/api/v1/cameras")),
        Measured("JSON list, large to small", large.json("/api/v1/cameras"), "JSON list, small register", 1.5),
        Measured("one camera as JSON", large.json("/api/v1/cameras/5"), "hello", 6),
        Measured("list page, small register", city.page("/cameras")),
        Measured("list page", large.page("/cameras"), "table of 50 rows", 2.5),
        Measured("list page, large to small", large.page("/cameras"), "list page, small register", 1.5),
        Measured("list page by name", large.page("/cameras?sort=name&order=desc"), "list page, small register", 1.5),
        Measured("camera page", large.page("/cameras/5"), "table of 50 rows"),
        Measured("raw search", large.sql(SEARCH)),
        Measured("search of a common word, JSON", large.json("/api/v1/cameras?q=nguyen"), "raw search", 1.3),
        Measured("search page, all kinds", large.page("/search?q=nguyen"), "raw search"),
        Measured("map, clusters", large.page(f"/cameras/map.json?{where}&zoom=14"), "list page"),
        Measured("map, near", large.page("/cameras/map.json?bbox=105.784,19.806,105.787,19.808&zoom=18"), "list page"),
    ]


def measure(measured: list[Measured]) -> dict[str, float]:
    """CPU seconds of each, as the median of interleaved rounds."""
    spent: dict[str, list[float]] = {thing.name: [] for thing in measured}
    for thing in measured:
        thing.act()
    for _ in range(ROUNDS):
        for thing in measured:
            begun = time.process_time()
            for _ in range(TIMES):
                thing.act()
            spent[thing.name].append((time.process_time() - begun) / TIMES)
    return {name: statistics.median(times) for name, times in spent.items()}


def main() -> None:
    """Measure, and tell."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--cameras", type=int, default=100_000, help="in the large ward")
    with tempfile.TemporaryDirectory() as folder:
        measured = things(Path(folder), asked.parse_args().cameras)
        cost = measure(measured)
    for thing in measured:
        line = f"{thing.name:32} {cost[thing.name] * 1000:8.2f} ms"
        if thing.against:
            line += f"   {cost[thing.name] / cost[thing.against]:6.2f} × {thing.against}"
            line += f" (goal ≤ {thing.goal})" if thing.goal else ""
        print(line)  # noqa: T201 - a command line program


if __name__ == "__main__":
    main()
