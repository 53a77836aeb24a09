"""Words of networks, and the order in which their dates must stand. Pure."""

from collections.abc import Iterable
from datetime import date

from tracker.words import N_, Word

AHEAD = N_("Ngày này không thể ở tương lai.")
AFTER_LATER = N_("Ngày ra mắt phải trước mọi ngày của điểm nhân rộng và ngày kết thúc mô hình.")
BEFORE_LAUNCH = N_("Ngày này trước ngày ra mắt mô hình.")
POINTS_LATER = N_("Có điểm nhân rộng bắt đầu hoặc kết thúc sau ngày này.")
BEFORE_START = N_("Ngày kết thúc trước ngày bắt đầu của điểm nhân rộng.")


class State(Word):
    """Whether a network still runs."""

    OPEN = "open", N_("Đang hoạt động")
    CLOSED = "closed", N_("Đã kết thúc")


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
