"""A database that is gone, busy or full: its own page within one patience, and nothing that asks the database again."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from psycopg import errors as postgres
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError
from werkzeug.debug import DebuggedApplication
from werkzeug.test import Client, TestResponse

from tests.cast import PASSWORD, Cast
from tests.people import People, look_over
from tests.test_contract import token
from tracker.core.database import Database, sqlite3
from tracker.core.permissions import Can
from tracker.web import request as web

Call = Callable[[], TestResponse]
PATIENCE = 4.0  # seconds: PostgreSQL is waited for 2 (to connect) or 3 (for a lock); SQLite's 15 are cut short below


@contextmanager
def gone(database: Database) -> Iterator[None]:
    """The file is not there; the server ends every connection to the database and takes no new one."""
    name = str(database.url.database)
    if database.embedded:
        database.engine.dispose()
        os.rename(name, f"{name}.aside")
        yield
        os.rename(f"{name}.aside", name)
        return
    with a_visitor(database, "postgres") as admin:
        admin = admin.execution_options(isolation_level="AUTOCOMMIT")
        admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        admin.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
        )
        yield
        admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Somebody else holds what every write needs: SQLite's one write lock, or PostgreSQL's tables of who calls."""
    with a_visitor(database) as other:
        other.execute(text("SELECT 1" if database.embedded else "LOCK TABLE sign_ins, tokens, users"))
        yield


@contextmanager
def crowded(database: Database) -> Iterator[None]:
    """All connections are in use."""
    pool = database.engine.pool
    with ExitStack() as stack:
        for _ in range(pool.size() + pool._max_overflow):  # type: ignore[attr-defined]
            stack.enter_context(database.engine.connect())
        yield


@contextmanager
def failing(database: Database, moment: str) -> Iterator[None]:
    """The driver says at an event of the engine that the disk is full."""
    full = sqlite3.OperationalError("database or disk is full") if database.embedded else postgres.DiskFull("disk full")

    def fail(*_: object) -> None:
        raise OperationalError("", None, full)

    event.listen(database.engine, moment, fail)
    yield
    event.remove(database.engine, moment, fail)


@contextmanager
def full(database: Database) -> Iterator[None]:
    """There is no room for the first statement."""
    with failing(database, "before_cursor_execute"):
        yield


@contextmanager
def full_at_the_end(database: Database) -> Iterator[None]:
    """There is no room to keep what was written."""
    with failing(database, "commit"):
        yield


@contextmanager
def a_visitor(database: Database, name: str = "") -> Iterator[Connection]:
    """A connection of somebody else to the same server or file."""
    url = database.url.set(database=name or database.url.database)
    other = Database(url.render_as_string(hide_password=False))
    with other.engine.connect().execution_options(tracker_write=True) as connection:
        yield connection
    other.dispose()


@pytest.fixture
def attempts(database: Database) -> Iterator[list[float]]:
    """When the app waited for a connection. It waits for SQLite's lock and for a free connection half a second only."""
    moments = list[float]()
    pool = database.engine.pool
    patience, pool._timeout = pool._timeout, 0.5  # type: ignore[attr-defined]

    def connecting(*_: object) -> None:
        moments.append(time.monotonic())

    def connected(connection: Any, _: object) -> None:
        if database.embedded:
            connection.execute("PRAGMA busy_timeout=500")

    database.engine.dispose()
    event.listen(database.engine, "do_connect", connecting)
    event.listen(database.engine, "connect", connected)
    yield moments
    event.remove(database.engine, "do_connect", connecting)
    event.remove(database.engine, "connect", connected)
    pool._timeout = patience  # type: ignore[attr-defined]
    database.engine.dispose()


def calls(app: Flask, people: People, cast: Cast) -> dict[str, Call]:
    """One call of each kind, ready to be sent: by a page and by JSON, reading and writing, signed in and not."""
    lan, minh, stranger, program = people.lan, people.minh, people.stranger(), app.test_client()
    stranger._read_token(stranger.get("/login").text)
    camera = {"code": "CAM-9", "name": "Ngã ba", "connection": "police"}
    bearer = {"Authorization": f"Bearer {token(cast, 'lan')}"}
    login = {"login": "lan", "password": PASSWORD, "csrf_token": stranger.token}
    return {
        "a page": lambda: lan.client.get("/cameras"),
        "a page whose reading is logged": lambda: minh.client.get("/incidents"),
        "a form": lambda: lan.client.post("/cameras/new", data={**camera, "csrf_token": lan.token}),
        "a log-in": lambda: stranger.client.post("/login", data=login),
        "JSON by a session": lambda: lan.client.get("/api/v1/cameras"),
        "JSON by a token": lambda: program.post("/api/v1/cameras", json=camera | {"code": "CAM-8"}, headers=bearer),
    }


