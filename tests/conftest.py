"""What every test may ask for: a fresh database of either kind, the cast, and people at their browsers."""

import gc
import logging
import os
import shutil
from collections.abc import Generator, Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.utils import missing
from sqlalchemy.orm import Session

import config
from tests import databases, postgres
from tests.cast import Cast
from tests.people import People
from tracker.app import create_app, install_database
from tracker.core.database import Database

os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", postgres.SHORT_LIVED)  # where pytest puts tmp_path


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported for the tests stays for good: the collector of garbage need not look it through each time."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.enable()
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which browser and font the pages were tried with: elsewhere they may differ."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    for browser in sorted({value for report in reports for name, value in report.user_properties if name == "browser"}):
        terminalreporter.write_line(f"Pages were tried in {browser}")


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteTemplates:
    """SQLite databases at the newest migration, to be copied."""
    return databases.sqlite_templates(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[databases.PostgresDatabases]:
    """A PostgreSQL server with databases at the newest migration."""
    with postgres.server() as url, databases.postgres_databases(url) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database, with the cast where a test has one: every test runs on SQLite and on PostgreSQL."""
    state = "peopled" if "cast" in request.fixturenames else "empty"
    if request.param == "postgresql":
        yield getattr(request.getfixturevalue("postgres_databases"), state).fresh()
        return
    template: Path = getattr(request.getfixturevalue("sqlite_templates"), state)
    folder = template.parent / "test"
    folder.mkdir()
    shutil.copy(template, folder / "tracker.db")
    yield f"sqlite:///{folder}/tracker.db"
    shutil.rmtree(folder)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, opened as the app opens it."""
    opened = copy(databases.opened(database_url))  # what a test hangs on it goes with the test
    yield opened
    if opened.embedded:
        opened.dispose()


def missing_in_template(hint: Any = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> Any:
    """What a template gets for what is not there: a fault, but for a key of what was filled in, which may be absent."""
    kind = Undefined if isinstance(obj, Mapping) else StrictUndefined
    return kind(hint, obj, name, exc)


@pytest.fixture(scope="session")
def built_app() -> Flask:
    """The app, built once: putting its parts together takes longer than most tests."""
    app = create_app(config.for_tests("sqlite:///nowhere"))
    app.jinja_env.undefined = missing_in_template  # type: ignore[assignment]  # it is only called
    return app


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
def cast(request: pytest.FixtureRequest, database: Database) -> Cast:
    """The fixed cast in the database, with builders for what they work on."""
    made = request.getfixturevalue("sqlite_templates" if database.embedded else "postgres_databases")
    return databases.cast_in(database, made.cast)


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
