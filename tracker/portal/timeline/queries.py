"""Reading a camera's timeline: its sources in one order of time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Date, Select, Text, cast, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, cut
from tracker.core.viewer import Viewer
from tracker.portal.timeline import rules
from tracker.portal.timeline.events import event_of
from tracker.portal.timeline.rules import Source, TimelineEvent, TimelinePosition, Topic
from tracker.portal.timeline.sources import SourceQuery, newest_rows
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.fields import hidden_from
from tracker.register.cameras.models import Camera
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
    """One page of a camera's logbook, newest first. NotFound as for the camera itself."""
    return page_of_seen(session, cameras.get(session, viewer, camera_id), criteria, hidden_from(viewer))


def page_of_seen(
    session: Session, camera: Camera, criteria: TimelineCriteria, hidden: Collection[str]
) -> Page[TimelineEvent]:
    """One page of the logbook of a camera that was read within what the viewer may see, without the `hidden` fields.

    What two sources tell alike is told once, so that there may be fewer events than the limit.
    One statement, and another where things are named by their numbers.
    """
    source_query = SourceQuery(camera.id, criteria.after, criteria.limit + 1)
    sources = [source for source in Source if criteria.topic in (None, rules.TOPICS[source])]
    newest = rules.in_order(event_of(row) for row in newest_rows(session, source_query, sources))
    events, following = cut(newest, criteria.limit, lambda event: event.place)
    visible_events = _without_fields(hidden, rules.without_echoes(events))
    return Page(_with_names(session, visible_events), following)


def _without_fields(hidden: Collection[str], events: list[TimelineEvent]) -> list[TimelineEvent]:
    """The events without what changed in fields that a person may not see."""
    visible_changes = ({name: pair for name, pair in event.changed.items() if name not in hidden} for event in events)
    return [replace(event, changed=changed) for event, changed in zip(events, visible_changes, strict=True)]


NO_DAY = cast(null(), Date)
# What is named by its number in the log: the number, the name, and until when there was such a thing. Wards that
# follow each other often bear the same name.
NAMES: dict[str, tuple[Any, Any, Any]] = {
    "network_id": (Network.id, Network.name, NO_DAY),
    "recorder_id": (Recorder.id, Recorder.code, NO_DAY),
    "ward_id": (Ward.id, Ward.name, Ward.valid_to),
    "point_id": (InstallationPoint.id, InstallationPoint.name, NO_DAY),
}


def _with_names(session: Session, events: list[TimelineEvent]) -> list[TimelineEvent]:
    """The events with names instead of numbers in what changed; an owner keeps the number, which names nobody."""
    names_by_column = _names(session, {column: _numbers(events, column) for column in NAMES})
    names_by_column["owner_id"] = {number: f"#{number}" for number in _numbers(events, "owner_id")}
    return [replace(event, changed=_in_words(event.changed, names_by_column)) for event in events]


def _numbers(events: Iterable[TimelineEvent], column: str) -> set[int]:
    values = (value for event in events for value in event.changed.get(column, ()))
    return {value for value in values if isinstance(value, int) and abs(value) < 2**53}


def _names(session: Session, numbers: Mapping[str, Collection[int]]) -> dict[str, dict[int, str]]:
    """The names of the things of each column that bear some numbers."""
    names: dict[str, dict[int, str]] = {column: {} for column in numbers}
    statements = [_named(column, of_column) for column, of_column in numbers.items() if of_column]
    for column, number, name, until in session.execute(union_all(*statements)) if statements else ():
        names[column][number] = f"{name} (–\u2060{until:%d/%m/%Y})" if until else name
    return names


def _named(column: str, numbers: Collection[int]) -> Select[Any]:
    number, name, until = NAMES[column]
    columns = (literal(column), number, type_coerce(name, Text), type_coerce(until, Date))
    return select(*columns).where(number.in_(numbers))


def _in_words(
    changed: Mapping[str, Sequence[Any]], names_by_column: Mapping[str, Mapping[int, str]]
) -> dict[str, Sequence[Any]]:
    return {
        name: _names_for_ids(pair, names_by_column[name]) if name in names_by_column else pair
        for name, pair in changed.items()
    }


def _names_for_ids(values: Sequence[Any], names: Mapping[int, str]) -> list[Any]:
    return [names.get(value, value) if isinstance(value, int) else value for value in values]
