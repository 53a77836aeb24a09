"""Actions: the police of provinces, which change their name when a province becomes a city."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tracker.territory.units import actions, rules
from tracker.territory.units.models import Unit
from tracker.territory.units.rules import DAY, UnitKind
from tracker.territory.wards.models import Province


def follow(session: Session, province_code: str, since: date) -> int:
    """Make the police of a province under each name that it has had since a day; how many were made.

    Where some police of it are here already, only what the province was renamed to after them is made, and only if
    they are called after it: they end the day before, and what stands below them goes on below the new ones.
    """
    lasted = Province.valid_to.is_(None) | (Province.valid_to >= since)
    statement = select(Province).where(Province.code == province_code, lasted).order_by(Province.valid_from)
    provinces = session.scalars(statement).all()
    of_province = (Unit.kind == UnitKind.PROVINCE, Unit.province_code == province_code, Unit.valid_to.is_(None))
    police = session.scalars(select(Unit).where(*of_province).order_by(Unit.id).limit(1)).first()
    renamed = provinces if police is None else _named_after(police, provinces)
    for province in renamed:
        police = _pass_on(session, police, province)
    return len(renamed)


def _named_after(police: Unit, provinces: Sequence[Province]) -> Sequence[Province]:
    """The provinces that came after the one that standing police are called after."""
    names = [rules.province_police(province.name)["name"] for province in provinces]
    return provinces[names.index(police.name) + 1 :] if police.name in names else []


def _pass_on(session: Session, before: Unit | None, province: Province) -> Unit:
    facts = {"kind": UnitKind.PROVINCE, "province_code": province.code, "ward_id": None, "parent_id": None}
    dates = {"valid_from": province.valid_from, "valid_to": province.valid_to}
    row: dict[str, Any] = {**facts, **dates, "code": rules.province_code(province.code), "basis": "", "version": 1}
    row |= actions.named(row["code"], rules.province_police(province.name))
    if before is not None:
        before.valid_to = province.valid_from - DAY
        row |= {"code": before.code, "parent_id": before.parent_id}
        session.flush()
    unit_id = session.scalar(insert(Unit).values(**row).returning(Unit.id))
    police = session.get_one(Unit, unit_id)
    if before is not None:
        below = (Unit.parent_id == before.id, Unit.valid_to.is_(None))
        session.execute(update(Unit).where(*below).values(parent_id=police.id))
        actions.succeed(session, before, police, province.valid_from, "")
        session.flush()
    return police
