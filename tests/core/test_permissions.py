"""Who may do what. The table stands here a second time, written from what people need, not from the code.

The thing in question is always Minh's work in Lan's ward. So where the ward counts Hoa is refused, and where it counts
whose work it is Tuấn is. Thủy heads Minh's unit, Dũng leads another; An audits, Bình administers, Khoa is of the
committee, and Sơn keeps cameras of Lan's ward and investigates in another unit; a stranger has no account.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.marks import on_one_database
from tests.people import People, Person
from tracker.core import errors
from tracker.core.permissions import Can, Position, Role, permits, require
from tracker.core.post_rules import leads
from tracker.core.viewer import SYSTEM, Viewer, ViewerPost

EVERYBODY = "lan hoa minh tuan thuy dung an binh khoa son"

# The permission: who may try at all | who may do it to Minh's work in Lan's ward.
EXPECTED = {
    "anyone:enter": ("stranger " + EVERYBODY, "stranger " + EVERYBODY),
    "home:see": (EVERYBODY, EVERYBODY),
    "ward:see": (EVERYBODY, EVERYBODY),
    "unit:see": (EVERYBODY, EVERYBODY),
    "unit:keep": ("binh", "binh"),
    "account:own": (EVERYBODY, EVERYBODY),
    "camera:see": ("lan hoa minh tuan thuy dung son", "lan minh tuan thuy dung son"),
    "camera:register": ("lan hoa son", "lan son"),
    "camera:edit_many": ("lan hoa son", "lan son"),
    "camera:export": ("lan hoa minh tuan thuy dung son", "lan hoa minh tuan thuy dung son"),
    "camera:export_exact": ("lan hoa minh tuan son", "lan hoa minh tuan son"),
    "camera:note": ("lan hoa minh tuan thuy dung son", "lan minh tuan thuy dung son"),
    "filter:keep": ("lan hoa minh tuan thuy dung son", "lan hoa minh tuan thuy dung son"),
    "search:use": ("lan hoa minh tuan thuy dung son", "lan hoa minh tuan thuy dung son"),
    "job:see": ("lan hoa minh tuan thuy dung binh son", "minh"),
    "ward:change": ("binh", "binh"),
    "ward:decide": ("lan hoa son", "lan son"),
    "owner:reveal": ("lan hoa minh tuan son", "lan minh tuan son"),
    "network:see": ("lan hoa minh tuan thuy dung son", "lan minh tuan thuy dung son"),
    "network:keep": ("lan hoa son", "lan son"),
    "incident:see": ("minh tuan thuy dung son", "minh tuan thuy dung son"),
    "incident:log": ("minh tuan son", "minh tuan son"),
    "incident:change": ("minh tuan son", "minh"),
    "request:see": ("lan hoa minh tuan thuy dung son", "lan hoa minh tuan thuy dung son"),
    "request:draft": ("minh tuan son", "minh tuan son"),
    "request:file": ("minh tuan son", "minh"),
    "request:decide": ("thuy dung", "thuy"),
    "line:preserve": ("lan hoa son", "lan son"),
    "line:answer": ("lan hoa son", "lan son"),
    "import:use": ("lan hoa minh tuan thuy dung son", "lan hoa minh tuan thuy dung son"),
    "case:import": ("minh tuan thuy dung son", "minh tuan thuy dung son"),
    "line:judge": ("minh tuan son", "minh"),
    "request:take_back": ("minh tuan thuy dung son", "thuy"),
    "line:take_back": ("lan hoa son", "lan son"),
    "incident:take_back": ("minh tuan thuy dung son", "thuy"),
    "request:void": ("minh tuan thuy dung son", "minh thuy"),
    "incident:void": ("minh tuan thuy dung son", "minh thuy"),
    "incident:hand_over": ("minh tuan thuy dung binh son", "minh thuy"),
    "incident:share": ("minh tuan thuy dung son", "minh thuy"),
    "incident:seal": ("thuy dung", "thuy"),
    "approval:delegate": ("thuy", "thuy"),
    "report:read": ("thuy dung an khoa", "thuy dung an khoa"),
    "report:open": ("thuy dung", "thuy dung"),
    "audit:read": ("an", "an"),
    "account:keep": ("binh", "binh"),
    "outbox:manage": ("binh", "binh"),
    "schedule:see": ("binh", "binh"),
    "file:read": (EVERYBODY, EVERYBODY),
    "system:send": ("", ""),
    "system:clean_up": ("", ""),
    "system:check_log": ("", ""),
}  # fmt: skip

HAC_THANH, OLD_DONG_SON, HAM_RONG = 1, 2, 3
PC02, PC08, POLICE = 11, 12, 13


def viewer(
    number: int, login: str, *roles: Role, position: Position = Position.MEMBER, unit: int = PC02, **given: Any
) -> Viewer:
    """Somebody with posts of these roles, each the person's own."""
    posts = tuple(ViewerPost(role, unit, position=position) for role in roles)
    own_leads = given.get("leads", frozenset())
    return Viewer(number, login, login.capitalize(), posts, **{"own_leads": own_leads, **given})


