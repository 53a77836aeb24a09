"""Days as people write them in Viet Nam, with or without diacritics, today given. Pure. Moments: core.moments."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from tracker.core.i18n import N_, filled
from tracker.core.vietnamese import clean, fold

UNREADABLE = N_("Không đọc được ngày. Hãy ghi ngày/tháng/năm như 03/09/2026, 03092026, 3/9 hoặc hôm qua.")
NO_SUCH_DAY = N_("Không có ngày %(day)s. Hãy ghi ngày/tháng/năm, ví dụ 03/09/2026.")
NO_YEAR = N_("Cần ghi đủ ngày/tháng/năm, năm bốn chữ số, ví dụ 03/09/2026.")
LUNAR = N_("Ngày âm lịch không đọc được. Hãy ghi ngày/tháng/năm dương lịch, ví dụ 17/02/2026.")
OTHER_WEEKDAY = N_("%(day)s là %(right)s, không phải %(written)s. Hãy xem lại ngày/tháng/năm.")
WEEKDAYS = (
    *(N_("thứ hai"), N_("thứ ba"), N_("thứ tư"), N_("thứ năm"), N_("thứ sáu"), N_("thứ bảy")),
    N_("chủ nhật"),
)
LONGEST = 80  # characters of anything that is a day or a moment
FIRST_YEAR, LAST_YEAR = 1900, 2200
YEARS_AHEAD = 10  # how far in the future a year of two digits may lie
LEAP_YEARS = 8  # how far back the 29th of February may lie

_ALONE, _ENDS = r"(?<![0-9/.:-])", r"(?![0-9/:])"
_NUMBER = r"([0-9]{1,2})"
_YEAR_FIRST = re.compile(rf"(?<![0-9])([0-9]{{4}})[/.-]{_NUMBER}[/.-]{_NUMBER}(?![0-9])")
_FULL = re.compile(rf"{_ALONE}{_NUMBER}\s*[/.-]\s*{_NUMBER}\s*[/.-]\s*([0-9]{{4}}|[0-9]{{2}}){_ENDS}")
_WORDED = re.compile(rf"{_ALONE}{_NUMBER}\s*thang\s*{_NUMBER}(?:\s*(?:nam|[,/.-])?\s*([0-9]{{4}}){_ENDS})?")
_SHORT = re.compile(rf"{_ALONE}{_NUMBER}\s*[/-]\s*{_NUMBER}{_ENDS}")
_DOTTED = re.compile(rf"{_ALONE}{_NUMBER}\.{_NUMBER}{_ENDS}")
_FIGURES = re.compile(rf"{_ALONE}([0-9]{{8}}|[0-9]{{6}}|[0-9]{{4}}){_ENDS}")
_LUNAR = re.compile(r"\b(?:am lich|tet|ram|thang gieng|thang chap|nhuan)\b")
_NAMES = (
    *("hai|2|monday", "ba|3|tuesday", "tu|4|wednesday", "nam|5|thursday", "sau|6|friday", "bay|7|saturday"),
    "chu nhat|cn|sunday",
)
_WEEKDAY = re.compile(
    r"\b(?:thu\s*(hai|ba|tu|nam|sau|bay|[2-7])|t([2-7])|(chu nhat|cn|(?:sun|mon|tues|wednes|thurs|fri|satur)day))\b"
    r"(?:\s*,?\s*(tuan truoc|tuan roi|tuan qua|vua roi|tuan nay|tuan sau|tuan toi)\b)?"
)
_WEEKS = {"tuan truoc": -7, "tuan roi": -7, "tuan qua": -7, "tuan nay": 0, "tuan sau": 7, "tuan toi": 7}
_RELATIVE = re.compile(
    r"\b(?:(?:ngay )?hom (nay|qua|kia|kiaf)|ngay (mai|mot|kia)\b|(nay|qua|kia|kiaf|mai)|(today|yesterday|tomorrow))\b"
)
_AWAY = {"nay": 0, "qua": -1, "kia": -2, "kiaf": -3, "mai": 1, "today": 0, "yesterday": -1, "tomorrow": 1}
_AHEAD = {"mai": 1, "mot": 2, "kia": 2}
_FILLING = re.compile(r"[\s,;()]|\b(?:ngay|mung|hom|buoi|luc|vao|hoi|khoang|on|at)\b")


class Unreadable(ValueError):
    """What was written is no day or no moment; `message` (a translation key with places for `facts`) says how to."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message, self.facts = message, facts

    @property
    def text(self) -> str:
        """The message in Vietnamese."""
        return filled(self.message, self.facts)


