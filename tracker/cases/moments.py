"""Rules: when a step happened, beside when it was recorded. Pure."""

from datetime import datetime, timedelta

# By how much the clock of a phone may be ahead of the server's; what is moment within it counts as now.
SKEW = timedelta(minutes=5)


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Whether a moment lies in the future by more than clocks differ."""
    return moment > now + SKEW


def precedes(moment: datetime, earliest: datetime) -> bool:
    """Whether a moment lies before another, as far as people tell moments: to the minute."""
    return moment < earliest.replace(second=0, microsecond=0)


def within(moment: datetime, earliest: datetime, now: datetime) -> datetime:
    """A moment told to the minute, put between two known exactly."""
    return min(max(moment, earliest), now)
