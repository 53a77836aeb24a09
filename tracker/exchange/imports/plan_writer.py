"""Actions: writing a plan into the register: points, cameras, memberships, and the journal that can undo it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, cast

import orjson
from sqlalchemy import CursorResult, Table, bindparam, insert, literal, update
from sqlalchemy.orm import Session

from tracker.core import clock, errors
from tracker.core.database import Base
from tracker.core.vietnamese import search_key, sort_key
from tracker.exchange.imports import queries
from tracker.exchange.imports.models import ImportEntry
from tracker.exchange.imports.plan_types import CameraDraft, ImportPlan, MapPlace, place_of
from tracker.exchange.imports.planner import ProgressCallback
from tracker.register.cameras.actions import enter, keys, rejoin
from tracker.register.cameras.fields import searched
from tracker.register.cameras.health import record_health_of_many
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults.recorder_faults import on_recorder_changed
from tracker.register.places.models import InstallationPoint
from tracker.register.streets import actions as streets

BATCH = 2_000
KEY = 500  # characters that a key's column holds
REASON = "Nhập danh sách"
_SEARCHED = searched()
_KEYED = {"name", *_SEARCHED}  # the columns of which keys are made


def write(session: Session, plan: ImportPlan, import_id: int | None, tick: ProgressCallback) -> None:
    """Write all of a plan. With an `import_id`, note what was there before. Stale when somebody was faster."""
    _Writer(session, plan, tick).write(import_id)


def prepare(plan: ImportPlan, tick: ProgressCallback = lambda *_: None) -> None:
    """Make the keys of all cameras beforehand: that takes as long as writing, and nobody need wait for it."""
    for index, draft in enumerate(drafts := (*plan.new, *plan.changed)):
        draft.keys = _keys_of(plan, draft)
        tick(index + 1, len(drafts))


def _keys_of(plan: ImportPlan, draft: CameraDraft) -> dict[str, str]:
    """A camera's keys, with the name and address of its point as they will be; what stands where nothing changes."""
    camera, point = draft.camera, draft.point
    same_point = camera is not None and point == camera.point_id and point not in plan.addresses
    if camera is not None and same_point and not draft.values.keys() & _KEYED:
        return {"search_key": camera.search_key, "name_key": camera.name_key}
    points = plan.known
    place, address = (points[point].name, points[point].address) if isinstance(point, int) else (point[1], "")
    name, *searched_texts = (draft.values.get(name, getattr(camera, name, "")) for name in ("name", *_SEARCHED))
    new_keys = keys(draft.code, name, place, plan.addresses.get(point, address), *searched_texts)
    return new_keys if camera is None else {column: new_keys[column] for column in ("search_key", "name_key")}


