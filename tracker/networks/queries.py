"""Reading networks."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from tracker import errors
from tracker.access import Role
from tracker.accounts.viewer import Viewer
from tracker.networks.models import Network, ReplicationPoint
from tracker.words import N_


def visible_to(viewer: Viewer) -> Select[Network]:
    """The networks a person may know of: a ward admin those of the own wards."""
    statement = select(Network)
    if viewer.role is Role.WARD_ADMIN:
        statement = statement.where(Network.ward_id.in_(viewer.wards))
    return statement


def get(session: Session, viewer: Viewer, network_id: int) -> Network:
    """One network with its ward. NotFound when there is none that this person may know of."""
    statement = visible_to(viewer).options(joinedload(Network.ward)).where(Network.id == network_id)
    found = session.scalars(statement).first()
    if found is None:
        raise errors.NotFound(network=network_id)
    return found


def choices(session: Session, viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the networks a person may choose from, in Vietnamese order."""
    statement = visible_to(viewer).order_by(Network.sort_key, Network.id)
    return [(row.id, row.name) for row in session.scalars(statement)]


def id_within(session: Session, viewer: Viewer, network_id: int | None) -> int | None:
    """`network_id` itself if this person may use it. Invalid at its field otherwise."""
    if network_id is None:
        return None
    found = session.scalar(visible_to(viewer).with_only_columns(Network.id).where(Network.id == network_id))
    if found is None:
        raise errors.Invalid({"network_id": N_("Không có mô hình này trong phạm vi của bạn.")})
    return found


def points(session: Session, network_id: int) -> list[ReplicationPoint]:
    """The areas to which a network was extended, oldest first."""
    statement = select(ReplicationPoint).where(ReplicationPoint.network_id == network_id)
    return list(session.scalars(statement.order_by(ReplicationPoint.started_on, ReplicationPoint.id)))
