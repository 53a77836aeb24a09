"""Words of networks, and the order in which their dates must stand. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.core.i18n import N_, Word

AHEAD = N_("Ngày này không thể ở tương lai.")
AFTER_LATER = N_("Ngày ra mắt phải trước mọi ngày của điểm nhân rộng và ngày kết thúc mô hình.")
BEFORE_LAUNCH = N_("Ngày này trước ngày ra mắt mô hình.")
POINTS_LATER = N_("Có điểm nhân rộng bắt đầu hoặc kết thúc sau ngày này.")
BEFORE_START = N_("Ngày kết thúc trước ngày bắt đầu của điểm nhân rộng.")
AFTER_CLOSING = N_("Ngày này sau ngày mô hình kết thúc.")
NOT_ITS_MONTH = N_("Mô hình không hoạt động trong tháng này.")


class State(Word):
    """Whether a network still runs."""

    OPEN = "open", N_("Đang hoạt động")
    CLOSED = "closed", N_("Đã kết thúc")


class Whose(Word):
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
    begun = month_of(launched_on) <= month <= month_of(today)
    return begun and (closed_on is None or month <= month_of(closed_on))
