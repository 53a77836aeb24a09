"""Rules: how people write single cells by hand: ranges of days, dates in words, remarks, codes without zeros. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tracker.core.days import Unreadable
from tracker.core.i18n import N_
from tracker.core.moments import NO_CLOCK, day_of, read_moment
from tracker.core.vietnamese import clean, fold

DAY_FIRST = N_("Cột «%(header)s»: đọc là ngày/tháng/năm, ví dụ %(cell)s = ngày %(day)s tháng %(month)s năm %(year)s.")
MONTH_FIRST = N_("Cột «%(header)s»: đọc là tháng/ngày/năm, ví dụ %(cell)s = ngày %(day)s tháng %(month)s năm %(year)s.")

_RANGE = re.compile(r"(?:khoang\s+)?(?:tu\s+)?(\d{1,4})\s*(?:-|–|—|~|den|toi|to)\s*(\d{1,4})\s*(.*)")
_SPAN = re.compile(
    r"(?:khoang|>=?|≥|tren|toi thieu|it nhat|~)?\s*(\d{1,4})\s*(ngay|days?|tuan|weeks?|thang|months?)?\.?"
)
_NOTHING_BEHIND = re.compile(r"(?<=\d)[.,]0{1,2}$")  # «14.0», as programs write a column of numbers with gaps
_DAYS = {"tuan": 7, "week": 7, "weeks": 7, "thang": 30, "month": 30, "months": 30}
_FIGURES_DAY = re.compile(
    r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?:[ t,].*)?"
)  # day first, or month first
_SERIAL = re.compile(r"[2-5]\d{4}(?:\.\d+)?")  # 1954 to 2064 as spreadsheets count days
_SPREADSHEETS_BEGIN = date(1899, 12, 30)
_MONTH_FIRST_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_VAGUE_DAY = re.compile(
    r"(?:nam\s*)?(?:19|20)\d{2}|(?:thang\s*)?(?:0?[1-9]|1[0-2])\s*[/.-]\s*(?:19|20)\d{2}"
    r"|(?:thang\s*)(?:0?[1-9]|1[0-2])\s*(?:nam\s*)?(?:19|20)\d{2}"
    r"|(?:quy|q)\s*(?:[1-4]|i{1,3}|iv)\s*[/.-]?\s*(?:nam\s*)?(?:19|20)\d{2}|(?:dau|giua|cuoi)\s+(?:nam\s*)?(?:19|20)\d{2}"
)
DASHES = "-–—"  # a cell of nothing else is blank
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")  # thousands as Vietnamese writes them
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+?\d{2,}", re.IGNORECASE)
_ROUNDED = re.compile(r"[1-9]\d{14}0+")  # more digits than a spreadsheet keeps, all of those zeros
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|Err:\d{3}")
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # its zone says nothing: only days and clocks are taken
_FOOTER = re.compile(
    r"(?:tong (?:so|cong|hop)\b|(?:tong|cong)(?:\s*[:(\d]|$)|(?:nguoi|can bo) lap\b|noi nhan\b|thu truong\b|chi huy\b"
    r"|(?:pho )?truong cong an\b|cong an (?:phuong|xa|tinh)|ky ten\b|xac nhan\b|t\.m\.|k\.t\.|tm\. |kt\. "
    r"|.{0,40}\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b).*"
)
_GROUPS = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True)
class Dates:
    """How the dates in figures of a column were read, by one of them; `doubtful` where all could be read otherwise."""

    cell: str
    parts: tuple[int, int, int]  # as written
    month_first: bool
    doubtful: bool

    def told(self, header: str) -> tuple[str, dict[str, object]]:
        """The same in words: (translation key, what fills it in)."""
        first, second, year = self.parts
        day, month = (second, first) if self.month_first else (first, second)
        facts = {"header": header, "cell": self.cell, "day": day, "month": month, "year": year}
        return MONTH_FIRST if self.month_first else DAY_FIRST, facts


def dates(texts: Iterable[str], *, month_first: bool = False) -> Dates | None:
    """How a column's dates are to be read: month first where one can only be so and none only otherwise, or if told so.

    None where no date is in figures with its year last.
    """
    parts_by_text = {
        text: (int(match[1]), int(match[2]), _year(match[3]))
        for text in texts
        if (match := _FIGURES_DAY.fullmatch(fold(text)))
    }
    if not parts_by_text:
        return None
    days_lead = any(first > 12 for first, _, _ in parts_by_text.values())
    months_lead = any(second > 12 for _, second, _ in parts_by_text.values())
    is_month_first = month_first or (months_lead and not days_lead)
    month = 0 if is_month_first else 1
    fitting = [text for text, parts in parts_by_text.items() if parts[month] <= 12] or [*parts_by_text]
    cell = next((text for text in fitting if parts_by_text[text][0] != parts_by_text[text][1]), fitting[0])
    return Dates(cell, parts_by_text[cell], is_month_first, not (days_lead or months_lead))


def _year(figures: str) -> int:
    """A year of four figures, or of two, which are those of this century's cameras."""
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def is_vague_day(text: str) -> bool:
    """Whether a date says only a year, a quarter or a month: «2019», «05/2021», «Quý II/2021»."""
    return _VAGUE_DAY.fullmatch(fold(text)) is not None