class Writing:
    """A text out of which what is understood is taken, part by part; `rest` is what is left of it."""

    def __init__(self, typed: str) -> None:
        text = clean(unicodedata.normalize("NFKC", typed)).casefold()
        # «hôm kìa» is a day before «hôm kia»; without its tone nobody can tell.
        self.rest = fold(re.sub(r"\bkìa\b", "kiaf", text)) if len(text) <= LONGEST else "?"

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where the pattern fits, taken out."""
        match = pattern.search(self.rest)
        if match:
            self.rest = f"{self.rest[: match.start()]} ; {self.rest[match.end() :]}"
        return match

    @property
    def all_read(self) -> bool:
        """Whether nothing is left but words that say nothing."""
        return not _FILLING.sub("", self.rest)


def read_day(typed: str, today: date | None, *, ahead: bool = False) -> date:
    """The day that somebody wrote. Unreadable.

    A day without a year is the latest that is not after today, or with `ahead` the first that is not before. Without
    `today` only what stands by itself is read: a list does not say when «3/9» or «hôm qua» was written.
    """
    writing = Writing(typed)
    day = take_day(writing, today, ahead=ahead)
    if day is None or not writing.all_read:
        raise Unreadable(UNREADABLE)
    return day


def take_day(writing: Writing, today: date | None, *, ahead: bool = False, dotted: bool = True) -> date | None:
    """Take the day out of a text; None when it has none. `dotted`: «3.9» is a day, and digits alone are one."""
    if writing.take(_LUNAR):
        raise Unreadable(LUNAR)
    weekday = writing.take(_WEEKDAY)
    day = _in_figures(writing, today, ahead=ahead, dotted=dotted)
    if weekday:
        return _on_weekday(weekday, day, today, ahead=ahead)
    return day or _relative(writing, today)


def _in_figures(writing: Writing, today: date | None, *, ahead: bool, dotted: bool) -> date | None:
    if year_first := writing.take(_YEAR_FIRST):
        year, month, day = year_first.groups()
        return _day(day, month, year, today)
    if full := writing.take(_FULL) or writing.take(_WORDED):
        day, month, written_year = full.groups()
        return _day(day, month, written_year, today, ahead=ahead)
    if short := writing.take(_SHORT) or (writing.take(_DOTTED) if dotted else None):
        return _day(short[1], short[2], None, today, ahead=ahead)
    figures = writing.take(_FIGURES) if dotted else None
    return _of_figures(figures.group(), today, ahead=ahead) if figures else None


def _of_figures(figures: str, today: date | None, *, ahead: bool) -> date:
    """«03092026», «030926», «0309», as a keypad without separators gives them; also «20260903»."""
    year_leads = len(figures) == 8 and int(figures[2:4]) > 12
    if year_leads:
        return _day(figures[6:], figures[4:6], figures[:4], today)
    return _day(figures[:2], figures[2:4], figures[4:] or None, today, ahead=ahead)


def _day(day: str, month: str, year: str | None, today: date | None, *, ahead: bool = False) -> date:
    for candidate in _years(year, today, ahead=ahead):
        possible = _calendar_day(candidate, int(month), int(day))
        if possible and (year or today is None or (possible >= today if ahead else possible <= today)):
            return possible
    raise Unreadable(NO_SUCH_DAY, day="/".join(filter(None, (day, month, year))))


def _years(year: str | None, today: date | None, *, ahead: bool) -> Iterable[int]:
    """The years that may be meant, the likeliest first: of two digits, the latest not far ahead."""
    if year and len(year) == 4:
        return (int(year),)
    if today is None:
        raise Unreadable(NO_YEAR)
    if year:
        this_century = today.year // 100 * 100 + int(year)
        return (this_century if this_century <= today.year + YEARS_AHEAD else this_century - 100,)
    step = 1 if ahead else -1
    return range(today.year, today.year + step * (LEAP_YEARS + 1), step)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _on_weekday(match: re.Match[str], day: date | None, today: date | None, *, ahead: bool) -> date:
    """The day of a weekday: of the week that is said, else the last or the next one; beside a date it must agree."""
    name = next(filter(None, match.groups()[:3]))
    number = next(index for index, names in enumerate(_NAMES) if name in names.split("|"))
    week = match.group(4)
    if day is not None:
        if day.weekday() != number or week:
            right = WEEKDAYS[day.weekday()]
            raise Unreadable(OTHER_WEEKDAY, day=f"{day:%d/%m/%Y}", right=right, written=WEEKDAYS[number])
        return day
    if today is None:
        raise Unreadable(NO_YEAR)
    if week in _WEEKS:
        return today + timedelta(days=number - today.weekday() + _WEEKS[week])
    away = (number - today.weekday()) % 7
    return today + timedelta(days=away if ahead or not away else away - 7)


def _relative(writing: Writing, today: date | None) -> date | None:
    match = writing.take(_RELATIVE)
    if match is None:
        return None
    if today is None:
        raise Unreadable(NO_YEAR)
    past, future, *present = match.groups()
    return today + timedelta(days=_AHEAD[future] if future else _AWAY[next(filter(None, (past, *present)))])
