"""How fast a job is, and how long it still takes."""

import pytest

from tracker.jobs.rules import GOING, JobState, Progress


@pytest.mark.parametrize(
    ("done", "total", "seconds", "rate", "left"),
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
    done: int, total: int, seconds: float, rate: int | None, left: int | None
) -> None:
    progress = Progress(done, total, since=1000.0, at=1000.0 + seconds)
    assert (progress.rate, progress.left) == (rate, left)


def test_a_job_that_waits_or_runs_is_going() -> None:
    assert set(GOING) == {JobState.QUEUED, JobState.RUNNING}
