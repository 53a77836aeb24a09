"""Writing imports: keeping a list, saying what its columns mean, trying it out, applying it whole or not at all."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, insert, update
from sqlalchemy.orm import Session

from tracker import access, clock, errors
from tracker.access import Can
from tracker.accounts.viewer import Viewer
from tracker.audit.actions import record
from tracker.cameras.actions import keys
from tracker.cameras.models import Camera
from tracker.cameras.rules import Health
from tracker.db import Base, check_version
from tracker.imports import queries
from tracker.imports.models import CameraImport
from tracker.imports.plan import Draft, Place, Plan, draw_up, place_of
from tracker.imports.rules import Field, Report, Sheet, plain
from tracker.networks import queries as networks
from tracker.places.models import InstallationPoint
from tracker.text import clean, search_key, sort_key
from tracker.wards import queries as wards
from tracker.wards.models import Ward
from tracker.words import N_

BATCH = 5_000
KEY = 500  # characters that a key's column holds
WRONG_ROWS = N_("Còn dòng sai nên chưa nhập dòng nào. Hãy sửa trong tệp rồi gửi lại.")
NO_CODES = N_("Chưa có cột nào là mã camera. Hãy chọn cột đó trong bảng các cột.")
TWO_COLUMNS = N_("Hai cột không thể cùng một nghĩa. Hãy bỏ qua một trong hai.")


@dataclass(frozen=True)
class _Within:
    """What a permission is asked about: a ward's cameras."""

    ward_id: int