class _Writer:
    """Writes one plan, a batch at a time."""

    def __init__(self, session: Session, plan: ImportPlan, tick: ProgressCallback) -> None:
        self.session, self.plan, self._tick = session, plan, tick
        self._done, self._total = 0, len(plan.new) + len(plan.changed)
        self._mended: dict[int, dict[str, Any]] = {}
        self._made: set[int] = set()
        self._versions: dict[int, int] = {}  # of cameras hung on recorders that may be broken

    def write(self, import_id: int | None) -> None:
        """Everything, in the order in which one thing needs another."""
        if any(draft.keys is None for draft in (*self.plan.new[:1], *self.plan.changed[:1])):
            prepare(self.plan)
        points = self._settle_points()
        before = queries.newest(self.session, Camera)
        insert_all(self.session, Camera, (self._new_row(draft, points) for draft in self._with_progress(self.plan.new)))
        change(
            self.session, Camera, (self._changed_row(draft, points) for draft in self._with_progress(self.plan.changed))
        )
        new_cameras = queries.cameras_after(self.session, before, {draft.ward_id for draft in self.plan.new})
        new_cameras = self._made_by_this_plan(new_cameras)
        if any(draft.values["network_id"] is not None for draft in self.plan.new):
            enter(self.session, [row.id for row in new_cameras])
        rejoin(self.session, self._rejoining(), clock.today(), REASON)
        on_recorder = [*(row.id for row in new_cameras if row.recorder_id is not None), *self._on_other_recorder()]
        with_state = self._record_health(new_cameras)
        self._versions = queries.versions_of(
            self.session, [*on_recorder_changed(self.session, on_recorder), *with_state]
        )
        if import_id is not None:
            insert_all(self.session, ImportEntry, self._entries(import_id, new_cameras, points))

    def _record_health(self, new_cameras: Sequence[Any]) -> list[int]:
        """Note what the list says of the cameras' states, as seen on its day; the cameras of which it says it."""
        ids = {(row.registered_ward_id, row.code): row.id for row in new_cameras}
        by_state: dict[tuple[Health, date | None], list[int]] = {}
        for draft in (*self.plan.new, *self.plan.changed):
            if draft.health is not None:
                camera_id = draft.camera.id if draft.camera is not None else ids[draft.ward_id, draft.code]
                by_state.setdefault((draft.health, draft.checked_on), []).append(camera_id)
        for (health, checked_on), camera_ids in by_state.items():
            seen_at = clock.day_start(checked_on) if checked_on else clock.now()
            record_health_of_many(self.session, camera_ids, health, seen_at, REASON, "")
        return [camera_id for camera_ids in by_state.values() for camera_id in camera_ids]

    def _with_progress(self, drafts: Sequence[CameraDraft]) -> Iterator[CameraDraft]:
        for draft in drafts:
            self._done += 1
            self._tick(self._done, self._total)
            yield draft

    def _made_by_this_plan(self, rows: Sequence[Any]) -> list[Any]:
        """Of rows that are new, those that this plan made."""
        codes = {(draft.ward_id, draft.code) for draft in self.plan.new}
        return [row for row in rows if (row.registered_ward_id, row.code) in codes]

    def _rejoining(self) -> dict[int, int | None]:
        """The networks of cameras that change theirs."""
        return {d.camera.id: d.values["network_id"] for d in self.plan.changed if d.camera and "network_id" in d.values}

    def _on_other_recorder(self) -> Iterator[int]:
        return (draft.camera.id for draft in self.plan.changed if draft.camera and "recorder_id" in draft.values)

    def _settle_points(self) -> dict[int | MapPlace, int]:
        """Make the points that are not there yet and mend addresses; the id of each place."""
        plan = self.plan
        drafts = (*plan.new, *plan.changed)
        new_places = dict.fromkeys(draft.point for draft in drafts if not isinstance(draft.point, int))
        before = queries.newest(self.session, InstallationPoint)
        insert_all(
            self.session, InstallationPoint, (_new_point(point, plan.addresses.get(point, "")) for point in new_places)
        )
        new_addresses = [
            self._mended_point(point, address) for point, address in plan.addresses.items() if isinstance(point, int)
        ]
        change(self.session, InstallationPoint, new_addresses)
        ids: dict[int | MapPlace, int] = {draft.point: draft.point for draft in drafts if isinstance(draft.point, int)}
        if new_places:
            for row in queries.points_of(self.session, {place[0] for place in new_places}, after=before):
                place = place_of(row.ward_id, row.name, row.latitude, row.longitude, row.address)
                if place in new_places and place not in ids:
                    ids[place] = row.id
                    self._made.add(row.id)
            streets.take_up(self.session, self._made)
        return ids

    def _mended_point(self, point_id: int, address: str) -> dict[str, Any]:
        point = self.plan.known[point_id]
        self._mended[point_id] = {
            "id": point_id,
            "version": point.version + 1,
            "address": point.address,
            "key": search_key(point.name, point.address)[:KEY],
        }
        return {
            "at": point_id,
            "seen": point.version,
            "address": address,
            "search_key": search_key(point.name, address)[:KEY],
        }

    def _new_row(self, draft: CameraDraft, points: Mapping[int | MapPlace, int]) -> dict[str, Any]:
        return {
            **draft.values,
            **(draft.keys or {}),
            "code": draft.code,
            "registered_ward_id": draft.ward_id,
            "ward_id": draft.ward_id,
            "point_id": points[draft.point],
            "owner_id": None,
            "removed_on": None,
            "health": Health.UNKNOWN,
            "checked_at": None,
            "version": 1,
        }

    def _changed_row(self, draft: CameraDraft, points: Mapping[int | MapPlace, int]) -> dict[str, Any]:
        camera: Any = draft.camera
        values = {**{name: getattr(camera, name) for name in queries.CHANGEABLE}, **draft.values}
        return {
            **values,
            **(draft.keys or {}),
            "point_id": points[draft.point],
            "at": camera.id,
            "seen": camera.version,
        }

    def _entries(
        self, import_id: int, new_cameras: Sequence[Any], points: Mapping[int | MapPlace, int]
    ) -> Iterator[dict[str, Any]]:
        """The journal: each camera as it was, each point noted with the first camera that came to hang there."""
        for row in new_cameras:
            version = self._versions.get(row.id, 1)
            yield self._entry(import_id, row.id, row.point_id, version=version, made=True, before="")
        for draft in self.plan.changed:
            camera: Any = draft.camera
            column_values = {
                name: getattr(camera, name) for name in (*draft.values, "point_id", "search_key", "name_key", "version")
            }
            before = orjson.dumps(column_values).decode()
            point_id, version = points[draft.point], self._versions.get(camera.id, camera.version + 1)
            yield self._entry(import_id, camera.id, point_id, version=version, made=False, before=before)

    def _entry(self, import_id: int, camera_id: int, point_id: int, **facts: Any) -> dict[str, Any]:
        mended = self._mended.pop(point_id, None)
        made_point_id = point_id if point_id in self._made else None
        self._made.discard(point_id)
        point_facts = {"point_id": made_point_id, "mended": orjson.dumps(mended).decode() if mended else ""}
        return {"import_id": import_id, "camera_id": camera_id, **point_facts, **facts}


def insert_all(session: Session, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Add rows, a batch at a time.

    SQLite's index of trigrams takes many rows of one statement much faster than each by its own: with RETURNING, as
    many stand in one statement as it takes.
    """
    statement: Any = insert(cast(Table, table.__table__))
    if session.get_bind().dialect.name == "sqlite":
        statement = statement.returning(literal(1))
    for batch in _batches(rows):
        session.execute(statement, batch).close()


def change(session: Session, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Write over rows by id (`at`), each as it was `seen`. Stale when somebody was faster."""
    columns = table.__table__.c
    as_seen = columns.id == bindparam("at"), columns.version == bindparam("seen")
    statement = update(cast(Table, table.__table__)).where(*as_seen).values(version=columns.version + 1)
    for batch in _batches(rows):
        outcome = cast("CursorResult[Any]", session.execute(statement, batch))
        if outcome.rowcount != len(batch):
            raise errors.Stale()


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _new_point(place: MapPlace, address: str) -> dict[str, Any]:
    ward_id, name, latitude, longitude, _ = place
    return {
        "ward_id": ward_id,
        "name": name,
        "address": address,
        "latitude": latitude,
        "longitude": longitude,
        "sign_posted": None,
        "search_key": search_key(name, address)[:KEY],
        "sort_key": sort_key(name)[:KEY],
        "version": 1,
    }
