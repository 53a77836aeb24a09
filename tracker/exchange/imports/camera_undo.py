"""Actions: undoing an import of cameras: what stands in the way, and writing everything back as it was."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, delete, exists, func, select, union_all, update
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.database import Base
from tracker.core.i18n import N_
from tracker.exchange.imports.models import ImportEntry, ListImport
from tracker.exchange.imports.plan_types import UndoObstacle
from tracker.exchange.imports.plan_writer import change
from tracker.exchange.imports.planner import ProgressCallback
from tracker.register.cameras.actions import rejoin
from tracker.register.cameras.field_types import Kind
from tracker.register.cameras.fields import stored
from tracker.register.cameras.models import Camera
from tracker.register.faults.models import Fault, FaultCamera
from tracker.register.faults.recorder_faults import on_recorder_changed
from tracker.register.places.models import InstallationPoint
from tracker.register.streets import actions as streets
from tracker.register.streets import queries as street_queries

SHOWN = 50
BATCH = 1_000  # rows taken away by one statement; between two of them somebody may stop it
CHANGED = N_("đã sửa sau lần nhập")
MENDED = N_("điểm lắp đặt đã sửa sau lần nhập")
USED: dict[str, str] = {
    "bulk_edit_entries": N_("đã sửa hàng loạt sau lần nhập"),
    "camera_notes": N_("đã có ghi chép trong sổ nhật ký"),
    "extraction_lines": N_("đã có trong phiếu yêu cầu trích xuất"),
    "fault_cameras": N_("đã có phiếu hỏng"),
    "faults": N_("đã có phiếu hỏng"),
    "health_intervals": N_("đã ghi tình trạng hoạt động"),
    "line_camera_moves": N_("đã có trong phiếu yêu cầu trích xuất"),
    "inspection_visits": N_("đã có lần kiểm tra tại chỗ"),
    "moves": N_("đã ghi một lần chuyển, thay"),
}
OTHERWISE = N_("đã được dùng ở nơi khác")
GOES_ALONG = {"memberships"}  # rows that vanish with the camera that the import made
GOES_WITH_POINT = {"place_terms", "street_lines"}  # … and with the point
# Rows that the import itself makes by hanging a camera on a broken recorder; whoever notes more changes the camera.
MAY_GO_ALONG = {"fault_cameras", "health_intervals"}
REASON = "Hoàn tác lần nhập"
_DATES = [field.name for field in stored() if field.kind is Kind.DATE]  # written as text in the journal


def size(session: Session, import_id: int) -> int:
    """How many cameras an import wrote."""
    return session.scalar(select(func.count()).where(ImportEntry.import_id == import_id)) or 0


def obstacles(session: Session, import_id: int) -> list[UndoObstacle]:
    """What stands in the way of undoing an import: the first of it, by camera."""
    of_import = ImportEntry.import_id == import_id
    columns: tuple[Any, ...] = (Camera.id, Camera.code)
    joined = select(*columns).join(ImportEntry, ImportEntry.camera_id == Camera.id).where(of_import)
    statements: list[tuple[str, Select[Any]]] = [(CHANGED, joined.where(Camera.version != ImportEntry.version))]
    for table, column in _leaning_on(Camera):
        if table.name not in GOES_ALONG:
            used = [exists().where(column == Camera.id), ImportEntry.made]
            used += [Camera.version != ImportEntry.version] if table.name in MAY_GO_ALONG else []
            statements.append((USED.get(table.name, OTHERWISE), joined.where(*used)))
    statements.append((USED["fault_cameras"], joined.where(ImportEntry.made, _struck_since(import_id))))
    obstacles_met: list[UndoObstacle] = []
    for message, statement in statements:
        limited = statement.order_by(Camera.id).limit(SHOWN)
        obstacles_met += [UndoObstacle("camera", row.id, row.code, message) for row in session.execute(limited)]
    obstacles_met += [] if obstacles_met else _mended_since(session, import_id)
    return obstacles_met[:SHOWN]


def _struck_since(import_id: int) -> ColumnElement[bool]:
    """Somebody reported a fault of a camera, or of its recorder, after an import: that is theirs, and not undone."""
    applied_at = select(ListImport.applied_at).where(ListImport.id == import_id).scalar_subquery()
    conditions = (FaultCamera.camera_id == Camera.id, FaultCamera.fault_id == Fault.id)
    return exists().where(*conditions, Fault.opened_at > applied_at)


def _leaning_on(target: type[Base]) -> Iterator[tuple[Table, Any]]:
    """(table, column) of everything that refers to a table's rows, in whatever package."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is target.__table__:
                yield table, key.parent


def _mended_since(session: Session, import_id: int) -> list[UndoObstacle]:
    """Points whose address the import mended and that somebody wrote over since."""
    mended_points = {point["id"]: (entry, point["version"]) for entry, point in _mended_points(session, import_id)}
    rows = select(InstallationPoint.id, InstallationPoint.version).join(Camera, Camera.point_id == InstallationPoint.id)
    statement = rows.join(ImportEntry, ImportEntry.camera_id == Camera.id).where(ImportEntry.import_id == import_id)
    newer = [
        row.id
        for row in session.execute(statement.distinct())
        if row.id in mended_points and mended_points[row.id][1] != row.version
    ]
    return [
        UndoObstacle("camera", mended_points[point_id][0].camera_id, mended_points[point_id][0].code, MENDED)
        for point_id in newer[:SHOWN]
    ]


