"""The one clock, and the one time zone people read."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date where the cameras are."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment on a Vietnamese wall clock. `moment` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone says nothing")
    return moment.astimezone(LOCAL)


def day_start(day: date) -> datetime:
    """Midnight at the start of `day` in Vietnam, as UTC."""
    return datetime.combine(day, time.min, LOCAL).astimezone(UTC)


def day_end(day: date) -> datetime:
    """Midnight at the end of `day` in Vietnam, as UTC: the first moment that no longer belongs to it."""
    return day_start(day + timedelta(days=1))
