"""Words of messages to the outside, what a notice may say, when a failed delivery is tried again. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from tracker.core.i18n import N_, LabeledEnum, Look

# 30 s, 1 min, 2 min, … up to 6 h: twelve tries span 15 hours, so that a night without the mail server loses nothing.
FIRST_WAIT, LONGEST_WAIT, MOST_ATTEMPTS = timedelta(seconds=30), timedelta(hours=6), 12
SENT_LAST = timedelta(days=30)
# What a notice may be filled in with. It leaves the house, so it names things and never people: whoever may see the
# thing finds the rest by its code. A new name is a decision.
ALLOWED_FACTS = frozenset({"code", "count", "day", "fault", "moment", "row", "state", "task"})


class MessageKind(LabeledEnum):
    """By which way a message leaves."""

    MAIL = "mail", N_("Thư điện tử")
    COMMAND = "command", N_("Lệnh gửi tin của đơn vị")
    NOTICE = "notice", N_("Tin cho cán bộ")
    ALARM = "alarm", N_("Cảnh báo cho người quản trị")


class MessageState(LabeledEnum):
    """Where a message stands."""

    WAITING = "waiting", N_("Chờ gửi"), Look.NEUTRAL, "clock"
    SENT = "sent", N_("Đã gửi"), Look.SUCCESS, "check-circle"
    DEAD = "dead", N_("Không gửi được"), Look.DANGER, "exclamation-triangle"
    DISCARDED = "discarded", N_("Đã bỏ qua"), Look.NEUTRAL, "slash-circle"


@dataclass(frozen=True)
class Notice:
    """What a message says: Vietnamese words with places to be filled in from `facts`, as `i18n.filled` does."""

    subject: str
    body: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def of(cls, subject: str, body: str, **facts: str | int) -> Self:
        """A notice with its facts by name."""
        return cls(subject, body, facts)


def unit_recipient(code: str) -> str:
    """Whom a message to a unit goes to: «unit:CA-14797», which no log-in name is. The operator's command knows whom."""
    return f"unit:{code}"


def forbidden_facts(notice: Notice) -> set[str]:
    """The names of what a notice must not be filled in with."""
    return set(notice.facts) - ALLOWED_FACTS


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts before the next: twice as long each time, up to LONGEST_WAIT."""
    doublings = min(attempts - 1, 30)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
