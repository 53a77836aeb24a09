"""Signing in and out, sessions that really end, and the list of accounts."""

import re
from datetime import timedelta
from typing import Any

import time_machine
from flask import Flask

from tests.cast import PASSWORD, Cast
from tests.people import People, Person
from tracker.accounts.models import Post, SignIn, User
from tracker.accounts.rules import TRIES
from tracker.audit_log import queries as audit
from tracker.core import clock
from tracker.core.database import Database

NEXT = "hoa sữa thơm nồng"
ELSEWHERE = {"REMOTE_ADDR": "10.0.0.9"}
MINH = {"login": "minh", "password": PASSWORD}
OWN = "hoa sữa thơm nồng nàn"
LOCK = {"version": "1", "reason": "Chuyển công tác"}
MAI = {"login": "mai", "name": "Mai", "role": "ward_admin", "unit": "Công an phường Hạc Thành", "password": NEXT}


def stolen(app: Flask, person: Person) -> Person:
    """Somebody with a copy of a person's cookie."""
    thief, cookie = Person(app), person.client.get_cookie("tracker")
    assert cookie is not None
    thief.client.set_cookie("tracker", cookie.value)
    return thief


def wrong(person: Person, status: int = 422, **more: Any) -> str:
    """Try a wrong password for Minh; the page."""
    return person.post("/login", {"login": "minh", "password": "sai mật khẩu"}, status, **more).text


def test_a_wrong_name_a_wrong_password_and_a_disabled_account_are_told_alike(people: People, cast: Cast) -> None:
    people.binh.post(f"/accounts/{cast.tuan.id}/disable", LOCK)
    stranger = people.stranger()
    for login, password in (("minh", "sai mật khẩu"), ("nobody", PASSWORD), ("tuan", PASSWORD)):
        page = stranger.post("/login", {"login": login, "password": password}, 422).text
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in page
        assert password not in page
    stranger.get("/cameras", 302)


def test_after_eight_tries_even_the_right_password_is_refused(people: People) -> None:
    stranger = people.stranger()
    for _ in range(TRIES):
        wrong(stranger)
    assert "đợi 15 phút" in wrong(stranger, 429)
    answer = stranger.post("/login", MINH, 429)
    assert answer.headers["Retry-After"] == "900"
    stranger.get("/cameras", 302)


def test_the_block_is_of_that_name_at_that_address_for_a_while(people: People) -> None:
    stranger, elsewhere, tuan = people.stranger(), people.stranger(), people.stranger()
    for _ in range(TRIES):
        wrong(stranger)
    elsewhere.post("/login", MINH, environ_base=ELSEWHERE)
    elsewhere.get("/cameras")
    tuan.post("/login", {**MINH, "login": "tuan"})
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=False):
        stranger.post("/login", MINH)


def test_log_ins_are_written_down_with_their_address(people: People, database: Database) -> None:
    wrong(people.stranger(), environ_base=ELSEWHERE)
    with database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=5).items
    assert (event["action"], event["ip"], event["detail"]) == ("login:refused", "10.0.0.9", {"login": "minh"})


def test_a_cookie_is_dead_after_log_out(people: People, app: Flask) -> None:
    thief = stolen(app, people.minh)
    thief.get("/cameras")
    people.minh.post("/logout")
    thief.get("/cameras", 302)


def test_a_cookie_is_dead_after_a_new_password(people: People, app: Flask) -> None:
    thief = stolen(app, people.minh)
    thief.get("/cameras")
    people.minh.post("/accounts/me", {"current": PASSWORD, "password": NEXT, "again": NEXT})
    thief.get("/cameras", 302)
    wrong(people.stranger())
    people.stranger().post("/login", {**MINH, "password": NEXT})


def test_a_cookie_is_dead_once_the_account_is_disabled(people: People, app: Flask, cast: Cast) -> None:
    thief = stolen(app, people.minh)
    thief.get("/cameras")
    people.binh.post(f"/accounts/{cast.minh.id}/disable", LOCK)
    thief.get("/cameras", 302)
    people.minh.get("/cameras", 302)


def test_a_session_ends_idle_and_at_the_latest_after_half_a_day(people: People) -> None:
    start = clock.now()
    people.minh.get("/cameras")
    for minutes, status in ((50, 200), (100, 200), (162, 302)):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            people.minh.get("/cameras", status)
    for minutes in range(50, 12 * 60, 50):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            people.tuan.get("/cameras")
    with time_machine.travel(start + timedelta(minutes=50 + 12 * 60 + 1), tick=False):
        people.tuan.get("/cameras", 302)


def test_a_wrong_present_password_changes_nothing(people: People, app: Flask) -> None:
    people.minh.post("/accounts/me", {"current": "không phải", "password": NEXT, "again": NEXT}, 422)
    people.minh.post("/accounts/me", {"current": PASSWORD, "password": NEXT, "again": NEXT + "!"}, 422)
    people.minh.post("/accounts/me", {"current": PASSWORD, "password": "ngắn", "again": "ngắn"}, 422)
    people.minh.get("/cameras")
    Person(app, "minh")


