"""Queries: what a paper book is matched with: cases taken over before, cameras, people, wards and units of a day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Post, User
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.core.permissions import CASE_ROLES
from tracker.core.vietnamese import fold, sort_key
from tracker.register.cameras.models import Camera, Membership
from tracker.register.networks.models import Network
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.territory.units.models import Unit, UnitSuccession
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

AT_ONCE = 500  # texts or ids asked for in one statement


def lineage(session: Session, unit_id: int) -> list[Unit]:
    """A unit and all whose work came to it."""
    unit_ids, latest = {unit_id}, {unit_id}
    while latest:
        before = select(UnitSuccession.old_id).where(UnitSuccession.new_id.in_(latest))
        latest = set(session.scalars(before)) - unit_ids
        unit_ids |= latest
    return list(session.scalars(select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.valid_from, Unit.id)))


def incidents_numbered(session: Session, unit_ids: Collection[int], numbers: Collection[str]) -> dict[Any, int]:
    """The ids of incidents taken over before, by unit and the number they had there."""
    rows = _numbered(session, Incident, unit_ids, numbers)
    return {(row.unit_id, row.external_number): row.id for row in rows}


def requests_numbered(session: Session, unit_ids: Collection[int], numbers: Collection[str]) -> dict[Any, int]:
    """The ids of requests taken over before, by unit and the number they had there."""
    rows = _numbered(session, ExtractionRequest, unit_ids, numbers)
    return {(row.unit_id, row.external_number): row.id for row in rows}


def _numbered(session: Session, kind: Any, unit_ids: Collection[int], numbers: Collection[str]) -> Iterator[Row[Any]]:
    statement = select(kind.id, kind.unit_id, kind.external_number).where(kind.unit_id.in_(unit_ids))
    for chunk in _slices(numbers):
        yield from session.execute(statement.where(kind.external_number.in_(chunk)))


def numbers_beyond(
    session: Session, kind: Any, within: ColumnElement[bool], unit_ids: Collection[int], numbers: Collection[str]
) -> set[tuple[int, str]]:
    """(unit, number) of incidents, or requests, taken over before whose incident is sealed and not among those `within`
    reach: nothing can be joined to it, nor its number used again.
    """
    statement = select(kind.unit_id, kind.external_number).where(kind.unit_id.in_(unit_ids))
    if kind is not Incident:
        statement = statement.join(Incident, Incident.id == kind.incident_id)
    statement = statement.where(Incident.sealed_at.is_not(None), ~within)
    pairs: set[tuple[int, str]] = set()
    for chunk in _slices(numbers):
        pairs |= set(map(tuple, session.execute(statement.where(kind.external_number.in_(chunk)))))
    return pairs


def lines_of(session: Session, request_ids: Collection[int]) -> set[tuple[int, int, Any]]:
    """(request, camera, start of the window) of the lines of requests; for a merged camera, that which it went into."""
    columns: tuple[Any, ...] = (ExtractionLine.request_id, ExtractionLine.camera_id, ExtractionLine.window_from)
    lines: list[Row[Any]] = []
    for chunk in _slices(request_ids):
        lines += session.execute(select(*columns).where(ExtractionLine.request_id.in_(chunk))).all()
    survivors = _survivors(session, {line.camera_id for line in lines})
    return {(line.request_id, survivors.get(line.camera_id, line.camera_id), line.window_from) for line in lines}


def _survivors(session: Session, camera_ids: Collection[int]) -> dict[int, int]:
    """Of those cameras that were merged into others, the id of the one that still stands."""
    survivor_ids: dict[int, int] = {}
    latest = set(camera_ids)
    while latest:
        merged = select(Camera.id, Camera.merged_into_id).where(Camera.merged_into_id.is_not(None))
        steps = {
            row.id: row.merged_into_id
            for ids in _slices(latest)
            for row in session.execute(merged.where(Camera.id.in_(ids)))
        }
        survivor_ids |= steps
        latest = set(steps.values()) - survivor_ids.keys()
    return {camera_id: _last(survivor_ids, camera_id) for camera_id in survivor_ids}


def _last(survivor_ids: dict[int, int], camera_id: int) -> int:
    while camera_id in survivor_ids:
        camera_id = survivor_ids[camera_id]
    return camera_id


def people(session: Session) -> dict[str, dict[int, frozenset[int]]]:
    """Who ever worked on cases: the units of each one's posts, by the folded name and the id of the account."""
    statement = select(User.id, User.name, Post.unit_id).join(Post, Post.user_id == User.id)
    units: dict[str, dict[int, frozenset[int]]] = defaultdict(dict)
    for row in session.execute(statement.where(Post.role.in_(CASE_ROLES), Post.unit_id.is_not(None))):
        of_name = units[fold(row.name)]
        of_name[row.id] = of_name.get(row.id, frozenset()) | {row.unit_id}
    return units


