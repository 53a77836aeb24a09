"""Rules: half-months, of which periods are made: months begin on the 1st, those of the police on the 15th.

A half-month is named by its first day.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.core.i18n import N_, LabeledEnum
from tracker.reports.rules import Period

SAME_CLOCK_SINCE = date(1976, 1, 1)  # the local clock was changed for the last time the year before
DAY = timedelta(days=1)


class TallyKind(LabeledEnum):
    """Of what the tallies are kept: of the whole, and of each part by which figures are broken down."""

    ALL = "all", N_("Toàn bộ")
    NETWORK = "network", N_("Theo mô hình")
    WARD = "ward", N_("Theo phường, xã lúc yêu cầu")
    WARD_NOW = "ward_now", N_("Theo phường, xã hiện nay")


class Changed(StrEnum):
    """What was changed since tallies were made: a thing by its number, a half-month, or more than can be named."""

    LINE = "line"
    REQUEST = "request"
    INCIDENT = "incident"
    CAMERA = "camera"
    RECORDER = "recorder"
    HALF_MONTH = "half_month"
    EVERYTHING = "everything"


class Count(StrEnum):
    """What is counted of each half-month besides its lines without footage, which stand by the value of the reason."""

    REQUESTS = "requests"
    TIMELY = "timely_entries"
    LATE = "late_entries"
    TAKEN_OVER = "taken_over_entries"


def begins(day: date) -> bool:
    """Whether a half-month begins on a day."""
    return day.day in (1, 15)


def following(half_month: date) -> date:
    """The half-month after one."""
    return half_month.replace(day=15) if half_month.day == 1 else (half_month + 20 * DAY).replace(day=1)


def is_whole(period: Period) -> bool:
    """Whether a period is made of half-months."""
    return period.first >= SAME_CLOCK_SINCE and begins(period.first) and begins(period.last + DAY)


def runs(half_months: Collection[date]) -> list[tuple[date, date]]:
    """Half-months as spans of days, each as long as it goes on without a gap: its first day and the one after it."""
    spans: list[tuple[date, date]] = []
    for half_month in sorted(half_months):
        if spans and spans[-1][1] == half_month:
            spans[-1] = spans[-1][0], following(half_month)
        else:
            spans.append((half_month, following(half_month)))
    return spans


@dataclass(frozen=True)
class Tallied:
    """The half-months of which there are tallies, and those in which something `changed` since; some may be both."""

    half_months: frozenset[date] = frozenset()
    changed: frozenset[date] = frozenset()

    @property
    def first_year(self) -> int | None:
        """The year of the first request; None while there is none."""
        return min((half_month.year for half_month in self.half_months | self.changed), default=None)

    def to_count(self, period: Period) -> list[date] | None:
        """The half-months of a period to be counted anew beside the tallies of its others; None: count the rows of all.

        That is so where the period cuts a half-month, or where most of what lies in it has changed.
        """
        if not is_whole(period):
            return None
        changed, as_it_was = (
            [half_month for half_month in half_months if period.first <= half_month <= period.last]
            for half_months in (self.changed, self.half_months - self.changed)
        )
        return sorted(changed) if len(changed) < len(as_it_was) else None


NOTHING_TALLIED = Tallied()