def check(answer: TestResponse) -> None:
    """That an answer says in calm words what is the matter and what to do."""
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5"), answer.text[:500]
    if answer.request.path.startswith("/api/"):
        assert set(answer.get_json()) == {"code", "status", "message", "errors"}
        assert "Hãy thử lại sau ít phút" in answer.get_json()["message"]
        return
    look_over(answer.text)
    assert "<h1>Hệ thống đang bận</h1>" in answer.text
    assert ("quay lại của trình duyệt" if answer.request.method == "POST" else "Thử lại") in answer.text


WRITING = {"a form", "a log-in", "a page whose reading is logged", "JSON by a token"}
EVERYTHING = WRITING | {"a page", "JSON by a session"}
TROUBLES = [
    (gone, EVERYTHING),
    (crowded, EVERYTHING),
    (full, EVERYTHING),
    (locked, WRITING),
    (full_at_the_end, WRITING),
]


@pytest.mark.parametrize(("trouble", "who"), TROUBLES, ids=lambda value: getattr(value, "__name__", ""))
def test_everybody_is_told_within_one_patience_that_the_database_is_out_of_reach(
    app: Flask, people: People, cast: Cast, attempts: list[float], trouble: Any, who: set[str]
) -> None:
    ready = calls(app, people, cast)
    with trouble(cast.database):
        for kind in sorted(who):
            attempts.clear()
            start = time.monotonic()
            check(ready[kind]())
            assert time.monotonic() - start < PATIENCE, kind
            assert len(attempts) <= 1, kind
    for kind in sorted(who):
        assert ready[kind]().status_code < 400, kind


def test_minh_reads_it_in_english_if_that_is_his_language(people: People, cast: Cast, attempts: list[float]) -> None:
    people.minh.post("/language/en")
    with gone(cast.database):
        answer = people.minh.client.get("/incidents")
    assert "<h1>The system is busy</h1>" in answer.text
    assert answer.status_code == 503


def test_pages_that_need_no_database_open_without_one(people: People, cast: Cast, attempts: list[float]) -> None:
    stranger = people.stranger()
    with gone(cast.database):
        stranger.get("/login")
        assert stranger.client.get("/healthz").status_code == 200
        with stranger.client.get("/static/app.css") as style:
            assert style.status_code == 200
        assert not attempts
        assert stranger.client.get("/readyz").status_code == 503


def test_whoever_cannot_queue_to_write_is_told_so_and_a_refusal_stays_one(people: People, cast: Cast) -> None:
    people.lan.get("/cameras")
    if not cast.database.embedded:
        return  # a server has no file at which writers queue
    queue = Path(f"{cast.database.url.database}.wlock")
    queue.unlink()
    queue.mkdir()
    people.lan.get("/cameras/999", 404)
    check(people.lan.client.post("/cameras/new", data={"code": "A", "csrf_token": people.lan.token}))


@web.needs(Can.VIEW_CAMERAS)
def a_fault_of_ours() -> None:
    """A view that does what no view should."""
    raise ZeroDivisionError


def test_a_fault_of_ours_has_its_page_and_keeps_its_secrets(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "cameras.index", a_fault_of_ours)
    app.extensions["tracker_config"] = replace(app.extensions["tracker_config"], testing=False)
    answer = people.lan.client.get("/cameras")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    look_over(answer.text)


def test_a_developer_gets_flasks_debugger(app: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.view_functions, "cameras.index", a_fault_of_ours)
    app.extensions["tracker_config"] = replace(app.extensions["tracker_config"], testing=False)
    monkeypatch.setattr(app, "debug", True)
    monkeypatch.setattr(app, "testing", False)
    debugged = Client(DebuggedApplication(app, evalex=False))
    debugged.set_cookie("tracker", str(people.lan.client.get_cookie("tracker").value))  # type: ignore[union-attr]
    answer = debugged.get("/cameras", headers={"User-Agent": people.lan.client.environ_base["HTTP_USER_AGENT"]})
    assert "Traceback" in answer.text
    assert "ZeroDivisionError" in answer.text
    assert "Content-Security-Policy" not in debugged.get("/login").headers
