"""Reading changes to many cameras: what one would do, what it did; always as far as the viewer may see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.core import errors
from tracker.core.paging import Page, page
from tracker.core.viewer import Reach, Viewer
from tracker.exchange.bulk_edits import rules
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.exchange.bulk_edits.rules import EditTally
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.fields import searched
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.networks import queries as networks
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import own_ward_condition

SAMPLES = 10
CHUNK = 2_000
COLUMNS: Mapping[str, Any] = {
    "sign_posted": InstallationPoint.sign_posted,
    **{name: getattr(Camera, name) for name, (field, _) in rules.PARTS.items() if field.stored},
}


def visible_to(reach: Reach, viewer_id: int) -> Select[BulkEdit]:
    """The changes a person may know of: those of the own wards, drafts only the own."""
    of_own_wards = own_ward_condition(reach, BulkEdit.ward_id)
    return select(BulkEdit).where(
        of_own_wards, or_(BulkEdit.applied_at.is_not(None), BulkEdit.created_by_id == viewer_id)
    )


def get(session: Session, viewer: Viewer, edit_id: int) -> BulkEdit:
    """One change. NotFound when there is none that this person may know of."""
    edit = session.scalars(visible_to(viewer.reach, viewer.id).where(BulkEdit.id == edit_id)).first()
    if edit is None:
        raise errors.NotFound(bulk_edit=edit_id)
    return edit


def listing(session: Session, viewer: Viewer, after: tuple[int] | None) -> Page[Row[Any]]:
    """One page of changes, newest first, with the names of those who made them."""
    columns: tuple[Any, ...] = (
        *(BulkEdit.id, BulkEdit.created_at, BulkEdit.applied_at, BulkEdit.undone_at, BulkEdit.cameras),
        *(BulkEdit.reason, BulkEdit.changes, User.name.label("created_by")),
    )
    statement = visible_to(viewer.reach, viewer.id).with_only_columns(*columns)
    statement = statement.join(User, User.id == BulkEdit.created_by_id)
    return page(session, statement, (BulkEdit.id,), after, descending=True)


def entries(session: Session, viewer: Viewer, edit_id: int, after: tuple[int] | None) -> Page[Row[Any]]:
    """One page of the cameras that a change altered: camera_id, code, name, before."""
    columns: tuple[Any, ...] = (BulkEditEntry.camera_id, Camera.code, Camera.name, BulkEditEntry.before)
    statement = (
        select(*columns)
        .join(Camera, Camera.id == BulkEditEntry.camera_id)
        .where(BulkEditEntry.edit_id == edit_id, cameras.scope(viewer.reach))
    )
    return page(session, statement, (BulkEditEntry.camera_id,), after)


def of_camera(session: Session, camera_id: int, limit: int = 50) -> list[Row[Any]]:
    """The changes to many that altered one camera, newest first: id, applied_at, created_by, reason, before, changes.

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


def differs(reach: Reach, changes: Mapping[str, Any]) -> dict[str, ColumnElement[bool]]:
    """For each part of a change the condition under which it would alter a camera."""
    conditions = {name: COLUMNS[name].is_distinct_from(value) for name, value in changes.items()}
    if "note" in conditions:
        conditions["note"] = Camera.id.is_not(None)
    if "sign_posted" in conditions:
        conditions["sign_posted"] = and_(
            conditions["sign_posted"], own_ward_condition(reach, InstallationPoint.ward_id)
        )
    if "network_id" in conditions:  # what was taken down joins nothing
        conditions["network_id"] = and_(conditions["network_id"], Camera.removed_on.is_(None))
    if "removed_on" in conditions:  # nor is it taken down twice
        conditions["removed_on"] = Camera.removed_on.is_(None)
    return conditions


def tally(session: Session, viewer: Viewer, criteria: CameraCriteria, changes: Mapping[str, Any]) -> EditTally:
    """What a change to the cameras of a filter would do, in figures: one statement, and one for each part of it."""
    criteria = cameras.by_faster_way(session, criteria)
    conditions = differs(viewer.reach, changes)
    longest = rules.MOST_NOTE - len(changes["note"]) - 1 if "note" in changes else 0
    overlong = [func.count().filter(func.length(Camera.note) > longest)] if "note" in changes else []
    count_columns: tuple[Any, ...] = (
        func.count(),
        func.count().filter(or_(false(), *conditions.values())),
        *(func.count().filter(condition) for condition in conditions.values()),
        *overlong,
    )
    matched, changing, *part_counts = session.execute(
        _of_filtered_cameras(select(*count_columns), viewer.reach, criteria, conditions)
    ).one()
    parts = dict(zip(conditions, part_counts, strict=False))
    before = _replaced_values_checksum(session, viewer, criteria, conditions)
    return EditTally(matched, changing, parts, part_counts[len(conditions)] if overlong else 0, before)


def _replaced_values_checksum(
    session: Session, viewer: Viewer, criteria: CameraCriteria, conditions: Mapping[str, ColumnElement[bool]]
) -> int:
    """A number for how often each value stands there that a change would write over. A note is only added to."""
    counts_by_value: list[tuple[str, list[str]]] = []
    for name, condition in conditions.items():
        if name != "note":
            statement = select(COLUMNS[name], func.count()).group_by(COLUMNS[name]).where(condition)
            rows = session.execute(_of_filtered_cameras(statement, viewer.reach, criteria, conditions))
            counts_by_value.append((name, sorted(f"{value}:{number}" for value, number in rows)))
    return crc32(repr(counts_by_value).encode())


