"""The cast at their browsers: signing in, opening pages, posting forms; every page opened is looked over."""

import re
from collections import Counter
from html import unescape
from typing import Any

from flask import Flask, Response
from flask import session as cookie
from flask.testing import FlaskClient
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from tests.cast import Cast
from tracker.accounts import actions, queries


class Person:
    """Somebody at a browser. `get` and `post` look every HTML page over before giving it back."""

    def __init__(self, app: Flask, login: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        self.token = ""
        if login:
            value, self.token = signed_in(app, login, agent=self.client.environ_base["HTTP_USER_AGENT"])
            self.client.set_cookie("tracker", value)

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
        """Call the JSON API with this browser's session."""
        if not self.token:
            self._read_token(self.client.get("/", follow_redirects=True).text)
        answer = self.client.open(url, method=method, json=body, headers={"X-CSRFToken": self.token})
        assert answer.status_code == status, f"{answer.status_code} {answer.text[:2000]}"
        return answer.get_json()

    def _read_token(self, page: str) -> None:
        match = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert match, page[:2000]
        self.token = match.group(1)

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


def signed_in(app: Flask, login: str, agent: str) -> tuple[str, str]:
    """The cookie and the CSRF token of somebody who gave the right password at that browser; the page itself is slow.

    That the log-in page gives just these, the tests of accounts and of the browser see.
    """
    with app.extensions["tracker_database"].writing() as session:
        user = queries.by_login(session, login)
        assert user is not None, login
        assert user.active, login
        viewer = actions.sign_in(session, user, "127.0.0.1", agent)
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": agent}):
        login_user(viewer)
        token, answer = generate_csrf(), Response()
        app.session_interface.save_session(app, cookie, answer)
        return parse_cookie(answer.headers["Set-Cookie"])["tracker"], token


# A parser in Python took a fifth of the time of every page that a test opens.
TAG = re.compile(r"""<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
VALUE = re.compile(r""""[^"]*"|'[^']*'""")
ID = re.compile(r"""\sid=["']?([^\s"'>]+)""")
INLINE = re.compile(r"\s(?:on\w+|style)(?=[\s=>]|$)")


def look_over(html: str) -> None:
    """Every page has one heading, with which its title begins, no id twice, nothing inline, nothing untranslated."""
    tags = TAG.findall(html)
    headings = sum(name == "h1" for name, _ in tags)
    assert headings == 1, f"{headings} headings"
    heading, title = _text(html, "h1"), _text(html, "title")
    assert title.startswith(heading), (title, heading)
    attributes = " ".join(rest for _, rest in tags)
    twice = [name for name, times in Counter(ID.findall(attributes)).items() if times > 1]
    assert not twice, f"ids used twice: {twice}"
    inline = INLINE.findall(VALUE.sub("", attributes))
    inline += [f"<script{rest}>" for name, rest in tags if name == "script" and " src=" not in rest]
    assert not inline, inline
    assert "{{" not in html, "a template shows its works"
    assert "None</" not in html, "a template shows a nothing"


def _text(html: str, tag: str) -> str:
    """What stands in the first element of a kind, up to an element inside it."""
    found = re.search(rf"<{tag}(?:\s[^>]*)?>([^<]*)", html)
    return " ".join(unescape(found[1]).split()) if found else ""


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
