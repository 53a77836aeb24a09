"""Reading changes to many cameras: what one would do, what it did; always as far as the viewer may see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.core import errors
from tracker.core.viewer import Viewer
from tracker.exchange.bulk_edits import rules
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.exchange.bulk_edits.rules import EditTally
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.networks import queries as networks
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder

PAGE = 50
SAMPLES = 10
CHUNK = 2_000
COLUMNS: Mapping[str, Any] = {
    "sign_posted": InstallationPoint.sign_posted,
    **{name.value: getattr(Camera, name.value) for name in rules.EditPart if name is not rules.EditPart.SIGN},
}


def visible_to(viewer: Viewer) -> Select[BulkEdit]:
    """The changes a person may know of: those of the own wards, drafts only the own."""
    ours = BulkEdit.ward_id.in_(viewer.wards)
    return select(BulkEdit).where(ours, or_(BulkEdit.applied_at.is_not(None), BulkEdit.created_by_id == viewer.id))


def get(session: Session, viewer: Viewer, edit_id: int) -> BulkEdit:
    """One change. NotFound when there is none that this person may know of."""
    found = session.scalars(visible_to(viewer).where(BulkEdit.id == edit_id)).first()
    if found is None:
        raise errors.NotFound(bulk_edit=edit_id)
    return found


def listing(session: Session, viewer: Viewer, after: tuple[int] | None) -> tuple[list[Row[Any]], bool]:
    """One page of changes, newest first, with their keepers' names, and whether more follow."""
    columns: tuple[Any, ...] = (
        *(BulkEdit.id, BulkEdit.created_at, BulkEdit.applied_at, BulkEdit.undone_at, BulkEdit.cameras),
        *(BulkEdit.reason, BulkEdit.changes, User.name.label("created_by")),
    )
    statement = visible_to(viewer).with_only_columns(*columns).join(User, User.id == BulkEdit.created_by_id)
    if after is not None:
        statement = statement.where(BulkEdit.id < after[0])
    rows = list(session.execute(statement.order_by(BulkEdit.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def entries(session: Session, viewer: Viewer, edit_id: int, after: tuple[int] | None) -> tuple[list[Row[Any]], bool]:
    """One page of the cameras that a change altered: camera_id, code, name, before; and whether more follow."""
    columns: tuple[Any, ...] = (BulkEditEntry.camera_id, Camera.code, Camera.name, BulkEditEntry.before)
    statement = (
        select(*columns)
        .join(Camera, Camera.id == BulkEditEntry.camera_id)
        .where(BulkEditEntry.edit_id == edit_id, cameras.scope(viewer))
        .order_by(BulkEditEntry.camera_id)
    )
    if after is not None:
        statement = statement.where(BulkEditEntry.camera_id > after[0])
    rows = list(session.execute(statement.limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def of_camera(session: Session, camera_id: int, limit: int = 50) -> list[Row[Any]]:
    """The changes to many that altered one camera, newest first: id, applied_at, keeper, reason, before, changes.

    `before` and `changes` are JSON (`rules.read`). Whoever asks has seen to it that the camera may be known.
    """
    columns: tuple[Any, ...] = (BulkEdit.id, BulkEdit.applied_at, User.name.label("created_by"), BulkEdit.reason)
    statement = (
        select(*columns, BulkEditEntry.before, BulkEdit.changes)
        .join(BulkEdit, BulkEdit.id == BulkEditEntry.edit_id)
        .join(User, User.id == BulkEdit.created_by_id)
        .where(BulkEditEntry.camera_id == camera_id)
    )
    return list(session.execute(statement.order_by(BulkEdit.id.desc()).limit(limit)))


def differs(viewer: Viewer, changes: Mapping[str, Any]) -> dict[str, ColumnElement[bool]]:
    """For each part of a change the condition under which it would alter a camera."""
    found = {name: COLUMNS[name].is_distinct_from(value) for name, value in changes.items()}
    if "note" in found:
        found["note"] = Camera.id.is_not(None)
    if "sign_posted" in found:
        found["sign_posted"] = and_(found["sign_posted"], InstallationPoint.ward_id.in_(viewer.wards))
    if "network_id" in found:  # what was taken down joins nothing
        found["network_id"] = and_(found["network_id"], Camera.removed_on.is_(None))
    if "removed_on" in found:  # nor is it taken down twice
        found["removed_on"] = Camera.removed_on.is_(None)
    return found


def tally(session: Session, viewer: Viewer, wanted: CameraCriteria, changes: Mapping[str, Any]) -> EditTally:
    """What a change to the cameras of a filter would do, in figures: one statement, and one for each part of it."""
    found = differs(viewer, changes)
    longest = rules.MOST_NOTE - len(changes["note"]) - 1 if "note" in changes else 0
    overlong = [func.count().filter(func.length(Camera.note) > longest)] if "note" in changes else []
    counted: tuple[Any, ...] = (
        func.count(),
        func.count().filter(or_(false(), *found.values())),
        *(func.count().filter(condition) for condition in found.values()),
        *overlong,
    )
    matched, changing, *rest = session.execute(_within(select(*counted), viewer, wanted, found)).one()
    parts = dict(zip(found, rest, strict=False))
    before = _written_over(session, viewer, wanted, found)
    return EditTally(matched, changing, parts, rest[len(found)] if overlong else 0, before)


def _written_over(
    session: Session, viewer: Viewer, wanted: CameraCriteria, found: Mapping[str, ColumnElement[bool]]
) -> int:
    """A number for how often each value stands there that a change would write over. A note is only added to."""
    told: list[tuple[str, list[str]]] = []
    for name, differ in found.items():
        if name != "note":
            counted = select(COLUMNS[name], func.count()).group_by(COLUMNS[name]).where(differ)
            rows = session.execute(_within(counted, viewer, wanted, found))
            told.append((name, sorted(f"{value}:{number}" for value, number in rows)))
    return crc32(repr(told).encode())


def samples(session: Session, viewer: Viewer, wanted: CameraCriteria, changes: Mapping[str, Any]) -> list[Row[Any]]:
    """The first cameras by code that a change would alter: id, code, name, each part as it stands, `<part>_differs`."""
    found = differs(viewer, changes)
    columns = [COLUMNS[name].label(name) for name in changes]
    columns += [condition.label(f"{name}_differs") for name, condition in found.items()]
    statement = _within(select(Camera.id, Camera.code, Camera.name, *columns), viewer, wanted, found)
    altered = statement.where(or_(false(), *found.values())).order_by(Camera.sort_key, Camera.id)
    return list(session.execute(altered.limit(SAMPLES)))


def to_change(
    session: Session, viewer: Viewer, wanted: CameraCriteria, changes: Mapping[str, Any]
) -> Iterator[Sequence[Row[Any]]]:
    """The cameras that a change would alter, by id, chunk after chunk, each held until the transaction ends.

    Columns: id, point_id, the columns it sets, `removed_on`, `network_id`, `<part>_differs`, and what keys are made of.
    """
    found = differs(viewer, changes)
    names = dict.fromkeys((*changes, "removed_on", "network_id"))
    columns: tuple[Any, ...] = (
        *(Camera.id, Camera.point_id, Camera.code, Camera.name),
        *(InstallationPoint.name.label("place"), InstallationPoint.address),
        *(COLUMNS[name].label(name) for name in names),
        *(condition.label(f"{name}_differs") for name, condition in found.items()),
    )
    altered = or_(false(), *found.values())
    ids = session.scalars(_within(select(Camera.id), viewer, wanted, found).where(altered).order_by(Camera.id)).all()
    statement = _within(select(*columns), viewer, wanted, {**found, "sign_posted": None}).where(altered)
    yield from _chunks(session, statement, Camera.id, ids)


def changed(session: Session, viewer: Viewer, edit: BulkEdit) -> Iterator[Sequence[Row[Any]]]:
    """The cameras that a change altered, as they stand now, chunk after chunk, each held until the transaction ends.

    Columns: id, before (JSON), point_id, sign_posted, what keys are made of, and the columns that a change can set.
    """
    columns: tuple[Any, ...] = (
        *(Camera.id, Camera.point_id, Camera.code, Camera.name, BulkEditEntry.before),
        *(InstallationPoint.name.label("place"), InstallationPoint.address),
        *(column.label(name) for name, column in COLUMNS.items()),
    )
    entry = BulkEditEntry.camera_id
    ids = session.scalars(select(entry).where(BulkEditEntry.edit_id == edit.id).order_by(entry)).all()
    statement = (
        select(*columns)
        .select_from(BulkEditEntry)
        .join(Camera, Camera.id == entry)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .where(BulkEditEntry.edit_id == edit.id, cameras.scope(viewer))
    )
    yield from _chunks(session, statement, entry, ids)


def _chunks(session: Session, statement: Select[Any], key: Any, ids: Sequence[int]) -> Iterator[Sequence[Row[Any]]]:
    """Rows with some ids, a chunk at a time, their cameras held.

    The ids are named: for «the next 2,000» a server without statistics reads and sorts the whole table each time.
    """
    held = statement.order_by(key).with_for_update(of=Camera)
    for first in range(0, len(ids), CHUNK):
        if rows := session.execute(held.where(key.in_(ids[first : first + CHUNK]))).all():
            yield rows


def closed_networks(session: Session, viewer: Viewer) -> frozenset[int]:
    """The networks that take no cameras any more."""
    statement = select(Network.id).where(networks.scope(viewer), Network.closed_on.is_not(None))
    return frozenset(session.scalars(statement))


def names(session: Session, values: Collection[tuple[str, Any]]) -> dict[tuple[str, int], str]:
    """What networks, recorders and owners are called, of (column, id); owners by what may stand in a log."""
    wanted = {part: {value for name, value in values if name == part and value is not None} for part in _NAMED}
    found = {}
    for part, table in _NAMED.items():
        if wanted[part]:
            for row in session.scalars(select(table).where(table.id.in_(wanted[part]))):
                found[part, row.id] = row.label
    return found


_NAMED: Mapping[str, Any] = {"network_id": Network, "recorder_id": Recorder, "owner_id": Owner}


def _within(statement: Select[Any], viewer: Viewer, wanted: CameraCriteria, parts: Mapping[str, Any]) -> Select[Any]:
    """A statement about the cameras of a filter, with their points where a part is about them."""
    found = statement.select_from(Camera)
    if "sign_posted" in parts:
        found = found.join(InstallationPoint, InstallationPoint.id == Camera.point_id)
    return found.where(*cameras.conditions(viewer, wanted))
