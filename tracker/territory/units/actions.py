"""Writing units: making, correcting, ending, renaming, merging them; each change says from which day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import errors, permissions
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Actor, Can
from tracker.core.vietnamese import search_key, sort_key
from tracker.territory.units import queries, rules
from tracker.territory.units.models import Unit, UnitCover, UnitSuccession
from tracker.territory.units.rules import DAY
from tracker.territory.wards import queries as wards

TAKEN = N_("Mã này đang thuộc %(name)s.")
BAD_CODE = N_("Mã gồm tối đa 20 chữ, số, dấu gạch ngang.")
BEFORE_START = N_("Ngày này ở trước ngày bắt đầu của đơn vị.")
ENDED = N_("Đơn vị này đã kết thúc.")
HAS_BELOW = N_("Còn đơn vị trực thuộc đang hoạt động: hãy chuyển hoặc kết thúc các đơn vị đó trước.")
UNDER_ITSELF = N_("Đơn vị không thể trực thuộc chính nó hoặc đơn vị bên dưới nó.")
NO_WARD = N_("Không có phường, xã nào mang mã này.")
INTO_ITSELF = N_("Hãy chọn một đơn vị khác.")
CHUNK = 1_000


def create(session: Session, actor: Actor | None, facts: Mapping[str, Any]) -> Unit:
    """A new unit, from a day on. `facts` as `schemas.NewUnit` gives them; Invalid names the field at fault."""
    _require(actor)
    unit = Unit(valid_to=None, **values_of(session, facts))
    if not rules.is_code(unit.code):
        raise errors.Invalid({"code": BAD_CODE})
    _refuse_taken(session, unit.code, unit.valid_from)
    session.add(unit)
    session.flush()
    rebuild_covers(session)
    record(session, actor, "unit:create", unit, kind_of_unit=unit.kind.value, since=unit.valid_from.isoformat())
    return unit


def edit(session: Session, actor: Actor | None, unit_id: int, version: int, facts: Mapping[str, Any]) -> Unit:
    """Correct what was written wrong of a unit: no new unit begins. Stale when somebody changed it first."""
    _require(actor)
    unit = queries.get(session, unit_id)
    check_version(unit, version)
    values = values_of(session, {**facts, "code": unit.code, "valid_from": unit.valid_from})
    if values["parent_id"] in queries.covered_ids(session, [unit_id]):
        raise errors.Invalid({"parent": UNDER_ITSELF})
    changed = apply_changes(unit, values)
    changed.pop("search_key", None)
    changed.pop("sort_key", None)
    session.flush()
    if changed:
        rebuild_covers(session)
        record(session, actor, "unit:edit", unit, changed=changed)
    return unit


def rename(session: Session, actor: Actor | None, unit_id: int, version: int, facts: Mapping[str, Any]) -> Unit:
    """Give a unit another name from a day on: it ends the day before, and one of the same code takes over.

    `facts`: `name`, `short_name`, `sign`, `on`, `basis`. The units below follow.
    """
    _require(actor)
    old = _standing(session, unit_id, version, facts["on"])
    unchanged = {name: getattr(old, name) for name in ("code", "kind", "parent_id", "ward_id", "province_code")}
    new = Unit(valid_from=facts["on"], valid_to=None, **unchanged, **named(old.code, facts), basis=facts["basis"])
    _end(session, old, facts["on"] - DAY)
    session.add(new)
    session.flush()
    _hand_on(session, old, new, facts["on"], facts["basis"])
    record(session, actor, "unit:rename", new, was=old.name, on=facts["on"].isoformat())
    return new


def close(session: Session, actor: Actor | None, unit_id: int, version: int, facts: Mapping[str, Any]) -> Unit:
    """End a unit after its last day (`on`), and say which unit takes over its work (`successor`), if one does."""
    _require(actor)
    unit = _standing(session, unit_id, version, facts["on"] + DAY)
    day_after = facts["on"] + DAY
    successor = queries.guess(session, facts["successor"], day_after, "successor") if facts["successor"] else None
    if successor is unit:
        raise errors.Invalid({"successor": INTO_ITSELF})
    if successor is None and queries.below(session, unit_id):
        raise errors.WrongState(HAS_BELOW)
    _end(session, unit, facts["on"])
    session.flush()
    if successor:
        _hand_on(session, unit, successor, day_after, facts["basis"])
    successor_name = successor.name if successor else ""
    record(session, actor, "unit:close", unit, until=facts["on"].isoformat(), successor=successor_name)
    return unit


def succeed(session: Session, old: Unit, new: Unit, on: date, basis: str) -> None:
    """Note that one unit took over from another, from a day on. The caller ends the old one and records it."""
    succession = session.get(UnitSuccession, (old.id, new.id))
    if succession is None:
        session.add(UnitSuccession(old_id=old.id, new_id=new.id, effective_on=on, basis=basis[:200]))


def rebuild_covers(session: Session) -> None:
    """Bring what each unit covers up to the tree and the successions; only the differences are written."""
    session.flush()
    units = {row.id: row.parent_id for row in session.execute(select(Unit.id, Unit.parent_id))}
    passed = [(old, new) for old, new in session.execute(select(UnitSuccession.old_id, UnitSuccession.new_id))]
    due = {(unit, covered) for unit, covered_ids in rules.covers(units, passed).items() for covered in covered_ids}
    stored = {(unit, covered) for unit, covered in session.execute(select(UnitCover.unit_id, UnitCover.covered_id))}
    for unit, covered in stored - due:
        session.execute(delete(UnitCover).where(UnitCover.unit_id == unit, UnitCover.covered_id == covered))
    _insert_covers(session, sorted(due - stored))


def _insert_covers(session: Session, pairs: Sequence[tuple[int, int]]) -> None:
    for start in range(0, len(pairs), CHUNK):
        rows = [{"unit_id": unit, "covered_id": covered} for unit, covered in pairs[start : start + CHUNK]]
        session.execute(insert(UnitCover), rows)


def values_of(session: Session, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what somebody wrote of a unit: its parent and ward named by codes or names are looked up."""
    since: date = facts["valid_from"]
    parent = queries.guess(session, facts["parent"], since, "parent") if facts["parent"] else None
    ward = wards.by_code(session, facts["ward_code"].split(" ")[0], since) if facts["ward_code"] else None
    if facts["ward_code"] and ward is None:
        raise errors.Invalid({"ward_code": NO_WARD})
    province = ward.province.code if ward else parent.province_code if parent else facts.get("province_code", "")
    return {
        **named(facts["code"].upper(), facts),
        "code": facts["code"].upper(),
        "kind": facts["kind"],
        "parent_id": parent.id if parent else None,
        "ward_id": ward.id if ward else None,
        "province_code": province,
        "valid_from": since,
        "basis": facts["basis"],
    }


