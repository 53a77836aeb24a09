"""Reading a camera's timeline: its sources in one order of time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, cut
from tracker.core.viewer import Viewer
from tracker.portal.timeline import rules
from tracker.portal.timeline.rules import TimelineEvent, TimelinePosition, Topic
from tracker.portal.timeline.sources import READERS, SourceQuery
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.fields import hidden_from
from tracker.register.networks.models import Network
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Ward


@dataclass(frozen=True)
class TimelineCriteria:
    """What a logbook is narrowed to. `after` is where the last page ended."""

    topic: Topic | None = None
    after: TimelinePosition | None = None
    limit: int = PAGE_SIZE


def page(session: Session, viewer: Viewer, camera_id: int, criteria: TimelineCriteria) -> Page[TimelineEvent]:
    """One page of a camera's logbook, newest first. NotFound as for the camera itself.

    What two sources tell alike is told once, so that there may be fewer events than the limit.
    A statement for each source, and one for each kind of thing that is named by its number.
    """
    cameras.get(session, viewer, camera_id)
    source_query = SourceQuery(camera_id, criteria.after, criteria.limit + 1)
    readers = [read for source, read in READERS.items() if criteria.topic in (None, rules.TOPICS[source])]
    newest = rules.merged(read(session, source_query) for read in readers)
    events, following = cut(newest, criteria.limit, lambda event: event.place)
    visible_events = _without_fields(hidden_from(viewer), rules.without_echoes(events))
    return Page(_with_names(session, visible_events), following)


def _without_fields(hidden: Collection[str], events: list[TimelineEvent]) -> list[TimelineEvent]:
    """The events without what changed in fields that a person may not see."""
    visible_changes = ({name: pair for name, pair in event.changed.items() if name not in hidden} for event in events)
    return [replace(event, changed=changed) for event, changed in zip(events, visible_changes, strict=True)]


# What is named by its number in the log: the number, the name, and until when there was such a thing. Wards that
# follow each other often bear the same name.
NAMES: dict[str, tuple[Any, Any, Any]] = {
    "network_id": (Network.id, Network.name, null()),
    "recorder_id": (Recorder.id, Recorder.code, null()),
    "ward_id": (Ward.id, Ward.name, Ward.valid_to),
    "point_id": (InstallationPoint.id, InstallationPoint.name, null()),
}


def _with_names(session: Session, events: list[TimelineEvent]) -> list[TimelineEvent]:
    """The events with names instead of numbers in what changed; an owner keeps the number, which names nobody."""
    names_by_column = {column: _names(session, column, _numbers(events, column)) for column in NAMES}
    names_by_column["owner_id"] = {number: f"#{number}" for number in _numbers(events, "owner_id")}
    return [replace(event, changed=_in_words(event.changed, names_by_column)) for event in events]


def _numbers(events: Iterable[TimelineEvent], column: str) -> set[int]:
    values = (value for event in events for value in event.changed.get(column, ()))
    return {value for value in values if isinstance(value, int) and abs(value) < 2**53}


def _names(session: Session, column: str, numbers: Collection[int]) -> dict[int, str]:
    if not numbers:
        return {}
    number, name, until = NAMES[column]
    rows = session.execute(select(number, name, until).where(number.in_(numbers)))
    return {row[0]: f"{row[1]} (–\u2060{row[2]:%d/%m/%Y})" if row[2] else row[1] for row in rows}


def _in_words(
    changed: Mapping[str, Sequence[Any]], names_by_column: Mapping[str, Mapping[int, str]]
) -> dict[str, Sequence[Any]]:
    return {
        name: _names_for_ids(pair, names_by_column[name]) if name in names_by_column else pair
        for name, pair in changed.items()
    }


def _names_for_ids(values: Sequence[Any], names: Mapping[int, str]) -> list[Any]:
    return [names.get(value, value) if isinstance(value, int) else value for value in values]
