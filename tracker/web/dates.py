"""Days and moments as people and programs write them."""

import re
from datetime import UTC, date, datetime

from tracker.core import clock


def read_day(typed: str) -> date | None:
    """A date as people write it, or None. Two-digit years are refused: nobody knows which century."""
    match = re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*", typed)
    parts = match.group(3, 2, 1) if match else None
    if not parts:
        match = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", typed)
        parts = match.group(1, 2, 3) if match else None
    try:
        day = date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None
    return day if day and 1900 <= day.year <= 2200 else None


def read_moment(typed: str) -> datetime | None:
    """A moment as people or programs write it, as UTC, or None."""
    time_pattern = r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{1,2})?(?:\s*phút)?"
    day_pattern = r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2})"
    match = re.fullmatch(rf"\s*{time_pattern}\s*(?:,|ngày)?\s*{day_pattern}\s*", typed, re.IGNORECASE)
    if match:
        return _at(match.group(3), match.group(1), match.group(2))
    match = re.fullmatch(rf"\s*{day_pattern}\s*(?:,|lúc)?\s*{time_pattern}\s*", typed, re.IGNORECASE)
    if match:
        return _at(match.group(1), match.group(2), match.group(3))
    return _iso(typed.strip())


def _at(day: str, hours: str, minutes: str | None) -> datetime | None:
    local_day = read_day(day)
    if local_day is None or int(hours) > 23 or int(minutes or 0) > 59:
        return None
    return datetime(
        local_day.year, local_day.month, local_day.day, int(hours), int(minutes or 0), tzinfo=clock.LOCAL
    ).astimezone(UTC)


def _iso(typed: str) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(typed) if "T" in typed else None
        if parsed is None or not 1900 < parsed.year < 2200:
            return None
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=clock.LOCAL)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
