"""Reading installation points."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from tracker import errors
from tracker.access import Role
from tracker.accounts.viewer import Viewer
from tracker.places.models import InstallationPoint


def visible_to(viewer: Viewer) -> Select[InstallationPoint]:
    """The points a person may know of: a ward admin those of the own wards."""
    statement = select(InstallationPoint)
    if viewer.role is Role.WARD_ADMIN:
        statement = statement.where(InstallationPoint.ward_id.in_(viewer.wards))
    return statement


def get(session: Session, viewer: Viewer, point_id: int) -> InstallationPoint:
    """One point with its ward. NotFound when there is none that this person may know of."""
    statement = visible_to(viewer).options(joinedload(InstallationPoint.ward))
    found = session.scalars(statement.where(InstallationPoint.id == point_id)).first()
    if found is None:
        raise errors.NotFound(point=point_id)
    return found


def same(
    session: Session, ward_id: int, name: str, latitude: float | None, longitude: float | None
) -> InstallationPoint | None:
    """The point of that ward with exactly this name and place, or None."""
    statement = select(InstallationPoint).where(
        InstallationPoint.ward_id == ward_id,
        InstallationPoint.name == name,
        InstallationPoint.latitude.is_not_distinct_from(latitude),
        InstallationPoint.longitude.is_not_distinct_from(longitude),
    )
    return session.scalars(statement.order_by(InstallationPoint.id).limit(1)).first()


def how_many(session: Session, viewer: Viewer) -> int:
    """How many points a person may know of."""
    return session.scalar(select(func.count()).select_from(visible_to(viewer).subquery())) or 0
