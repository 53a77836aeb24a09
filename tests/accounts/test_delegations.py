"""A head who is away has an officer decide, for some days and with a reason; a deputy decides without being told to."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.people import People
from tracker.accounts import actions, delegations, posts
from tracker.accounts.delegations import NewDelegation
from tracker.accounts.models import Post, User
from tracker.audit_log import queries as audit
from tracker.core import clock, errors
from tracker.core.permissions import Can, Position, Role, permits
from tracker.territory.units.slots import UnitSlots

WEEK = timedelta(days=7)


def typed(**given: Any) -> dict[str, Any]:
    """What a head types to have Tuấn decide for a week from today."""
    days = {"valid_from": f"{clock.today():%d/%m/%Y}", "valid_to": f"{clock.today() + WEEK:%d/%m/%Y}"}
    return {"to": "tuan", **days, "reason": "Nghỉ phép năm"} | given


def new(cast: Cast, **given: Any) -> NewDelegation:
    """Tuấn, for a week from today."""
    facts = {"unit_id": cast.pc02.id, "to": "tuan", "valid_from": clock.today(), "valid_to": clock.today() + WEEK}
    return NewDelegation(**facts | {"reason": "Nghỉ phép năm"} | given)


def delegated(cast: Cast, **given: Any) -> Post:
    """Thủy has somebody decide."""
    with cast.database.writing() as session:
        post = delegations.delegate(session, cast.thuy, new(cast, **given))
    cast.see_again()
    return post


def post_of(cast: Cast, who: str, **given: Any) -> Post:
    """One more post of somebody in PC02."""
    facts = {"unit_id": cast.pc02.id, "valid_from": date(2024, 1, 1), "valid_to": None, "reason": ""}
    return cast.add(Post(user_id=getattr(cast, who).id, delegated_by_id=None, **facts | given))


def ends_own_post(cast: Cast, who: str, last: date) -> None:
    """Bình writes down on which day somebody's first post ends."""
    with cast.database.writing() as session:
        user = session.get_one(User, getattr(cast, who).id)
        post = session.query(Post).filter_by(user_id=user.id, delegated_by_id=None).first()
        assert post
        posts.end(session, cast.binh, user, post.id, last, "Chuyển công tác")
    cast.see_again()


@pytest.mark.parametrize("who", ["lan", "minh", "dung", "an", "binh"])
def test_only_a_head_delegates_not_even_a_deputy(people: People, cast: Cast, who: str) -> None:
    getattr(people, who).get("/accounts/delegations", 403)
    assert "Ủy quyền" not in getattr(people, who).get(f"/units/{cast.pc02.id}").text
    with pytest.raises(errors.NotAllowed), cast.database.writing() as session:
        delegations.delegate(session, getattr(cast, who), new(cast))


def test_thủy_does_not_delegate_for_a_unit_that_she_does_not_head(cast: Cast, session: Session) -> None:
    for unit in (cast.pc08, cast.police):
        with pytest.raises(errors.NotAllowed):
            delegations.delegate(session, cast.thuy, new(cast, unit_id=unit.id))


@pytest.mark.parametrize("to", ["son", "hoa", "an", "binh", "thuy", "nobody"])
def test_it_goes_to_an_officer_of_the_unit_or_below_and_to_nobody_else(people: People, cast: Cast, to: str) -> None:
    page = people.thuy.post("/accounts/delegations", typed(to=to, unit_id=cast.pc02.id), 422).text
    assert "Người được ủy quyền phải là" in page
    assert cast.count(Post) == 11


def test_what_is_missing_or_past_or_in_a_wrong_order_is_told(people: People, cast: Cast) -> None:
    unit = {"unit_id": cast.pc02.id}
    assert "Lý do" in people.thuy.post("/accounts/delegations", typed(**unit, reason=""), 422).text
    yesterday = f"{clock.today() - timedelta(days=1):%d/%m/%Y}"
    assert "ngày đã qua" in people.thuy.post("/accounts/delegations", typed(**unit, valid_from=yesterday), 422).text
    page = people.thuy.post("/accounts/delegations", typed(**unit, valid_to=yesterday), 422).text
    assert "trước ngày bắt đầu" in page


def test_days_that_overlap_are_refused_and_name_who_has_them(people: People, cast: Cast) -> None:
    post_of(cast, "son", role=Role.INVESTIGATOR, position=Position.MEMBER)
    delegated(cast)
    page = people.thuy.post("/accounts/delegations", typed(to="son", unit_id=cast.pc02.id), 422).text
    assert "đã ủy quyền cho Phạm Anh Tuấn" in page
    later = {"valid_from": clock.today() + timedelta(days=8), "valid_to": clock.today() + timedelta(days=9)}
    delegated(cast, to="son", **later)


