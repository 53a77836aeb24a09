"""The figures at the command line."""

import json

import pytest
from flask import Flask

import config
from tests.cast import Cast
from tests.test_cli import run
from tracker.core import clock


def test_a_period_that_is_none_is_refused_in_one_line(app: Flask, cast: Cast) -> None:
    for line in ("--from 2024-01-01", "--from 02/01/2024 --to 01/01/2024", "--period 2024-Q5"):
        assert run(app, f"report resolution {line}", code=1).count("\n") == 1


@pytest.mark.parametrize("period", ["", "--period {0:%Y-%m}", "--from 01/01/{0:%Y} --to 31/12/{0:%Y}"])
def test_the_same_figures_are_told_in_words_and_to_programs(app: Flask, cast: Cast, period: str) -> None:
    period = period.format(clock.today())
    cast.request()
    figures = json.loads(run(app, f"report resolution --json {period}"))
    words = run(app, f"report resolution {period}")
    assert figures["incidents_asked"] == 1
    assert "Vụ việc đã yêu cầu camera:          1\n" in words
    assert "chưa đủ dữ liệu" in words


def test_a_rate_is_told_with_its_doubt_once_there_is_enough(app: Flask, cast: Cast) -> None:
    cast.request()
    app.extensions["tracker_config"] = config.for_tests("sqlite:///nowhere", minimum_n=1)
    assert "0,0% (khoảng tin cậy 95%: 0,0% – " in run(app, "report resolution")
