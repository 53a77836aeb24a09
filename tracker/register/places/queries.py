"""Reading installation points, always as far as the viewer may see."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.core import errors, text_search
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.vietnamese import fold
from tracker.core.viewer import Reach, Viewer
from tracker.register.places.models import PLACES, InstallationPoint
from tracker.register.places.rules import Sign, street_names
from tracker.register.visibility import ward_condition
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

COLUMNS: tuple[Any, ...] = (
    InstallationPoint.id,
    InstallationPoint.name,
    InstallationPoint.ward_id,
    Ward.name.label("ward"),
    InstallationPoint.address,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
    InstallationPoint.sign_posted,
)
PROPOSED = 8  # points at most that are proposed for a name
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
    limit: int = PAGE_SIZE


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of a point: a ward admin, those of the own wards."""
    return ward_condition(reach, InstallationPoint.ward_id)


def visible_to(reach: Reach) -> Select[InstallationPoint]:
    """The points a person may know of."""
    return select(InstallationPoint).where(scope(reach))


def get(session: Session, viewer: Viewer, point_id: int) -> InstallationPoint:
    """One point with its ward. NotFound when there is none that this person may know of."""
    statement = visible_to(viewer.reach).options(joinedload(InstallationPoint.ward))
    point = session.scalars(statement.where(InstallationPoint.id == point_id)).first()
    if point is None:
        raise errors.NotFound(point=point_id)
    return point


def listing(session: Session, viewer: Viewer, criteria: PlaceCriteria) -> Page[Row[Any]]:
    """One page of points by name, as rows of COLUMNS."""
    keys = (InstallationPoint.sort_key, InstallationPoint.id)
    statement = (
        select(*COLUMNS)
        .join(Ward, Ward.id == InstallationPoint.ward_id)
        .where(*_conditions(session, viewer.reach, criteria))
    )
    return page(session, statement, keys, criteria.after, criteria.limit)


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


def named(session: Session, viewer: Viewer, text: str, limit: int = PROPOSED) -> list[InstallationPoint]:
    """The points with a known place that somebody may mean by the words of a place, with their wards.

    First those of all its streets (a crossroads, whichever comes first), else those of any of them.
    """
    names = street_names(text)
    key = InstallationPoint.search_key
    of_street = [and_(*(key.contains(word, autoescape=True) for word in name.split())) for name in names]
    statement = visible_to(viewer.reach).where(InstallationPoint.latitude.is_not(None))
    statement = statement.options(joinedload(InstallationPoint.ward)).order_by(InstallationPoint.sort_key).limit(limit)
    if not of_street:
        return []
    points = list(session.scalars(statement.where(*of_street)))
    return points or list(session.scalars(statement.where(or_(*of_street))))


def how_many(session: Session, viewer: Viewer) -> int:
    """How many points a person may know of."""
    return session.scalar(select(func.count()).select_from(visible_to(viewer.reach).subquery())) or 0


def _conditions(session: Session, reach: Reach, criteria: PlaceCriteria) -> list[ColumnElement[bool]]:
    terms = [
        term | text_search.by_key([word], InstallationPoint.ward_id, wards.with_word(word))
        for word in fold(criteria.q).split()
        for term in text_search.with_words(PLACES, word)
    ]
    conditions = [scope(reach), *text_search.conditions(session, PLACES, terms)]
    if criteria.sign is not None:
        conditions.append(SIGNS[criteria.sign])
    return conditions
