"""Queries: which wards may hold a place, by how far they reach from their middles."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.territory.wards import queries
from tracker.territory.wards.areas import ARCHIPELAGOS_M, WardReach, reach_of
from tracker.territory.wards.models import Ward

BORDER_M = 15_000.0  # beyond what the nearest ward reaches: another country, or the open sea
WINDOW_DEGREES = 1.0  # in which the nearest ward is looked for


def of_ward(session: Session, ward: Ward) -> list[WardReach]:
    """The reach of a ward; of one that ended, those of the wards that hold its territory. Empty: nobody knows."""
    wards = [ward] if ward.latitude is not None else [heir for heir, _ in queries.successors_now(session, ward.id)]
    return [reach_of(each.code, each.latitude, each.longitude) for each in wards if each.latitude and each.longitude]


def metres_off(reaches: list[WardReach], latitude: float, longitude: float) -> float | None:
    """How far from the nearest middle a place lies that none of the reaches explains; None where one does."""
    if not reaches or any(reach.metres_beyond(latitude, longitude) == 0 for reach in reaches):
        return None
    return min(reach.metres(latitude, longitude) for reach in reaches)


def is_abroad(session: Session, latitude: float, longitude: float) -> bool:
    """Whether a place lies in no ward of today and near none: in another country, or on the open sea."""
    near = (
        Ward.latitude.between(latitude - WINDOW_DEGREES, latitude + WINDOW_DEGREES),
        Ward.longitude.between(longitude - WINDOW_DEGREES, longitude + WINDOW_DEGREES),
    )
    columns = (Ward.code, Ward.latitude, Ward.longitude)
    rows = session.execute(select(*columns).where(Ward.valid_to.is_(None), *near))
    islands = session.execute(select(*columns).where(Ward.valid_to.is_(None), Ward.code.in_(ARCHIPELAGOS_M)))
    reaches = [reach_of(*row) for row in (*rows, *islands) if row.latitude is not None]
    return all(reach.metres_beyond(latitude, longitude) > BORDER_M for reach in reaches)
