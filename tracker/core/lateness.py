"""What a late entry is: something recorded so long after it happened that figures of the days between lacked it."""

from datetime import datetime, timedelta

# What is recorded later than this is late: the paper of one day is keyed in before the next day ends.
LATE = timedelta(hours=24)


def is_late(happened_at: datetime, recorded_at: datetime) -> bool:
    """Whether something was recorded so much later that figures of the days between were without it."""
    return recorded_at - happened_at > LATE
