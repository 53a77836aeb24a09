"""What every answer tells a browser: to keep nothing, to run nothing of others, to guess nothing."""

import re

import pytest

import config
from tests.cast import Cast
from tests.people import People
from tracker.app import create_app
from tracker.request_hooks import CONTENT_SECURITY

ANSWERS = ["/", "/login", "/cameras", "/no-such-page", "/audit", "/api/v1/cameras", "/api/v1/openapi.json", "/healthz"]


@pytest.mark.parametrize("url", ANSWERS)
def test_no_page_of_lans_is_kept_by_her_browser(people: People, url: str) -> None:
    assert people.lan.client.get(url).headers["Cache-Control"] == "no-store"
    assert people.stranger().client.get(url).headers["Cache-Control"] == "no-store"


def test_what_lan_sends_and_takes_along_is_kept_by_no_browser_either(people: People, cast: Cast) -> None:
    camera = cast.camera()
    for answer in (
        people.lan.post(f"/cameras/{camera.id}/health", {"health": "working"}),
        people.lan.get("/exports/new?format=csv"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_apps_own_files_may_be_kept(people: People) -> None:
    (style, *_) = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', people.stranger().get("/login").text)
    with people.stranger().client.get(style) as answer:
        assert answer.status_code == 200
        assert "no-store" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize("url", [*ANSWERS, "/static/app.css"])
def test_every_answer_says_what_a_browser_may_do_with_it(people: People, url: str) -> None:
    with people.lan.client.get(url) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "geolocation=(self), camera=(), microphone=()"
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY % ""


def test_nothing_of_others_and_nothing_inline_is_run() -> None:
    rules = dict(part.strip().split(" ", 1) for part in (CONTENT_SECURITY % "").split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
    assert not [word for word in ("unsafe", "http:", "https:", "*", "blob:") if word in CONTENT_SECURITY]


def test_each_answer_carries_its_own_number(people: People) -> None:
    first, second = (people.lan.client.get("/cameras").headers["X-Request-ID"] for _ in range(2))
    assert len({first, second, ""}) == 3


@pytest.mark.parametrize(("secure", "header"), [(True, "max-age=31536000"), (False, None)])
def test_only_where_cookies_go_by_https_are_browsers_told_to_stay_there(secure: bool, header: str | None) -> None:
    app = create_app(config.for_tests("sqlite:///nowhere", cookie_secure=secure))
    assert app.test_client().get("/healthz").headers.get("Strict-Transport-Security") == header