def _entries(session: Session, import_id: int) -> Iterator[Any]:
    columns: tuple[Any, ...] = (ImportEntry.camera_id, ImportEntry.version, ImportEntry.before, ImportEntry.mended)
    statement = select(*columns, Camera.code).join(Camera, Camera.id == ImportEntry.camera_id)
    yield from session.execute(statement.where(ImportEntry.import_id == import_id).order_by(ImportEntry.camera_id))


def _mended_points(session: Session, import_id: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    for entry in _entries(session, import_id):
        if entry.mended:
            yield entry, json.loads(entry.mended)


def put_back(session: Session, import_id: int, tick: ProgressCallback) -> None:
    """Write everything back as it was before an import; the caller has seen to it that nothing newer depends on it."""
    of_import = ImportEntry.import_id == import_id
    rows = session.execute(select(ImportEntry.camera_id, ImportEntry.made, ImportEntry.point_id).where(of_import)).all()
    made_camera_ids = sorted(row.camera_id for row in rows if row.made)
    points = sorted(row.point_id for row in rows if row.point_id is not None)
    steps = _Steps(tick, len(rows) + len(points))
    _let_older_be_undone(session, _put_back(session, import_id, steps))
    _drop_made(session, made_camera_ids, steps)
    emptied_streets = street_queries.streets_at(session, points)
    _drop_unused(session, points, steps)
    streets.note_changed(session, emptied_streets)
    session.execute(delete(ImportEntry).where(of_import), execution_options={"synchronize_session": False})


class _Steps:
    """How far an undoing is: everything that it takes away or sets back is one step of `total`."""

    def __init__(self, tick: ProgressCallback, total: int) -> None:
        self._tick, self._done, self._total = tick, 0, total

    def take(self, count: int = 1) -> None:
        """So many more are done. Whoever ticks may be told to stop."""
        self._done += count
        self._tick(self._done, self._total)


def _put_back(session: Session, import_id: int, steps: _Steps) -> list[dict[str, int]]:
    """The cameras and points that the import wrote over, as they were: each camera (`at`) and its version then."""
    points = [
        {"at": point["id"], "seen": point["version"], "address": point["address"], "search_key": point["key"]}
        for _, point in _mended_points(session, import_id)
    ]
    change(session, InstallationPoint, points)
    entries = [entry for entry in _entries(session, import_id) if entry.before]
    networks: dict[int, int | None] = {}
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    former_versions: list[dict[str, int]] = []
    for entry in entries:
        steps.take()
        before = json.loads(entry.before)
        former_versions.append(
            {"at": entry.camera_id, "stood": before.pop("version", entry.version - 1), "ours": import_id}
        )
        if "network_id" in before:
            networks[entry.camera_id] = before["network_id"]
        before |= {name: date.fromisoformat(before[name]) for name in _DATES if before.get(name)}
        row = {"at": entry.camera_id, "seen": entry.version, **before}
        by_columns.setdefault(tuple(before), []).append(row)
    for rows in by_columns.values():
        change(session, Camera, rows)
    rejoin(session, networks, clock.today(), REASON)
    on_recorder_changed(
        session, [row["at"] for columns, rows in by_columns.items() if "recorder_id" in columns for row in rows]
    )
    return former_versions


def _let_older_be_undone(session: Session, former_versions: list[dict[str, int]]) -> None:
    """What older imports wrote stands again as they left it, only some versions later: theirs can be undone next."""
    older = ImportEntry.__table__.c
    now = select(Camera.version).where(Camera.id == bindparam("at")).scalar_subquery()
    conditions = (older.import_id != bindparam("ours"), older.camera_id == bindparam("at"))
    statement = update(cast(Table, ImportEntry.__table__)).where(*conditions, older.version == bindparam("stood"))
    if former_versions:
        session.execute(statement.values(version=now), former_versions)


def _drop_made(session: Session, camera_ids: list[int], steps: _Steps) -> None:
    """Remove the cameras that the import made, and what goes along with them."""
    for start in range(0, len(camera_ids), BATCH):
        chunk = camera_ids[start : start + BATCH]
        statement = delete(Camera).where(Camera.id.in_(chunk))
        session.execute(statement, execution_options={"synchronize_session": False})
        steps.take(len(chunk))


def _drop_unused(session: Session, point_ids: list[int], steps: _Steps) -> None:
    """Remove points that the import made and nothing refers to any more."""
    leaning = (column for table, column in _leaning_on(InstallationPoint) if table.name not in GOES_WITH_POINT)
    used = union_all(*(select(column).where(column.is_not(None)) for column in leaning))
    for start in range(0, len(point_ids), BATCH):
        of_chunk = InstallationPoint.id.in_(point_ids[start : start + BATCH])
        is_used = exists().where(used.subquery().c[0] == InstallationPoint.id)
        session.execute(
            delete(InstallationPoint).where(of_chunk, ~is_used), execution_options={"synchronize_session": False}
        )
        steps.take(len(point_ids[start : start + BATCH]))