def named(code: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """What a unit is called, with the keys that it is found and sorted by."""
    short = facts["short_name"] or facts["name"][:60]
    return {
        "name": facts["name"],
        "short_name": short,
        "sign": facts["sign"],
        "search_key": search_key(code, facts["name"], short),
        "sort_key": sort_key(facts["name"]),
    }


def _require(actor: Actor | None) -> None:
    """`actor` is None at the command line, whose user holds the machine."""
    if actor is not None:
        permissions.require(actor, Can.MANAGE_UNITS)


def _refuse_taken(session: Session, code: str, since: date) -> None:
    for name, start, end in session.execute(select(Unit.name, Unit.valid_from, Unit.valid_to).where(Unit.code == code)):
        if rules.overlap((start, end), (since, None)):
            raise errors.Invalid({"code": TAKEN}, name=name)


def _standing(session: Session, unit_id: int, version: int, on: date) -> Unit:
    """A unit that has not ended and had begun before a day, as the person saw it."""
    unit = queries.get(session, unit_id)
    check_version(unit, version)
    if unit.valid_to is not None:
        raise errors.WrongState(ENDED)
    if on <= unit.valid_from:
        raise errors.Invalid({"on": BEFORE_START})
    return unit


def _end(session: Session, unit: Unit, last: date) -> None:
    unit.valid_to = last
    session.flush()


def _hand_on(session: Session, old: Unit, new: Unit, on: date, basis: str) -> None:
    """The successor takes over the work. The units below go with it if it is of the same kind, else to the parent."""
    succeed(session, old, new, on, basis)
    parent_id = new.id if new.kind is old.kind else old.parent_id
    session.execute(update(Unit).where(Unit.parent_id == old.id, Unit.valid_to.is_(None)).values(parent_id=parent_id))
    rebuild_covers(session)
