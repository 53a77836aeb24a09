"""The figures and their periods: what is counted, how a rate is told with its doubt. Pure."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tracker.core.i18n import N_, LabeledEnum

Z95, OLDEST, NEWEST = 1.959964, 1900, 2200
ROMAN = ("I", "II", "III", "IV")


class CameraFigure(LabeledEnum):
    """Which cameras stand behind a figure. The kinds are never added up."""

    POLICE = "police", N_("Mắt camera kết nối về Công an")
    WORKING = "working", N_("Mắt camera kết nối về Công an đang hoạt động")
    MOBILISABLE = "mobilisable", N_("Mắt camera huy động khi cần")
    OUTSIDE = "outside", N_("Mắt camera ngoài mô hình")


@dataclass(frozen=True)
class Inventory:
    """What stood ready in a period."""

    networks: int = 0
    camera_eyes: int = 0
    camera_eyes_working: int = 0
    camera_eyes_mobilisable: int = 0
    replication_points: int = 0
    camera_eyes_outside: int = 0


class PeriodKind(LabeledEnum):
    """The kinds of period. The police count months from the 15th to the 14th, and their year begins on 15 December."""

    YEAR = "year", N_("Năm %(year)s")
    FIRST_HALF = "first_half", N_("6 tháng đầu năm %(year)s")
    SECOND_HALF = "second_half", N_("6 tháng cuối năm %(year)s")
    NINE_MONTHS = "nine_months", N_("9 tháng đầu năm %(year)s")
    QUARTER = "quarter", N_("Quý %(roman)s/%(year)s")
    MONTH = "month", N_("Tháng %(month)s/%(year)s")
    POLICE_YEAR = "police_year", N_("Năm %(year)s (%(span)s)")
    POLICE_FIRST_HALF = "police_first_half", N_("6 tháng đầu năm %(year)s (%(span)s)")
    POLICE_SECOND_HALF = "police_second_half", N_("6 tháng cuối năm %(year)s (%(span)s)")
    POLICE_NINE_MONTHS = "police_nine_months", N_("9 tháng đầu năm %(year)s (%(span)s)")
    POLICE_QUARTER = "police_quarter", N_("Quý %(roman)s/%(year)s (%(span)s)")
    POLICE_MONTH = "police_month", N_("Tháng %(month)s/%(year)s (%(span)s)")
    DAYS = "days", N_("Từ %(first)s đến %(last)s")


@dataclass(frozen=True)
class Calendar:
    """How a kind of period lies in its year: how many months, from which of them (0 to 11) on, how its code ends."""

    months: int
    begins: Sequence[int] = (0,)
    ending: str = ""
    police: bool = False


CALENDARS = {
    PeriodKind.YEAR: Calendar(12),
    PeriodKind.FIRST_HALF: Calendar(6, ending="-H1"),
    PeriodKind.SECOND_HALF: Calendar(6, (6,), "-H2"),
    PeriodKind.NINE_MONTHS: Calendar(9, ending="-9M"),
    PeriodKind.QUARTER: Calendar(3, range(0, 12, 3), "-Q{quarter}"),
    PeriodKind.MONTH: Calendar(1, range(12), "-{month:02d}"),
}
# The police have the same kinds, cut at their own days.
CALENDARS |= {PeriodKind(f"police_{kind}"): replace(calendar, police=True) for kind, calendar in CALENDARS.items()}
HALVES = {PeriodKind.FIRST_HALF: PeriodKind.SECOND_HALF, PeriodKind.POLICE_FIRST_HALF: PeriodKind.POLICE_SECOND_HALF}
OTHER_HALF = HALVES | {second: first for first, second in HALVES.items()}
# Counted from the year's first day on: nothing of their kind goes before them but the last year's.
YEARLY = frozenset({PeriodKind.NINE_MONTHS, PeriodKind.POLICE_NINE_MONTHS})


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included. `start` is year × 12 + month − 1 of a named period's first month."""

    first: date
    last: date
    kind: PeriodKind = PeriodKind.DAYS
    start: int = 0

    @property
    def code(self) -> str:
        """What `named` reads back: 2024, 2024-H1, 2024-9M, 2024-Q1, 2024-03, CA-2024, CA-2024-Q1; nothing for days."""
        if self.kind is PeriodKind.DAYS:
            return ""
        calendar, (year, month) = CALENDARS[self.kind], divmod(self.start, 12)
        ending = calendar.ending.format(quarter=month // 3 + 1, month=month + 1)
        return f"{'CA-' if calendar.police else ''}{year}{ending}"

    @property
    def facts(self) -> dict[str, str]:
        """What the words of its kind speak of."""
        year, month = divmod(self.start, 12)
        days = {"first": f"{self.first:%d/%m/%Y}", "last": f"{self.last:%d/%m/%Y}"}
        span = f"{self.first.day}/{self.first.month}–{self.last.day}/{self.last.month}"
        return {**days, "span": span, "year": str(year), "month": str(month + 1), "roman": ROMAN[month // 3]}

    @property
    def query(self) -> dict[str, str]:
        """The period in a query string."""
        if self.kind is PeriodKind.DAYS:
            return {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return {"period": self.code}

    def before(self) -> "Period":
        """The period it is compared with: the one of its kind before it, or as many days just before them."""
        if self.kind is PeriodKind.DAYS:
            return Period(self.first - (self.last - self.first) - timedelta(1), self.first - timedelta(1))
        months = 12 if self.kind in YEARLY else CALENDARS[self.kind].months
        return of(OTHER_HALF.get(self.kind, self.kind), self.start - months)


def of(kind: PeriodKind, start: int) -> Period:
    """The named period of `kind` whose first month is `start` (year × 12 + month − 1)."""
    end = start + CALENDARS[kind].months
    if CALENDARS[kind].police:
        return Period(_day(start - 1, 15), _day(end - 1, 14), kind, start)
    return Period(_day(start, 1), _day(end, 1) - timedelta(1), kind, start)


def _day(month: int, day: int) -> date:
    return date(month // 12, month % 12 + 1, day)


def named(code: str) -> Period | None:
    """The period of a code as `Period.code` writes it, or None."""
    match = re.fullmatch(r"(?:CA-)?(\d{4})(?:-\w+)?", code, re.ASCII)
    if match is None or not OLDEST < int(match[1]) < NEWEST:
        return None
    return next((period for kind in CALENDARS for period in of_year(kind, int(match[1])) if period.code == code), None)


def of_year(kind: PeriodKind, year: int) -> list[Period]:
    """The periods of a kind in a year."""
    return [of(kind, year * 12 + month) for month in CALENDARS[kind].begins]


def choices(kind: PeriodKind, years: Sequence[int], today: date) -> Iterator[Period]:
    """The periods of a kind in some years that have begun by today, newest first."""
    for year in sorted(years, reverse=True):
        yield from (period for period in reversed(of_year(kind, year)) if period.first <= today)


class IncidentSet(LabeledEnum):
    """Which incidents stand behind a figure."""

    ASKED = "asked", N_("Vụ việc đã yêu cầu camera")
    CLARIFIED = "clarified", N_("Vụ việc làm rõ có dữ liệu camera góp phần")


class LineSet(LabeledEnum):
    """Which lines («lượt») stand behind a figure."""

    ASKED = "asked", N_("Lượt đã yêu cầu")
    EXISTED = "existed", N_("Lượt còn dữ liệu")
    SAVED = "saved", N_("Lượt giữ được dữ liệu trước khi bị ghi đè")
    EXTRACTED = "extracted", N_("Lượt đã trích xuất")
    DELIVERED = "delivered", N_("Lượt đã bàn giao")
    JUDGED = "judged", N_("Lượt đã bàn giao và có kết quả")
    USEFUL = "useful", N_("Lượt có ích")
    LOST = "lost", N_("Lượt không có dữ liệu")


class PartKind(LabeledEnum):
    """By what the figures are broken down."""

    NETWORKS = "networks", N_("Theo mô hình")
    WARDS = "wards", N_("Theo phường, xã")


class Turnaround(LabeledEnum):
    """The times that are told as median and 90th percentile, in hours."""

    ASKING = "incident_to_request", N_("Từ khi xảy ra đến khi gửi phiếu")
    PRESERVING = "request_to_preserved", N_("Từ khi gửi phiếu đến khi bảo toàn")
    HANDING_OVER = "request_to_handed_over", N_("Từ khi gửi phiếu đến khi bàn giao")


Interval = tuple[float, float]


def rate(part: int, total: int) -> float | None:
    """A part of a total as a share from 0 to 1; None of nothing."""
    return part / total if total else None


def wilson(successes: int, trials: int, z: float = Z95) -> Interval | None:
    """Wilson's score interval of a share of successes; 95 % unless `z` says otherwise. None without trials."""
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials}")
    if trials == 0:
        return None
    share, z2 = successes / trials, z * z
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    reach = z / (1 + z2 / trials) * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    return (max(0.0, middle - reach) if successes else 0.0), (min(1.0, middle + reach) if successes < trials else 1.0)


def difference(now: tuple[int, int], before: tuple[int, int]) -> Interval | None:
    """Newcombe's interval of the difference of two shares, each (successes, trials). With 0 in it: no change proved."""
    new, old = wilson(*now), wilson(*before)
    if new is None or old is None:
        return None
    share_now, share_before = now[0] / now[1], before[0] / before[1]
    change = share_now - share_before
    below, above = (share_now - new[0], old[1] - share_before), (new[1] - share_now, share_before - old[0])
    return change - math.hypot(*below), change + math.hypot(*above)


def half_up(value: float | None, digits: int) -> float | None:
    """Rounded as people do it, halves upwards, by the digits the number shows."""
    if value is None:
        return None
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


@dataclass(frozen=True)
class RateTally:
    """What a cohort of requests came to: incidents and lines, each counted once."""

    incidents_asked: int = 0
    incidents_clarified: int = 0
    lines_asked: int = 0
    existed: int = 0
    saved: int = 0
    extractions: int = 0
    handed_over: int = 0
    judged: int = 0
    useful: int = 0

    @property
    def resolution(self) -> float | None:
        """Incidents clarified with at least one useful extraction ÷ incidents for which footage was asked."""
        return rate(self.incidents_clarified, self.incidents_asked)

    @property
    def interval(self) -> Interval | None:
        """Between which shares the rate lies with 95 % confidence."""
        return wilson(self.incidents_clarified, self.incidents_asked)

    @property
    def completeness(self) -> float | None:
        """Lines handed over whose worth was noted ÷ lines handed over."""
        return rate(self.judged, self.handed_over)

    def enough(self, minimum: int) -> bool:
        """Whether there are enough incidents to speak of a rate."""
        return self.incidents_asked >= minimum


@dataclass(frozen=True)
class Part:
    """One network or ward with what it came to. An id of 0 stands for lines that belong to none."""

    id: int
    name: str
    tally: RateTally
    until: date | None = None


@dataclass(frozen=True)
class Hours:
    """A waiting time: how many waits, their median and 90th percentile in hours."""

    n: int
    median: float | None
    p90: float | None


@dataclass(frozen=True)
class Entries:
    """Steps behind the figures, those recorded over a day late, and apart from these, those `taken_over` from books."""

    n: int = 0
    late: int = 0
    taken_over: int = 0


@dataclass(frozen=True)
class Figures:
    """The figures of one period, and `earlier` to compare; `lost` by reason; stock and waits of many come `later`."""

    period: Period
    tally: RateTally
    stock: Inventory = Inventory()
    lost: Mapping[str, int] = field(default_factory=dict)
    waits: Mapping[Turnaround, Hours] = field(default_factory=dict)
    entries: Entries = Entries()
    earlier: RateTally | None = None
    later: bool = False
