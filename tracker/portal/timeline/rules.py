"""What a camera's timeline holds: events of many sources in one order of time. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tracker.core.i18n import N_, LabeledEnum

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


def in_order(events: Iterable[TimelineEvent]) -> list[TimelineEvent]:
    """The events of all sources, the newest first."""
    return sorted(events, key=lambda event: event.place, reverse=True)


def without_echoes(events: Sequence[TimelineEvent]) -> list[TimelineEvent]:
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
    that_day = any(event.at <= moment < event.at + timedelta(days=1) for moment in by_deed)
    return event.topic is Topic.NETWORK and not event.text and that_day
