"""Actions: the police of wards follow when wards end, and come back when that is undone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from tracker.territory.units import actions, loading, queries
from tracker.territory.units.models import Unit, UnitCover, UnitSuccession
from tracker.territory.units.rules import DAY, UnitKind
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

NOTHING: Mapping[str, list[Any]] = {"units_made": [], "units_ended": [], "unit_successions": []}


def follow(session: Session) -> dict[str, list[Any]]:
    """End the police of wards that have ended, in favour of the police of the wards of today; what undoes it.

    Where a ward of today has no police yet, they are made.
    """
    standing = (Unit.kind == UnitKind.COMMUNE, Unit.valid_to.is_(None), Ward.valid_to.is_not(None))
    rows = session.execute(select(Unit, Ward).join(Ward, Ward.id == Unit.ward_id).where(*standing)).all()
    heirs = wards.whole_successors(session, [ward.id for _, ward in rows])
    journal: dict[str, list[Any]] = {name: [] for name in NOTHING}
    for unit, ward in rows:
        unit.valid_to = max(ward.valid_to or unit.valid_from, unit.valid_from)
        journal["units_ended"].append(unit.id)
        session.flush()
        for heir in heirs.get(ward.id, ()):
            _pass_on(session, unit, heir, journal)
    if rows:
        actions.rebuild_covers(session)
    return journal


def _pass_on(session: Session, unit: Unit, heir: Ward, journal: dict[str, list[Any]]) -> None:
    police = queries.of_ward(session, heir.id)
    if police is None:
        police = _make(session, heir, unit)
        journal["units_made"].append(police.id)
    if session.get(UnitSuccession, (unit.id, police.id)) is None:
        actions.succeed(session, unit, police, (unit.valid_to or unit.valid_from) + DAY, heir.basis)
        session.flush()
        journal["unit_successions"].append([unit.id, police.id])


def _make(session: Session, ward: Ward, before: Unit) -> Unit:
    row = loading.police_of(ward, before.parent_id, before.province_code)
    unit_id = session.scalar(insert(Unit).values(version=1, **row).returning(Unit.id))
    return session.get_one(Unit, unit_id)


def restore(session: Session, journal: Mapping[str, Any]) -> None:
    """Undo `follow`: nothing may stand in the units that it made."""
    unit_ids = journal.get("units_made", [])
    session.execute(delete(UnitCover).where(UnitCover.unit_id.in_(unit_ids) | UnitCover.covered_id.in_(unit_ids)))
    for old_id, new_id in journal.get("unit_successions", []):
        session.execute(delete(UnitSuccession).where(UnitSuccession.old_id == old_id, UnitSuccession.new_id == new_id))
    session.execute(delete(Unit).where(Unit.id.in_(unit_ids)))
    session.execute(update(Unit).where(Unit.id.in_(journal.get("units_ended", []))).values(valid_to=None))
    actions.rebuild_covers(session)
