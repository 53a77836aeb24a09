"""Saved filters: whose they are, who may use them, and that nobody sees through them what they may not."""

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.accounts import actions as accounts
from tracker.core import clock
from tracker.core.permissions import Role
from tracker.register.saved_views.models import SavedView
from tracker.register.saved_views.rules import Sharing

BROKEN = {"name": "Hỏng ở chợ", "query": "?q=cho&health=broken&after=abc&limit=200&form="}


def test_the_auditor_keeps_no_filters(people: People) -> None:
    people.an.get("/saved-views", 403)
    people.an.post("/saved-views/new", BROKEN, 403)


def test_hoa_cannot_delete_lans_filter_though_she_may_use_it(people: People, cast: Cast) -> None:
    people.lan.post("/saved-views/new", {**BROKEN, "sharing": "everyone"})
    assert "Hỏng ở chợ" in people.hoa.get("/cameras").text
    people.hoa.post("/saved-views/1/drop", status=404)
    people.lan.post("/saved-views/1/drop")
    assert cast.count(SavedView) == 0


def test_what_is_kept_is_the_filter_not_the_place_in_the_list(people: People, cast: Cast) -> None:
    assert people.lan.post("/saved-views/new", BROKEN).location == "/cameras?q=cho&health=broken"
    assert '<a href="/cameras?q=cho&amp;health=broken">' in people.lan.get("/cameras").text


def test_one_name_is_used_once_and_what_was_typed_stays(people: People, cast: Cast) -> None:
    people.lan.post("/saved-views/new", BROKEN)
    page = people.lan.post("/saved-views/new", {**BROKEN, "query": "health=working"}, 422).text
    assert 'value="health=working"' in page
    people.hoa.post("/saved-views/new", BROKEN)
    assert cast.count(SavedView) == 2


@pytest.mark.parametrize(
    ("sharing", "seeing"), [("own", ["lan"]), ("unit", ["lan", "mai"]), ("everyone", ["hoa", "lan", "mai", "minh"])]
)
def test_a_filter_is_offered_to_those_it_is_shared_with(
    people: People, cast: Cast, sharing: str, seeing: list[str]
) -> None:
    _colleague_of(cast)
    people.lan.post("/saved-views/new", {**BROKEN, "sharing": sharing})
    assert [who for who in ("hoa", "lan", "mai", "minh") if _offered(people, who)] == seeing


def _colleague_of(cast: Cast) -> None:
    facts = {"login": "mai", "name": "Mai", "role": Role.WARD_ADMIN, "password_hash": "x", "unit": "14797"}
    with cast.database.writing() as session:
        accounts.create_user(session, None, **facts)


def _offered(people: People, who: str) -> bool:
    return "Hỏng ở chợ" in getattr(people, who).get("/cameras").text


def test_through_lans_filter_hoa_sees_only_her_own(people: People, cast: Cast) -> None:
    camera = cast.camera()
    people.lan.post("/saved-views/new", {"name": "Phố 1", "query": f"q={camera.code}", "sharing": "everyone"})
    assert camera.code in people.lan.get(f"/cameras?q={camera.code}").text
    assert f"/cameras/{camera.id}" not in people.hoa.get(f"/cameras?q={camera.code}").text


def test_a_hundred_filters_are_kept_of_one_list_and_no_more(people: People, cast: Cast) -> None:
    people.lan.post("/saved-views/new", BROKEN)
    with cast.database.writing() as session:
        first = session.query(SavedView).one()
        facts = {column.key: getattr(first, column.key) for column in SavedView.__table__.columns}
        for number in range(2, 100):
            session.add(SavedView(**{**facts, "id": None, "name": f"Bộ lọc {number}"}))
    people.lan.post("/saved-views/new", {**BROKEN, "name": "Bộ lọc 100"})
    people.lan.post("/saved-views/new", {**BROKEN, "name": "Bộ lọc 101"}, 422)
    people.hoa.post("/saved-views/new", BROKEN)
    assert cast.count(SavedView) == 101


@pytest.mark.parametrize("query", ["health=nonsense", "status=broken"])
def test_a_filter_that_means_nothing_any_more_is_told_in_the_list_and_when_opened(
    people: People, cast: Cast, query: str
) -> None:
    facts = {"created_by_id": cast.lan.id, "ward_id": None, "unit_id": None, "page": "cameras", "name": "Cũ"}
    cast.add(SavedView(**facts, query=query, sharing=Sharing.OWN, created_at=clock.now()))
    name = query.partition("=")[0]
    assert f"không còn mục hay giá trị này: {name}." in people.lan.get("/saved-views").text
    assert f'<a href="/cameras?{query}">' in people.lan.get("/cameras").text
    people.lan.get(f"/cameras?{query}", 422)
