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
from tracker.exchange.imports.models import CameraImport, ImportEntry
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


def _notes(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    note = CameraNote
    statement = select(note.id, note.written_at, note.written_by, note.text).where(note.camera_id == asked.camera_id)
    for row in _newest(session, statement, asked, Source.NOTE, note.written_at, note.id):
        yield TimelineEvent(row.written_at, Source.NOTE, row.id, row.written_by, row.text)


def _deeds(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    """What was done to the camera itself. Who only looked is left out: that is for the auditor."""
    deed = AuditEvent
    statement = select(deed.seq, deed.at, deed.actor_name, deed.action, deed.reason, deed.detail).where(
        deed.subject_type == Camera.__name__,
        deed.subject_id == asked.camera_id,
        *(deed.action.not_like(pattern) for pattern in UNTOLD),
    )
    for row in _newest(session, statement, asked, Source.DEED, deed.at, deed.seq):
        detail = read_detail(row.detail)
        text = str(detail.get("evidence") or row.reason or detail.get(UNREADABLE, ""))
        facts = {"action": row.action, "on": detail.get("on")}
        yield TimelineEvent(row.at, Source.DEED, row.seq, row.actor_name, text, detail.get("changed", {}), facts)


def _joined(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _memberships(session, asked, Source.JOINED, Membership.joined_on):
        yield _on_day(row.joined_on, Source.JOINED, row.id, text=row.reason, facts=row._asdict())


def _left(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _memberships(session, asked, Source.LEFT, cast("InstrumentedAttribute[date]", Membership.left_on)):
        yield _on_day(row.left_on, Source.LEFT, row.id, text=row.left_reason, facts=row._asdict())


def _memberships(
    session: Session, asked: SourceQuery, source: Source, day: InstrumentedAttribute[date]
) -> Iterable[Row[Any]]:
    its = Membership
    columns: tuple[Any, ...] = (its.id, its.joined_on, its.left_on, its.reason, its.left_reason, its.network_id)
    statement = select(*columns, Network.name).join(Network, Network.id == its.network_id)
    statement = statement.where(its.camera_id == asked.camera_id, day.is_not(None))
    return _newest(session, statement, asked, source, day, its.id)


def _moves(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    statement = select(
        Move.id, Move.effective_on, Move.decided_by, Move.reason, Move.from_ward_id, Move.to_ward_id
    ).where(Move.camera_id == asked.camera_id)
    for row in _newest(session, statement, asked, Source.MOVED, Move.effective_on, Move.id):
        changed = {"ward_id": (row.from_ward_id, row.to_ward_id)}
        yield _on_day(row.effective_on, Source.MOVED, row.id, who=row.decided_by, text=row.reason, changed=changed)


def _edits(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _edited(session, asked, Source.EDITED, BulkEdit.applied_at):
        after = json.loads(row.changes)
        changed = {name: (before, after.get(name)) for name, before in json.loads(row.before).items()}
        yield TimelineEvent(row.applied_at, Source.EDITED, row.id, row.name, row.reason, changed)


def _set_back(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _edited(session, asked, Source.SET_BACK, BulkEdit.undone_at):
        yield TimelineEvent(row.undone_at, Source.SET_BACK, row.id, row.name, row.reason)


def _edited(session: Session, asked: SourceQuery, source: Source, at: Any) -> Iterable[Row[Any]]:
    statement = (
        select(BulkEdit.id, at, BulkEdit.reason, BulkEdit.changes, BulkEditEntry.before, User.name)
        .join(BulkEditEntry, BulkEditEntry.edit_id == BulkEdit.id)
        .join(User, User.id == BulkEdit.created_by_id)
        .where(BulkEditEntry.camera_id == asked.camera_id, at.is_not(None))
    )
    return _newest(session, statement, asked, source, at, BulkEdit.id)


def _imports(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _imported(session, asked, Source.IMPORTED, CameraImport.applied_at):
        before = {name: (value,) for name, value in json.loads(row.before or "{}").items() if name not in KEYS}
        if row.mended:  # an address that the import wrote over
            before["address"] = (json.loads(row.mended)["address"],)
        yield TimelineEvent(row.applied_at, Source.IMPORTED, row.id, row.name, row.file_name, before)


def _undone(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _imported(session, asked, Source.UNDONE, CameraImport.undone_at):
        yield TimelineEvent(row.undone_at, Source.UNDONE, row.id, row.name, row.file_name)


def _imported(session: Session, asked: SourceQuery, source: Source, at: Any) -> Iterable[Row[Any]]:
    statement = (
        select(CameraImport.id, at, CameraImport.file_name, ImportEntry.before, ImportEntry.mended, User.name)
        .join(ImportEntry, ImportEntry.import_id == CameraImport.id)
        .join(User, User.id == CameraImport.created_by_id)
        .where(ImportEntry.camera_id == asked.camera_id, at.is_not(None))
    )
    return _newest(session, statement, asked, source, at, CameraImport.id)


def _healths(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    its = HealthInterval
    columns: tuple[Any, ...] = (its.id, its.health, its.since, its.until, its.evidence, its.seen_by)
    statement = select(*columns).where(its.camera_id == asked.camera_id)
    for row in _newest(session, statement, asked, Source.HEALTH, its.since, its.id):
        facts = {"health": row.health, "until": row.until}
        yield TimelineEvent(row.since, Source.HEALTH, row.id, row.seen_by, row.evidence, facts=facts)


def _opened(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _faults(session, asked, Source.OPENED, Fault.opened_at):
        yield TimelineEvent(row.opened_at, Source.OPENED, row.id, row.opened_by, row.note, facts=row._asdict())


def _closed(session: Session, asked: SourceQuery) -> Iterable[TimelineEvent]:
    for row in _faults(session, asked, Source.CLOSED, Fault.closed_at):
        yield TimelineEvent(row.closed_at, Source.CLOSED, row.id, row.closed_by, row.repair, facts=row._asdict())


def _faults(session: Session, asked: SourceQuery, source: Source, at: Any) -> Iterable[Row[Any]]:
    its = Fault
    told: tuple[Any, ...] = (its.id, its.kind, its.note, its.opened_at, its.opened_by, its.closed_at, its.closed_by)
    fell = select(FaultCamera.fault_id).where(FaultCamera.camera_id == asked.camera_id)
    statement = (
        select(*told, its.repair, its.cost, Recorder.code.label("recorder"))
        .outerjoin(Recorder, Recorder.id == its.recorder_id)
        .where(or_(its.camera_id == asked.camera_id, its.id.in_(fell)), at.is_not(None))
    )
    return _newest(session, statement, asked, source, at, its.id)


READERS: dict[Source, Reader] = {
    Source.NOTE: _notes,
    Source.DEED: _deeds,
    Source.JOINED: _joined,
    Source.LEFT: _left,
    Source.MOVED: _moves,
    Source.EDITED: _edits,
    Source.SET_BACK: _set_back,
    Source.IMPORTED: _imports,
    Source.UNDONE: _undone,
    Source.HEALTH: _healths,
    Source.OPENED: _opened,
    Source.CLOSED: _closed,
}


def _newest(
    session: Session, statement: Any, asked: SourceQuery, source: Source, at: Any, number: Any
) -> Iterable[Row[Any]]:
    """The newest rows of a source that are older than where the last page ended; `at` is a moment or a day."""
    dated = at.type.python_type is date
    older = _older(at, number, RANKS[source], asked.after, dated=dated)
    return session.execute(statement.where(older).order_by(at.desc(), number.desc()).limit(asked.limit))


def _older(at: Any, number: Any, rank: int, after: TimelinePosition | None, *, dated: bool) -> ColumnElement[bool]:
    """Whether (at, rank, number) comes before a place in time: the source's rank is known, so no column for it."""
    if after is None:
        return true()
    moment, other, last = after
    bound: datetime | date = clock.local(moment).date() if dated else moment
    inclusive = dated and clock.day_start(clock.local(moment).date()) < moment
    if rank < other or inclusive:
        return cast("ColumnElement[bool]", at <= bound)
    if rank > other:
        return cast("ColumnElement[bool]", at < bound)
    return tuple_(at, number) < (bound, last)


def _on_day(day: date, source: Source, number: int, **told: Any) -> TimelineEvent:
    return TimelineEvent(clock.day_start(day), source, number, on=day, **told)
