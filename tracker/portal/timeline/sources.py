"""Queries: where a camera's logbook comes from: each source's newest rows before a place in time, as events."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.accounts.models import User
from tracker.audit_log.models import AuditEvent
from tracker.audit_log.rules import UNREADABLE, read_detail
from tracker.core import clock
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.exchange.imports.models import ImportEntry, ListImport
from tracker.exchange.ward_changes.models import Move
from tracker.portal.timeline.models import CameraNote
from tracker.portal.timeline.rules import RANKS, Source, TimelineEvent, TimelinePosition
from tracker.register.cameras.models import Camera, HealthInterval, Membership
from tracker.register.faults.models import Fault, FaultCamera
from tracker.register.networks.models import Network
from tracker.register.recorders.models import Recorder

# Deeds that are told elsewhere: who only looked, for the auditor; a note by the note itself.
UNTOLD = ("%:read", "%:list", "camera:note")
KEYS = {"search_key", "sort_key", "name_key", "version"}  # what the register finds cameras by: not for people


@dataclass(frozen=True)
class SourceQuery:
    """Of which camera, how many rows, and older than which place in time."""

    camera_id: int
    after: TimelinePosition | None
    limit: int


Reader = Callable[[Session, SourceQuery], Iterable[TimelineEvent]]


def _notes(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    note = CameraNote
    statement = select(note.id, note.written_at, note.written_by, note.text).where(note.camera_id == query.camera_id)
    for row in _newest_rows(session, statement, query, Source.NOTE, note.written_at, note.id):
        yield TimelineEvent(row.written_at, Source.NOTE, row.id, row.written_by, row.text)


def _deeds(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    """What was done to the camera itself. Who only looked is left out: that is for the auditor."""
    deed = AuditEvent
    statement = select(deed.seq, deed.at, deed.actor_name, deed.action, deed.reason, deed.detail).where(
        deed.subject_type == Camera.__name__,
        deed.subject_id == query.camera_id,
        *(deed.action.not_like(pattern) for pattern in UNTOLD),
    )
    for row in _newest_rows(session, statement, query, Source.DEED, deed.at, deed.seq):
        detail = read_detail(row.detail)
        text = str(detail.get("evidence") or row.reason or detail.get(UNREADABLE, ""))
        facts = {"action": row.action, "on": detail.get("on")}
        yield TimelineEvent(row.at, Source.DEED, row.seq, row.actor_name, text, detail.get("changed", {}), facts)


def _joinings(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _memberships(session, query, Source.JOINED, Membership.joined_on):
        yield _on_day(row.joined_on, Source.JOINED, row.id, text=row.reason, facts=row._asdict())


def _leavings(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _memberships(session, query, Source.LEFT, cast("InstrumentedAttribute[date]", Membership.left_on)):
        yield _on_day(row.left_on, Source.LEFT, row.id, text=row.left_reason, facts=row._asdict())


def _memberships(
    session: Session, query: SourceQuery, source: Source, day: InstrumentedAttribute[date]
) -> Iterable[Row[Any]]:
    table = Membership
    columns: tuple[Any, ...] = (
        table.id,
        table.joined_on,
        table.left_on,
        table.reason,
        table.left_reason,
        table.network_id,
    )
    statement = select(*columns, Network.name).join(Network, Network.id == table.network_id)
    statement = statement.where(table.camera_id == query.camera_id, day.is_not(None))
    return _newest_rows(session, statement, query, source, day, table.id)


def _moves(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    statement = select(
        Move.id, Move.effective_on, Move.decided_by, Move.reason, Move.from_ward_id, Move.to_ward_id
    ).where(Move.camera_id == query.camera_id)
    for row in _newest_rows(session, statement, query, Source.MOVED, Move.effective_on, Move.id):
        changed = {"ward_id": (row.from_ward_id, row.to_ward_id)}
        yield _on_day(row.effective_on, Source.MOVED, row.id, who=row.decided_by, text=row.reason, changed=changed)


def _edits(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _edit_rows(session, query, Source.EDITED, BulkEdit.applied_at):
        after = json.loads(row.changes)
        changed = {name: (before, after.get(name)) for name, before in json.loads(row.before).items()}
        yield TimelineEvent(row.applied_at, Source.EDITED, row.id, row.name, row.reason, changed)


def _set_back(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _edit_rows(session, query, Source.SET_BACK, BulkEdit.undone_at):
        yield TimelineEvent(row.undone_at, Source.SET_BACK, row.id, row.name, row.reason)


def _edit_rows(session: Session, query: SourceQuery, source: Source, moment: Any) -> Iterable[Row[Any]]:
    statement = (
        select(BulkEdit.id, moment, BulkEdit.reason, BulkEdit.changes, BulkEditEntry.before, User.name)
        .join(BulkEditEntry, BulkEditEntry.edit_id == BulkEdit.id)
        .join(User, User.id == BulkEdit.created_by_id)
        .where(BulkEditEntry.camera_id == query.camera_id, moment.is_not(None))
    )
    return _newest_rows(session, statement, query, source, moment, BulkEdit.id)


def _imports(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _import_rows(session, query, Source.IMPORTED, ListImport.applied_at):
        before = {name: (value,) for name, value in json.loads(row.before or "{}").items() if name not in KEYS}
        if row.mended:  # an address that the import wrote over
            before["address"] = (json.loads(row.mended)["address"],)
        yield TimelineEvent(row.applied_at, Source.IMPORTED, row.id, row.name, row.file_name, before)


def _undone_imports(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _import_rows(session, query, Source.UNDONE, ListImport.undone_at):
        yield TimelineEvent(row.undone_at, Source.UNDONE, row.id, row.name, row.file_name)


def _import_rows(session: Session, query: SourceQuery, source: Source, moment: Any) -> Iterable[Row[Any]]:
    statement = (
        select(ListImport.id, moment, ListImport.file_name, ImportEntry.before, ImportEntry.mended, User.name)
        .join(ImportEntry, ImportEntry.import_id == ListImport.id)
        .join(User, User.id == ListImport.created_by_id)
        .where(ImportEntry.camera_id == query.camera_id, moment.is_not(None))
    )
    return _newest_rows(session, statement, query, source, moment, ListImport.id)


def _healths(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    table = HealthInterval
    columns: tuple[Any, ...] = (table.id, table.health, table.since, table.until, table.evidence, table.seen_by)
    statement = select(*columns).where(table.camera_id == query.camera_id)
    for row in _newest_rows(session, statement, query, Source.HEALTH, table.since, table.id):
        facts = {"health": row.health, "until": row.until}
        yield TimelineEvent(row.since, Source.HEALTH, row.id, row.seen_by, row.evidence, facts=facts)


def _opened_faults(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _fault_rows(session, query, Source.OPENED, Fault.opened_at):
        yield TimelineEvent(row.opened_at, Source.OPENED, row.id, row.opened_by, row.note, facts=row._asdict())


def _closed_faults(session: Session, query: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _fault_rows(session, query, Source.CLOSED, Fault.closed_at):
        yield TimelineEvent(row.closed_at, Source.CLOSED, row.id, row.closed_by, row.repair, facts=row._asdict())


def _fault_rows(session: Session, query: SourceQuery, source: Source, moment: Any) -> Iterable[Row[Any]]:
    table = Fault
    columns: tuple[Any, ...] = (
        table.id,
        table.kind,
        table.note,
        table.opened_at,
        table.opened_by,
        table.closed_at,
        table.closed_by,
    )
    struck_faults = select(FaultCamera.fault_id).where(FaultCamera.camera_id == query.camera_id)
    statement = (
        select(*columns, table.repair, table.cost, Recorder.code.label("recorder"))
        .outerjoin(Recorder, Recorder.id == table.recorder_id)
        .where(or_(table.camera_id == query.camera_id, table.id.in_(struck_faults)), moment.is_not(None))
    )
    return _newest_rows(session, statement, query, source, moment, table.id)


READERS: dict[Source, Reader] = {
    Source.NOTE: _notes,
    Source.DEED: _deeds,
    Source.JOINED: _joinings,
    Source.LEFT: _leavings,
    Source.MOVED: _moves,
    Source.EDITED: _edits,
    Source.SET_BACK: _set_back,
    Source.IMPORTED: _imports,
    Source.UNDONE: _undone_imports,
    Source.HEALTH: _healths,
    Source.OPENED: _opened_faults,
    Source.CLOSED: _closed_faults,
}


def _newest_rows(
    session: Session, statement: Any, query: SourceQuery, source: Source, moment: Any, number: Any
) -> Iterable[Row[Any]]:
    """The newest rows of a source that are older than where the last page ended; `moment` is a moment or a day."""
    dated = moment.type.python_type is date
    older = _older(moment, number, RANKS[source], query.after, dated=dated)
    return session.execute(statement.where(older).order_by(moment.desc(), number.desc()).limit(query.limit))


def _older(
    moment_column: Any, number: Any, rank: int, after: TimelinePosition | None, *, dated: bool
) -> ColumnElement[bool]:
    """Whether (at, rank, number) comes before a place in time: the source's rank is known, so no column for it."""
    if after is None:
        return true()
    moment, other_rank, last = after
    bound: datetime | date = clock.local(moment).date() if dated else moment
    inclusive = dated and clock.day_start(clock.local(moment).date()) < moment
    if rank < other_rank or inclusive:
        return cast("ColumnElement[bool]", moment_column <= bound)
    if rank > other_rank:
        return cast("ColumnElement[bool]", moment_column < bound)
    return tuple_(moment_column, number) < (bound, last)


def _on_day(day: date, source: Source, number: int, **facts: Any) -> TimelineEvent:
    return TimelineEvent(clock.day_start(day), source, number, on=day, **facts)
