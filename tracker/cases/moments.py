"""Rules: when a step happened, beside when it was recorded. Pure."""

from datetime import datetime, timedelta

# By how much the clock of a phone may be ahead of the server's; what is told within it counts as now.
SKEW = timedelta(minutes=5)
# What is recorded later than this is a late entry: the paper of one day is keyed in before the next day ends.
LATE = timedelta(hours=24)


def is_late(happened_at: datetime, recorded_at: datetime) -> bool:
    """Whether something was recorded so much later that figures of the days between were without it."""
    return recorded_at - happened_at > LATE


def is_ahead(told: datetime, now: datetime) -> bool:
    """Whether a moment lies in the future by more than clocks differ."""
    return told > now + SKEW


def precedes(told: datetime, earliest: datetime) -> bool:
    """Whether a moment lies before another, as far as people tell moments: to the minute."""
    return told < earliest.replace(second=0, microsecond=0)


def within(told: datetime, earliest: datetime, now: datetime) -> datetime:
    """A moment told to the minute, put between two known exactly."""
    return min(max(told, earliest), now)
