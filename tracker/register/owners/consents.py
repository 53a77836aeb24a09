"""Queries: reading owners together with their cameras; whose they are stays masked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Connection
from tracker.register.networks.models import Network
from tracker.register.owners import queries as owners
from tracker.register.owners.models import Owner
from tracker.register.owners.queries import Masked
from tracker.register.owners.rules import Consent, ConsentScope, OwnerKind
from tracker.register.places.models import InstallationPoint


@dataclass(frozen=True)
class OwnerCriteria:
    """What a list of owners is narrowed to: never by name, which would unmask it. `after` is the last id shown.

    `unsigned`: only owners of whose cameras one hangs where no notice tells people of it.
    """

    kind: OwnerKind | None = None
    consent: Consent | None = None
    scope: ConsentScope | None = None
    unsigned: bool = False
    after: tuple[int] | None = None
    limit: int = PAGE_SIZE


@dataclass(frozen=True)
class Holding:
    """An owner, masked, and how many cameras in use are the owner's: the police's and others' never added up."""

    owner: Masked
    police: int
    mobilisable: int


def listing(session: Session, viewer: Viewer, criteria: OwnerCriteria) -> Page[Holding]:
    """One page of owners by number with their counts."""
    counts = (_count(connection).scalar_subquery() for connection in (Connection.POLICE, Connection.MOBILISABLE))
    statement = owners.with_ward().add_columns(*counts).where(owners.scope(viewer.reach))
    for column, value in ((Owner.kind, criteria.kind), (Owner.consent_scope, criteria.scope)):
        if value is not None:
            statement = statement.where(column == value)
    if criteria.consent is not None:
        statement = statement.where(owners.CONSENTS[criteria.consent])
    if criteria.unsigned:
        statement = statement.where(_unsigned().exists())
    rows, following = page(session, statement, (Owner.id,), criteria.after, criteria.limit)
    return Page([_holding(*tuple[Any, ...](row)) for row in rows], following)


def _holding(owner: Owner, ward: str, police: int, mobilisable: int, _key: int) -> Holding:
    return Holding(owners.mask(owner, ward), police, mobilisable)


def cameras_of(session: Session, viewer: Viewer, owner_id: int, limit: int = PAGE_SIZE) -> Page[Row[Any]]:
    """An owner's first cameras in use, with place, sign and network."""
    columns = (Camera.id, Camera.code, Camera.name, Camera.connection, Network.name.label("network"))
    place = (InstallationPoint.id.label("point_id"), InstallationPoint.name.label("place"))
    statement = (
        select(*columns, *place, InstallationPoint.sign_posted)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .outerjoin(Network, Network.id == Camera.network_id)
        .where(cameras.scope(viewer.reach), Camera.owner_id == owner_id, Camera.removed_on.is_(None))
    )
    return page(session, statement, (Camera.sort_key, Camera.id), limit=limit)


def _count(connection: Connection) -> Select[int]:
    conditions = (Camera.owner_id == Owner.id, Camera.removed_on.is_(None), Camera.voided_at.is_(None))
    return select(func.count(Camera.id)).where(*conditions, Camera.connection == connection).correlate(Owner)


def _unsigned() -> Select[int]:
    """The cameras of an owner that hang where nobody has seen a notice."""
    return (
        select(Camera.id)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .where(
            Camera.owner_id == Owner.id,
            Camera.removed_on.is_(None),
            Camera.voided_at.is_(None),
            InstallationPoint.sign_posted.is_not(True),
        )
        .correlate(Owner)
    )
