"""The cookie before and after signing in, and how many tries one address has."""

import re

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

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
        session.add_all(
            LoginAttempt(login=f"name{number_of_name}", ip=ip, at=moment) for number_of_name in range(number)
        )


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


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "10.0.0.7"), (2, "10.9.9.9")])
def test_only_as_many_proxies_as_were_named_are_believed_about_an_address(
    cast: Cast, proxies: int, address: str
) -> None:
    app = create_app(config.for_tests(str(cast.database.url), trusted_proxies=proxies))
    install_database(app, app.extensions["tracker_config"], cast.database)
    Person(app).post(
        "/login", {**MINH, "password": "sai mật khẩu"}, 422, headers={"X-Forwarded-For": "10.9.9.9, 10.0.0.7"}
    )
    with cast.database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=1).items
    assert event["ip"] == address


def test_nothing_that_was_in_the_cookie_before_is_in_it_after_signing_in(people: People, app: Flask) -> None:
    stranger = people.stranger()
    stranger.post("/language/en")
    with stranger.client.session_transaction() as planted:
        planted["planted"] = "by somebody else"
    before = stranger.token
    stranger.post("/login", MINH)
    with stranger.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["language"] == "en"
    assert stranger.token != before
    stranger.token = before
    stranger.post("/logout", status=400)


def test_nothing_of_minhs_is_in_the_cookie_after_he_left(people: People) -> None:
    minh = people.stranger()
    minh.post("/login", MINH)
    minh.post("/logout")
    with minh.client.session_transaction() as cookie:
        assert not [name for name in cookie if name != "_flashes"]


def test_that_minh_left_is_written_down(people: People, cast: Cast) -> None:
    minh = people.stranger()
    minh.post("/login", MINH)
    minh.post("/logout")
    with cast.database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=1).items
    assert (event["action"], event["actor_name"]) == ("login:ended", "Nguyễn Văn Minh")


def test_tries_are_forgotten_after_an_hour(people: People, cast: Cast) -> None:
    tries(cast, 3, earlier=True)
    with time_machine.travel(clock.now() + 3 * TRY_WINDOW):
        people.stranger().post("/login", {**MINH, "password": "sai mật khẩu"}, 422)
    with cast.database.reading() as session:
        kept = session.query(LoginAttempt).all()
    assert [attempt.login for attempt in kept] == ["minh"]


@pytest.fixture
def over_https(cast: Cast) -> FlaskClient:
    """A browser that speaks HTTPS, as in real life."""
    app = create_app(config.for_tests(str(cast.database.url), cookie_secure=True))
    install_database(app, app.extensions["tracker_config"], cast.database)
    return app.test_client()


HTTPS = "https://so.example.vn"


def test_the_cookie_goes_to_this_host_alone_by_https_alone_and_to_no_script(over_https: FlaskClient) -> None:
    cookie = over_https.get("/login", base_url=HTTPS).headers["Set-Cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-tracker=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not [attribute for attribute in attributes if attribute.startswith("Domain")]


@pytest.mark.parametrize(("referer", "status"), [("https://evil.example/", 400), ("", 400), (f"{HTTPS}/login", 422)])
def test_a_form_that_another_site_sends_is_refused_although_it_has_the_token(
    over_https: FlaskClient, referer: str, status: int
) -> None:
    page = over_https.get("/login", base_url=HTTPS).text
    (token,) = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
    sent = {"csrf_token": token, "login": "minh", "password": "sai mật khẩu"}
    answer = over_https.post("/login", base_url=HTTPS, data=sent, headers={"Referer": referer} if referer else {})
    assert answer.status_code == status


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
