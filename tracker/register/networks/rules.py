"""Words of networks, and the order in which their dates must stand. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.register.cameras.rules import Connection

AHEAD = N_("Ngày này không thể ở tương lai.")
AFTER_LATER = N_("Ngày ra mắt phải trước mọi ngày của điểm nhân rộng và ngày kết thúc mô hình.")
BEFORE_LAUNCH = N_("Ngày này trước ngày ra mắt mô hình.")
POINTS_LATER = N_("Có điểm nhân rộng bắt đầu hoặc kết thúc sau ngày này.")
BEFORE_START = N_("Ngày kết thúc trước ngày bắt đầu của điểm nhân rộng.")
AFTER_CLOSING = N_("Ngày này sau ngày mô hình kết thúc.")
NOT_ITS_MONTH = N_("Mô hình không hoạt động trong tháng này.")


class NetworkState(LabeledEnum):
    """Whether a network still runs."""

    OPEN = "open", N_("Đang hoạt động"), Look.SUCCESS, "check-circle"
    CLOSED = "closed", N_("Đã kết thúc"), Look.NEUTRAL, "slash-circle"


class Whose(LabeledEnum):
    """Whether the ward that launched a network is still there."""

    PRESENT = "present", N_("Của phường, xã hiện nay")
    FORMER = "former", N_("Của phường, xã cũ")


def launch_fault(launched_on: date, later: Iterable[date], today: date) -> str:
    """Why a network cannot have been launched that day, given the days that must not lie before it; or nothing."""
    if launched_on > today:
        return AHEAD
    return AFTER_LATER if any(day < launched_on for day in later) else ""


def closing_fault(closed_on: date, launched_on: date, of_points: Iterable[date], today: date) -> str:
    """Why a network cannot have been closed that day, or nothing."""
    if closed_on > today:
        return AHEAD
    if closed_on < launched_on:
        return BEFORE_LAUNCH
    return POINTS_LATER if any(day > closed_on for day in of_points) else ""


def start_fault(started_on: date, launched_on: date, today: date) -> str:
    """Why a network cannot have been extended that day, or nothing."""
    if started_on > today:
        return AHEAD
    return BEFORE_LAUNCH if started_on < launched_on else ""


def end_fault(ended_on: date, started_on: date, today: date) -> str:
    """Why a replication point cannot have ended that day, or nothing."""
    if ended_on > today:
        return AHEAD
    return BEFORE_START if ended_on < started_on else ""


def lead_fault(changed_on: date, launched_on: date, closed_on: date | None, today: date) -> str:
    """Why a network cannot have got another lead that day, or nothing."""
    if closed_on is not None and changed_on > closed_on:
        return AFTER_CLOSING
    return start_fault(changed_on, launched_on, today)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before a day's."""
    return month_of(month_of(day) - timedelta(days=1))


def ran_in(month: date, launched_on: date, closed_on: date | None, today: date) -> bool:
    """Whether a network ran on any day of a month (its first day) that has begun."""
    has_begun = month_of(launched_on) <= month <= month_of(today)
    return has_begun and (closed_on is None or month <= month_of(closed_on))


BEFORE_LAST_MOVE = N_("Trước ngày camera vào hoặc rời một mô hình: %(cameras)s.")
BEFORE_JOINING = N_("Trước ngày camera vào mô hình: %(cameras)s.")


class MembershipChange(LabeledEnum):
    """Whether cameras joined a network or left it."""

    JOINED = "joined", N_("vào")
    LEFT = "left", N_("ra")


class NetworkEventKind(LabeledEnum):
    """What happened to a network on a day."""

    LAUNCH = "launch", N_("Ra mắt")
    EXTEND = "extend", N_("Nhân rộng tới")
    WITHDRAW = "withdraw", N_("Kết thúc điểm nhân rộng")
    LEAD = "lead", N_("Đơn vị phụ trách mới")
    CLOSE = "close", N_("Kết thúc mô hình")


@dataclass(frozen=True)
class NetworkEvent:
    """One event: on which day, and the area, the lead or the decision it is about."""

    on: date
    event: NetworkEventKind
    name: str


@dataclass
class NetworkMonth:
    """A network's month (its first day). `moved`: how many cameras joined and left, by source, never added up."""

    month: date
    happenings: list[NetworkEvent] = field(default_factory=list)
    moved: dict[MembershipChange, dict[Connection, int]] = field(default_factory=dict)
    note: Any = None


def joining_fault(on: date, launched_on: date, today: date) -> str:
    """Why cameras cannot have joined a network that day, or nothing."""
    if on > today:
        return AHEAD
    return BEFORE_LAUNCH if on < launched_on else ""


def months_with_events(
    months: Iterable[date],
    happenings: Iterable[NetworkEvent],
    moved: Mapping[MembershipChange, Mapping[tuple[date, Connection], int]],
    notes: Mapping[date, Any],
) -> list[NetworkMonth]:
    """A network's months, newest first, each with what happened in it."""
    chapters = {month: NetworkMonth(month, note=notes.get(month)) for month in sorted(months, reverse=True)}
    for happening in sorted(happenings, key=lambda event: event.on, reverse=True):
        if month_of(happening.on) in chapters:
            chapters[month_of(happening.on)].happenings.append(happening)
    for kind_of_change, counts in moved.items():
        for (month, source), count in counts.items():
            if month in chapters:
                chapters[month].moved.setdefault(kind_of_change, {})[source] = count
    return list(chapters.values())


def months_of(year: int, launched_on: date, closed_on: date | None, today: date) -> list[date]:
    """The months (first days) of a year in which a network ran, until now."""
    months = (date(year, month, 1) for month in range(1, 13))
    return [month for month in months if ran_in(month, launched_on, closed_on, today)]


def listed(codes: str) -> list[str]:
    """Codes as people paste them, one a line or with commas, semicolons or tabs between; each once, in their order."""
    for sign in ",;\t":
        codes = codes.replace(sign, "\n")
    return list(dict.fromkeys(code.strip() for code in codes.splitlines() if code.strip()))


def named(codes: Iterable[str], most: int = 10) -> str:
    """Codes in a sentence: the first ones, and how many more."""
    codes = list(codes)
    return ", ".join(codes[:most]) + (f" … (+{len(codes) - most})" if len(codes) > most else "")