def test_it_never_outlasts_the_post_of_whoever_gives_it_or_of_whoever_gets_it(cast: Cast) -> None:
    ends_own_post(cast, "tuan", clock.today() + timedelta(days=5))
    with pytest.raises(errors.Invalid) as refused:
        delegated(cast)
    assert list(refused.value.fields) == ["valid_to"]
    ends_own_post(cast, "thuy", clock.today() + timedelta(days=3))
    with pytest.raises(errors.Invalid) as refused:
        delegated(cast, to="minh")
    assert list(refused.value.fields) == ["valid_to"]
    delegated(cast, valid_to=clock.today() + timedelta(days=3))


def test_somebody_who_moves_away_before_it_begins_gets_none(cast: Cast) -> None:
    ends_own_post(cast, "tuan", clock.today() + timedelta(days=5))
    later = {"valid_from": clock.today() + timedelta(days=6), "valid_to": clock.today() + WEEK}
    with pytest.raises(errors.Invalid):
        delegated(cast, **later)


def test_a_deputy_of_the_unit_needs_none(cast: Cast) -> None:
    post_of(cast, "tuan", role=Role.LEADERSHIP, position=Position.DEPUTY)
    with pytest.raises(errors.Invalid) as refused:
        delegated(cast)
    assert refused.value.fields == {"to": delegations.APPROVES_ANYWAY}


def test_a_case_worker_of_a_unit_above_who_works_nowhere_below_gets_none(cast: Cast) -> None:
    """Thủy heads a second unit; its people do not decide for PC02."""
    post_of(cast, "thuy", role=Role.LEADERSHIP, position=Position.HEAD, unit_id=cast.pc08.id)
    post_of(cast, "son", role=Role.INVESTIGATOR, position=Position.MEMBER, unit_id=cast.pc08.id)
    cast.see_again()
    with pytest.raises(errors.Invalid) as refused:
        delegated(cast, to="son")
    assert refused.value.fields == {"to": delegations.NOT_AN_OFFICER}
    delegated(cast, to="son", unit_id=cast.pc08.id)


def test_tuấn_approves_instead_of_thủy_who_still_may_and_the_history_says_so(people: People, cast: Cast) -> None:
    case, other = cast.request(), cast.request()
    approve = f"/api/v1/extractions/{case.id}/approve"
    people.tuan.json("POST", approve, {"version": 1}, 403)
    people.thuy.post("/accounts/delegations", typed(unit_id=cast.pc02.id))
    assert "thay Hoàng Thị Thủy" in people.tuan.get("/").text
    people.tuan.json("POST", approve, {"version": 1})
    assert "thay Hoàng Thị Thủy (được ủy quyền)" in people.minh.get(f"/extractions/{case.id}").text
    with cast.database.reading() as session:
        row = audit.listing(session, after=None, limit=1, action="request:approve").items[0]
    assert (row["actor_name"], row["detail"]["acting_for"]) == ("Phạm Anh Tuấn", "Hoàng Thị Thủy")
    people.thuy.json("POST", f"/api/v1/extractions/{other.id}/approve", {"version": 1})
    assert "được ủy quyền)" not in people.minh.get(f"/extractions/{other.id}").text


def test_who_decides_instead_never_decides_on_the_own_request(people: People, cast: Cast) -> None:
    own = cast.request(requester_id=cast.tuan.id)
    delegated(cast)
    people.tuan.json("POST", f"/api/v1/extractions/{own.id}/approve", {"version": 1}, 403)


def test_a_deputy_decides_while_the_head_is_away_and_nothing_is_said_of_it(people: People, cast: Cast) -> None:
    post_of(cast, "son", role=Role.LEADERSHIP, position=Position.DEPUTY)
    with cast.database.writing() as session:
        actions.set_active(session, cast.binh, session.get_one(User, cast.thuy.id), False, reason="Nghỉ ốm")
    case = cast.request()
    people.son.json("POST", f"/api/v1/extractions/{case.id}/approve", {"version": 1})
    assert "được ủy quyền" not in people.minh.get(f"/extractions/{case.id}").text


def test_who_delegates_below_and_leads_above_decides_by_the_own_post(people: People, cast: Cast) -> None:
    post_of(cast, "dung", role=Role.INVESTIGATOR, position=Position.MEMBER)
    delegated(cast, to="dung")
    case = cast.request()
    people.dung.json("POST", f"/api/v1/extractions/{case.id}/approve", {"version": 1})
    assert "được ủy quyền)" not in people.minh.get(f"/extractions/{case.id}").text


