"""Reading imports, as their keeper alone may; and what of the register an import is matched with."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session, undefer

from tracker import clock, errors
from tracker.accounts.viewer import Viewer
from tracker.cameras.models import Camera
from tracker.imports.models import CameraImport
from tracker.networks import queries as networks
from tracker.networks.models import Network
from tracker.places.models import InstallationPoint
from tracker.text import clean
from tracker.wards import rules
from tracker.wards.models import Ward

PAGE = 50

# Columns of a camera that a list can change, one by one.
CHANGEABLE = (
    *("name", "connection", "form", "model", "manager", "bearing", "view_angle", "reach_m"),
    *("storage", "retention_days", "installed_on", "note", "network_id"),
)
STANDING: tuple[Any, ...] = (
    Camera.id,
    Camera.version,
    Camera.code,
    Camera.ward_id,
    Camera.registered_ward_id,
    Camera.removed_on,
    Camera.point_id,
    *(getattr(Camera, name) for name in CHANGEABLE),
    InstallationPoint.name.label("place"),
    InstallationPoint.address,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
    InstallationPoint.version.label("point_version"),
)


def visible_to(viewer: Viewer) -> Select[CameraImport]:
    """The imports a person may know of: the own ones."""
    return select(CameraImport).where(CameraImport.keeper_id == viewer.id)


def get(session: Session, viewer: Viewer, import_id: int) -> CameraImport:
    """One import with its content. NotFound when it is not this person's own."""
    found = session.scalars(
        visible_to(viewer).where(CameraImport.id == import_id).options(undefer(CameraImport.content))
    ).first()
    if found is None:
        raise errors.NotFound(camera_import=import_id)
    return found


def listing(session: Session, viewer: Viewer, after: tuple[int] | None) -> tuple[list[Row[Any]], bool]:
    """One page of a person's imports, newest first, and whether more follow."""
    columns: tuple[Any, ...] = (
        CameraImport.id,
        CameraImport.file_name,
        CameraImport.created_at,
        CameraImport.applied_at,
        CameraImport.content.is_not(None).label("waiting"),
        CameraImport.counts,
    )
    statement = select(*columns).where(CameraImport.keeper_id == viewer.id).order_by(CameraImport.id.desc())
    if after is not None:
        statement = statement.where(CameraImport.id < after[0])
    rows = list(session.execute(statement.limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def wards_of_codes(session: Session, codes: Collection[str]) -> dict[str, Ward]:
    """The wards that hold some codes today, or held them last, each under the code as it was asked for."""
    padded = {code: rules.padded(clean(code)) for code in codes}
    statement = select(Ward).where(Ward.code.in_(set(padded.values())), Ward.valid_from <= clock.today())
    newest = {ward.code: ward for ward in session.scalars(statement.order_by(Ward.valid_from))}
    return {code: newest[full] for code, full in padded.items() if full in newest}


def networks_known(session: Session, viewer: Viewer | None) -> list[Row[Any]]:
    """(id, code, name) of the networks that somebody may put cameras into; the machine's keeper: into all."""
    statement = select(Network.id, Network.code, Network.name)
    return list(session.execute(statement.where(networks.scope(viewer)) if viewer else statement))


def cameras_standing(session: Session, within: Collection[int], registered: Collection[int]) -> Iterator[Row[Any]]:
    """The cameras of wards `within`, or once `registered` in one: rows of STANDING."""
    ours: ColumnElement[bool] = or_(Camera.ward_id.in_(within), Camera.registered_ward_id.in_(registered))
    statement = select(*STANDING).join(InstallationPoint, InstallationPoint.id == Camera.point_id).where(ours)
    yield from session.execute(statement.order_by(Camera.id).execution_options(yield_per=5_000))


def points_of(session: Session, ward_ids: Collection[int]) -> Iterator[Row[Any]]:
    """The points of some wards, oldest first: id, version, ward_id, name, address, latitude, longitude."""
    point = InstallationPoint
    named: tuple[Any, ...] = (point.id, point.version, point.ward_id, point.name, point.address)
    columns: tuple[Any, ...] = (*named, point.latitude, point.longitude)
    yield from session.execute(select(*columns).where(point.ward_id.in_(ward_ids)).order_by(point.id))
