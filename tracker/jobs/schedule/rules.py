"""When scheduled work is due, and when failed work is tried again. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=5), timedelta(hours=6)


@dataclass(frozen=True)
class Timetable:
    """How often work is due: `every` so long, or each day `at` a time of the local clock. One of the two."""

    every: timedelta | None = None
    at: time | None = None

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError("a timetable says either how often or at what time of the day")

    def first(self, now: datetime) -> datetime:
        """When work that never ran is due. `now` is read on the local clock."""
        return now if self.every is not None else self.following(now)

    def following(self, now: datetime) -> datetime:
        """When work that runs `now` (on the local clock) is due next: runs that were missed before are not made up."""
        if self.at is None:
            return now + (self.every or timedelta())
        today = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today > now else today + timedelta(days=1)


def retry_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: twice as long each time, up to LONGEST_RETRY."""
    doublings = min(failures - 1, 30)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)
