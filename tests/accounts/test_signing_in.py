"""The cookie before and after signing in, and how many tries one address has."""

import pytest
from flask import Flask

import config
from tests.accounts.test_pages import ELSEWHERE, MINH
from tests.cast import PASSWORD, Cast
from tests.people import People, Person
from tracker.accounts.models import LoginAttempt
from tracker.accounts.rules import TRIES_PER_ADDRESS, TRY_WINDOW
from tracker.app import create_app, install_database
from tracker.audit_log import queries as audit
from tracker.core import clock


def tries(cast: Cast, number: int, ip: str = "127.0.0.1", earlier: bool = False) -> None:
    """Names tried from one address, each once."""
    moment = clock.now() - TRY_WINDOW if earlier else clock.now()
    with cast.database.writing() as session:
        session.add_all(LoginAttempt(login=f"name{at}", ip=ip, at=moment) for at in range(number))


def test_whoever_tries_many_names_from_one_address_is_stopped_there(people: People, cast: Cast) -> None:
    tries(cast, TRIES_PER_ADDRESS)
    stranger = people.stranger()
    assert "đợi 15 phút" in stranger.post("/login", MINH, 429).text
    stranger.get("/cameras", 302)
    with cast.database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=1).items
    assert (event["action"], event["detail"]) == ("login:throttled", {"login": "minh"})
    people.stranger().post("/login", MINH, environ_base=ELSEWHERE)


def test_tries_count_up_to_the_limit_and_for_a_quarter_of_an_hour(people: People, cast: Cast) -> None:
    tries(cast, TRIES_PER_ADDRESS - 1)
    tries(cast, TRIES_PER_ADDRESS, earlier=True)
    people.stranger().post("/login", MINH)


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "10.0.0.7"), (2, "10.9.9.9")])
def test_only_as_many_proxies_as_were_named_are_believed_about_an_address(cast: Cast, proxies: int, seen: str) -> None:
    app = create_app(config.for_tests(str(cast.database.url), trusted_proxies=proxies))
    install_database(app, app.extensions["tracker_config"], cast.database)
    Person(app).post(
        "/login", {**MINH, "password": "sai mật khẩu"}, 422, headers={"X-Forwarded-For": "10.9.9.9, 10.0.0.7"}
    )
    with cast.database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=1).items
    assert event["ip"] == seen


def test_nothing_that_was_in_the_cookie_before_is_in_it_after_signing_in(people: People, app: Flask) -> None:
    stranger = people.stranger()
    stranger.post("/language/en")
    with stranger.client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
    before = stranger.token
    stranger.post("/login", MINH)
    with stranger.client.session_transaction() as kept:
        assert "planted" not in kept
        assert kept["language"] == "en"
    assert stranger.token != before
    stranger.token = before
    stranger.post("/logout", status=400)


def test_nothing_of_minhs_is_in_the_cookie_after_he_left(people: People) -> None:
    minh = people.stranger()
    minh.post("/login", MINH)
    minh.post("/logout")
    with minh.client.session_transaction() as kept:
        assert not [name for name in kept if name != "_flashes"]


def test_minh_who_is_signed_in_already_is_led_home(people: People) -> None:
    assert people.minh.get("/login", 302).location == "/"


def test_binh_is_told_what_is_wrong_with_a_name_or_a_password(people: People, cast: Cast) -> None:
    facts = {"name": "Mai", "role": "auditor", "unit": "PX05", "password": PASSWORD}
    for login, password, words in (
        ("mai anh", PASSWORD, "không có khoảng trắng"),
        ("lan", PASSWORD, "đã có người dùng"),
        ("mai", "maimaimaimai", "không được chứa tên đăng nhập"),
        ("mai", "ngắn quá", "ít nhất 10 ký tự"),
    ):
        assert words in people.binh.post("/accounts/new", {**facts, "login": login, "password": password}, 422).text
    people.binh.post("/accounts/new", {**facts, "login": "mai"})
