"""The cast at their browsers: signing in, opening pages, posting forms; every page opened is looked over."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import PASSWORD, Cast


class Person:
    """Somebody at a browser. `get` and `post` look every HTML page over before giving it back."""

    def __init__(self, app: Flask, login: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        self.token = ""
        if login:
            answer = self.post("/login", {"login": login, "password": PASSWORD})
            assert answer.status_code == 302, answer.text

    def get(self, url: str, status: int = 200) -> TestResponse:
        """Open a page."""
        return self._seen(self.client.get(url), status)

    def post(self, url: str, data: dict[str, Any] | None = None, status: int = 302, **files: Any) -> TestResponse:
        """Send a form, with the page's CSRF token."""
        if not self.token:
            self._read_token(self.client.get("/login", follow_redirects=True).text)
        answer = self.client.post(url, data={"csrf_token": self.token, **(data or {})}, **files)
        if url == "/login" and answer.status_code == 302:
            self._read_token(self.client.get("/", follow_redirects=True).text)
        return self._seen(answer, status)

    def json(self, method: str, url: str, body: Any = None, status: int = 200) -> Any:
        """Call the JSON face with this browser's session."""
        if not self.token:
            self._read_token(self.client.get("/", follow_redirects=True).text)
        answer = self.client.open(url, method=method, json=body, headers={"X-CSRFToken": self.token})
        assert answer.status_code == status, f"{answer.status_code} {answer.text[:2000]}"
        return answer.get_json()

    def _read_token(self, page: str) -> None:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, page[:2000]
        self.token = found.group(1)

    def _seen(self, answer: TestResponse, status: int) -> TestResponse:
        assert answer.status_code == status, f"{answer.status_code} {_words(answer.text)[:2000]}"
        if answer.mimetype == "text/html" and answer.status_code != 302:
            look_over(answer.text)
        return answer


class People:
    """The whole cast, each signed in when first needed."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.app, self.cast, self._here = app, cast, dict[str, Person]()

    def __getattr__(self, login: str) -> Person:
        if login not in self.__dict__["_here"]:
            self._here[login] = Person(self.app, login)
        return self._here[login]

    def stranger(self) -> Person:
        """Somebody with no account."""
        return Person(self.app)


class _Page(HTMLParser):
    """What of a page is checked."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.faults: list[str] = []
        self.heading, self.title, self._in = "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self._in = tag
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        self.faults += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"]
        if tag == "script" and not given.get("src"):
            self.faults.append("inline script")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, text: str) -> None:
        if self._in == "h1":
            self.heading += text
        if self._in == "title":
            self.title += text


def look_over(html: str) -> None:
    """Every page has one heading, with which its title begins, no id twice, nothing inline, nothing untranslated."""
    page = _Page()
    page.feed(html)
    assert page.tags["h1"] == 1, f"{page.tags['h1']} headings"
    heading = " ".join(page.heading.split())
    assert " ".join(page.title.split()).startswith(heading), (page.title, page.heading)
    twice = [name for name, times in page.ids.items() if times > 1]
    assert not twice, f"ids used twice: {twice}"
    assert not page.faults, page.faults
    assert "{{" not in html, "a template shows its works"
    assert "None</" not in html, "a template shows a nothing"


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
