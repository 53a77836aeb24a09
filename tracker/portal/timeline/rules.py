"""What a camera's logbook holds: events of many sources in one line of time, and the ribbon of its health. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from tracker.core.i18n import N_, LabeledEnum
from tracker.register.cameras.rules import STALE_AFTER, Health

RIBBON = timedelta(days=90)
# Top and height of a bar in the ribbon, which is 36 high: states are told apart without colour too.
RIBBON_BARS = {Health.WORKING: (0, 36), Health.BROKEN: (14, 22), Health.UNKNOWN: (28, 8)}
TimelinePosition = tuple[
    datetime, int, int
]  # where an event stands in the line of time: when, which source, number there


class Topic(LabeledEnum):
    """What an event is about."""

    NOTE = "note", N_("Ghi chép")
    CHANGE = "change", N_("Thay đổi dữ liệu")
    HEALTH = "health", N_("Tình trạng")
    FAULT = "fault", N_("Sự cố")
    NETWORK = "network", N_("Mô hình")
    WARD = "ward", N_("Địa bàn")


class Source(LabeledEnum):
    """Where an event comes from; of one moment, the later named is the newer."""

    NOTE = "note", N_("ghi chép")
    DEED = "deed", ""
    JOINED = "joined", N_("vào mô hình")
    LEFT = "left", N_("rời mô hình")
    MOVED = "moved", N_("chuyển địa bàn")
    EDITED = "edited", N_("sửa hàng loạt")
    SET_BACK = "set_back", N_("hoàn tác sửa hàng loạt, nếu chưa được sửa tiếp")
    IMPORTED = "imported", N_("nhập từ bảng tính")
    UNDONE = "undone", N_("hoàn tác lần nhập")
    HEALTH = "health", N_("ghi tình trạng camera")
    OPENED = "opened", N_("ghi nhận sự cố")
    CLOSED = "closed", N_("khắc phục sự cố")


RANKS = {source: rank for rank, source in enumerate(Source)}
TOPICS = {
    Source.NOTE: Topic.NOTE,
    Source.DEED: Topic.CHANGE,
    Source.JOINED: Topic.NETWORK,
    Source.LEFT: Topic.NETWORK,
    Source.MOVED: Topic.WARD,
    Source.EDITED: Topic.CHANGE,
    Source.SET_BACK: Topic.CHANGE,
    Source.IMPORTED: Topic.CHANGE,
    Source.UNDONE: Topic.CHANGE,
    Source.HEALTH: Topic.HEALTH,
    Source.OPENED: Topic.FAULT,
    Source.CLOSED: Topic.FAULT,
}


@dataclass(frozen=True)
class TimelineEvent:
    """One thing that happened to a camera. `on` is the day where no hour is known.

    `changed` is {column: (before, after)}, (before,) where only that is kept. `facts` is what the source alone knows.
    """

    at: datetime
    source: Source
    id: int
    who: str = ""
    text: str = ""
    changed: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return TOPICS[self.source]

    @property
    def place(self) -> TimelinePosition:
        """Where it stands in the line of time."""
        return self.at, RANKS[self.source], self.id


def merged(
    sources: Iterable[Iterable[TimelineEvent]], limit: int
) -> tuple[list[TimelineEvent], TimelinePosition | None]:
    """The newest `limit` events of sources that each gave their newest `limit` + 1, and where to go on, if anywhere.

    What two sources tell alike is told once, so that there may be fewer.
    """
    events = sorted(chain.from_iterable(sources), key=lambda event: event.place, reverse=True)
    shown = events[:limit]
    return _without_echoes(shown), shown[-1].place if len(events) > limit else None


def _without_echoes(events: Sequence[TimelineEvent]) -> list[TimelineEvent]:
    """Events without those that another tells better: a deed that a health interval tells, an interval by a fault."""
    by_fault = {event.at for event in events if event.topic is Topic.FAULT}
    by_deed = [event.at for event in events if "network_id" in event.changed]
    return [event for event in events if not _is_echo(event, by_fault, by_deed)]


def _is_echo(event: TimelineEvent, by_fault: set[datetime], by_deed: Sequence[datetime]) -> bool:
    if event.source is Source.DEED:
        pair = event.changed.get("health", (None,))
        return bool(pair[0] != pair[-1])
    if event.source is Source.HEALTH:
        return event.at in by_fault
    that_day = any(event.at <= at < event.at + timedelta(days=1) for at in by_deed)
    return event.topic is Topic.NETWORK and not event.text and that_day


class Known(NamedTuple):
    """A health interval: from when until when, and when somebody last saw it so."""

    health: Health
    since: datetime
    until: datetime | None
    seen_at: datetime | None


class Stretch(NamedTuple):
    """A part of the ribbon."""

    health: Health
    since: datetime
    until: datetime


def ribbon(known: Iterable[Known], first: datetime, now: datetime) -> list[Stretch]:
    """What may be claimed of a camera from `first` until `now`, without gaps; `known` oldest first.

    Thirty days after it was last seen to work it is no longer known to.
    """
    made: list[Stretch] = []
    at = first
    for interval in known:
        end = min(interval.until or now, now)
        sure = _sure_until(interval, end)
        for health, until in ((Health.UNKNOWN, interval.since), (interval.health, sure), (Health.UNKNOWN, end)):
            if until > at:
                made.append(Stretch(health, at, until))
                at = until
    if at < now:
        made.append(Stretch(Health.UNKNOWN, at, now))
    return made


def _sure_until(interval: Known, end: datetime) -> datetime:
    if interval.health is not Health.WORKING:
        return end
    return min(end, (interval.seen_at or interval.until or interval.since) + STALE_AFTER)


def days(stretches: Iterable[Stretch]) -> dict[Health, int]:
    """How many days of a ribbon each state takes, rounded; states that it has none of are missing."""
    spent: dict[Health, timedelta] = {}
    for health, since, until in stretches:
        spent[health] = spent.get(health, timedelta()) + (until - since)
    return {health: round(time / timedelta(days=1)) for health, time in spent.items()}
