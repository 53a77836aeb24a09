"""Reading installation points, always as far as the viewer may see."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from tracker.core import errors
from tracker.core.permissions import Role
from tracker.core.vietnamese import fold
from tracker.core.viewer import Viewer
from tracker.register.places.models import InstallationPoint
from tracker.register.places.rules import Sign
from tracker.territory.wards.models import Ward

PAGE = 50

COLUMNS: tuple[Any, ...] = (
    InstallationPoint.id,
    InstallationPoint.name,
    InstallationPoint.ward_id,
    Ward.name.label("ward"),
    InstallationPoint.address,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
    InstallationPoint.sign_posted,
    InstallationPoint.sort_key,
)
SIGNS = {
    Sign.POSTED: InstallationPoint.sign_posted.is_(True),
    Sign.MISSING: InstallationPoint.sign_posted.is_(False),
    Sign.UNKNOWN: InstallationPoint.sign_posted.is_(None),
}


@dataclass(frozen=True)
class PlaceCriteria:
    """What a list of points is narrowed to. `after` is where the last page ended: (sort key, id)."""

    q: str = ""
    sign: Sign | None = None
    after: tuple[str, int] | None = None
    limit: int = PAGE


def scope(viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which a person may know of a point: a ward admin, those of the own wards."""
    if viewer.role is Role.WARD_ADMIN:
        return InstallationPoint.ward_id.in_(viewer.wards)
    return InstallationPoint.id.is_not(None)


def visible_to(viewer: Viewer) -> Select[InstallationPoint]:
    """The points a person may know of."""
    return select(InstallationPoint).where(scope(viewer))


def get(session: Session, viewer: Viewer, point_id: int) -> InstallationPoint:
    """One point with its ward. NotFound when there is none that this person may know of."""
    statement = visible_to(viewer).options(joinedload(InstallationPoint.ward))
    found = session.scalars(statement.where(InstallationPoint.id == point_id)).first()
    if found is None:
        raise errors.NotFound(point=point_id)
    return found


def listing(session: Session, viewer: Viewer, wanted: PlaceCriteria) -> tuple[list[Row[Any]], bool]:
    """One page of points by name, as rows of COLUMNS, and whether more follow."""
    at = InstallationPoint
    statement = select(*COLUMNS).join(Ward, Ward.id == at.ward_id).where(*_conditions(viewer, wanted))
    if wanted.after:
        statement = statement.where(tuple_(at.sort_key, at.id) > tuple_(*wanted.after))
    rows = list(session.execute(statement.order_by(at.sort_key, at.id).limit(wanted.limit + 1)))
    return rows[: wanted.limit], len(rows) > wanted.limit


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


def _conditions(viewer: Viewer, wanted: PlaceCriteria) -> list[ColumnElement[bool]]:
    conditions = [scope(viewer)]
    for word in fold(wanted.q).split():
        keys = (InstallationPoint.search_key, Ward.search_key)
        conditions.append(or_(*(key.contains(word, autoescape=True) for key in keys)))
    if wanted.sign is not None:
        conditions.append(SIGNS[wanted.sign])
    return conditions
