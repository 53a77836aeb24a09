"""Passwords given by the administrator are good for choosing another one; accounts are found and corrected."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import text

from tests.accounts.test_tokens import ask, token
from tests.cast import PASSWORD, Cast
from tests.people import People, Person
from tests.test_cli import run
from tracker import tables
from tracker.accounts.models import User
from tracker.audit_log import queries as audit
from tracker.core import clock

GIVEN, OWN = "mật khẩu tạm của Bình", "hoa sữa thơm nồng nàn"
NEW = {"current": GIVEN, "password": OWN, "again": OWN}


def reset(people: People, cast: Cast) -> Person:
    """Minh at a browser, signed in with the password that Bình gave him."""
    people.binh.post(f"/accounts/{cast.minh.id}/password", {"password": GIVEN})
    minh = people.stranger()
    minh.post("/login", {"login": "minh", "password": GIVEN})
    return minh


def test_a_password_is_given_by_nobody_but_the_administrator_and_not_a_poor_one(people: People, cast: Cast) -> None:
    url = f"/accounts/{cast.minh.id}/password"
    for person in (people.thuy, people.an, people.minh):
        person.post(url, {"password": GIVEN}, 403)
    page = people.binh.post(url, {"password": "ngắn"}, 422).text
    assert "ít nhất 10 ký tự" in page
    people.stranger().post("/login", {"login": "minh", "password": PASSWORD})


def test_with_a_given_password_every_page_leads_to_choosing_another(people: People, cast: Cast) -> None:
    people.minh.get("/cameras")
    minh = reset(people, cast)
    people.minh.get("/cameras", 302)
    for url in ("/", "/cameras", "/incidents/new", "/api-docs", "/accounts/new"):
        answer = minh.client.get(url)
        assert (answer.status_code, answer.location) == (302, "/accounts/me"), url
    minh.post("/accounts/me/tokens", {"name": "x", "scope": "read", "days": "3"})
    assert minh.client.get("/api/v1/cameras").status_code == 403
    page = minh.get("/accounts/me").text
    assert "do người khác cấp" in page
    assert "Khóa truy cập cho chương trình" not in page


def test_another_password_opens_all_pages_and_the_given_one_none(people: People, cast: Cast) -> None:
    minh = reset(people, cast)
    same = {"current": GIVEN, "password": GIVEN, "again": GIVEN}
    assert "phải khác mật khẩu hiện tại" in minh.post("/accounts/me", same, 422).text
    minh.get("/cameras", 302)
    minh.post("/accounts/me", NEW)
    again = people.stranger()
    again.post("/login", {"login": "minh", "password": GIVEN}, 422)
    again.post("/login", {"login": "minh", "password": OWN})
    again.get("/cameras")


def test_tokens_are_refused_until_the_password_is_changed(people: People, cast: Cast, app: Flask) -> None:
    secret = token(people.minh, "read")
    assert ask(app, secret) == 200
    minh = reset(people, cast)
    assert ask(app, secret) == 401
    minh.post("/accounts/me", NEW)
    assert ask(app, secret) == 200


def test_the_command_gives_a_password_to_be_changed_where_asked(app: Flask, cast: Cast) -> None:
    run(app, "user password minh --must-change --password-stdin", typed=f"{GIVEN}\n")
    assert cast.fresh(_user(cast, "minh")).must_change_password
    run(app, "user password minh --password-stdin", typed=f"{GIVEN}\n")
    assert not cast.fresh(_user(cast, "minh")).must_change_password


def _user(cast: Cast, login: str) -> User:
    with cast.database.reading() as session:
        return session.query(User).filter_by(login=login).one()


def test_accounts_are_found_by_name_log_in_name_and_unit(people: People) -> None:
    for words, present, absent in (
        ("nguyen van minh", "Nguyễn Văn Minh", "Hoàng Thị Thủy"),
        ("TUAN", "Phạm Anh Tuấn", "Nguyễn Văn Minh"),
        ("hac thanh", "Lê Thị Lan", "Phạm Anh Tuấn"),
        ("PC02", "Hoàng Thị Thủy", "Lê Thị Lan"),
    ):
        page = people.binh.get(f"/accounts?q={words}").text
        assert f"<strong>{present}</strong>" in page, words
        assert f"<strong>{absent}</strong>" not in page, words
    assert "Không có tài khoản nào như vậy" in people.binh.get("/accounts?q=zzz").text


def test_when_somebody_last_signed_in_is_shown(people: People, cast: Cast) -> None:
    page = people.binh.get(f"/accounts/{cast.minh.id}").text
    assert "Chưa đăng nhập lần nào" in page
    with time_machine.travel(clock.now() - timedelta(days=40), tick=False):
        Person(people.app, "minh")
        signed_in = f"{clock.local(clock.now()):%d/%m/%Y}"
    for url in (f"/accounts/{cast.minh.id}", "/accounts"):
        assert signed_in in people.binh.get(url).text


def test_a_name_is_corrected_by_the_administrator_and_not_on_an_old_page(people: People, cast: Cast) -> None:
    url, body = f"/accounts/{cast.minh.id}/edit", {"name": "Nguyễn Văn Minh Quân", "version": "1"}
    people.thuy.post(url, body, 403)
    people.binh.post(url, {**body, "name": ""}, 422)
    people.binh.post(url, body)
    people.binh.post(url, {**body, "name": "Khác"}, 409)
    assert "Minh Quân" in people.binh.get(f"/accounts/{cast.minh.id}").text


def test_locking_asks_why_and_shows_codes_and_counts_of_what_is_left(people: People, cast: Cast, app: Flask) -> None:
    cast.request(incident=cast.incident(summary="Bí mật của vụ việc"))
    cast.request(incident=cast.incident(investigator_id=cast.tuan.id))
    url = f"/accounts/{cast.minh.id}/disable"
    page = people.binh.get(url).text
    assert "1 vụ việc, 2 phiếu" in page
    assert "Bí mật" not in page
    assert "/reassignment/" not in page
    people.binh.post(url, {"version": "1"}, 422)
    people.binh.post(url, {"version": "1", "reason": "Chuyển công tác"})
    assert f"/reassignment/people/{cast.minh.id}" in people.binh.get(f"/accounts/{cast.minh.id}").text
    with cast.database.reading() as session:
        row = next(row for row in audit.listing(session, after=None, limit=9).items if row["action"] == "user:disable")
    assert row["reason"] == "Chuyển công tác"
    told = run(app, "user disable minh --reason", "lần nữa")
    assert "Còn mở 1 vụ việc, 2 phiếu" in told
    assert "Bí mật" not in told
    run(app, "user disable minh", code=2)


def test_whoever_had_an_account_before_keeps_the_password_and_the_way_back_loses_nobody(cast: Cast) -> None:
    with cast.database.writing() as session:
        session.get_one(User, cast.minh.id).must_change_password = True
    tables.downgrade(cast.database, "0019")
    with cast.database.reading() as session:
        logins = session.execute(text("SELECT login FROM users")).scalars().all()
    assert set(logins) == set(cast.viewers)
    tables.upgrade(cast.database)
    with cast.database.reading() as session:
        assert [user.must_change_password for user in session.query(User)] == [False] * len(logins)