def test_it_begins_and_ends_by_itself(cast: Cast) -> None:
    work = cast.request()
    tomorrow = clock.today() + timedelta(days=1)
    post = delegated(cast, valid_from=tomorrow, valid_to=tomorrow)
    assert not permits(cast.tuan, Can.DECIDE_REQUEST, work)
    with cast.database.writing() as session:
        session.get_one(Post, post.id).valid_from = clock.today()
    cast.see_again()
    assert permits(cast.tuan, Can.DECIDE_REQUEST, work)
    assert not permits(cast.tuan, Can.DELEGATE)


def test_thủy_ends_it_early_with_a_reason_and_only_her_own(people: People, cast: Cast) -> None:
    post = delegated(cast)
    url = f"/accounts/delegations/{post.id}/end"
    assert "Lý do" in people.thuy.post(url, {}, 422).text
    people.thuy.post("/accounts/delegations/999/end", {"reason": "Đã về"}, 404)
    people.thuy.post(url, {"reason": "Đã về"})
    cast.see_again()
    assert not permits(cast.tuan, Can.DECIDE_REQUEST, cast.request())
    assert cast.count(Post) == 11


def test_one_that_began_before_stays_as_history_and_is_not_ended_twice(people: People, cast: Cast) -> None:
    post = delegated(cast)
    with cast.database.writing() as session:
        session.get_one(Post, post.id).valid_from = clock.today() - timedelta(days=3)
    url = f"/accounts/delegations/{post.id}/end"
    people.thuy.post(url, {"reason": "Đã về"})
    assert cast.fresh(post).valid_to == clock.today() - timedelta(days=1)
    assert "đã kết thúc" in people.thuy.get("/accounts/delegations").text
    people.thuy.post(url, {"reason": "Đã về"}, 409)


def test_a_program_delegates_and_ends_as_the_page_does(people: People, cast: Cast) -> None:
    url, iso = "/api/v1/accounts/delegations", {"valid_from": f"{clock.today()}", "valid_to": f"{clock.today() + WEEK}"}
    body = typed(unit_id=cast.pc02.id) | iso
    for person in (people.dung, people.minh):
        person.json("GET", url, status=403)
        person.json("POST", url, body, 403)
    assert people.thuy.json("POST", url, {**body, "to": "lan"}, 422)["errors"] == {"to": delegations.NOT_AN_OFFICER}
    people.thuy.json("POST", url, {**body, "unit_id": cast.pc08.id}, 403)
    row = people.thuy.json("POST", url, body, 201)
    assert (row["to"], row["unit"], row["valid_to"]) == ("tuan", "Phòng Cảnh sát hình sự", iso["valid_to"])
    assert people.thuy.json("GET", url) == [row]
    cast.see_again()
    assert permits(cast.tuan, Can.DECIDE_REQUEST, cast.request())
    people.thuy.json("POST", f"{url}/{row['id']}/end", {}, 422)
    people.thuy.json("POST", f"{url}/999/end", {"reason": "Đã về"}, 404)
    assert people.thuy.json("POST", f"{url}/{row['id']}/end", {"reason": "Đã về"}) == []
    cast.see_again()
    assert not permits(cast.tuan, Can.DECIDE_REQUEST, cast.request())


@pytest.mark.parametrize("who", ["thuy", "tuan"])
def test_it_ends_with_the_post_of_either(cast: Cast, who: str) -> None:
    post = delegated(cast)
    ends_own_post(cast, who, clock.today() + timedelta(days=2))
    assert cast.fresh(post).valid_to == clock.today() + timedelta(days=2)
    with cast.database.writing() as session:  # ending what was delegated ends nothing else
        posts.end(session, cast.binh, session.get_one(User, cast.tuan.id), post.id, clock.today(), "Sớm hơn")


def test_it_ends_when_the_account_of_whoever_gave_it_is_locked(cast: Cast) -> None:
    delegated(cast)
    with cast.database.writing() as session:
        actions.set_active(session, cast.binh, session.get_one(User, cast.thuy.id), False, reason="Nghỉ hưu")
    cast.see_again()
    assert not permits(cast.tuan, Can.DECIDE_REQUEST, cast.request())


def test_the_page_of_a_unit_says_who_works_there(people: People, cast: Cast) -> None:
    delegated(cast)
    page = people.lan.get(f"/units/{cast.pc02.id}").text
    assert page.index("Hoàng Thị Thủy") < page.index("Nguyễn Văn Minh")
    assert "được Hoàng Thị Thủy ủy quyền" in page
    assert "Ủy quyền phê duyệt" not in page
    assert "Ủy quyền phê duyệt" in people.thuy.get(f"/units/{cast.pc02.id}").text
    assert "Cán bộ</h2>" not in people.lan.get(f"/units/{cast.pc08.id}").text


def test_a_slot_that_nobody_fills_is_an_error_when_the_app_starts(app: Flask) -> None:
    with pytest.raises(TypeError):
        UnitSlots()  # type: ignore[call-arg]
    assert UnitSlots(people=lambda unit: Markup())
