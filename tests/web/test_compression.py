"""What is compressed on its way, and what is not because another site asked for it."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from flask import Flask
from flask_compress.compat import compression

import config
from tests.cast import Cast
from tests.people import People, Person
from tracker.app import create_app
from tracker.web.compression import asked_by_another_site

OPENED: dict[str, Callable[[bytes], bytes]] = {
    "zstd": compression.zstd.decompress,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
CHROME = "gzip, deflate, br, zstd"


def encoding(person: Person, url: str, site: str | None = "same-origin", accepted: str = CHROME) -> str | None:
    """How an answer comes to somebody's browser when a page of `site` has it ask; None says nothing of it."""
    headers = {"Accept-Encoding": accepted, **({"Sec-Fetch-Site": site} if site else {})}
    answer = person.client.get(url, headers=headers)
    assert answer.status_code == 200
    return answer.headers.get("Content-Encoding")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "of tomorrow"])
def test_nobody_learns_from_lengths_what_lan_sees(people: People, cast: Cast, site: str) -> None:
    cast.camera()
    for url in ("/", "/search?q=csrf_token", "/cameras?q=Ngã", "/api/v1/cameras"):
        assert encoding(people.lan, url, site) is None
        assert encoding(people.lan, url, "none") == "zstd"


@pytest.mark.parametrize("way", OPENED)
def test_a_page_that_lan_opens_comes_compressed_as_her_browser_can(people: People, way: str) -> None:
    plain = people.lan.client.get("/cameras")
    short = people.lan.client.get("/cameras", headers={"Accept-Encoding": way, "Sec-Fetch-Site": "same-origin"})
    assert short.headers["Content-Encoding"] == way
    assert short.headers["Cache-Control"] == "no-store"
    assert "Accept-Encoding" in short.headers["Vary"]
    assert OPENED[way](short.data).decode().count("<option") == plain.text.count("<option") > 0
    assert len(short.data) < len(plain.data) / 3


@pytest.mark.parametrize(
    ("secure", "cookie", "site", "expected"),
    [
        (True, "a=b", None, True),  # a browser of before 2023: nobody knows who asked
        (False, "a=b", None, False),  # plain HTTP, where they do not say
        (True, "", "cross-site", False),
        (True, "a=b", "none", False),
        (False, "a=b", "cross-site", True),
    ],
)
def test_who_asked_is_told_by_the_browser(secure: bool, cookie: str, site: str | None, expected: bool) -> None:
    app = create_app(config.for_tests("sqlite:///nowhere", cookie_secure=secure))
    sent: dict[str, Any] = {"Cookie": cookie, **({"Sec-Fetch-Site": site} if site else {})}
    with app.test_request_context(headers={name: value for name, value in sent.items() if value}):
        assert asked_by_another_site() == expected


def test_whoever_is_nobody_yet_gets_the_log_in_page_compressed_by_any_link(people: People) -> None:
    assert encoding(people.stranger(), "/login", "cross-site") == "zstd"


def test_a_list_is_compressed_and_a_thing_keeps_the_tag_that_a_write_repeats(people: People, cast: Cast) -> None:
    address = f"/api/v1/cameras/{cast.camera().id}"
    assert encoding(people.lan, "/api/v1/openapi.json", accepted="gzip") == "gzip"
    assert encoding(people.lan, "/api/v1/cameras", accepted="gzip") == "gzip"
    assert encoding(people.lan, address) is None
    read = people.lan.client.get(address, headers={"Accept-Encoding": "gzip"})
    headers = {"If-Match": read.headers["ETag"], "Content-Type": "application/merge-patch+json"}
    sent = people.lan.client.patch(address, data=b'{"note": "x"}', headers={**headers, "X-CSRFToken": people.lan.token})
    assert sent.status_code == 200, sent.text


def test_a_refusal_and_a_file_are_sent_as_they_are(app: Flask, people: People) -> None:
    headers = {"Accept-Encoding": CHROME, "Sec-Fetch-Site": "none"}
    for url in ("/cameras/999999", "/static/app.css", "/imports/sample.xlsx"):
        with people.lan.client.get(url, headers=headers) as answer:
            assert "Content-Encoding" not in answer.headers
