"""Who meets which case, and where: ten people, three units, what was shared, sealed and delegated; every way to it."""

from typing import Any, NamedTuple

import pytest

from tests.cases.access.sealing import REASON
from tests.cast import Cast
from tests.marks import on_one_database
from tests.one_of_each import an_attachment
from tests.people import People, Person
from tracker.accounts import delegations
from tracker.accounts.delegations import NewDelegation
from tracker.cases.access import seals, shares
from tracker.core import clock
from tracker.core.permissions import Can, permits

EVERYBODY = "lan hoa minh tuan thuy dung an binh khoa son".split()
ASKED = {"lan", "son"}  # of Hạc Thành, in which each case asks for a camera
# Who sees each case, and who decides on its request. Tuấn decides instead of Thủy; Sơn investigates in Hạc Thành.
SEES = {
    "of pc02": {"minh", "tuan", "thuy", "dung"},
    "of hac thanh": {"son", "dung"},
    "of pc08": {"dung"},
    "of pc02, shared with hac thanh": {"minh", "tuan", "thuy", "dung", "son"},
    "of hac thanh, shared with pc02": {"son", "dung", "minh", "tuan", "thuy"},
    "of pc02, sealed": {"minh", "thuy"},
    "of hac thanh, sealed to minh": {"son", "dung", "minh"},
    "of pc02, shared, then sealed": {"minh", "thuy"},
}
DECIDES = {
    "of pc02": {"tuan", "thuy", "dung"},
    "of hac thanh": {"dung"},
    "of pc08": {"dung"},
    "of pc02, shared with hac thanh": {"tuan", "thuy", "dung"},
    "of hac thanh, shared with pc02": {"dung"},
    "of pc02, sealed": {"thuy"},
    "of hac thanh, sealed to minh": {"dung"},
    "of pc02, shared, then sealed": {"thuy"},
}


class Case(NamedTuple):
    """A case as everybody would meet it: numbers, codes, a word of its summary, its document."""

    incident_id: int
    request_id: int
    line_id: int
    incident: str
    request: str
    word: str
    file_id: int


@pytest.fixture
def cases(cast: Cast) -> dict[str, Case]:
    """A filed request for each name in SEES, decided about as the name says; Thủy has Tuấn decide for a week."""
    made = {name: _case(cast, name, number) for number, name in enumerate(SEES)}
    with cast.database.writing() as session:
        for name, unit in (("pc02, shared with hac thanh", "CA-14797"), ("pc02, shared, then sealed", "CA-14797")):
            shares.share(session, cast.thuy, made[f"of {name}"].incident_id, unit, REASON)
        shares.share(session, cast.dung, made["of hac thanh, shared with pc02"].incident_id, "38-PC02", REASON)
        for name in ("of pc02, sealed", "of pc02, shared, then sealed"):
            seals.seal(session, cast.thuy, made[name].incident_id, 1, [], REASON)
        seals.seal(session, cast.dung, made["of hac thanh, sealed to minh"].incident_id, 1, ["minh"], REASON)
        days = {"valid_from": clock.today(), "valid_to": clock.today()}
        delegations.delegate(session, cast.thuy, NewDelegation(cast.pc02.id, "tuan", **days, reason=REASON))
    cast.see_again()
    return made


def _case(cast: Cast, name: str, number: int) -> Case:
    unit, keeper = {"of pc02": (cast.pc02, cast.minh), "of pc08": (cast.pc08, cast.hoa)}.get(
        name.split(",", maxsplit=1)[0], (cast.hac_thanh_police, cast.son)
    )
    codes = {"incident": f"VV-7000{number}/2026", "request": f"YC-7000{number}/2026"}
    facts = {"investigator_id": keeper.id, "unit_id": unit.id, "summary": f"Vụ zx{number}q"}
    incident = cast.incident(code=codes["incident"], **facts)
    request = cast.request(incident=incident, code=codes["request"], requester_id=keeper.id, unit_id=unit.id)
    numbers = (incident.id, request.id, request.lines[0].id)  # type: ignore[attr-defined]
    return Case(*numbers, **codes, word=f"zx{number}q", file_id=an_attachment(cast, incident.id).file_id)


def opened(person: Person, url: str) -> bool:
    """Whether somebody is shown a page or a thing, rather than refused."""
    return person.client.get(url).status_code == 200


