"""Days and moments as people and programs write them."""

import re
from datetime import UTC, date, datetime

from tracker.core import clock


def read_day(typed: str) -> date | None:
    """A date as people write it, or None. Two-digit years are refused: nobody knows which century."""
    found = re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*", typed)
    parts = found.group(3, 2, 1) if found else None
    if not parts:
        found = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", typed)
        parts = found.group(1, 2, 3) if found else None
    try:
        made = date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        return None
    return made if made and 1900 <= made.year <= 2200 else None


def read_moment(typed: str) -> datetime | None:
    """A moment as people or programs write it, as UTC, or None."""
    clocked = r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{1,2})?(?:\s*phút)?"
    dated = r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2})"
    found = re.fullmatch(rf"\s*{clocked}\s*(?:,|ngày)?\s*{dated}\s*", typed, re.IGNORECASE)
    if found:
        return _at(found.group(3), found.group(1), found.group(2))
    found = re.fullmatch(rf"\s*{dated}\s*(?:,|lúc)?\s*{clocked}\s*", typed, re.IGNORECASE)
    if found:
        return _at(found.group(1), found.group(2), found.group(3))
    return _iso(typed.strip())


def _at(day: str, hours: str, minutes: str | None) -> datetime | None:
    found = read_day(day)
    if found is None or int(hours) > 23 or int(minutes or 0) > 59:
        return None
    return datetime(found.year, found.month, found.day, int(hours), int(minutes or 0), tzinfo=clock.LOCAL).astimezone(
        UTC
    )


def _iso(typed: str) -> datetime | None:
    try:
        made = datetime.fromisoformat(typed) if "T" in typed else None
        if made is None or not 1900 < made.year < 2200:
            return None
        return (made if made.tzinfo else made.replace(tzinfo=clock.LOCAL)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
