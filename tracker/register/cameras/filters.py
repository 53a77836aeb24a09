"""Queries: what a list of cameras is narrowed to, as conditions: one filter for list, map, export and bulk edit."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, literal, or_, select
from sqlalchemy.orm import Session

from tracker.core import clock, text_search
from tracker.core.cursors import PAGE_SIZE
from tracker.core.database import UTCDateTime
from tracker.core.text_search import TrigramIndex, with_words
from tracker.core.viewer import Reach
from tracker.register.cameras import rules
from tracker.register.cameras.codes import key_range
from tracker.register.cameras.models import CAMERAS, Camera
from tracker.register.cameras.rules import ALL_ROUND, CameraForm, Connection, Gap, Health, Order, Sort
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import OwnerKind
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.rules import Storage
from tracker.register.visibility import ward_condition

LIVE = Camera.voided_at.is_(None)
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
    `index` is where the words of `q` are looked up, as `by_faster_way` says.
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
    voided: bool = False
    sort: Sort = Sort.CODE
    order: Order = Order.ASC
    after: tuple[Any, int] | None = None
    limit: int = PAGE_SIZE
    index: TrigramIndex | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> "CameraCriteria":
        """Out of the values of a query string, which may hold more than narrows a list."""
        return cls(**{field.name: args[field.name] for field in fields(cls) if not field.kw_only})

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than a ward, and for what is in use or was taken down."""
        of_ward = CameraCriteria(ward_id=self.ward_id, removed=self.removed, voided=self.voided)
        return self != replace(of_ward, sort=self.sort, order=self.order, after=self.after, limit=self.limit)


# The moment before which nobody's having looked makes a camera unknown: read from the clock when a statement is carried
# out, since one that is kept outlives the moment.
FRESH_SINCE = bindparam(None, callable_=lambda: clock.now() - rules.STALE_AFTER, type_=UTCDateTime())


def of_code(code: str) -> ColumnElement[bool]:
    """That a camera is known by a code, however it is written."""
    first, end = key_range(code)
    return and_(Camera.code_key >= first, Camera.code_key < end)


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a camera counts for a person: a ward admin, those of the own wards; not voided."""
    return and_(known(reach), LIVE)


def known(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of a camera, voided ones too: none goes out of the log."""
    return ward_condition(reach, Camera.ward_id)


def merged_family(camera_id: int) -> Select[int]:
    """The ids of a camera and of all that were merged into it, also by way of others: one camera in the street."""
    family = select(literal(camera_id, BigInteger).label("id")).cte("family", recursive=True)
    joined_in = select(Camera.id).join(family, Camera.merged_into_id == family.c.id)
    return select(family.union(joined_in).c.id)


def conditions(reach: Reach, criteria: CameraCriteria) -> list[ColumnElement[bool]]:
    """What a camera must be to be in a list: of columns of `Camera` alone, so that nothing need be joined."""
    visible = and_(known(reach), ~LIVE) if criteria.voided else scope(reach)
    terms = [visible, *_word_conditions(criteria)]
    terms += [
        column == getattr(criteria, name) for name, column in EQUAL.items() if getattr(criteria, name) is not None
    ]
    if criteria.health is not None:
        terms.append(shown(criteria.health))
    if criteria.gap is not None:
        terms.append(GAPS[criteria.gap])
    if criteria.owner_kind is not None:
        terms.append(Camera.owner_id.in_(select(Owner.id).where(Owner.kind == criteria.owner_kind)))
    if criteria.box is not None:
        terms.append(Camera.point_id.in_(_points_within(*criteria.box)))
    if not criteria.voided:
        terms.append(Camera.removed_on.is_not(None) if criteria.removed else Camera.removed_on.is_(None))
    return terms


def by_faster_way(session: Session, criteria: CameraCriteria) -> CameraCriteria:
    """The same cameras, their words looked up in an index where that is faster than to walk along them."""
    index = text_search.index_for(session, CAMERAS, with_words(CAMERAS, criteria.q))
    return criteria if index is criteria.index else replace(criteria, index=index)


def _word_conditions(criteria: CameraCriteria) -> list[ColumnElement[bool]]:
    terms = with_words(CAMERAS, criteria.q)
    looked_up = [term.indexed(criteria.index) for term in terms] if criteria.index else []
    return [*looked_up, *(term.plain for term in terms)]


def _points_within(south: float, west: float, north: float, east: float) -> Select[int]:
    point = InstallationPoint
    return select(point.id).where(point.latitude.between(south, north), point.longitude.between(west, east))


def shown(health: Health) -> ColumnElement[bool]:
    """The condition under which a camera is shown as `health` whenever it is asked: rules.health_on_page in SQL."""
    if health is Health.WORKING:
        return and_(Camera.health == Health.WORKING, Camera.checked_at >= FRESH_SINCE)
    if health is Health.BROKEN:
        return Camera.health == Health.BROKEN
    stale = or_(Camera.checked_at.is_(None), Camera.checked_at < FRESH_SINCE)
    return or_(Camera.health == Health.UNKNOWN, and_(Camera.health == Health.WORKING, stale))
