"""The demonstration loaded by its own command: on SQLite for every test of it, on PostgreSQL for the figures it gives.

Loading it takes longer than all that is asked of it. `make walk` asks everything on both.
"""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from flask import Flask

import config
from tests.databases import address, administer
from tests.marks import OF_A_WALK
from tracker.app import create_app


@pytest.fixture(scope="package", params=OF_A_WALK)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app on a database that `flask demo` made out of nothing."""
    if request.param == "sqlite":
        yield from _loaded(f"sqlite:///{_path(tmp_path_factory)}")
        return
    server = request.getfixturevalue("postgres_databases").server
    administer(server, "DROP DATABASE IF EXISTS tracker_demo", "CREATE DATABASE tracker_demo")
    yield from _loaded(address(server, "tracker_demo"))
    administer(server, "DROP DATABASE tracker_demo WITH (FORCE)")


def _path(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("demo") / "new" / "tracker.db"


def _loaded(url: str) -> Iterator[Flask]:
    app = create_app(config.for_tests(url))
    with mock.patch("tracker.cli.demo.waitress.create_server") as server:
        answer = app.test_cli_runner().invoke(args=["demo", "--port", "5199"])
    assert answer.exit_code == 0, answer.output
    assert "http://127.0.0.1:5199" in answer.output
    assert server.return_value.run.called
    yield app
    app.extensions["tracker_database"].dispose()