def samples(session: Session, viewer: Viewer, criteria: CameraCriteria, changes: Mapping[str, Any]) -> list[Row[Any]]:
    """The first cameras by code that a change would alter: id, code, name, each part as it stands, `<part>_differs`."""
    criteria = cameras.by_faster_way(session, criteria)
    conditions = differs(viewer.reach, changes)
    columns = [COLUMNS[name].label(name) for name in changes]
    columns += [condition.label(f"{name}_differs") for name, condition in conditions.items()]
    statement = _of_filtered_cameras(
        select(Camera.id, Camera.code, Camera.name, *columns), viewer.reach, criteria, conditions
    )
    altered = statement.where(or_(false(), *conditions.values())).order_by(Camera.sort_key, Camera.id)
    return list(session.execute(altered.limit(SAMPLES)))


def to_change(
    session: Session, viewer: Viewer, criteria: CameraCriteria, changes: Mapping[str, Any]
) -> Iterator[Sequence[Row[Any]]]:
    """The cameras that a change would alter, by id, chunk after chunk, each held until the transaction ends.

    Columns: id, point_id, the columns it sets, `removed_on`, `network_id`, `<part>_differs`, and what keys are made of.
    """
    criteria = cameras.by_faster_way(session, criteria)
    conditions = differs(viewer.reach, changes)
    names = dict.fromkeys((*changes, "removed_on", "network_id"))
    columns: tuple[Any, ...] = (
        *(Camera.id, Camera.point_id, Camera.code, Camera.name),
        *(InstallationPoint.name.label("place"), InstallationPoint.address),
        *(COLUMNS[name].label(name) for name in names),
        *(getattr(Camera, name) for name in searched() if name not in names),
        *(condition.label(f"{name}_differs") for name, condition in conditions.items()),
    )
    altered = or_(false(), *conditions.values())
    ids = session.scalars(
        _of_filtered_cameras(select(Camera.id), viewer.reach, criteria, conditions).where(altered).order_by(Camera.id)
    ).all()
    statement = _of_filtered_cameras(
        select(*columns), viewer.reach, criteria, {**conditions, "sign_posted": None}
    ).where(altered)
    yield from _chunks(session, statement, Camera.id, ids)


def changed(session: Session, viewer: Viewer, edit: BulkEdit) -> Iterator[Sequence[Row[Any]]]:
    """The cameras that a change altered, as they stand now, chunk after chunk, each held until the transaction ends.

    Columns: id, before (JSON), point_id, sign_posted, what keys are made of, and the columns that a change can set.
    """
    columns: tuple[Any, ...] = (
        *(Camera.id, Camera.point_id, Camera.code, Camera.name, BulkEditEntry.before),
        *(InstallationPoint.name.label("place"), InstallationPoint.address),
        *(column.label(name) for name, column in COLUMNS.items()),
        *(getattr(Camera, name) for name in searched() if name not in COLUMNS),
    )
    entry = BulkEditEntry.camera_id
    ids = session.scalars(select(entry).where(BulkEditEntry.edit_id == edit.id).order_by(entry)).all()
    statement = (
        select(*columns)
        .select_from(BulkEditEntry)
        .join(Camera, Camera.id == entry)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .where(BulkEditEntry.edit_id == edit.id, cameras.scope(viewer.reach))
    )
    yield from _chunks(session, statement, entry, ids)


def _chunks(session: Session, statement: Select[Any], key: Any, ids: Sequence[int]) -> Iterator[Sequence[Row[Any]]]:
    """Rows with some ids, a chunk at a time, their cameras held.

    The ids are named: for «the next 2,000» a server without statistics reads and sorts the whole table each time.
    """
    locking = statement.order_by(key).with_for_update(of=Camera)
    for first in range(0, len(ids), CHUNK):
        if rows := session.execute(locking.where(key.in_(ids[first : first + CHUNK]))).all():
            yield rows


def closed_networks(session: Session, viewer: Viewer) -> frozenset[int]:
    """The networks that take no cameras any more."""
    statement = select(Network.id).where(networks.scope(viewer.reach), Network.closed_on.is_not(None))
    return frozenset(session.scalars(statement))


def names(session: Session, values: Collection[tuple[str, Any]]) -> dict[tuple[str, int], str]:
    """What networks, recorders and owners are called, of (column, id); owners by what may stand in a log."""
    ids_by_part = {part: {value for name, value in values if name == part and value is not None} for part in _NAMED}
    labels = {}
    for part, table in _NAMED.items():
        if ids_by_part[part]:
            for row in session.scalars(select(table).where(table.id.in_(ids_by_part[part]))):
                labels[part, row.id] = row.label
    return labels


_NAMED: Mapping[str, Any] = {"network_id": Network, "recorder_id": Recorder, "owner_id": Owner}


def _of_filtered_cameras(
    statement: Select[Any], reach: Reach, criteria: CameraCriteria, parts: Mapping[str, Any]
) -> Select[Any]:
    """A statement about the cameras of a filter, with their points where a part is about them."""
    from_cameras = statement.select_from(Camera)
    if "sign_posted" in parts:
        from_cameras = from_cameras.join(InstallationPoint, InstallationPoint.id == Camera.point_id)
    return from_cameras.where(*cameras.conditions(reach, criteria), cameras.scope(reach))  # never what was voided
