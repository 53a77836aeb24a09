"""Actions: many units at once: from a list, and the police of every ward of a province."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Actor, Can
from tracker.territory.units import actions, province_police, queries, rules
from tracker.territory.units.load_plan import ListedUnit, UnitKey, UnitLoadPlan
from tracker.territory.units.models import Unit, UnitSuccession
from tracker.territory.units.rules import UnitKind
from tracker.territory.wards import queries as wards
from tracker.territory.wards import rules as ward_rules
from tracker.territory.wards.models import Province, Ward

DAY = timedelta(days=1)
UNKNOWN_PROVINCE = N_("Không có tỉnh, thành phố nào mang mã này.")


class UnitLoadCounts(NamedTuple):
    """What a load wrote: units that begin, units that were open and have ended, successions."""

    units: int
    ended: int
    successions: int


def load(session: Session, actor: Actor | None, plan: UnitLoadPlan) -> UnitLoadCounts:
    """Write what a list tells. WrongState when anything is wrong with it: all of it, or nothing."""
    if actor is not None:
        permissions.require(actor, Can.MANAGE_UNITS)
    if plan.faults:
        raise errors.WrongState()
    _insert(session, [_row(unit) for unit in plan.new.values()])
    ids = _ids(session)
    for key, ended in plan.ended.items():
        session.get_one(Unit, ids[key]).valid_to = ended.valid_to
    for unit in plan.new.values():
        if unit.parent:
            session.get_one(Unit, ids[unit.key]).parent_id = _holder(ids, session, unit.parent, unit)
    successions = _write_successions(session, ids, [*plan.new.values(), *plan.ended.values()])
    actions.rebuild_covers(session)
    counts = UnitLoadCounts(len(plan.new), len(plan.ended), successions)
    if any(counts):
        record(session, actor, "unit:load", kind="Unit", units=counts.units, ended=counts.ended)
    return counts


def _write_successions(session: Session, ids: dict[UnitKey, int], rows: Iterable[ListedUnit]) -> int:
    passed = [unit for unit in rows if unit.successor and unit.valid_to]
    for unit in passed:
        day_after = (unit.valid_to or date.max) + DAY
        successor = queries.by_code(session, unit.successor, day_after)
        if successor is not None:
            actions.succeed(session, session.get_one(Unit, ids[unit.key]), successor, day_after, unit.basis)
    return len(passed)


def _holder(ids: dict[UnitKey, int], session: Session, code: str, unit: ListedUnit) -> int | None:
    """The unit of a code above another: the one of the other's last day, or of its first."""
    above = queries.by_code(session, code, unit.valid_to or date.max) or queries.by_code(
        session, code, unit.key.valid_from
    )
    return above.id if above else None


def _row(unit: ListedUnit) -> dict[str, Any]:
    facts = {"name": unit.name, "short_name": unit.short_name, "sign": unit.sign}
    return {
        **actions.named(unit.key.code, facts),
        "code": unit.key.code,
        "kind": unit.kind,
        "ward_id": unit.ward_id,
        "province_code": unit.province_code,
        "valid_from": unit.key.valid_from,
        "valid_to": unit.valid_to,
        "basis": unit.basis,
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(Unit), [{"parent_id": None, "version": 1, **row} for row in rows])


def _ids(session: Session) -> dict[UnitKey, int]:
    rows = session.execute(select(Unit.code, Unit.valid_from, Unit.id))
    return {UnitKey(code, since): id_ for code, since, id_ in rows}


def from_wards(session: Session, actor: Actor | None, province_code: str, since: date) -> UnitLoadCounts:
    """The police of a province and of every ward that it has had since a day: those that are missing are made.

    A province that became a city has the police of a city from that day, which go on with what was below the others.
    Where wards went into others, their police did too; units that are there already stay as they are.
    """
    if actor is not None:
        permissions.require(actor, Can.MANAGE_UNITS)
    wards_since = _wards_since(session, province_code, since)
    if not wards_since:
        raise errors.Invalid({"province": UNKNOWN_PROVINCE})
    province_count = province_police.follow(session, province_code, since)
    missing = [ward for ward in wards_since if ward.id not in _with_police(session)]
    parents = _province_police(session, province_code)
    _end_with_wards(session, [ward.id for ward in wards_since if ward.valid_to])
    _insert(session, [police_of(ward, parents, province_code) for ward in missing])
    successions = _follow_wards(session, [ward.id for ward in wards_since])
    actions.rebuild_covers(session)
    counts = UnitLoadCounts(province_count + len(missing), 0, successions)
    if any(counts):
        record(session, actor, "unit:load", kind="Unit", units=counts.units, province=province_code)
    return counts


def _end_with_wards(session: Session, ended_ward_ids: list[int]) -> None:
    """Police that stood in a ward which has ended since ended with it: «Công an xã» became «Công an phường»."""
    last_day = select(Ward.valid_to).where(Ward.id == Unit.ward_id).scalar_subquery()
    standing = (Unit.kind == UnitKind.COMMUNE, Unit.valid_to.is_(None), Unit.ward_id.in_(ended_ward_ids))
    session.execute(update(Unit).where(*standing).values(valid_to=last_day))


def _wards_since(session: Session, province_code: str, since: date) -> list[Ward]:
    lasted = Ward.valid_to.is_(None) | (Ward.valid_to >= since)
    statement = select(Ward).join(Province, Province.id == Ward.province_id)
    return list(session.scalars(statement.where(Province.code == province_code, lasted).order_by(Ward.id)))


def _with_police(session: Session) -> set[int]:
    return {
        ward_id
        for ward_id in session.scalars(select(Unit.ward_id).where(Unit.kind == UnitKind.COMMUNE))
        if ward_id is not None
    }


def _province_police(session: Session, province_code: str) -> int | None:
    above = (Unit.kind == UnitKind.PROVINCE, Unit.province_code == province_code, Unit.valid_to.is_(None))
    return session.scalar(select(Unit.id).where(*above).order_by(Unit.id).limit(1))


def police_of(ward: Ward, parent_id: int | None, province_code: str) -> dict[str, Any]:
    """The row of the police of a ward, for as long as the ward stands."""
    short = ward_rules.short(ward.name)
    facts = {
        "name": rules.commune_name(ward.kind, short),
        "short_name": f"{rules.commune_sign(ward.kind)} {short}",
        "sign": rules.commune_sign(ward.kind),
    }
    code = rules.commune_code(ward.code)
    return {
        **actions.named(code, facts),
        "code": code,
        "kind": UnitKind.COMMUNE,
        "parent_id": parent_id,
        "ward_id": ward.id,
        "province_code": province_code,
        "valid_from": ward.valid_from,
        "valid_to": ward.valid_to,
        "basis": ward.basis,
    }


def _follow_wards(session: Session, ward_ids: list[int]) -> int:
    """What went into a ward went into its police; how many successions were new."""
    police: dict[int, int] = {
        ward: unit
        for ward, unit in session.execute(select(Unit.ward_id, Unit.id).where(Unit.kind == UnitKind.COMMUNE))
        if ward is not None
    }
    recorded = {(old, new) for old, new in session.execute(select(UnitSuccession.old_id, UnitSuccession.new_id))}
    rows = []
    for step in wards.steps_from(session, ward_ids):
        pair = (police.get(step.old_id), police.get(step.new_id))
        if None not in pair and pair not in recorded:
            rows.append({"old_id": pair[0], "new_id": pair[1], "effective_on": step.effective_on, "basis": step.basis})
    if rows:
        session.execute(insert(UnitSuccession), rows)
    return len(rows)