@dataclass(frozen=True)
class KnownCamera:
    """A camera as lines need it. `networks` are (network, first day, last day or None) of its memberships."""

    id: int
    ward_id: int
    registered_ward_id: int
    network_id: int | None
    network_since: date | None
    retention: tuple[int | None, int | None, Any]
    networks: Sequence[tuple[int, date, date | None]] = ()


def cameras_called(session: Session, names: Collection[str]) -> dict[str, list[KnownCamera]]:
    """The cameras that cells mean, by `name_key` of their text: those of that code, else those of a point so named.

    The code of a camera entered twice means the one that it was merged into; what was voided as a mistake is none.
    """
    by_name: dict[str, list[Row[Any]]] = defaultdict(list)
    keys = set(map(name_key, names))
    for name, row in _of_codes(session, keys):
        if row.id not in {camera.id for camera in by_name[name]}:
            by_name[name].append(row)
    for chunk in _slices(keys - by_name.keys()):
        for row in session.execute(_cameras().where(InstallationPoint.sort_key.in_(chunk))):
            by_name[name_key(row.place)].append(row)
    memberships = _memberships(session, {row.id for rows in by_name.values() for row in rows})
    return {name: [_known(row, memberships.get(row.id, ())) for row in rows] for name, rows in by_name.items()}


def _of_codes(session: Session, keys: Collection[str]) -> Iterator[tuple[str, Row[Any]]]:
    """The standing cameras of codes, each with the key by which it is meant."""
    columns: tuple[Any, ...] = (Camera.id, Camera.sort_key)
    statement = select(*columns).where(or_(Camera.voided_at.is_(None), Camera.merged_into_id.is_not(None)))
    key_by_id = {
        row.id: row.sort_key
        for ids in _slices(keys)
        for row in session.execute(statement.where(Camera.sort_key.in_(ids)))
    }
    survivors = _survivors(session, key_by_id)
    standing_ids = {survivors.get(camera_id, camera_id) for camera_id in key_by_id}
    rows = {
        row.id: row for ids in _slices(standing_ids) for row in session.execute(_cameras().where(Camera.id.in_(ids)))
    }
    for camera_id, key in sorted(key_by_id.items()):
        row = rows.get(survivors.get(camera_id, camera_id))
        if row is not None:
            yield key, row


def name_key(text: str) -> str:
    """What a camera's code or a point's name is found by."""
    return sort_key(text)[:500]


def _slices(values: Collection[Any]) -> Iterator[list[Any]]:
    remaining = iter(sorted(values))
    while chunk := list(islice(remaining, AT_ONCE)):
        yield chunk


def _cameras() -> Any:
    columns: tuple[Any, ...] = (
        Camera.id, Camera.code, Camera.ward_id, Camera.registered_ward_id, Camera.network_id, Camera.retention_days,
        Camera.storage, Recorder.retention_days.label("recorder_days"), Network.launched_on.label("network_since"),
        InstallationPoint.name.label("place"),
    )  # fmt: skip
    joined = select(*columns).join(InstallationPoint, InstallationPoint.id == Camera.point_id)
    joined = joined.outerjoin(Recorder, Recorder.id == Camera.recorder_id)
    joined = joined.outerjoin(Network, Network.id == Camera.network_id).where(Camera.voided_at.is_(None))
    return joined.order_by(Camera.id)


def _known(row: Row[Any], networks: Sequence[tuple[int, date, date | None]]) -> KnownCamera:
    retention = (row.retention_days, row.recorder_days, row.storage)
    wards_of_camera = (row.ward_id, row.registered_ward_id)
    return KnownCamera(row.id, *wards_of_camera, row.network_id, row.network_since, retention, networks)


def _memberships(session: Session, camera_ids: Collection[int]) -> dict[int, list[tuple[int, date, date | None]]]:
    memberships: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    columns: tuple[Any, ...] = (Membership.camera_id, Membership.network_id, Membership.joined_on, Membership.left_on)
    for chunk in _slices(camera_ids):
        statement = select(*columns).where(Membership.camera_id.in_(chunk)).order_by(Membership.joined_on)
        for row in session.execute(statement):
            memberships[row.camera_id].append((row.network_id, row.joined_on, row.left_on))
    return memberships


def wards_behind(session: Session, ward_ids: Collection[int]) -> dict[int, list[Ward]]:
    """For each ward itself and all that came to it, whatever became of them."""
    behind = {ward_id: {ward_id, *wards.predecessors(session, ward_id)} for ward_id in ward_ids}
    every_id = set().union(*behind.values())
    rows: dict[int, Ward] = {}
    for chunk in _slices(every_id):
        rows |= {ward.id: ward for ward in session.scalars(select(Ward).where(Ward.id.in_(chunk)))}
    return {
        ward_id: [rows[ward_id_behind] for ward_id_behind in sorted(ids_behind)]
        for ward_id, ids_behind in behind.items()
    }