HAC_THANH_WARDS = frozenset({HAC_THANH, OLD_DONG_SON})
ACTORS: dict[str, Viewer | None] = {
    "stranger": None,
    "lan": viewer(1, "lan", Role.WARD_ADMIN, wards=HAC_THANH_WARDS),
    "hoa": viewer(2, "hoa", Role.WARD_ADMIN, wards=frozenset({HAM_RONG})),
    "minh": viewer(3, "minh", Role.INVESTIGATOR),
    "tuan": viewer(4, "tuan", Role.INVESTIGATOR),
    "thuy": viewer(5, "thuy", Role.LEADERSHIP, position=Position.HEAD, leads=frozenset({PC02})),
    "dung": viewer(8, "dung", Role.LEADERSHIP, leads=frozenset({PC08})),
    "an": viewer(6, "an", Role.AUDITOR),
    "binh": viewer(7, "binh", Role.ADMINISTRATOR),
    "khoa": viewer(9, "khoa", Role.COMMITTEE),
    "son": viewer(10, "son", Role.INVESTIGATOR, Role.WARD_ADMIN, wards=HAC_THANH_WARDS),
}
BASE_MAP = "/maps/base.pmtiles"  # nobody gave this installation one
TOWN = "/streets/map.json"  # opens for a frame only
MINHS_WORK = SimpleNamespace(ward_id=HAC_THANH, unit_id=PC02, requester_id=3, responsible_id=3)


def test_every_permission_has_its_row_here() -> None:
    assert set(EXPECTED) == {can.value for can in Can}
    assert {role for actor in ACTORS.values() if actor for role in actor.roles} == set(Role)


@pytest.mark.parametrize("can", list(Can))
def test_only_those_may_try(can: Can) -> None:
    assert [name for name, actor in ACTORS.items() if permits(actor, can)] == EXPECTED[can.value][0].split()


@pytest.mark.parametrize("can", list(Can))
def test_only_those_may_do_it_to_minhs_work_in_lans_ward(can: Can) -> None:
    may = [name for name, actor in ACTORS.items() if permits(actor, can, MINHS_WORK)]
    assert may == EXPECTED[can.value][1].split()


def test_who_decides_instead_of_a_head_decides_and_does_not_seal() -> None:
    delegate = viewer(4, "tuan", Role.LEADERSHIP, leads=frozenset({PC02}), own_leads=frozenset())
    assert permits(delegate, Can.DECIDE_REQUEST, MINHS_WORK)
    assert not permits(delegate, Can.SEAL_INCIDENT, MINHS_WORK)


def test_the_system_may_do_its_own_work_and_nothing_that_a_person_may() -> None:
    may = {can.value for can in Can if permits(SYSTEM, can) or permits(SYSTEM, can, MINHS_WORK)}
    assert may == {"anyone:enter", "system:send", "system:clean_up", "system:check_log"}
    with pytest.raises(errors.NotAllowed):
        require(SYSTEM, Can.OWN_ACCOUNT)


def test_nobody_decides_on_a_request_that_they_made_or_work_on() -> None:
    for requester, responsible in ((5, 5), (5, 3), (3, 5)):
        request = SimpleNamespace(unit_id=PC02, requester_id=requester, responsible_id=responsible)
        assert not permits(ACTORS["thuy"], Can.DECIDE_REQUEST, request)


def test_nobody_takes_over_the_book_of_another_unit() -> None:
    for name in ("minh", "thuy"):
        assert not permits(ACTORS[name], Can.IMPORT_CASES, SimpleNamespace(unit_id=PC08))


