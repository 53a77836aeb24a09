"""When scheduled work is due."""

from datetime import datetime, time, timedelta

import pytest

from tracker.core.clock import LOCAL
from tracker.jobs.schedule.rules import Timetable, retry_after

NIGHT = Timetable(at=time(2, 30))


def here(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize("given", [{}, {"every": timedelta(hours=1), "at": time(2)}])
def test_a_timetable_says_one_of_the_two(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="either"):
        Timetable(**given)  # type: ignore[arg-type]


def test_daily_work_is_due_at_its_time_on_the_local_clock() -> None:
    assert NIGHT.first(here(30, 1)) == here(30, 2, 30)
    assert NIGHT.first(here(30, 2, 30)) == NIGHT.following(here(29, 2, 31)) + timedelta(days=1)
    assert NIGHT.following(here(29, 2, 29)) == here(29, 2, 30)


def test_work_of_every_hour_runs_at_once_and_misses_nothing_twice() -> None:
    hourly = Timetable(every=timedelta(hours=1))
    assert hourly.first(here(30, 5)) == here(30, 5)
    assert hourly.following(here(30, 5, 7)) == here(30, 6, 7)


def test_failed_work_waits_twice_as_long_each_time() -> None:
    waits = [retry_after(failures).total_seconds() / 60 for failures in (1, 2, 3, 100)]
    assert waits == [5, 10, 20, 360]
