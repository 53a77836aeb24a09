"""Actions: the statements of a change to many cameras: set-based, a chunk at a time, on rows that are held."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, case, func, insert, update
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.exchange.bulk_edits import queries, rules
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.register.cameras.actions import TAKEN_DOWN, keys, rejoin
from tracker.register.cameras.fields import searched
from tracker.register.cameras.models import Camera
from tracker.register.faults.recorder_faults import on_recorder_changed
from tracker.register.places.models import InstallationPoint


def differs(row: Row[Any], name: str) -> bool:
    """Whether a part of the change alters a camera of `queries.to_change`."""
    return bool(getattr(row, f"{name}_differs", False))


def note_before(session: Session, edit: BulkEdit, rows: Sequence[Row[Any]], changes: Mapping[str, Any]) -> None:
    """Keep what each camera was, of what really changes."""
    entries = []
    for row in rows:
        before = {name: getattr(row, name) for name in changes if differs(row, name)}
        if differs(row, "removed_on") and row.network_id is not None:
            before["network_id"] = row.network_id
        entries.append({"edit_id": edit.id, "camera_id": row.id, "before": rules.written(before)})
    session.execute(insert(cast(Table, BulkEditEntry.__table__)), entries)


def write(session: Session, edit: BulkEdit, rows: Sequence[Row[Any]], changes: Mapping[str, Any]) -> None:
    """Write the changes over cameras, one statement for all; memberships and search words follow."""
    values = {name: value for name, value in changes.items() if name != "sign_posted"}
    if not values:
        return
    if "note" in values:
        added_note = values["note"]
        values["note"] = case((Camera.note == "", added_note), else_=Camera.note + f"\n{added_note}")
    if "network_id" in values:
        values["network_id"] = case((Camera.removed_on.is_(None), values["network_id"]), else_=Camera.network_id)
    if "removed_on" in values:
        values |= {"removed_on": func.coalesce(Camera.removed_on, values["removed_on"]), "network_id": None}
    _set(session, [row.id for row in rows], values)
    _rekey(session, rows, changes)
    joined = {row.id: changes["network_id"] for row in rows if differs(row, "network_id")}
    rejoin(session, joined, clock.today(), rules.label(edit.id, edit.reason))
    on_recorder_changed(session, [row.id for row in rows if differs(row, "recorder_id")])
    if "removed_on" in changes:
        taken_down = {row.id: None for row in rows if differs(row, "removed_on")}
        rejoin(session, taken_down, changes["removed_on"], TAKEN_DOWN)


def _set(session: Session, camera_ids: Sequence[int], values: Mapping[str, Any]) -> None:
    """The same columns of many cameras, each a version newer. They are held, so nobody can be faster."""
    columns = Camera.__table__.c
    statement = update(cast(Table, Camera.__table__)).where(columns.id.in_(camera_ids))
    session.execute(statement.values(**values, version=columns.version + 1))


def _rekey(session: Session, rows: Iterable[Row[Any]], values: Mapping[str, Any]) -> None:
    """The search words of cameras of which a field that is searched is now another."""
    if not values.keys() & set(searched()):
        return
    columns = Camera.__table__.c
    statement = update(cast(Table, Camera.__table__)).where(columns.id == bindparam("at"))
    parameters = [{"at": row.id, "key": _search_key(row, values)} for row in rows]
    session.execute(statement.values(search_key=bindparam("key")), parameters)


def _search_key(row: Row[Any], values: Mapping[str, Any]) -> str:
    field_texts = (values.get(name, getattr(row, name)) for name in searched())
    return keys(row.code, row.name, row.place, row.address, *field_texts)["search_key"]


def post_signs(session: Session, point_ids: Iterable[int], posted: bool | None) -> None:
    """What is known of the signs at some points."""
    ids, columns = sorted(point_ids), InstallationPoint.__table__.c
    for first in range(0, len(ids), queries.CHUNK):
        of_chunk = columns.id.in_(ids[first : first + queries.CHUNK])
        statement = update(cast(Table, InstallationPoint.__table__)).where(of_chunk)
        session.execute(statement.values(sign_posted=posted, version=columns.version + 1))


def restore(session: Session, edit: BulkEdit, rows: Sequence[tuple[Row[Any], Mapping[str, Any]]]) -> None:
    """Write back what cameras were; those that were alike, together."""
    rows_by_before: dict[str, list[Row[Any]]] = defaultdict(list)
    for row, _ in rows:
        rows_by_before[row.before].append(row)
    on_other_recorder: list[int] = []
    networks: dict[int, int | None] = {}
    for text, group in rows_by_before.items():
        before = {name: value for name, value in rules.read(text).items() if name != "sign_posted"}
        if not before:
            continue
        _set(session, [row.id for row in group], before)
        _rekey(session, group, before)
        if before.keys() & {"recorder_id", "removed_on"}:
            on_other_recorder += [row.id for row in group]
        if "network_id" in before:
            networks |= dict.fromkeys((row.id for row in group), before["network_id"])
    on_recorder_changed(session, on_other_recorder)
    rejoin(session, networks, clock.today(), rules.label(edit.id, "hoàn tác"))