def test_who_is_head_or_deputy_decides_for_the_unit_and_for_those_below() -> None:
    chief = viewer(8, "dung", Role.LEADERSHIP, leads=frozenset({POLICE, PC02, PC08}))
    assert permits(chief, Can.DECIDE_REQUEST, MINHS_WORK)
    assert not permits(viewer(8, "dung", Role.LEADERSHIP), Can.DECIDE_REQUEST, MINHS_WORK)
    assert leads(Role.LEADERSHIP, Position.DEPUTY)
    assert not leads(Role.LEADERSHIP, Position.MEMBER)
    assert not leads(Role.WARD_ADMIN, Position.HEAD)


def test_lan_answers_for_what_was_the_old_wards_too() -> None:
    assert permits(ACTORS["lan"], Can.REGISTER_CAMERAS, SimpleNamespace(ward_id=OLD_DONG_SON))
    assert not permits(ACTORS["hoa"], Can.REGISTER_CAMERAS, SimpleNamespace(ward_id=OLD_DONG_SON))


@pytest.mark.parametrize("can", [Can.REGISTER_CAMERAS, Can.FILE_REQUEST])
def test_a_thing_of_no_ward_and_of_nobody_is_nobodys_to_change(can: Can) -> None:
    assert not any(permits(actor, can, object()) for actor in ACTORS.values())


def test_a_stranger_is_asked_to_sign_in_and_a_member_is_told_no() -> None:
    with pytest.raises(errors.NotSignedIn):
        require(None, Can.READ_AUDIT)
    with pytest.raises(errors.NotAllowed) as refused:
        require(ACTORS["lan"], Can.READ_AUDIT)
    assert refused.value.facts == {"can": "audit:read"}
    with pytest.raises(errors.NotAllowed):
        require(ACTORS["hoa"], Can.REGISTER_CAMERAS, MINHS_WORK)
    require(ACTORS["lan"], Can.REGISTER_CAMERAS, MINHS_WORK)


def routes(app: Flask, *, reading: bool = True, changing: bool = True) -> list[tuple[str, str, Can]]:
    """The (method, URL, permission) of every route of the app, parameters filled in."""
    adapter = app.url_map.bind("localhost")
    all_routes = [
        (method, adapter.build(rule.endpoint, _filled(rule), method), app.view_functions[rule.endpoint].needs)  # type: ignore[attr-defined]
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (reading if method == "GET" else changing)
    ]
    assert len(all_routes) > 20
    return all_routes


def _filled(rule: Rule) -> dict[str, Any]:
    """999 for every parameter, for nothing has that number; the first word where only some words will do."""
    words = {name: sorted(getattr(kind, "items", ())) for name, kind in rule._converters.items()}
    return {name: words[name][0] if words[name] else 999 for name in rule.arguments}


def _ask(person: Person, method: str, url: str) -> int:
    """The status of the answer to a request with a good CSRF token and nothing else."""
    headers = {"X-CSRFToken": person.token}
    sent: dict[str, Any] = {"json": {}} if url.startswith("/api/") else {"data": {}}
    if method == "GET":
        sent = {}
    return person.client.open(url, method=method, headers=headers, **sent).status_code


def test_a_stranger_gets_nowhere_but_to_the_log_in_page(app: Flask, people: People) -> None:
    stranger = people.stranger()
    stranger.post("/login", status=422)  # for the token
    closed_routes = [(method, url) for method, url, can in routes(app) if can is not Can.ENTER]
    answers = {(method, url): _ask(stranger, method, url) for method, url in closed_routes}
    assert answers == {
        (method, url): 401 if method != "GET" or url.startswith("/api/") else 302 for method, url in closed_routes
    }


@on_one_database
@pytest.mark.parametrize("name", EVERYBODY.split())
def test_the_door_lets_in_whom_the_table_says(app: Flask, people: People, name: str) -> None:
    person = getattr(people, name)
    shut = {(m, url): name not in EXPECTED[can.value][0].split() for m, url, can in routes(app) if url != "/logout"}
    answers = {(method, url): _ask(person, method, url) for method, url in shut}
    assert {route for route, status in answers.items() if status == 403} == {route for route in shut if shut[route]}
    opens = {url for (method, url), status in answers.items() if method == "GET" and status in (200, 302)}
    existing_urls = {
        url for method, url in shut if method == "GET" and "999" not in url and url not in (BASE_MAP, TOWN)
    }
    assert opens == {url for url in existing_urls if not shut["GET", url]}
    assert max(answers.values()) < 500


def test_nothing_is_changed_without_the_token_of_a_page(app: Flask, people: People) -> None:
    for method, url, _ in routes(app, reading=False):
        assert people.lan.client.open(url, method=method).status_code == 400, (method, url)
