"""Queries: the middles of wards and provinces, to tell near from far and to read what is written relative to them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.core.vietnamese import fold
from tracker.territory.wards import queries
from tracker.territory.wards.models import Province, Succession, Ward
from tracker.territory.wards.rules import same_place_name

Place = tuple[float, float]  # latitude, longitude in WGS 84 degrees


def of_ward(session: Session, ward: Ward) -> Place | None:
    """The middle of a ward: its own, else that of the wards of today that hold its territory; None when unknown."""
    if ward.latitude is not None and ward.longitude is not None:
        return ward.latitude, ward.longitude
    heirs = [successor for successor, _ in queries.successors_now(session, ward.id) if successor.latitude is not None]
    if not heirs:
        return None
    return (
        sum(heir.latitude or 0.0 for heir in heirs) / len(heirs),
        sum(heir.longitude or 0.0 for heir in heirs) / len(heirs),
    )


def of_province(session: Session, province_id: int) -> Place | None:
    """The mean of the middles of a province's wards of today."""
    means = select(func.avg(Ward.latitude), func.avg(Ward.longitude))
    latitude, longitude = session.execute(means.where(Ward.province_id == province_id, Ward.valid_to.is_(None))).one()
    return None if latitude is None else (latitude, longitude)


def named(session: Session, name: str) -> Place | None:
    """The middle of the one ward or province of today that is called so; None when there is none, or several."""
    provinces = [each for each in queries.provinces(session) if same_place_name(each.name, name)]
    if len(provinces) == 1:
        return of_province(session, provinces[0].id)
    of_name = [ward for ward in queries.search(session, name) if same_place_name(ward.name, name)]
    exactly = [ward for ward in of_name if fold(ward.name) == fold(name)] or of_name
    return of_ward(session, exactly[0]) if len(exactly) == 1 else None


def merged_provinces(session: Session, code: str) -> frozenset[str]:
    """The codes of the provinces whose wards went into a province of today, its own among them."""
    old_ward, new_ward = aliased(Ward), aliased(Ward)
    old_province, new_province = aliased(Province), aliased(Province)
    statement = (
        select(old_province.code)
        .join(old_ward, old_ward.province_id == old_province.id)
        .join(Succession, Succession.old_id == old_ward.id)
        .join(new_ward, new_ward.id == Succession.new_id)
        .join(new_province, new_province.id == new_ward.province_id)
        .where(new_province.code == code)
        .distinct()
    )
    return frozenset(session.scalars(statement))
