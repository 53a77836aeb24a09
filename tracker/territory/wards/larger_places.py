"""Queries: what is larger than a ward and is written where a ward is asked for: a province, a district of the past.

Districts, towns and cities below the province ended on 1 July 2025, and people go on saying them: «TP Thanh Hóa».
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.vietnamese import fold
from tracker.territory.wards import queries, rules
from tracker.territory.wards.models import Province, Ward

# How a kind is written, folded, and how it begins the name of a district, folded.
KINDS = {
    **dict.fromkeys(("thanh pho", "tp"), "thanh pho"),
    **dict.fromkeys(("thi xa", "tx"), "thi xa"),
    **dict.fromkeys(("quan", "q"), "quan"),
    **dict.fromkeys(("huyen", "h"), "huyen"),
}
_KIND = re.compile(r"(thanh pho|thi xa|quan|huyen|tp|tx|q|h)(?:[.\s]+|(?=\d))(.+)")


class District(NamedTuple):
    """A district as it was, with its province of the time."""

    name: str
    province_id: int
    province: str


def districts_called(session: Session, name: str, province: str) -> Sequence[District]:
    """The districts that somebody means by a name, with or without its kind; of a province, if one stands behind it."""
    kind, short_name = _parts(name)
    statement = select(Ward.district, Province.id, Province.name).join(Province, Province.id == Ward.province_id)
    rows = session.execute(statement.where(Ward.district != "").distinct().order_by(Province.id, Ward.district))
    districts = (District(*row) for row in rows)
    return [
        district
        for district in districts
        if _is_called(district.name, kind, short_name)
        and (not province or rules.same_place_name(district.province, province))
    ]


def province_called(session: Session, name: str, on: date) -> Province | None:
    """The province of a day that somebody means by a name, with or without its kind."""
    kind, short_name = _parts(name)
    standing = (Province.valid_from <= on, Province.valid_to.is_(None) | (Province.valid_to >= on))
    provinces = session.scalars(select(Province).where(*standing).order_by(Province.code))
    full_name = f"{kind} {short_name}" if kind else short_name
    return next((province for province in provinces if rules.same_place_name(province.name, full_name)), None)


def wards_of(session: Session, district: District, on: date) -> list[Ward]:
    """The wards of a district on a day; once it ended, those that hold its territory today."""
    of_district = (Ward.district == district.name, Ward.province_id == district.province_id)
    wards = list(session.scalars(queries.with_province().where(*of_district).order_by(Ward.sort_key, Ward.id)))
    standing = [ward for ward in wards if ward.valid_from <= on and (ward.valid_to is None or ward.valid_to >= on)]
    if standing:
        return standing
    successors = queries.whole_successors(session, [ward.id for ward in wards])
    heirs = {heir.id: heir for heirs in successors.values() for heir in heirs}
    return sorted(heirs.values(), key=lambda heir: (heir.sort_key, heir.id))


def _parts(name: str) -> tuple[str, str]:
    """The kind and the name behind it, folded: («thanh pho», «thanh hoa»); an empty kind if none is written."""
    folded = fold(name)
    match = _KIND.fullmatch(folded)
    return (KINDS[match[1]], match[2]) if match else ("", folded)


def _is_called(district: str, kind: str, short_name: str) -> bool:
    kind_then, name_then = _parts(district)
    if kind:
        return (kind_then, name_then) == (kind, short_name)
    return name_then == short_name and not short_name.isdecimal()  # «1» is no name
