"""Queries: where a camera's logbook comes from: each source's newest rows before a place in time, in one statement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    Text,
    null,
    select,
    true,
    tuple_,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.audit_log.models import AuditEvent
from tracker.core import clock
from tracker.core.database import UTCDateTime
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.exchange.imports.models import ImportEntry, ListImport
from tracker.exchange.ward_changes.models import Move
from tracker.portal.timeline.models import CameraNote
from tracker.portal.timeline.rules import RANKS, Source, TimelinePosition
from tracker.register.cameras.models import Camera, HealthInterval, Membership
from tracker.register.faults.models import Fault, FaultCamera
from tracker.register.networks.models import Network
from tracker.register.recorders.models import Recorder

# Deeds that are told elsewhere: who only looked, for the auditor; a note by the note itself.
UNTOLD = ("%:read", "%:list", "camera:note")
# What a row of any source has; what a source does not know is null. `moment` or `day` is when it happened.
COLUMNS: dict[str, Any] = {
    "source": Integer(),
    "id": BigInteger(),
    "moment": UTCDateTime(),
    "day": Date(),
    "who": Text(),
    "text": Text(),
    "word": Text(),  # the code of a deed, a state or a kind; a network's name
    "before": Text(),
    "after": Text(),
    "old_id": BigInteger(),
    "new_id": BigInteger(),
    "until": UTCDateTime(),
    "recorder": Text(),
    "cost": BigInteger(),
}


@dataclass(frozen=True)
class SourceQuery:
    """Of which camera, how many rows, and older than which place in time."""

    camera_id: int
    after: TimelinePosition | None
    limit: int


def newest_rows(session: Session, query: SourceQuery, sources: Iterable[Source]) -> list[Row[Any]]:
    """The newest rows of each source that are older than where the last page ended: COLUMNS, in no order."""
    newest = (_newest(STATEMENTS[source](source, query.camera_id), source, query) for source in sources)
    return list(session.execute(union_all(*(select(rows) for rows in newest))))


Statement = tuple[Select[Any], Any, Any]  # the rows of a source, when each happened, its number there


def _rows(source: Source, number: Any, moment: Any, **columns: Any) -> Statement:
    """A statement whose columns are COLUMNS."""
    time_column = "day" if moment.type.python_type is date else "moment"
    columns_of_source = {"source": as_type(RANKS[source], Integer), "id": number, time_column: moment, **columns}
    frame = (
        type_coerce(columns_of_source.get(name, as_type(null(), kind)), kind).label(name)
        for name, kind in COLUMNS.items()
    )
    return select(*frame), moment, number


def _notes(source: Source, camera_id: int) -> Statement:
    note = CameraNote
    rows, *place = _rows(source, note.id, note.written_at, who=note.written_by, text=note.text)
    return rows.where(note.camera_id == camera_id), *place


def _deeds(source: Source, camera_id: int) -> Statement:
    """What was done to the camera itself. Who only looked is left out: that is for the auditor."""
    deed = AuditEvent
    facts = {"who": deed.actor_name, "text": deed.reason, "word": deed.action, "after": deed.detail}
    rows, *place = _rows(source, deed.seq, deed.at, **facts)
    of_camera = (deed.subject_type == Camera.__name__, deed.subject_id == camera_id)
    return rows.where(*of_camera, *(deed.action.not_like(pattern) for pattern in UNTOLD)), *place


def _memberships(source: Source, camera_id: int) -> Statement:
    day, reason = (
        (Membership.joined_on, Membership.reason)
        if source is Source.JOINED
        else (Membership.left_on, Membership.left_reason)
    )
    rows, *place = _rows(source, Membership.id, day, text=reason, word=Network.name, new_id=Network.id)
    of_camera = rows.join(Network, Network.id == Membership.network_id).where(Membership.camera_id == camera_id)
    return of_camera.where(day.is_not(None)), *place


def _moves(source: Source, camera_id: int) -> Statement:
    wards = {"old_id": Move.from_ward_id, "new_id": Move.to_ward_id}
    rows, *place = _rows(source, Move.id, Move.effective_on, who=Move.decided_by, text=Move.reason, **wards)
    return rows.where(Move.camera_id == camera_id), *place


def _edits(source: Source, camera_id: int) -> Statement:
    moment = BulkEdit.applied_at if source is Source.EDITED else BulkEdit.undone_at
    facts = {"who": User.name, "text": BulkEdit.reason, "before": BulkEditEntry.before, "after": BulkEdit.changes}
    rows, *place = _rows(source, BulkEdit.id, moment, **facts)
    joined = rows.join(BulkEditEntry, BulkEditEntry.edit_id == BulkEdit.id)
    joined = joined.join(User, User.id == BulkEdit.created_by_id)
    return joined.where(BulkEditEntry.camera_id == camera_id, moment.is_not(None)), *place


def _imports(source: Source, camera_id: int) -> Statement:
    moment = ListImport.applied_at if source is Source.IMPORTED else ListImport.undone_at
    facts = {"who": User.name, "text": ListImport.file_name, "before": ImportEntry.before, "after": ImportEntry.mended}
    rows, *place = _rows(source, ListImport.id, moment, **facts)
    joined = rows.join(ImportEntry, ImportEntry.import_id == ListImport.id)
    joined = joined.join(User, User.id == ListImport.created_by_id)
    return joined.where(ImportEntry.camera_id == camera_id, moment.is_not(None)), *place


def _healths(source: Source, camera_id: int) -> Statement:
    table = HealthInterval
    facts = {"who": table.seen_by, "text": table.evidence, "word": table.health, "until": table.until}
    rows, *place = _rows(source, table.id, table.since, **facts)
    return rows.where(table.camera_id == camera_id), *place


def _faults(source: Source, camera_id: int) -> Statement:
    """Of the camera itself, and of recorders that fell upon it: each is looked up in an index of its own."""
    opened = {"who": Fault.opened_by, "text": Fault.note}
    closed = {"who": Fault.closed_by, "text": Fault.repair, "cost": Fault.cost}
    moment, facts = (Fault.opened_at, opened) if source is Source.OPENED else (Fault.closed_at, closed)
    rows, *place = _rows(source, Fault.id, moment, **facts, word=Fault.kind, recorder=Recorder.code)
    of_camera = select(Fault.id).where(Fault.camera_id == camera_id)
    fell = select(FaultCamera.fault_id).where(FaultCamera.camera_id == camera_id)
    joined = rows.outerjoin(Recorder, Recorder.id == Fault.recorder_id)
    return joined.where(Fault.id.in_(union(of_camera, fell)), moment.is_not(None)), *place


STATEMENTS: dict[Source, Callable[[Source, int], Statement]] = {
    Source.NOTE: _notes,
    Source.DEED: _deeds,
    Source.JOINED: _memberships,
    Source.LEFT: _memberships,
    Source.MOVED: _moves,
    Source.EDITED: _edits,
    Source.SET_BACK: _edits,
    Source.IMPORTED: _imports,
    Source.UNDONE: _imports,
    Source.HEALTH: _healths,
    Source.OPENED: _faults,
    Source.CLOSED: _faults,
}


def _newest(statement: Statement, source: Source, query: SourceQuery) -> Any:
    """The newest rows of a source that are older than where the last page ended; `moment` is a moment or a day."""
    rows, moment, number = statement
    dated = moment.type.python_type is date
    older = _older(moment, number, RANKS[source], query.after, dated=dated)
    return rows.where(older).order_by(moment.desc(), number.desc()).limit(query.limit).subquery()


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
