"""Rules: a camera's health through time, as far as it may be claimed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from tracker.register.cameras.rules import STALE_AFTER, Health

SHOWN = timedelta(days=90)  # how far back a camera's page looks
# Top and height of a bar in a drawing 36 high: states are told apart without colour too.
BARS = {Health.WORKING: (0, 36), Health.BROKEN: (14, 22), Health.UNKNOWN: (28, 8)}


class KnownInterval(NamedTuple):
    """A health interval: from when until when, and when somebody last saw it so."""

    health: Health
    since: datetime
    until: datetime | None
    seen_at: datetime | None


class Period(NamedTuple):
    """A stretch of time in which one state may be claimed."""

    health: Health
    since: datetime
    until: datetime


def health_history(intervals: Iterable[KnownInterval], first: datetime, now: datetime) -> list[Period]:
    """What may be claimed of a camera from `first` until `now`, without gaps; `intervals` oldest first.

    STALE_AFTER after it was last seen to work nobody may claim that it does.
    """
    periods: list[Period] = []
    start = first
    for interval in intervals:
        end = min(interval.until or now, now)
        sure_until = _sure_until(interval, end)
        for health, until in ((Health.UNKNOWN, interval.since), (interval.health, sure_until), (Health.UNKNOWN, end)):
            if until > start:
                periods.append(Period(health, start, until))
                start = until
    if start < now:
        periods.append(Period(Health.UNKNOWN, start, now))
    return periods


def _sure_until(interval: KnownInterval, end: datetime) -> datetime:
    if interval.health is not Health.WORKING:
        return end
    return min(end, (interval.seen_at or interval.until or interval.since) + STALE_AFTER)


def days_by_state(periods: Iterable[Period]) -> dict[Health, int]:
    """How many days each state takes, rounded; states that take none are missing."""
    spent: dict[Health, timedelta] = {}
    for health, since, until in periods:
        spent[health] = spent.get(health, timedelta()) + (until - since)
    return {health: round(time / timedelta(days=1)) for health, time in spent.items()}
