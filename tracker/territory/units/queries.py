"""Reading units, as they stood on a day, what became of them, and what each covers.

`on` is always a day. None means the units that exist now, as far as the loaded decisions tell.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from tracker.core import errors
from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.core.vietnamese import clean, fold
from tracker.territory.units.models import Unit, UnitCover, UnitSuccession
from tracker.territory.units.rules import UnitKind

NO_UNIT = N_("Không có đơn vị nào mang tên hay mã đó vào ngày này.")
MANY_UNITS = N_("Nhiều đơn vị mang tên đó. Hãy chọn một: %(known)s.")
MOST_NAMED = 5
COLUMNS = (
    Unit.id, Unit.code, Unit.kind, Unit.name, Unit.short_name, Unit.sign, Unit.parent_id, Unit.ward_id,
    Unit.province_code, Unit.valid_from, Unit.valid_to,
)  # fmt: skip


def valid(on: date | None) -> ColumnElement[bool]:
    """The units that there were on a day."""
    if on is None:
        return Unit.valid_to.is_(None)
    return and_(Unit.valid_from <= on, or_(Unit.valid_to.is_(None), Unit.valid_to >= on))


def get(session: Session, unit_id: int) -> Unit:
    """The unit with this id, its ward loaded. NotFound."""
    unit = session.scalar(select(Unit).options(joinedload(Unit.ward)).where(Unit.id == unit_id))
    if unit is None:
        raise errors.NotFound(unit=unit_id)
    return unit


def by_code(session: Session, code: str, on: date | None = None) -> Unit | None:
    """The unit that held a code on a day, its ward loaded."""
    has_code = Unit.code == clean(code).upper()
    return session.scalar(select(Unit).options(joinedload(Unit.ward)).where(has_code, valid(on)))


def guess(session: Session, text: str, on: date, field: str) -> Unit:
    """The unit of a day that somebody names by its code or its name, toned or not.

    Invalid at `field` when there is none, or when several could be meant; those are then named with their codes.
    """
    by_its_code = by_code(session, text.split(" ")[0], on) if text else None
    candidates = [by_its_code] if by_its_code else _named(session, text, on)
    if not candidates:
        raise errors.Invalid({field: NO_UNIT})
    if len(candidates) > 1:
        options = "; ".join(unit.label for unit in candidates[:MOST_NAMED]) + (
            "…" if len(candidates) > MOST_NAMED else ""
        )
        raise errors.Invalid({field: MANY_UNITS}, known=options)
    return candidates[0]


def _named(session: Session, text: str, on: date) -> list[Unit]:
    """The units whose very name it is; else those it is part of."""
    words = fold(clean(text))
    if not words:
        return []
    units = search(session, text, on, limit=MOST_NAMED + 1)
    of_that_name = [unit for unit in units if words in (fold(unit.name), fold(unit.short_name))]
    return of_that_name or units


def search(session: Session, text: str, on: date | None = None, limit: int = 20) -> list[Unit]:
    """Units of a day with these words in their name or code, however they are toned, in Vietnamese order."""
    statement = select(Unit).options(joinedload(Unit.ward)).where(valid(on), *_has(text))
    units = session.scalars(statement.order_by(Unit.sort_key, Unit.id)).all()
    words = fold(clean(text))
    return sorted(units, key=lambda unit: words not in (fold(unit.name), fold(unit.short_name)))[:limit]


def _has(text: str) -> list[ColumnElement[bool]]:
    return [Unit.search_key.contains(word, autoescape=True) for word in fold(clean(text)).split()]


def listing(
    session: Session,
    *,
    q: str = "",
    kind: UnitKind | None = None,
    parent_id: int | None = None,
    on: date | None = None,
    after: tuple[str, int] | None = None,
    limit: int = PAGE_SIZE,
) -> Page[Row[Any]]:
    """One page of units in Vietnamese order, after the (sort_key, id) of the last one shown. Columns: COLUMNS."""
    statement = select(*COLUMNS).where(valid(on), *_has(q))
    for column, value in ((Unit.kind, kind), (Unit.parent_id, parent_id)):
        statement = statement.where(column == value) if value is not None else statement
    return page(session, statement, (Unit.sort_key, Unit.id), after, limit)


def above(session: Session, unit: Unit) -> list[Unit]:
    """The units above one, the highest first."""
    chain: list[Unit] = []
    while unit.parent_id is not None and len(chain) < 10:
        unit = session.get_one(Unit, unit.parent_id)
        chain.insert(0, unit)
    return chain


def below(session: Session, unit_id: int, on: date | None = None) -> list[Row[Any]]:
    """The units directly below one on a day, in Vietnamese order. Columns: COLUMNS."""
    statement = select(*COLUMNS).where(Unit.parent_id == unit_id, valid(on))
    return list(session.execute(statement.order_by(Unit.sort_key, Unit.id)))


def came_from(session: Session, unit_id: int) -> list[Row[Any]]:
    """What went into a unit. Columns: id, code, name, effective_on, basis."""
    return _passages(session, UnitSuccession.new_id, UnitSuccession.old_id, unit_id)


def went_into(session: Session, unit_id: int) -> list[Row[Any]]:
    """What took over the work of a unit. Columns: id, code, name, effective_on, basis."""
    return _passages(session, UnitSuccession.old_id, UnitSuccession.new_id, unit_id)


def _passages(
    session: Session, given_unit: InstrumentedAttribute[int], neighbour: InstrumentedAttribute[int], unit_id: int
) -> list[Row[Any]]:
    columns = (Unit.id, Unit.code, Unit.name, UnitSuccession.effective_on, UnitSuccession.basis)
    statement = select(*columns).join(UnitSuccession, neighbour == Unit.id).where(given_unit == unit_id)
    return list(session.execute(statement.order_by(Unit.sort_key, Unit.id)))


def heir(session: Session, unit_id: int, on: date) -> int | None:
    """The unit of a day in which the people of another go on: itself, or what it is called since.

    None where it has ended and was split, merged with others, or nothing took over: nobody gets rights by a guess.
    """
    passed_ids: set[int] = set()
    while unit_id not in passed_ids:
        passed_ids.add(unit_id)
        last = session.scalar(select(Unit.valid_to).where(Unit.id == unit_id))
        if last is None or last >= on:
            return unit_id
        following = _following(session, unit_id)
        if following is None:
            return None
        unit_id = following
    return None


def _following(session: Session, unit_id: int) -> int | None:
    """The unit that took over from one, where it did so from no other and no other did."""
    following = list(session.scalars(select(UnitSuccession.new_id).where(UnitSuccession.old_id == unit_id)))
    before = select(UnitSuccession.old_id).where(UnitSuccession.new_id.in_(following))
    return following[0] if len(following) == 1 and len(list(session.scalars(before))) == 1 else None


def covered(unit_ids: Collection[int]) -> Select[int]:
    """The ids of what these units cover, as a statement to be asked inside another."""
    return select(UnitCover.covered_id).where(UnitCover.unit_id.in_(sorted(unit_ids)))


def covers(session: Session, unit_ids: Collection[int], covered_id: int | None) -> bool:
    """Whether one of these units covers another."""
    if covered_id is None or not unit_ids:
        return False
    statement = select(UnitCover.covered_id).where(UnitCover.unit_id.in_(unit_ids), UnitCover.covered_id == covered_id)
    return session.scalar(statement.limit(1)) is not None


def covered_ids(session: Session, unit_ids: Collection[int]) -> frozenset[int]:
    """The ids of what these units cover."""
    return frozenset(session.scalars(covered(unit_ids))) if unit_ids else frozenset()


def of_ward(session: Session, ward_id: int, on: date | None = None) -> Unit | None:
    """The commune police of a ward on a day, its ward loaded."""
    of_that_ward = (Unit.ward_id == ward_id, Unit.kind == UnitKind.COMMUNE, valid(on))
    return session.scalar(select(Unit).options(joinedload(Unit.ward)).where(*of_that_ward).order_by(Unit.id).limit(1))


def tree(session: Session, on: date | None = None) -> list[tuple[int, Row[Any]]]:
    """(depth, unit) of a day down to the departments and districts, each below its parent; communes are left out."""
    statement = select(*COLUMNS).where(valid(on), Unit.kind != UnitKind.COMMUNE).order_by(Unit.sort_key, Unit.id)
    rows = session.execute(statement).all()
    shown_ids = {row.id for row in rows}
    under: dict[int | None, list[Any]] = {}
    for row in rows:
        under.setdefault(row.parent_id if row.parent_id in shown_ids else None, []).append(row)
    return _branches(under, None, 0)


def _branches(under: dict[int | None, list[Any]], parent: int | None, depth: int) -> list[tuple[int, Row[Any]]]:
    return [branch for row in under.get(parent, ()) for branch in [(depth, row), *_branches(under, row.id, depth + 1)]]


def commune_counts(session: Session, on: date | None = None) -> dict[int, int]:
    """How many communes' police stand directly below each unit on a day."""
    counts: dict[int, int] = {}
    for parent in session.scalars(select(Unit.parent_id).where(valid(on), Unit.kind == UnitKind.COMMUNE)):
        if parent is not None:
            counts[parent] = counts.get(parent, 0) + 1
    return counts
