"""Moments as people write them in Viet Nam: a day (core.days) and a clock of 12 or 24 hours, now given. Pure."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from tracker.core.days import FIRST_YEAR, LAST_YEAR, Unreadable, Writing, take_day
from tracker.core.i18n import N_
from tracker.core.vietnamese import clean

UNREADABLE = N_("Không đọc được giờ và ngày. Hãy ghi như 20:30 03/09/2026, 20h30 3/9 hoặc 20h30 hôm qua.")
NO_CLOCK = N_("Còn thiếu giờ. Hãy ghi cả giờ và ngày, ví dụ 20h30 %(day)s.")
NO_SUCH_TIME = N_("Không có giờ %(time)s. Hãy ghi giờ từ 0:00 đến 23:59, ví dụ 20:30 03/09/2026.")
MIDNIGHT = N_("Nửa đêm ghi là 0h của ngày hôm sau, ví dụ 0h 04/09/2026.")
OTHER_PART = N_("%(hour)s giờ không phải giờ %(part)s. Hãy ghi giờ từ 0 đến 23, ví dụ 20:30 03/09/2026.")
TWO_WAYS = N_("«%(written)s» có thể là giờ hoặc ngày. Hãy ghi như 20h10 03/09 hoặc 20:10 03/09/2026.")
SKEW = timedelta(minutes=5)  # how far clocks differ: a clock alone that is so little ahead is today's

_MINUTE = r"([0-9]{1,2})(?![0-9])"
_CLOCK = re.compile(
    r"(?<![0-9/.:-])([0-9]{1,2})\s*(?::|gio|h(?![a-z])|g(?![a-z]))"
    rf"(?:{_MINUTE}|\s+{_MINUTE}(?!\s*(?:[/.-]\s*[0-9]|thang))|\s*(ruoi)\b)?"  # «20h 3/9» has no minutes
    r"(?:\s*(?:phut|ph|p)(?![a-z]))?(?::([0-9]{2})(?:\.[0-9]+)?)?"
)
_DOTTED = re.compile(r"(?<![0-9/.:-])([0-9]{1,2})\.([0-9]{2})(?![0-9/.:])")
_PARTS = {
    "rang sang": N_("rạng sáng"),
    "sang": N_("sáng"),
    "trua": N_("trưa"),
    "chieu": N_("chiều"),
    "toi": N_("tối"),
    "dem": N_("đêm"),
    "khuya": N_("khuya"),
    "am": "AM",
    "pm": "PM",
    "sa": "SA",  # as spreadsheets set up for Viet Nam write AM and PM
    "ch": "CH",
}
_PART = re.compile(rf"\b(?:{'|'.join(_PARTS)})\b")
_LAST_NIGHT = re.compile(r"\b(?:dem|khuya) (?:ngay )?(?:hom )?qua\b")
_NIGHT_ENDS = 6
_NIGHT = {**{hour: hour for hour in range(_NIGHT_ENDS)}, **{hour: hour + 12 for hour in range(7, 13)}}
_MORNING = {12: 0, **{hour: hour for hour in range(12)}}
_AFTERNOON = {12: 12, **{hour: hour + 12 for hour in range(1, 12)}, **{hour: hour for hour in range(13, 24)}}
# What an hour of each part of the day is on a clock of 24 hours; one that is not here does not belong to it. 24 is the
# midnight at which the day ends.
_HOURS = {
    "rang sang": {hour: hour for hour in range(7)},
    "sang": {hour: hour for hour in range(12)},
    "trua": {10: 10, 11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    "chieu": {**{hour: hour + 12 for hour in range(1, 8)}, **{hour: hour for hour in range(12, 20)}},
    "toi": {**{hour: hour + 12 for hour in range(5, 13)}, **{hour: hour for hour in range(17, 24)}},
    "dem": {**_NIGHT, **{hour: hour for hour in range(19, 24)}},
    "khuya": {**_NIGHT, **{hour: hour for hour in range(21, 24)}},
    "am": _MORNING,
    "pm": _AFTERNOON,
    "sa": _MORNING,
    "ch": _AFTERNOON,
}


class Clock(NamedTuple):
    """A time as written, on a clock of 24 hours once `part` of the day is known; hour 24 is the end of the day."""

    hour: int
    minute: int
    second: int = 0


def read_moment(typed: str, now: datetime) -> datetime:
    """The moment that somebody wrote, in the time zone of `now` unless it says its own (ISO 8601). Unreadable.

    A clock without a day is the latest that is not after now; a day without a year as `read_day` has it. «12h đêm» is
    the midnight at which its day ends, «2h đêm qua» the night that ends today.
    """
    iso = _iso(clean(typed), now)
    if iso is not None:
        return iso
    writing = Writing(typed)
    last_night = _LAST_NIGHT.search(writing.rest) is not None
    clock = _take_clock(writing)
    day = take_day(writing, now.date(), dotted=clock is not None)
    clock = clock or _take_dotted(writing, day)
    part = writing.take(_PART)
    if not writing.all_read or (clock is None and day is None):
        raise Unreadable(UNREADABLE)
    if clock is None:
        raise Unreadable(NO_CLOCK, day=f"{day:%d/%m/%Y}")
    return _on_clock(day, _of_day(clock, part.group() if part else ""), now, last_night=last_night)


def day_of(typed: str) -> date:
    """The day of what stands in a list: a date that stands by itself, whatever time stands behind it. Unreadable."""
    writing = Writing(re.sub(r"(?<=\d)[Tt](?=\d)", " ", typed))
    clock = _take_clock(writing)
    day = take_day(writing, None)
    writing.take(_PART)
    if day is None or not (writing.all_read or clock):
        raise Unreadable(UNREADABLE)
    return day


def _iso(typed: str, now: datetime) -> datetime | None:
    """ISO 8601 with its T, as programs write it; None when it is something else."""
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]", typed):
        return None
    try:
        parsed = datetime.fromisoformat(typed.upper())
        zoned = (parsed if parsed.tzinfo else parsed.replace(tzinfo=now.tzinfo)).astimezone(now.tzinfo)
    except (ValueError, OverflowError) as error:
        raise Unreadable(UNREADABLE) from error
    if not FIRST_YEAR <= zoned.year <= LAST_YEAR:
        raise Unreadable(UNREADABLE)
    return zoned


def _take_clock(writing: Writing) -> Clock | None:
    match = writing.take(_CLOCK)
    if match is None:
        return None
    hour, minute, apart, half, second = match.groups()
    return Clock(int(hour), 30 if half else int(minute or apart or 0), int(second or 0))


def _take_dotted(writing: Writing, day: date | None) -> Clock | None:
    """«20.30», which is a time beside a day; alone only where no month has that number."""
    match = writing.take(_DOTTED)
    if match is None:
        return None
    if day is None and (1 <= int(match[2]) <= 12 and 1 <= int(match[1]) <= 31):
        raise Unreadable(TWO_WAYS, written=match.group())
    return Clock(int(match[1]), int(match[2]))


def _of_day(clock: Clock, part: str) -> Clock:
    """A time of a part of the day on a clock of 24 hours. Unreadable when there is no such time."""
    if not part and (clock.hour, clock.minute, clock.second) == (24, 0, 0):
        raise Unreadable(MIDNIGHT)
    if clock.hour > 23 or clock.minute > 59 or clock.second > 59:
        raise Unreadable(NO_SUCH_TIME, time=f"{clock.hour}:{clock.minute:02d}")
    if part and clock.hour not in _HOURS[part]:
        raise Unreadable(OTHER_PART, hour=clock.hour, part=_PARTS[part])
    return clock._replace(hour=_HOURS[part][clock.hour]) if part else clock


def _on_clock(day: date | None, clock: Clock, now: datetime, *, last_night: bool) -> datetime:
    started = datetime.combine(day or now.date(), time.min, now.tzinfo)
    moment = started + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    if last_night and clock.hour < _NIGHT_ENDS:
        return moment + timedelta(days=1)
    return moment - timedelta(days=1) if day is None and moment > now + SKEW else moment
