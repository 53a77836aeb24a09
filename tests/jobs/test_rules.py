"""How fast a job is, and how long it still takes."""

from datetime import timedelta

import pytest

from tests.cast import at
from tracker.jobs.rules import GOING, JobState, Progress


@pytest.mark.parametrize(
    ("done", "total", "seconds", "rate", "seconds_left"),
    [
        (0, 100, 50.0, None, None),
        (50, 100, 0.9, None, None),
        (50, 100, 1.0, 50, 1),
        (50, 100, 10.0, 5, 10),
        (1, 100, 10.0, None, None),
        (100, 100, 10.0, 10, 0),
        (110, 100, 10.0, 11, None),
        (30, 100, 20.0, 2, 35),
    ],
)
def test_rate_and_time_left_are_told_once_they_can_be(
    done: int, total: int, seconds: float, rate: int | None, seconds_left: int | None
) -> None:
    progress = Progress(done, total, since=at(1), reported_at=at(1) + timedelta(seconds=seconds))
    assert (progress.rate, progress.left) == (rate, seconds_left)


def test_a_job_that_waits_or_runs_is_going() -> None:
    assert set(GOING) == {JobState.QUEUED, JobState.RUNNING}