def upload(session: Session, actor: Viewer, file_name: str, content: bytes, network_id: int | None) -> CameraImport:
    """Keep a file that the actor wants to import into the own ward."""
    access.require(actor, Can.REGISTER_CAMERAS)
    if actor.ward_id is None:
        raise errors.NotAllowed()
    kept = CameraImport(
        keeper_id=actor.id,
        ward_id=actor.ward_id,
        network_id=networks.id_within(session, actor, network_id),
        file_name=named(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        mapping="{}",
        created_at=clock.now(),
        applied_at=None,
        counts="{}",
    )
    access.require(actor, Can.REGISTER_CAMERAS, kept)
    session.add(kept)
    session.flush()
    record(session, actor, "import:upload", kept, sha256=kept.sha256)
    return kept


def choose_columns(
    session: Session, actor: Viewer, import_id: int, version: int, headers: tuple[str, ...], fields: list[Field]
) -> CameraImport:
    """Say what each column of an import's file means, in order."""
    kept = _waiting(session, actor, import_id, version)
    meant = [field for field in fields if field is not Field.IGNORED]
    if len(fields) != len(headers):
        raise errors.Stale()
    if len(set(meant)) < len(meant):
        raise errors.Invalid({"columns": TWO_COLUMNS})
    kept.mapping = json.dumps(dict(zip(map(plain, headers), fields, strict=True)))
    session.flush()
    record(session, actor, "import:columns", kept, columns=json.loads(kept.mapping))
    return kept


def chosen(kept: CameraImport) -> dict[str, Field]:
    """What the keeper said that columns mean, by plain header."""
    return {header: Field(value) for header, value in json.loads(kept.mapping).items()}


def finish(session: Session, actor: Viewer, import_id: int, version: int, sheet: Sheet) -> CameraImport:
    """Apply an import; its content is dropped. Invalid while anything is wrong, WrongState a second time."""
    kept = _waiting(session, actor, import_id, version)
    ward = wards.get(session, kept.ward_id)
    report = apply(session, actor, sheet, ward, kept.network_id, file_name=kept.file_name, sha256=kept.sha256)
    if report.faults:
        raise errors.Invalid({"file": WRONG_ROWS})
    kept.counts, kept.applied_at, kept.content = json.dumps(dict(report.counts)), clock.now(), None
    session.flush()
    return kept


def discard(session: Session, actor: Viewer, import_id: int, version: int) -> CameraImport:
    """Give an import up; its content is dropped."""
    kept = _waiting(session, actor, import_id, version)
    kept.content = None
    session.flush()
    record(session, actor, "import:discard", kept)
    return kept


def examine(session: Session, actor: Viewer | None, sheet: Sheet, ward: Ward | None, network_id: int | None) -> Report:
    """What applying a list would do. Nothing is written."""
    return _plan(session, actor, sheet, ward, network_id).report()


def apply(
    session: Session,
    actor: Viewer | None,
    sheet: Sheet,
    ward: Ward | None,
    network_id: int | None,
    *,
    file_name: str,
    sha256: str,
) -> Report:
    """Write a list into the register, all of it; nothing of it when any row is wrong, as the report then tells.

    `ward` is the ward of rows that name none, `network_id` likewise. Without an actor it is the machine's keeper.
    Invalid when no column gives codes.
    """
    if not sheet.coded:
        raise errors.Invalid({"file": NO_CODES})
    plan = _plan(session, actor, sheet, ward, network_id)
    report = plan.report()
    if report.faults:
        return report
    points = _settle_points(session, plan)
    _insert(session, Camera, (_new_row(draft, plan, points) for draft in plan.new))
    _change(session, Camera, (_changed_row(draft, plan, points) for draft in plan.changed))
    record(
        session,
        actor,
        "camera:import",
        kind="Camera",
        file=file_name,
        sha256=sha256,
        wards=sorted(named.code for named in plan.wards.values()),
        network_id=network_id,
        counts=dict(report.counts),
    )
    return report


def named(file_name: str) -> str:
    """A file's name as it is kept: without its folders, in NFC."""
    return clean(file_name.replace("\\", "/").rpartition("/")[2])[:255]


def _plan(session: Session, actor: Viewer | None, sheet: Sheet, ward: Ward | None, network_id: int | None) -> Plan:
    plan = draw_up(session, actor, sheet, ward, network_id)
    if actor is not None:
        networks.id_within(session, actor, network_id)
        for ward_id in plan.wards:
            access.require(actor, Can.REGISTER_CAMERAS, _Within(ward_id))
    return plan


def _waiting(session: Session, actor: Viewer, import_id: int, version: int) -> CameraImport:
    kept = queries.get(session, actor, import_id)
    access.require(actor, Can.REGISTER_CAMERAS, kept)
    if kept.content is None:
        raise errors.WrongState()
    check_version(kept, version)
    return kept


def _settle_points(session: Session, plan: Plan) -> dict[int | Place, int]:
    """Make the points that are not there yet and mend addresses; the id of each place."""
    drafts = (*plan.new, *plan.changed)
    wanted = dict.fromkeys(draft.point for draft in drafts if not isinstance(draft.point, int))
    _insert(session, InstallationPoint, (_new_point(place, plan.addresses.get(place, "")) for place in wanted))
    mended = [_mended_point(plan, at, said) for at, said in plan.addresses.items() if isinstance(at, int)]
    _change(session, InstallationPoint, mended)
    ids: dict[int | Place, int] = {draft.point: draft.point for draft in drafts if isinstance(draft.point, int)}
    if wanted:
        for row in queries.points_of(session, {place[0] for place in wanted}):
            ids.setdefault(place_of(row.ward_id, row.name, row.latitude, row.longitude, row.address), row.id)
    return ids


def _new_point(place: Place, address: str) -> dict[str, Any]:
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


def _mended_point(plan: Plan, point_id: int, address: str) -> dict[str, Any]:
    stood = plan.known[point_id]
    key = search_key(stood.name, address)[:KEY]
    return {"at": point_id, "seen": stood.version, "address": address, "search_key": key}


def _new_row(draft: Draft, plan: Plan, points: Mapping[int | Place, int]) -> dict[str, Any]:
    return {
        **draft.values,
        **_keys(draft, plan, draft.values),
        "code": draft.code,
        "registered_ward_id": draft.ward_id,
        "ward_id": draft.ward_id,
        "point_id": points[draft.point],
        "recorder_id": None,
        "owner_id": None,
        "removed_on": None,
        "health": Health.UNKNOWN,
        "checked_at": None,
        "version": 1,
    }


def _changed_row(draft: Draft, plan: Plan, points: Mapping[int | Place, int]) -> dict[str, Any]:
    stood = {name: getattr(draft.camera, name) for name in queries.CHANGEABLE}
    values = {**stood, **draft.values}
    found = {"at": draft.camera.id, "seen": draft.camera.version} if draft.camera else {}
    return {**values, **_keys(draft, plan, values), "point_id": points[draft.point], **found}


def _keys(draft: Draft, plan: Plan, values: Mapping[str, Any]) -> dict[str, str]:
    """The camera's keys, with the name and address of its point as they will be."""
    point = draft.point
    name, address = (plan.known[point].name, plan.known[point].address) if isinstance(point, int) else (point[1], "")
    return keys(draft.code, values["name"], name, plan.addresses.get(point, address), values["model"])


def _insert(session: Session, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Add rows, a batch at a time."""
    for batch in _batches(rows):
        session.execute(insert(cast(Table, table.__table__)), batch)


def _change(session: Session, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Write over rows by id (`at`), each as it was `seen`. Stale when somebody was faster."""
    columns = table.__table__.c
    ours = columns.id == bindparam("at"), columns.version == bindparam("seen")
    statement = update(cast(Table, table.__table__)).where(*ours).values(version=columns.version + 1)
    for batch in _batches(rows):
        done = cast("CursorResult[Any]", session.execute(statement, batch))
        if done.rowcount != len(batch):
            raise errors.Stale()


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