def test_nobody_is_led_out_of_the_house(people: People) -> None:
    ways = ("//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "javascript:1")
    for way in ways:
        assert people.stranger().post("/login", {**MINH, "next": way}).location == "/", way
    assert people.stranger().post("/login", {**MINH, "next": "/cameras?q=x"}).location == "/cameras?q=x"


def test_a_form_without_its_token_does_nothing(people: People, cast: Cast) -> None:
    before = cast.count(User), cast.count(SignIn)
    for token in ({}, {"csrf_token": "made up"}, {"csrf_token": people.minh.token}):
        answer = people.binh.client.post("/accounts/new", data={**MAI, **token})
        assert answer.status_code == 400
    assert people.binh.client.post("/api/v1/cameras", json={}).status_code == 400
    assert (cast.count(User), cast.count(SignIn)) == (before[0], before[1] + 2)
    people.binh.post("/accounts/new", MAI)


def test_a_password_hash_is_on_no_page(people: People) -> None:
    for page in (people.binh.get("/accounts"), people.binh.get("/accounts/me"), people.an.get("/audit")):
        assert "argon2" not in page.text


def test_binh_reads_no_case_and_no_camera(people: People, cast: Cast) -> None:
    for url in ("/cameras", "/incidents", "/extractions", f"/incidents/{cast.incident().id}", "/audit", "/networks"):
        people.binh.get(url, 403)


def test_only_binh_keeps_accounts(people: People, cast: Cast) -> None:
    for person in (people.lan, people.minh, people.thuy, people.an):
        person.get("/accounts", 403)
        person.post("/accounts/new", MAI, 403)
        person.post(f"/accounts/{cast.hoa.id}/disable", LOCK, 403)
    assert cast.count(User) == 10
    assert cast.fresh(_user(cast, "hoa")).active


def test_binh_makes_an_account_that_logs_in(people: People) -> None:
    page = people.binh.post("/accounts/new", {**MAI, "unit": "PC02"}, 422).text
    assert "phải ở Công an một phường, xã" in page
    assert NEXT not in page
    people.binh.post("/accounts/new", MAI)
    mai = people.stranger()
    mai.post("/login", {"login": " MAI ", "password": NEXT})
    mai.post("/accounts/me", {"current": NEXT, "password": OWN, "again": OWN})
    again = people.stranger()
    again.post("/login", {"login": "mai", "password": OWN})
    assert "Phường Hạc Thành" in again.get("/").text


def test_binh_disables_and_enables_an_account_but_not_on_an_old_page(people: People, cast: Cast) -> None:
    assert "Lý do" in people.binh.post(f"/accounts/{cast.hoa.id}/disable", {"version": "1"}, 422).text
    people.binh.post(f"/accounts/{cast.hoa.id}/disable", LOCK)
    people.binh.post(f"/accounts/{cast.hoa.id}/enable", {"version": "1"}, 409)
    people.binh.post(f"/accounts/{cast.hoa.id}/enable", {}, 422)
    people.binh.post(f"/accounts/{cast.hoa.id}/enable", {"version": "2"})
    people.binh.post(f"/accounts/{cast.binh.id}/disable", LOCK, 403)
    people.hoa.get("/cameras")


def _user(cast: Cast, login: str) -> User:
    with cast.database.reading() as session:
        return session.query(User).filter_by(login=login).one()


def test_a_post_is_ended_on_a_page_of_its_own_with_the_work_that_stays(people: People, cast: Cast) -> None:
    cast.request()
    with cast.database.reading() as session:
        post_id = session.query(Post).filter_by(user_id=cast.minh.id).one().id
    page = f"/accounts/{cast.minh.id}/posts/{post_id}/end"
    people.lan.get(page, 403)
    people.binh.get(f"/accounts/{cast.lan.id}/posts/{post_id}/end", 404)
    assert page in people.binh.get(f"/accounts/{cast.minh.id}").text
    shown = people.binh.get(page).text
    assert "1 vụ việc, 1 phiếu đang mở" in shown
    missing = people.binh.post(page, {"valid_to": "hôm nay"}, 422).text
    assert "Cần điền mục này" in missing
    assert "Giao thêm nhiệm vụ" not in missing
    people.binh.post(page, {"valid_to": "hôm nay", "reason": "QĐ 12/QĐ-CAT"})
    with cast.database.reading() as session:
        assert session.get_one(Post, post_id).valid_to == clock.today()


def test_accounts_are_read_a_page_at_a_time_and_found_by_any_of_their_words(people: People, cast: Cast) -> None:
    facts = {"password_hash": "", "active": True, "created_at": clock.now(), "password_changed_at": clock.now()}
    for number in range(51):
        cast.add(User(login=f"z{number:02}", name=f"Nguyễn Thị Nở {number}", **facts))
    first = people.binh.get("/accounts").text
    assert ("z10" in first, "z50" in first, "Tiếp" in first) == (True, False, True)
    following = re.search(r'href="(/accounts\?[^"]*after=[^"]+)"', first)
    assert following
    assert "z50" in people.binh.get(following[1].replace("&amp;", "&")).text
    found = people.binh.get("/accounts?q=thi+no+50").text
    assert ("z50" in found, "z10" in found) == (True, False)