@on_one_database  # by the same condition as the lists, which are asked of both
def test_the_thing_itself_as_page_and_as_json(people: People, cases: dict[str, Case]) -> None:
    for name, case in cases.items():
        for url in (f"/incidents/{case.incident_id}", f"/access/incidents/{case.incident_id}"):
            shown = {who for who in EVERYBODY if opened(getattr(people, who), f"/api/v1{url}")}
            assert shown == SEES[name], (name, url)
        pages = {who for who in EVERYBODY if opened(getattr(people, who), f"/incidents/{case.incident_id}")}
        assert pages == SEES[name], name
        for url in (f"/extractions/{case.request_id}", f"/api/v1/extractions/{case.request_id}"):
            assert {who for who in EVERYBODY if opened(getattr(people, who), url)} == SEES[name] | ASKED, (name, url)


def test_lists_search_home_reports_and_exports(people: People, cases: dict[str, Case]) -> None:
    """Where a case must not be met, neither its number nor a word of it stands."""
    for who in EVERYBODY:
        person, seen = getattr(people, who), {name for name in cases if who in SEES[name]}
        asked = {name for name in cases if who in SEES[name] | ASKED}
        incidents = _met(person, cases, "/api/v1/incidents?limit=100", "incident")
        assert incidents == seen, who
        assert _met(person, cases, "/incidents", "incident") == seen, who
        assert _met(person, cases, "/api/v1/extractions?limit=100", "request") == asked, who
        assert {name for name, case in cases.items() if _found(person, case)} == seen, who
        for url in ("/", "/extractions/lines", "/reports/incidents?set=asked", "/reports/lines?set=asked"):
            assert _met(person, cases, url, "word") <= seen, (who, url)
            assert _met(person, cases, url, "incident") <= asked, (who, url)
        assert _met(person, cases, "/exports/new?format=csv", "word") == set(), who


def _met(person: Person, cases: dict[str, Case], url: str, part: str) -> set[str]:
    """Which cases' codes or words stand in an answer; none where it is refused."""
    answer = person.client.get(url)
    return {name for name, case in cases.items() if answer.status_code == 200 and getattr(case, part) in answer.text}


def _found(person: Person, case: Case) -> bool:
    """Whether a search for a word of a case leads to it."""
    return f"/incidents/{case.incident_id}" in person.client.get(f"/search?q={case.word}").text


def test_the_log_tells_the_auditor_which_cases_were_shared_and_not_which_were_sealed(
    people: People, cases: dict[str, Case]
) -> None:
    for case in cases.values():
        people.dung.client.get(f"/incidents/{case.incident_id}")
        people.lan.client.get(f"/extractions/{case.request_id}")
    for url in ("/audit", "/api/v1/audit?limit=100"):
        told = _met(people.an, cases, url, "incident") | _met(people.an, cases, url, "request")
        assert told == {name for name in cases if "sealed" not in name}


def test_rows_behind_a_figure_are_counted_whole(people: People, cases: dict[str, Case]) -> None:
    for who in ("thuy", "dung", "tuan"):
        hidden = len(cases) - sum(who in people_of_case for people_of_case in SEES.values())
        page = getattr(people, who).get("/reports/incidents?set=asked").text
        assert f"<strong>{len(cases)}</strong>" in page
        assert f"{hidden} dòng thuộc đơn vị khác" in page


@on_one_database
def test_documents_are_read_with_the_case(cast: Cast, people: People, cases: dict[str, Case]) -> None:
    for name, case in cases.items():
        shown = {who for who in EVERYBODY if "Biên bản.pdf" in _page(people, who, case)}
        assert shown == SEES[name], name


def _page(people: People, who: str, case: Case) -> str:
    return str(getattr(people, who).client.get(f"/incidents/{case.incident_id}").text)


@on_one_database
def test_only_leaders_who_see_it_and_who_decides_instead_decide(
    people: People, cast: Cast, cases: dict[str, Case]
) -> None:
    for name, case in cases.items():
        able = {who for who in EVERYBODY if _may_decide(people, who, case)}
        assert able == DECIDES[name], name
    assert not permits(cast.tuan, Can.DELEGATE)


def _may_decide(people: People, who: str, case: Case) -> bool:
    """Whether the page offers somebody to approve, which is what the act asks too."""
    answer: Any = getattr(people, who).client.get(f"/extractions/{case.request_id}")
    return answer.status_code == 200 and f"/extractions/{case.request_id}/approve" in answer.text
