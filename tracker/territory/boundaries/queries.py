"""Reading outlines: those within a window of the map, and which ward holds a place. They are public knowledge."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from tracker.core.paging import Page, page
from tracker.territory.boundaries import rules
from tracker.territory.boundaries.models import Boundary
from tracker.territory.wards.models import Province, Ward

MOST_DRAWN = 400  # outlines in one window of the map; with more of them in sight no line would tell anything

COLUMNS: tuple[Any, ...] = (
    Boundary.ward_id,
    Ward.name,
    Ward.code,
    Province.name.label("province"),
    Ward.valid_to,
    Boundary.source,
    Boundary.loaded_at,
)


def ward_at(session: Session, ward_ids: Collection[int], latitude: float, longitude: float) -> int | None:
    """The one of these wards whose outline holds a place; None where none does, or none has an outline.

    Where outlines overlap, as those of today and of before a merger do, it is the ward named last in law.
    """
    statement = (
        select(Boundary.ward_id, Boundary.coordinates)
        .join(Ward, Ward.id == Boundary.ward_id)
        .where(
            Boundary.ward_id.in_(ward_ids),
            Boundary.south <= latitude,
            Boundary.north >= latitude,
            Boundary.west <= longitude,
            Boundary.east >= longitude,
        )
    )
    for row in session.execute(statement.order_by(Ward.valid_from.desc(), Ward.id)):
        if rules.holds(rules.read(row.coordinates), latitude, longitude):
            return int(row.ward_id)
    return None


def within(session: Session, south: float, west: float, north: float, east: float) -> list[Row[Any]]:
    """The outlines of wards of today that a box touches: ward_id, name, coordinates. None of them when too many do."""
    statement = (
        select(Boundary.ward_id, Ward.name, Boundary.coordinates)
        .join(Ward, Ward.id == Boundary.ward_id)
        .where(
            Boundary.south <= north,
            Boundary.north >= south,
            Boundary.west <= east,
            Boundary.east >= west,
            Ward.valid_to.is_(None),
        )
    )
    rows: list[Row[Any]] = list(session.execute(statement.order_by(Boundary.ward_id).limit(MOST_DRAWN + 1)))
    return rows if len(rows) <= MOST_DRAWN else []


def of_wards(session: Session, ward_ids: Collection[int]) -> list[str]:
    """The outlines of wards, as JSON; a ward without one is passed over."""
    return list(session.scalars(select(Boundary.coordinates).where(Boundary.ward_id.in_(ward_ids))))


def name_at(session: Session, latitude: float, longitude: float) -> str:
    """The name of the ward of today whose outline holds a place; empty where none does."""
    around = within(session, latitude, longitude, latitude, longitude)
    names = (row.name for row in around if rules.holds(rules.read(row.coordinates), latitude, longitude))
    return next(names, "")


def frame(session: Session, ward_ids: Collection[int]) -> rules.Box | None:
    """The box around the outlines of some wards; None when none of them has one."""
    edges = (func.min(Boundary.south), func.max(Boundary.north), func.min(Boundary.west), func.max(Boundary.east))
    edges_row = session.execute(select(*edges).where(Boundary.ward_id.in_(ward_ids))).one()
    return rules.Box(*edges_row) if edges_row[0] is not None else None


def listing(session: Session, after: tuple[str, int] | None) -> Page[Row[Any]]:
    """One page of the wards with an outline, in Vietnamese order: rows of COLUMNS."""
    statement = select(*COLUMNS).join(Ward, Ward.id == Boundary.ward_id).join(Province, Province.id == Ward.province_id)
    return page(session, statement, (Ward.sort_key, Ward.id), after)


def how_many(session: Session) -> int:
    """How many wards have an outline."""
    return session.scalar(select(func.count()).select_from(Boundary)) or 0
