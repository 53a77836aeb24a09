"""What a page may cost: no page weighs more, asks or fetches more than its ceilings, on a register of some size.

Those that do today stand in `page_costs.json` with what they cost; these figures may only shrink, and go when they are
within the ceilings.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

import config
from bench.counting import counting
from tests.cast import at
from tests.databases import SqliteTemplates
from tests.people import signed_in
from tracker import tables
from tracker.accounts import queries as accounts
from tracker.accounts.models import User
from tracker.app import create_app
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.core import permissions
from tracker.core.database import Database
from tracker.core.permissions import Can, Role
from tracker.core.viewer import Viewer
from tracker.demo.scale import actions
from tracker.demo.scale.sizes import Scale
from tracker.demo.scale.territory import SHOWN
from tracker.register.cameras.models import Camera

SCALE = Scale(wards=60, cameras=4_000, dense=2_500, lines=3_000, log_rows=2_000, provinces=("38",))
NOW = at(30, 5, month=11, year=2026)
CEILINGS = {"bytes": 200_000, "statements": 8, "values": 1_000, "rows": 2_000}
TODAY = Path(__file__).with_name("page_costs.json")
# Not pages: what a server's keeper asks, files, maps' data of the operator.
SKIPPED = {"static", "healthz", "readyz", "maps.base", "labels.sheets", "exports.template"}
TABLE_OF = {  # where the number in an address is looked for
    "camera_id": "cameras", "point_id": "installation_points", "recorder_id": "recorders", "owner_id": "owners",
    "network_id": "networks", "incident_id": "incidents", "request_id": "extraction_requests", "fault_id": "faults",
    "line_id": "extraction_lines", "ward_id": "wards", "unit_id": "units", "user_id": "users",
    "entry_id": "code_entries",
}  # fmt: skip
STEPS = {"extractions.advance": "void", "extractions.advance_line": "unavailable", "incidents.advance": "end"}
MORE = (  # addresses with something after them, which ask more of the database
    "/cameras?q=nguyen", "/cameras?q=khong+co", "/cameras?network_id=1", "/cameras?sort=name&order=desc",
    "/cameras?health=broken", "/search?q=nguyen", "/search?q=YC-00001", "/extractions?q=YC-00001",
    "/extractions/new?incident={incident_id}", "/extractions/lines?open=true", "/reports?now=1",
    "/reports?from=2021-01-01&to=2026-12-31", "/maps/cameras.json?window=19.79,105.76,19.83,105.81&zoom=14",
    "/audit?action=camera:edit", "/faults?state=open",
)  # fmt: skip


# As whom a page is opened: of each row the first who may, as those see alike.
WHO = (
    (Role.WARD_ADMIN,),
    (Role.INVESTIGATOR,),
    (Role.LEADERSHIP, Role.AUDITOR, Role.ADMINISTRATOR, Role.COMMITTEE),
)


class Walk(NamedTuple):
    """The app on the register, and a browser of each role."""

    app: Flask
    database: Database
    browsers: dict[Role, FlaskClient]


@pytest.fixture(scope="module")
def walk(sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """A register made up on SQLite; what a page asks does not hang on the kind of database."""
    folder = tmp_path_factory.mktemp("costs")
    shutil.copy(sqlite_templates.empty, folder / "costs.db")
    with time_machine.travel(NOW, tick=False):
        app = create_app(config.for_tests(f"sqlite:///{folder}/costs.db", files=str(folder / "files")))
        database: Database = app.extensions["tracker_database"]
        with database.writing() as session:
            actions.load(session, SCALE, NOW, "no password", lambda share: None)
        yield Walk(app, database, {role: browser(app, login) for role, login in SHOWN.items()})
    database.dispose()


def browser(app: Flask, login: str) -> FlaskClient:
    """Somebody signed in."""
    client = app.test_client()
    client.set_cookie("tracker", signed_in(app, login, "walk")[0])
    return client


def addresses(walk: Walk) -> dict[str, tuple[str, Can]]:
    """The pages by their rule, with the address of one of each and what it needs."""
    ids = numbers(walk)
    found = {}
    adapter = walk.app.url_map.bind("")
    for rule in walk.app.url_map.iter_rules():
        if rule.endpoint in SKIPPED or "GET" not in (rule.methods or ()) or rule.rule.startswith("/api/v1/"):
            continue
        values = {name: ids.get(name, 1) for name in rule.arguments}
        values |= {"step": STEPS.get(rule.endpoint, ""), "wanted_list": "incident_type"}
        address = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
        found[rule.rule] = address, walk.app.view_functions[rule.endpoint].needs  # type: ignore[attr-defined]
    for address in MORE:
        rule, _ = adapter.match(address.partition("?")[0])
        found[address] = address.format(**ids), walk.app.view_functions[rule].needs  # type: ignore[attr-defined]
    return found


def numbers(walk: Walk) -> dict[str, int]:
    """One of each thing: the newest incident of the dense ward, its request and line, else what there was first."""
    with walk.database.reading() as session:
        ids = {
            name: session.scalar(select(func.min(tables.metadata().tables[table].c.id)))
            for name, table in TABLE_OF.items()
        }
        camera = session.get_one(Camera, ids["camera_id"])
        line = (
            select(ExtractionLine).join(ExtractionRequest).join(Incident, Incident.id == ExtractionRequest.incident_id)
        )
        shown = session.scalars(select(User.id).where(User.login == SHOWN[Role.INVESTIGATOR])).one()
        of_both = line.where(ExtractionLine.ward_id == camera.ward_id, Incident.investigator_id == shown)
        newest = session.scalars(of_both.order_by(ExtractionLine.id.desc()).limit(1)).one()
        request = session.get_one(ExtractionRequest, newest.request_id)
        ids |= {"line_id": newest.id, "request_id": request.id, "incident_id": request.incident_id}
        return ids | {"ward_id": camera.ward_id, "point_id": camera.point_id}


def cost(walk: Walk, role: Role, address: str) -> dict[str, int] | None:
    """What opening a page costs, the second time if that matters; None where this person finds nothing there."""
    once = opened(walk, role, address)
    return opened(walk, role, address) if once and over(once) else once


def opened(walk: Walk, role: Role, address: str) -> dict[str, int] | None:
    """What opening a page cost."""
    with counting(walk.database) as count:
        answer = walk.browsers[role].get(address)
    return {"bytes": len(answer.data), **vars(count)} if answer.status_code == 200 else None


def costs(walk: Walk) -> dict[str, dict[str, int]]:
    """By page, the most that it costs anybody who may open it."""
    most: dict[str, dict[str, int]] = {}
    viewers = viewers_of(walk)
    for name, (address, can) in addresses(walk).items():
        allowed = [[role for role in roles if permissions.permits(viewers[role], can)][:1] for roles in WHO]
        known = [paid for roles in allowed for role in roles if (paid := cost(walk, role, address))]
        if known:
            most[name] = {what: max(one[what] for one in known) for what in CEILINGS}
    return most


def viewers_of(walk: Walk) -> dict[Role, Viewer]:
    """The people as the code knows them."""
    with walk.database.reading() as session:
        users = {login: accounts.by_login(session, login) for login in SHOWN.values()}
        return {role: accounts.viewer_of(session, users[login]) for role, login in SHOWN.items()}  # type: ignore[arg-type]


def over(cost: dict[str, int]) -> dict[str, int]:
    """What of a page's cost is above its ceiling: weight in steps of 10 kB, as it hangs on what people are called."""
    rounded = {**cost, "bytes": -(-cost["bytes"] // 10_000) * 10_000}
    return {what: rounded[what] for what, ceiling in CEILINGS.items() if cost[what] > ceiling}


def worse(found: dict[str, dict[str, int]], listed: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """The pages that cost more than the ceilings, and than what is listed of them."""
    above = {
        name: {what: value for what, value in costs.items() if value > listed.get(name, {}).get(what, 0)}
        for name, costs in found.items()
    }
    return {name: costs for name, costs in above.items() if costs}


def test_a_page_that_costs_more_than_listed_is_found() -> None:
    assert over({"bytes": 200_001, "statements": 8, "values": 1, "rows": 2_001}) == {"bytes": 210_000, "rows": 2_001}
    assert worse({"/a": {"rows": 3_000}, "/b": {"rows": 2_500}}, {"/a": {"rows": 2_999}, "/b": {"rows": 2_500}}) == {
        "/a": {"rows": 3_000}
    }


def test_no_page_costs_more_than_its_ceilings_or_than_it_did(walk: Walk) -> None:
    all_costs = costs(walk)
    assert len(all_costs) > 90
    found = {name: above for name, each in sorted(all_costs.items()) if (above := over(each))}
    listed: dict[str, dict[str, int]] = json.loads(TODAY.read_text(encoding="utf-8"))
    told = f"write into {TODAY.name}, where figures shrank:\n{json.dumps(found, indent=1)}"
    assert worse(found, listed) == {}, told
    assert found == listed, told
