"""Words of a network's life, and the days on which cameras may join and leave. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.cameras.rules import Connection
from tracker.core.i18n import N_, Word
from tracker.networks.rules import AHEAD, BEFORE_LAUNCH, month_of, ran_in

BEFORE_LAST_MOVE = N_("Trước ngày camera vào hoặc rời một mô hình: %(cameras)s.")
BEFORE_JOINING = N_("Trước ngày camera vào mô hình: %(cameras)s.")


class Way(Word):
    """Whether cameras joined a network or left it."""

    JOINED = "joined", N_("vào")
    LEFT = "left", N_("ra")


class Event(Word):
    """What happened to a network on a day."""

    LAUNCH = "launch", N_("Ra mắt")
    EXTEND = "extend", N_("Nhân rộng tới")
    WITHDRAW = "withdraw", N_("Kết thúc điểm nhân rộng")
    LEAD = "lead", N_("Đơn vị phụ trách mới")
    CLOSE = "close", N_("Kết thúc mô hình")


@dataclass(frozen=True)
class Happening:
    """One event: on which day, and the area, the lead or the decision it is about."""

    on: date
    event: Event
    name: str


@dataclass
class Chapter:
    """A network's month (its first day). `moved`: how many cameras joined and left, by source, never added up."""

    month: date
    happenings: list[Happening] = field(default_factory=list)
    moved: dict[Way, dict[Connection, int]] = field(default_factory=dict)
    note: Any = None


def joining_fault(on: date, launched_on: date, today: date) -> str:
    """Why cameras cannot have joined a network that day, or nothing."""
    if on > today:
        return AHEAD
    return BEFORE_LAUNCH if on < launched_on else ""


def life(
    months: Iterable[date],
    happenings: Iterable[Happening],
    moved: Mapping[Way, Mapping[tuple[date, Connection], int]],
    notes: Mapping[date, Any],
) -> list[Chapter]:
    """A network's months, newest first, each with what happened in it."""
    chapters = {month: Chapter(month, note=notes.get(month)) for month in sorted(months, reverse=True)}
    for happening in sorted(happenings, key=lambda one: one.on, reverse=True):
        if month_of(happening.on) in chapters:
            chapters[month_of(happening.on)].happenings.append(happening)
    for way, counts in moved.items():
        for (month, source), count in counts.items():
            if month in chapters:
                chapters[month].moved.setdefault(way, {})[source] = count
    return list(chapters.values())


def months_of(year: int, launched_on: date, closed_on: date | None, today: date) -> list[date]:
    """The months (first days) of a year in which a network ran, until now."""
    months = (date(year, month, 1) for month in range(1, 13))
    return [month for month in months if ran_in(month, launched_on, closed_on, today)]


def read_day(text: str) -> date | None:
    """A day as a cursor has it, or None of a cursor that somebody made up."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def listed(codes: str) -> list[str]:
    """Codes as people paste them, one a line or with commas, semicolons or tabs between; each once, in their order."""
    for sign in ",;\t":
        codes = codes.replace(sign, "\n")
    return list(dict.fromkeys(code.strip() for code in codes.splitlines() if code.strip()))


def named(codes: Iterable[str], most: int = 10) -> str:
    """Codes in a sentence: the first ones, and how many more."""
    codes = list(codes)
    return ", ".join(codes[:most]) + (f" … (+{len(codes) - most})" if len(codes) > most else "")
