"""Queries: what a list of cameras is narrowed to, as conditions: one filter for list, map, export and bulk edit."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from tracker.core import clock
from tracker.core.database import UTCDateTime
from tracker.core.permissions import Role
from tracker.core.vietnamese import fold
from tracker.core.viewer import Viewer
from tracker.register.cameras import rules
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import ALL_ROUND, CameraForm, Connection, Gap, Health, Order, Sort
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import OwnerKind
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.rules import Storage

PAGE = 50

EQUAL = {
    "ward_id": Camera.ward_id,
    "network_id": Camera.network_id,
    "recorder_id": Camera.recorder_id,
    "point_id": Camera.point_id,
    "owner_id": Camera.owner_id,
    "connection": Camera.connection,
    "form": Camera.form,
    "storage": Camera.storage,
}
GAPS = {
    Gap.PLACE: Camera.point_id.in_(select(InstallationPoint.id).where(InstallationPoint.latitude.is_(None))),
    Gap.BEARING: and_(Camera.bearing.is_(None), Camera.form.not_in(ALL_ROUND)),
    Gap.NETWORK: Camera.network_id.is_(None),
    Gap.RECORDER: Camera.recorder_id.is_(None),
    Gap.CHECK: Camera.checked_at.is_(None),
    Gap.SIGN: Camera.point_id.in_(select(InstallationPoint.id).where(InstallationPoint.sign_posted.is_not(True))),
}


@dataclass(frozen=True)
class CameraCriteria:
    """What a list of cameras is narrowed to. `box` is (south, west, north, east) in degrees.

    `after` is where the last page ended: (what it was sorted by, as `rules.read_key` gives it; id).
    """

    q: str = ""
    ward_id: int | None = None
    network_id: int | None = None
    recorder_id: int | None = None
    point_id: int | None = None
    owner_id: int | None = None
    connection: Connection | None = None
    health: Health | None = None
    form: CameraForm | None = None
    storage: Storage | None = None
    owner_kind: OwnerKind | None = None
    gap: Gap | None = None
    box: tuple[float, float, float, float] | None = None
    removed: bool = False
    sort: Sort = Sort.CODE
    order: Order = Order.ASC
    after: tuple[Any, int] | None = None
    limit: int = PAGE

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than a ward, and for what is in use or was taken down."""
        whole = CameraCriteria(ward_id=self.ward_id, removed=self.removed)
        return self != replace(whole, sort=self.sort, order=self.order, after=self.after, limit=self.limit)


# The moment before which nobody's having looked makes a camera unknown: found out when a statement is carried out.
FRESH_SINCE = bindparam(None, callable_=lambda: clock.now() - rules.STALE_AFTER, type_=UTCDateTime())


def scope(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which a person may know of a camera: a ward admin, those of the own wards."""
    return Camera.ward_id.in_(viewer.wards) if viewer.role is Role.WARD_ADMIN else Camera.id.is_not(None)


def conditions(viewer: Viewer, wanted: CameraCriteria) -> list[ColumnElement[bool]]:
    """What a camera must be to be in a list: of columns of `Camera` alone, so that nothing need be joined."""
    found = [scope(viewer), *(Camera.search_key.contains(w, autoescape=True) for w in fold(wanted.q).split())]
    found += [column == getattr(wanted, name) for name, column in EQUAL.items() if getattr(wanted, name) is not None]
    if wanted.health is not None:
        found.append(shown(wanted.health))
    if wanted.gap is not None:
        found.append(GAPS[wanted.gap])
    if wanted.owner_kind is not None:
        found.append(Camera.owner_id.in_(select(Owner.id).where(Owner.kind == wanted.owner_kind)))
    if wanted.box is not None:
        found.append(Camera.point_id.in_(_points_within(*wanted.box)))
    found.append(Camera.removed_on.is_not(None) if wanted.removed else Camera.removed_on.is_(None))
    return found


def _points_within(south: float, west: float, north: float, east: float) -> Select[int]:
    at = InstallationPoint
    return select(at.id).where(at.latitude.between(south, north), at.longitude.between(west, east))


def shown(health: Health) -> ColumnElement[bool]:
    """The condition under which a camera is shown as `health` whenever it is asked: rules.health_on_page in SQL."""
    if health is Health.WORKING:
        return and_(Camera.health == Health.WORKING, Camera.checked_at >= FRESH_SINCE)
    if health is Health.BROKEN:
        return Camera.health == Health.BROKEN
    stale = or_(Camera.checked_at.is_(None), Camera.checked_at < FRESH_SINCE)
    return or_(Camera.health == Health.UNKNOWN, and_(Camera.health == Health.WORKING, stale))