def is_error(text: str) -> bool:
    """Whether a cell is what a spreadsheet writes where a formula fails: «#N/A»."""
    return text[:1] in "#E" and _ERROR.fullmatch(text) is not None


def lost_digits(text: str) -> bool:
    """Whether a cell is a long number as a spreadsheet leaves it: «1,23457E+17», or zeros from the 16th digit on."""
    return (_SCIENTIFIC.fullmatch(text) or _ROUNDED.fullmatch(text)) is not None


def ungrouped(text: str) -> str:
    """A number without the points that part its thousands in Vietnamese: «1.200» is 1200."""
    return text.replace(".", "") if _GROUPED.fullmatch(text) else text


def days_kept(text: str) -> str:
    """How many days a recorder keeps, of a cell that says it as people do: «7-10 ngày» 7, «2 tuần» 14, «1 tháng» 30.

    Of a range the lower end: what may be counted on. Anything else comes back as it is, to be refused.
    """
    folded = _NOTHING_BEHIND.sub("", fold(text))
    match = _RANGE.fullmatch(folded)
    if match and int(match.group(1)) <= int(match.group(2)):
        folded = f"{match.group(1)} {match.group(3)}".strip()
    span = _SPAN.fullmatch(folded)
    return str(int(span.group(1)) * _DAYS.get(span.group(2) or "", 1)) if span else text


def written_day(text: str, *, month_first: bool = False) -> str:
    """A date as dd/mm/yyyy, of a cell in words, in ISO with a time behind, or a spreadsheet's own number of a day.

    Unreadable also where it does not stand by itself: no list says when «3/9» was written.
    """
    figures = _FIGURES_DAY.fullmatch(fold(text))
    if figures and (month_first or len(figures[3]) == 2):
        day, month = (figures[2], figures[1]) if month_first else (figures[1], figures[2])
        return f"{day}/{month}/{_year(figures[3])}"
    if _SERIAL.fullmatch(text):
        return (_SPREADSHEETS_BEGIN + timedelta(days=int(float(text)))).strftime("%d/%m/%Y")
    return day_of(text).strftime("%d/%m/%Y")


def is_remark(cells: Sequence[str]) -> bool:
    """Whether the filled cells of a row are no camera: one heading alone, a total, a place and date, who signed."""
    filled = [fold(cell) for cell in cells if cell.strip()]
    return any(_FOOTER.fullmatch(cell) for cell in filled[:2])


def may_sign(cells: Sequence[str]) -> bool:
    """Whether the cells of a row below a total or a date may be names and «(Ký, ghi rõ họ tên)»: few, and no number."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) <= 3 and not any(c.isdigit() for cell in filled for c in cell)


def near(code: str) -> str:
    """What is left of a code without case, signs, blanks and zeros in front: «CAM-01» and «cam 1» are near."""
    return " ".join(group.lstrip("0") or "0" for group in _GROUPS.findall(fold(code)))


def last_number(code: str) -> str:
    """The last number in a code, without zeros in front: 1 of «CAM-01». Empty where it ends in none."""
    match = re.search(r"(\d+)\D*$", clean(code))
    return (match.group(1).lstrip("0") or "0") if match else ""


def nearly(unknown_codes: Iterable[str], codes: Collection[str], register: Iterable[str]) -> dict[str, str]:
    """Of `unknown_codes`, those near to just one of the `register`'s that none of all the list's `codes` means."""
    by_words: dict[str, list[str]] = {}
    by_number: dict[str, list[str]] = {}
    for code in register:
        by_words.setdefault(near(code), []).append(code)
        by_number.setdefault(last_number(code), []).append(code)
    lines_by_code: dict[str, list[str]] = {}
    for code in unknown_codes:
        candidates = by_words.get(near(code)) or (by_number.get(last_number(code), []) if code.isdecimal() else [])
        if len(candidates) == 1 and candidates[0] not in codes:
            lines_by_code.setdefault(candidates[0], []).append(code)
    return {lines[0]: registered for registered, lines in lines_by_code.items() if len(lines) == 1}


def written_time(text: str, *, month_first: bool = False) -> tuple[date | None, time | None]:
    """The day and the time of the day that a cell says, as far as it says them. Unreadable where it says neither.

    Also a spreadsheet's own number of a moment, and a time alone, whose day stands elsewhere.
    """
    if _SERIAL.fullmatch(text):
        days, part = divmod(float(text), 1)
        minutes = round(part * 1_440)
        moment = datetime.combine(_SPREADSHEETS_BEGIN, time.min) + timedelta(days=int(days), minutes=minutes)
        return moment.date(), moment.time() if part else None
    readable_text = _MONTH_FIRST_DAY.sub(r"\2/\1/\3", text) if month_first else text
    try:
        day = day_of(readable_text)
    except Unreadable:
        return None, _time_alone(readable_text)
    try:
        moment = read_moment(readable_text, _ANY_DAY)
    except Unreadable as error:
        if error.message != NO_CLOCK:
            raise
        return day, None
    return moment.date(), moment.time()


def _time_alone(text: str) -> time:
    return read_moment(f"{text} {_ANY_DAY:%d/%m/%Y}", _ANY_DAY).time()
