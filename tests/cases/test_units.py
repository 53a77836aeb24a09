"""Whose cases people of three units see, do and decide: a matrix over people, things and ways to them."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.people import People
from tracker.accounts.models import Post
from tracker.cases.extractions import actions, steps
from tracker.cases.extractions import queries as requests
from tracker.cases.incidents import queries as incidents
from tracker.cases.visibility import sees_cases
from tracker.core import errors
from tracker.core.permissions import Can, permits
from tracker.core.viewer import Viewer
from tracker.territory.units import queries as units

EVERYBODY = "lan hoa minh tuan thuy dung an binh khoa son".split()
# Who sees the cases of a unit: people of it, and those of units above. Lan answers for the ward that is asked.
SEES = {"pc02": {"minh", "tuan", "thuy", "dung"}, "hac_thanh_police": {"son", "dung"}, "pc08": {"dung"}}
DECIDES = {"pc02": {"thuy", "dung"}, "hac_thanh_police": {"dung"}, "pc08": {"dung"}}
ASKED = {"lan", "son"}  # of Hạc Thành, in which each case asks for a camera


@pytest.fixture
def cases(cast: Cast) -> dict[str, Any]:
    """A filed request of each of three units, by the unit's name."""
    return {
        name: cast.request(
            incident=cast.incident(investigator_id=who, unit_id=getattr(cast, name).id),
            requester_id=who,
            unit_id=getattr(cast, name).id,
        )
        for name, who in (("pc02", cast.minh.id), ("hac_thanh_police", cast.son.id), ("pc08", cast.hoa.id))
    }


def seen(session: Session, who: Viewer, look: Any) -> bool:
    """Whether somebody may know of a thing, by the function that reads it."""
    try:
        return look(session, who) is not None
    except errors.NotFound:
        return False


def matrix(cases: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every unit with every person."""
    return ((unit, who) for unit in cases for who in EVERYBODY)


def test_an_incident_is_seen_by_its_unit_and_those_above_and_by_nobody_else(cast: Cast, cases: dict[str, Any]) -> None:
    with cast.database.reading() as session:
        found = {
            (unit, who)
            for unit, who in matrix(cases)
            if seen(session, getattr(cast, who), lambda s, v, u=unit: incidents.get(s, v, cases[u].incident_id))
        }
    assert found == {(unit, who) for unit, people in SEES.items() for who in people}


def test_a_request_and_its_lines_follow_and_the_ward_sees_what_it_is_asked(cast: Cast, cases: dict[str, Any]) -> None:
    expected = {(unit, who) for unit, people in SEES.items() for who in people | ASKED}
    with cast.database.reading() as session:
        for look in (
            lambda s, v, u: requests.get(s, v, cases[u].id),
            lambda s, v, u: requests.get_line(s, v, cases[u].lines[0].id),
        ):
            found = {
                (unit, who)
                for unit, who in matrix(cases)
                if seen(session, getattr(cast, who), lambda s, v, u=unit, look=look: look(s, v, u))
            }
            assert found == expected


def test_only_the_head_or_a_deputy_of_the_unit_or_above_may_decide(cast: Cast, cases: dict[str, Any]) -> None:
    found = {(u, who) for u, who in matrix(cases) if permits(getattr(cast, who), Can.DECIDE_REQUEST, cases[u])}
    assert found == {(unit, who) for unit, people in DECIDES.items() for who in people}
    with pytest.raises(errors.NotFound), cast.database.writing() as session:
        case = cases["hac_thanh_police"]
        actions.advance(session, cast.thuy, case.id, case.version, steps.STEPS["approve"])


def test_pages_json_search_home_and_figures_of_other_units_say_nothing(
    people: People, cast: Cast, cases: dict[str, Any]
) -> None:
    other = cases["hac_thanh_police"]
    code = cast.fresh(cast.fresh(other)).code
    for url in (f"/incidents/{other.incident_id}", f"/extractions/{other.id}"):
        people.minh.get(url, 404)
        people.minh.json("GET", f"/api/v1{url}", status=404)
    for url in ("/", "/incidents", "/extractions", "/extractions/lines", f"/search?q={code}"):
        assert f'href="/extractions/{other.id}"' not in people.minh.get(url).text
        assert f'href="/incidents/{other.incident_id}"' not in people.minh.get(url).text
    page = people.thuy.get("/reports/incidents?set=asked").text
    assert "<strong>3</strong>" in page
    assert "2 dòng thuộc đơn vị khác" in page
    assert f"/incidents/{other.incident_id}" not in page
    assert "dòng thuộc đơn vị khác" not in people.dung.get("/reports/incidents?set=asked").text


def test_the_committee_reads_rates_and_no_case(people: People, cases: dict[str, Any]) -> None:
    people.khoa.get("/reports")
    for url in ("/incidents", "/extractions", "/cameras", "/reports/incidents?set=asked", "/audit", "/accounts"):
        people.khoa.get(url, 403)


def test_the_database_refuses_an_approver_who_works_on_the_request(cast: Cast, cases: dict[str, Any]) -> None:
    request = cases["pc02"]
    for column in ("requester_id", "responsible_id"):
        statement = f"UPDATE extraction_requests SET approver_id = {column} WHERE id = {request.id}"
        with pytest.raises(IntegrityError), cast.database.writing() as session:
            session.execute(text(statement))


def test_a_post_that_has_ended_shows_nothing_and_one_elsewhere_shows_the_cases_there(
    cast: Cast, cases: dict[str, Any]
) -> None:
    with cast.database.writing() as session:
        post = session.query(Post).filter_by(user_id=cast.tuan.id).one()
        post.unit_id = cast.pc08.id
    cast.see_again()
    with cast.database.reading() as session:
        assert seen(session, cast.tuan, lambda s, v: incidents.get(s, v, cases["pc08"].incident_id))
        assert not seen(session, cast.tuan, lambda s, v: incidents.get(s, v, cases["pc02"].incident_id))
        assert units.covers(session, [cast.police.id], cast.pc02.id)
        assert not units.covers(session, [cast.pc02.id], cast.police.id)
        assert not units.covers(session, [], cast.pc02.id)
    assert not sees_cases(cast.khoa.reach)
