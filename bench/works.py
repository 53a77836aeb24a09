"""What is measured: works by name, what each is compared with, and what was set as its goal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import text

from bench.served import Browser
from bench.sites import Site
from tracker.core import clock
from tracker.core.permissions import Role
from tracker.demo.scale.sizes import DENSE_WARD
from tracker.web.fields import DateTime

ADMIN, INVESTIGATOR, LEADER = Role.WARD_ADMIN, Role.INVESTIGATOR, Role.LEADERSHIP
MOST_STATEMENTS, MOST_BYTES, MOST_VALUES, MOST_ROWS = 8, 200_000, 1_000, 2_000  # of a page


@dataclass(frozen=True)
class Work:
    """Something done again and again. `at_most` times as much CPU as the work named in `against` may be spent on it.

    `page`: it is a page, which has ceilings of its own. `slow`: it is done less often.
    """

    name: str
    act: Callable[[], object]
    against: str = ""
    at_most: float = 0.0  # 0: nothing was set
    page: tuple[Role, str] | None = None
    slow: bool = False
    clock: Callable[[], tuple[float, float]] | None = None  # instead of the server's and its database's CPU
    peer: str = ""  # what of a peer is the same work


@dataclass
class Writer:
    """Makes bodies that no one has sent before."""

    site: Site
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def camera(self, browser: Browser | None = None) -> Any:
        """Register a camera at a new place."""
        code = f"DO-{next(self.numbers):06d}"
        body: dict[str, Any] = {"code": code, "name": "Ngã tư đo", "address": "Số 1 Lê Lợi"}
        body |= {"latitude": 19.8067, "longitude": 105.7852}
        body |= {"connection": "police", "form": "fixed", "storage": "recorder"}
        return (browser or self.site.people[ADMIN]).json("POST", "/api/v1/cameras", body).read()

    def edit(self) -> None:
        """Write a note into a camera."""
        url, browser = f"/api/v1/cameras/{self.site.ids['camera']}", self.site.people[ADMIN]
        version = browser.ask(url).read()["version"]
        browser.json("PATCH", url, {"note": f"Lần {next(self.numbers)}", "version": version})

    def incident(self) -> None:
        """Log an incident."""
        yesterday = clock.now() - timedelta(days=1)
        body: dict[str, Any] = {
            "type": "theft",
            "channel": "hotline_commune",
            "place": "Chợ Vườn Hoa",
            "ward_code": DENSE_WARD,
        }
        body |= {"ward_code": DENSE_WARD, "latitude": 19.8067, "longitude": 105.7852}
        body |= {"summary": f"Mất xe máy số {next(self.numbers)}"}
        body |= {"occurred_from": yesterday.isoformat(), "occurred_to": (yesterday + timedelta(hours=1)).isoformat()}
        self.site.people[INVESTIGATOR].json("POST", "/api/v1/incidents", body)

    def find(self, metres: int) -> None:
        """Look for cameras that could have seen an incident of the dense ward."""
        since = clock.now() - timedelta(days=2)
        fields = {"incident_id": str(self.site.ids["incident"]), "radius": str(metres), "then": "search"}
        fields |= {"window_from": DateTime.written(since), "window_to": DateTime.written(since + timedelta(hours=1))}
        self.site.people[INVESTIGATOR].form("/extractions/new", fields)


def works(site: Site) -> list[Work]:
    """All that one site is asked, what others are compared with first."""
    return [*_lists(site), *_records(site), *_writes(site), *_searches(site), *_finder(site), *_figures(site)]


def _page(
    site: Site, name: str, role: Role, url: str, against: str = "", at_most: float = 0, *, slow: bool = False
) -> Work:
    return Work(name, lambda: site.people[role].ask(url), against, at_most, (role, url), slow)


def _json(site: Site, name: str, role: Role, url: str, against: str = "", at_most: float = 0, peer: str = "") -> Work:
    return Work(name, lambda: site.people[role].ask(url), against, at_most, peer=peer)


def _times(site: Site, on_sqlite: float, on_postgresql: float) -> float:
    return on_sqlite if site.database.embedded else on_postgresql


def _lists(site: Site) -> list[Work]:
    cameras = "/api/v1/cameras"
    return [
        _json(site, "JSON list of 50", ADMIN, cameras, "hello", _times(site, 5, 8), "list"),
        _json(site, "JSON list, whole country", INVESTIGATOR, cameras, "hello", _times(site, 5, 8)),
        _page(site, "list page", ADMIN, "/cameras", "table of 50 rows", 8),
        _page(site, "list page, whole country", INVESTIGATOR, "/cameras", "table of 50 rows", 8),
        _page(site, "list page by name", ADMIN, "/cameras?sort=name&order=desc", "table of 50 rows", 8),
        _page(site, "requests page", INVESTIGATOR, "/extractions", "table of 50 rows", 8),
        _page(site, "incidents page", INVESTIGATOR, "/incidents", "table of 50 rows", 8),
    ]


def _records(site: Site) -> list[Work]:
    ids, api, most = site.ids, "/api/v1", _times(site, 6, 9)
    return [
        _json(site, "one camera, JSON", ADMIN, f"{api}/cameras/{ids['camera']}", "hello", most, "one"),
        _json(site, "one incident, logged, JSON", INVESTIGATOR, f"{api}/incidents/{ids['incident']}", "hello", most),
        _json(site, "one request, logged, JSON", ADMIN, f"{api}/extractions/{ids['request']}", "hello", most),
        _page(site, "camera page", ADMIN, f"/cameras/{ids['camera']}"),
        _page(site, "request page", ADMIN, f"/extractions/{ids['request']}"),
    ]


def _writes(site: Site) -> list[Work]:
    writer = Writer(site)
    return [
        Work("insert and commit, SQL", lambda: _insert(site), clock=site.sql_cpu),
        Work("create a camera, JSON", writer.camera, peer="create"),
        Work("edit a camera, JSON", writer.edit),
        Work("log an incident, JSON", writer.incident),
    ]


def _insert(site: Site) -> None:
    """A small row, straight into its table."""
    with site.database.writing() as session:
        session.execute(text("INSERT INTO login_tries (login, ip, at) VALUES ('đo', '::1', CURRENT_TIMESTAMP)"))


def _searches(site: Site) -> list[Work]:
    like = "JSON list of 50"  # an indexed look-up of as many rows through the same app
    query = "/api/v1/cameras?q="
    return [
        Work("list of 50, SQL", lambda: _list(site), clock=site.sql_cpu),
        _json(site, "search, common word, JSON", ADMIN, f"{query}nguyen", like, 1.3),
        _json(site, "search, rare word, JSON", INVESTIGATOR, f"{query}cam-099999", like, 1.3),
        _json(site, "search, absent word, JSON", INVESTIGATOR, f"{query}khong+co+ten+nay", like, 1.3),
        _page(site, "search page, all books", ADMIN, "/search?q=nguyen"),
        _page(site, "search page, absent word", INVESTIGATOR, "/search?q=khong+co+ten+nay"),
    ]


def _list(site: Site) -> None:
    ward = "(SELECT id FROM wards WHERE code = :code AND valid_to IS NULL)"
    statement = f"SELECT id, code, name FROM cameras WHERE ward_id = {ward} ORDER BY sort_key, id LIMIT 50"  # noqa: S608
    with site.database.reading() as session:
        session.execute(text(statement), {"code": DENSE_WARD}).all()


def _finder(site: Site) -> list[Work]:
    writer = Writer(site)
    return [
        Work(f"finder, {metres:,} m", lambda metres=metres: writer.find(metres), "list page", 3, slow=metres > 200)  # type: ignore[misc]
        for metres in (200, 1_000, 5_000)
    ]


def _figures(site: Site) -> list[Work]:
    year = clock.today().year
    homes = [_page(site, f"home, {role.value}", role, "/") for role in Role if role in site.people]
    return [
        *homes,
        _page(site, "report, this year", LEADER, f"/reports?from={year}-01-01&to={year}-12-31", slow=True),
        _page(site, "report, all years", LEADER, f"/reports?from={year - 6}-01-01&to={year}-12-31", slow=True),
        _page(site, "report, as now", LEADER, "/reports?now=1", slow=True),
        _page(site, "networks' upkeep", LEADER, "/faults/networks", slow=True),
        _page(site, "accounts", Role.ADMINISTRATOR, "/accounts", slow=True),
        _page(site, "audit", Role.AUDITOR, "/audit", slow=True),
    ]
