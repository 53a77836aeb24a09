"""What every test may ask for: a fresh database of either kind, the cast, and people at their browsers."""

import logging
import os
import shutil
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import URL, make_url, text
from sqlalchemy.orm import Session

import config
from tests import postgres
from tests.cast import Cast
from tests.people import People
from tracker import tables
from tracker.app import create_app, install_database
from tracker.core.database import Database

# Tests may run in several processes at once on one named server.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", postgres.SHORT_LIVED)  # where pytest puts tmp_path
TEMPLATE, NAME = f"tracker_template_{WORKER}", f"tracker_test_{WORKER}"
OPENED: dict[str, Database] = {}  # by address, for the whole run: an engine keeps the statements it has put into SQL


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which browser and font the pages were tried with: elsewhere they may differ."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    for browser in sorted({value for report in reports for name, value in report.user_properties if name == "browser"}):
        terminalreporter.write_line(f"Pages were tried in {browser}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at the newest migration, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    template = Database(f"sqlite:///{path}")
    tables.upgrade(template)
    with template.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    template.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server with an empty database at the newest migration, to be copied."""
    with postgres.server() as url:
        _administer(url, f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE}")
        template = Database(_url(url, TEMPLATE))
        tables.upgrade(template)
        template.dispose()
        yield url
        _administer(url, f"DROP DATABASE {TEMPLATE}")
        for opened in OPENED.values():
            opened.dispose()


@pytest.fixture(scope="session")
def postgres_strategy(postgres_server: URL) -> str:
    """How the server is to copy: in memory, files are copied faster than pages are logged, the way since version 15."""
    with _opened(postgres_server.render_as_string(hide_password=False)).engine.connect() as connection:
        return "STRATEGY FILE_COPY" if connection.dialect.server_version_info >= (15,) else ""


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database at the newest migration: every test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        folder = template.parent / "test"
        folder.mkdir()
        shutil.copy(template, folder / "tracker.db")
        yield f"sqlite:///{folder}/tracker.db"
        shutil.rmtree(folder)
        return
    server: URL = request.getfixturevalue("postgres_server")
    create = f"CREATE DATABASE {NAME} TEMPLATE {TEMPLATE} {request.getfixturevalue('postgres_strategy')}"
    _administer(server, f"DROP DATABASE IF EXISTS {NAME}", create)
    yield _url(server, NAME)
    _administer(server, f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, opened as the app opens it."""
    opened = copy(_opened(database_url))  # what a test hangs on it goes with the test
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def built_app() -> Flask:
    """The app, built once: putting its parts together takes longer than most tests."""
    return create_app(config.for_tests("sqlite:///nowhere"))


@pytest.fixture
def app(built_app: Flask, database: Database, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The app on a fresh database, with a fresh folder for files."""
    built_app.extensions["tracker_config"] = config.for_tests(database_url, files=str(tmp_path / "files"))
    install_database(built_app, built_app.extensions["tracker_config"], database)
    yield built_app
    built_app.extensions["tracker_worker"].progress.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing transaction, kept when the test ends well."""
    with database.writing() as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    """The fixed cast in the database, with builders for what they work on."""
    return Cast(database)


class Failures(logging.Handler):
    """Notes the jobs that ended by an exception nobody had foreseen; a refusal is no failure."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.noted: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take down what the worker tells its log."""
        self.noted.append(self.format(record))


@pytest.fixture(autouse=True)
def failed_jobs(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """A job that fails behind a page fails the test, except one marked `failing_job`, which must see a job fail."""
    failures, log = Failures(), logging.getLogger("tracker.jobs")
    log.addHandler(failures)
    yield failures.noted
    log.removeHandler(failures)
    if request.node.get_closest_marker("failing_job"):
        assert failures.noted, "marked failing_job, and no job failed"
    else:
        assert failures.noted == []


@pytest.fixture
def people(app: Flask, cast: Cast) -> People:
    """The cast at their browsers."""
    return People(app, cast)


def _opened(url: str) -> Database:
    return OPENED.get(url) or OPENED.setdefault(url, Database(url))


def _administer(server: URL, *commands: str) -> None:
    admin = _opened(server.render_as_string(hide_password=False))
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for command in commands:
            connection.execute(text(command))


def _url(server: URL, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)
