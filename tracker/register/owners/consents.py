"""Queries: reading owners together with their cameras; whose they are stays masked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

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

PAGE = 50


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
    limit: int = PAGE


@dataclass(frozen=True)
class Holding:
    """An owner, masked, and how many cameras in use are the owner's: the police's and others' never added up."""

    owner: Masked
    police: int
    mobilisable: int


def listing(session: Session, viewer: Viewer, wanted: OwnerCriteria) -> tuple[list[Holding], bool]:
    """One page of owners by number with their counts, and whether more follow."""
    counts = (_count(connection).scalar_subquery() for connection in (Connection.POLICE, Connection.MOBILISABLE))
    statement = owners.with_ward().add_columns(*counts).where(owners.scope(viewer))
    for column, value in ((Owner.kind, wanted.kind), (Owner.consent_scope, wanted.scope)):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.consent is not None:
        statement = statement.where(owners.CONSENTS[wanted.consent])
    if wanted.unsigned:
        statement = statement.where(_unsigned().exists())
    if wanted.after:
        statement = statement.where(Owner.id > wanted.after[0])
    rows = list(session.execute(statement.order_by(Owner.id).limit(wanted.limit + 1)))
    made = [Holding(owners.mask(owner, ward), *counted) for owner, ward, *counted in rows[: wanted.limit]]
    return made, len(rows) > wanted.limit


def cameras_of(session: Session, viewer: Viewer, owner_id: int, limit: int = PAGE) -> tuple[list[Row[Any]], bool]:
    """An owner's first cameras in use, with place, sign and network, and whether there are more."""
    columns = (Camera.id, Camera.code, Camera.name, Camera.connection, Network.name.label("network"))
    place = (InstallationPoint.id.label("point_id"), InstallationPoint.name.label("place"))
    statement = (
        select(*columns, *place, InstallationPoint.sign_posted)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .outerjoin(Network, Network.id == Camera.network_id)
        .where(cameras.scope(viewer), Camera.owner_id == owner_id, Camera.removed_on.is_(None))
    )
    rows: list[Row[Any]] = list(session.execute(statement.order_by(Camera.sort_key, Camera.id).limit(limit + 1)))
    return rows[:limit], len(rows) > limit


def _count(connection: Connection) -> Select[int]:
    theirs = (Camera.owner_id == Owner.id, Camera.removed_on.is_(None), Camera.connection == connection)
    return select(func.count(Camera.id)).where(*theirs).correlate(Owner)


def _unsigned() -> Select[int]:
    """The cameras of an owner that hang where nobody has seen a notice."""
    return (
        select(Camera.id)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .where(
            Camera.owner_id == Owner.id,
            Camera.removed_on.is_(None),
            InstallationPoint.sign_posted.is_not(True),
        )
        .correlate(Owner)
    )
