"""Days and moments in words: as pages print them, and as what somebody typed was understood."""

from datetime import date, datetime

from flask_babel import gettext

from tracker.core import clock
from tracker.core.days import WEEKDAYS


def on_day(time: str, day: date) -> str:
    """«20:30 ngày 03/09/2026»."""
    day_text = f"{day:%d/%m/%Y}"
    return str(gettext("%(time)s ngày %(day)s", time=time, day=day_text))


def understood(value: date) -> str:
    """A day or a moment in full, with its weekday, to be compared with what was meant."""
    local_value = clock.local(value) if isinstance(value, datetime) else value
    full = (
        on_day(f"{local_value:%H:%M}", local_value) if isinstance(local_value, datetime) else f"{local_value:%d/%m/%Y}"
    )
    weekday = gettext(WEEKDAYS[local_value.weekday()])
    return str(gettext("Hiểu là: %(written)s, %(weekday)s", written=full, weekday=weekday))
