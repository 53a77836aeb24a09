"""The worker at the command line."""

import signal
from pathlib import Path

import pytest
from flask import Flask

import config
from tests.cast import Cast
from tests.test_cli import run
from tracker.app import create_app
from tracker.jobs.worker import Worker


@pytest.fixture(autouse=True)
def own_signals() -> object:
    """The signals of the process that tests, put back afterwards."""
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def test_a_worker_does_not_begin_on_a_database_that_is_not_there(tmp_path: Path) -> None:
    app = create_app(config.for_tests(f"sqlite:///{tmp_path / 'new.db'}"))
    assert "flask --app wsgi db upgrade" in run(app, "worker", code=1)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_ends_by_itself(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, name: signal.Signals
) -> None:
    work = Worker.run

    def work_until_told(worker: Worker) -> None:
        signal.raise_signal(name)
        work(worker)

    monkeypatch.setattr(Worker, "run", work_until_told)
    assert "Đang chờ việc" in run(app, "worker")
    assert app.extensions["tracker_worker"].stopping.is_set()
