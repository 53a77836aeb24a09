"""Queries: the rows of a camera's logbook as events, each source in its own words."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from tracker.audit_log.rules import UNREADABLE, read_detail
from tracker.core import clock
from tracker.portal.timeline.rules import Source, TimelineEvent
from tracker.register.cameras.rules import Health
from tracker.register.faults.rules import FaultKind

KEYS = {
    "code_key",
    "code_look",
    "code_figures",
    "search_key",
    "sort_key",
    "name_key",
    "version",
}  # what the register finds cameras by: not for people
SOURCES = tuple(Source)  # by rank
Changes = Mapping[str, Sequence[Any]]


def event_of(row: Row[Any]) -> TimelineEvent:
    """What a row of `sources.COLUMNS` tells."""
    source = SOURCES[row.source]
    moment = row.moment or clock.day_start(row.day)
    changed = CHANGES[source](row) if source in CHANGES else {}
    facts = FACTS[source](row) if source in FACTS else {}
    return TimelineEvent(moment, source, row.id, row.who or "", _text(source, row), changed, facts, on=row.day)


def _text(source: Source, row: Row[Any]) -> str:
    if source is not Source.DEED:
        return row.text or ""
    detail = read_detail(row.after)
    return str(detail.get("evidence") or row.text or detail.get(UNREADABLE, ""))


def _by_deed(row: Row[Any]) -> Changes:
    changed: Changes = read_detail(row.after).get("changed", {})
    return changed


def _by_edit(row: Row[Any]) -> Changes:
    after = json.loads(row.after)
    return {name: (before, after.get(name)) for name, before in json.loads(row.before).items()}


def _by_import(row: Row[Any]) -> Changes:
    before = {name: (value,) for name, value in json.loads(row.before or "{}").items() if name not in KEYS}
    if row.after:  # an address that the import wrote over
        before["address"] = (json.loads(row.after)["address"],)
    return before


def _of_fault(row: Row[Any]) -> dict[str, Any]:
    return {"kind": FaultKind(row.word), "recorder": row.recorder, "cost": row.cost}


def _of_network(row: Row[Any]) -> dict[str, Any]:
    return {"network_id": row.new_id, "name": row.word}


CHANGES: Mapping[Source, Callable[[Row[Any]], Changes]] = {
    Source.DEED: _by_deed,
    Source.MOVED: lambda row: {"ward_id": (row.old_id, row.new_id)},
    Source.EDITED: _by_edit,
    Source.IMPORTED: _by_import,
}
FACTS: Mapping[Source, Callable[[Row[Any]], dict[str, Any]]] = {
    Source.DEED: lambda row: {"action": row.word, "on": read_detail(row.after).get("on")},
    Source.JOINED: _of_network,
    Source.LEFT: _of_network,
    Source.HEALTH: lambda row: {"health": Health(row.word), "until": row.until},
    Source.OPENED: _of_fault,
    Source.CLOSED: _of_fault,
}
