"""Loading the dated reference data of provinces, wards and successions."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, insert, null, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from tracker.audit_log import actions as audit
from tracker.core import errors, vietnamese
from tracker.core.database import Base
from tracker.core.i18n import N_
from tracker.core.permissions import Actor
from tracker.territory.wards import rules, seed
from tracker.territory.wards.change_plan import ListedWard, WardChangePlan
from tracker.territory.wards.models import Province, Succession, Ward
from tracker.territory.wards.rules import Extent
from tracker.territory.wards.seed import History, Key, SeedPassage, SeedUnit

Table = type[Province] | type[Ward]
Progress = Callable[[int, int], None]
CHUNK = 1_000  # wards named in one statement


@dataclass(frozen=True)
class LoadCounts:
    """What a load changed: rows written, units that stood open and have ended, wards whose province was renamed.

    False when nothing changed.
    """

    provinces: int = 0
    wards: int = 0
    successions: int = 0
    ended: int = 0
    renamed: int = 0

    def __bool__(self) -> bool:
        return any(asdict(self).values())


class Contradiction(errors.WrongState):
    """The database tells of units otherwise than the dated files. `facts["units"]` names the first few of them."""

    message = N_("Danh mục đơn vị hành chính trong cơ sở dữ liệu trái với tệp dữ liệu gốc. Chưa ghi gì.")


class _StoredUnit(NamedTuple):
    id: int
    name: str
    valid_to: date | None
    province_id: int | None


class _UpdatedUnits(NamedTuple):
    new: int
    ended: int
    renamed: int
    ids: dict[Key, int]


def load(
    session: Session,
    actor: Actor | None,
    progress: Progress | None = None,
    *,
    provinces: Collection[str] | None = None,
    until: date | None = None,
) -> LoadCounts:
    """Bring the reference data up to the dated seed files; what is there already stays, and is not written again.

    `provinces` restricts the load to the provinces with these two-digit codes, old and new; `until` to the files that
    take effect on or before that day. `actor` is None on the command line. `progress` is told the rows settled and the
    rows in all. Raises `Contradiction`: nothing of the transaction may be kept then.
    """
    loaded_history = seed.history(until).within(provinces)
    counts = _load(session, loaded_history, progress or _silent)
    if counts:
        audit.record(
            session, actor, "ward:load", kind="Ward", newest=loaded_history.newest.isoformat(), **asdict(counts)
        )
    return counts


def _load(session: Session, loaded_history: History, progress: Progress) -> LoadCounts:
    total = len(loaded_history.provinces) + len(loaded_history.wards) + len(loaded_history.passages)
    provinces = _update_units(session, Province, loaded_history.provinces, loaded_history.newest, {})
    progress(len(loaded_history.provinces), total)
    wards = _update_units(session, Ward, loaded_history.wards, loaded_history.newest, provinces.ids)
    progress(total - len(loaded_history.passages), total)
    passage_count = _update_passages(session, loaded_history.passages, wards.ids)
    progress(total, total)
    return LoadCounts(provinces.new, wards.new, passage_count, provinces.ended + wards.ended, wards.renamed)


def take_in(session: Session, plan: WardChangePlan) -> dict[str, Any]:
    """Write the units and successions of a dated list; what `take_back` needs to undo it. The caller records it.

    Raises `Contradiction` when a code would be held twice on one day.
    """
    if plan.faults:
        raise errors.WrongState()
    new = [_row_of_new(unit, plan.on) for unit in plan.new.values()]
    ending = update(Ward).where(Ward.valid_to.is_(None))
    for chunk in _chunks(list(plan.ended)):
        session.execute(ending.where(Ward.id.in_(chunk)).values(valid_to=plan.last_day))
    if new:
        _insert(session, Ward, new)
        _refuse_overlaps(session, Ward)
    begun_wards = select(Ward.code, Ward.id).where(Ward.valid_from == plan.on)
    ids = {code: id_ for code, id_ in session.execute(begun_wards) if code in plan.new}
    steps_by_id = [(step.old, step.new if isinstance(step.new, int) else ids[step.new], step) for step in plan.steps]
    if steps_by_id:
        days = {"effective_on": plan.on}
        successions = [
            {"old_id": old, "new_id": new_id, "extent": step.extent, "basis": step.basis, **days}
            for old, new_id, step in steps_by_id
        ]
        _insert(session, Succession, successions)
    return {
        "wards": list(ids.values()),
        "ended": list(plan.ended),
        "passages": [[old, new_id] for old, new_id, _ in steps_by_id],
    }


def take_back(session: Session, journal: Mapping[str, Any]) -> None:
    """Undo `take_in`: nothing may stand in the units any more. The caller records it."""
    pairs = [tuple(pair) for pair in journal["passages"]]
    for chunk in _chunks(pairs):
        session.execute(delete(Succession).where(tuple_(Succession.old_id, Succession.new_id).in_(chunk)))
    for chunk in _chunks(journal["wards"]):
        session.execute(delete(Ward).where(Ward.id.in_(chunk)))
    for chunk in _chunks(journal["ended"]):
        session.execute(update(Ward).where(Ward.id.in_(chunk)).values(valid_to=None))


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _row_of_new(unit: ListedWard, on: date) -> dict[str, Any]:
    seed_unit = SeedUnit(Key(unit.code, on), unit.name, basis=unit.basis, province=Key("", on))
    return _row(seed_unit, {Key("", on): unit.province_id})


def _silent(finished: int, total: int) -> None:
    pass


def _update_units(
    session: Session, table: Table, units: Mapping[Key, SeedUnit], newest: date, province_ids: Mapping[Key, int]
) -> _UpdatedUnits:
    """Write the units that are missing, end those that have ended since, refuse the rest if it differs."""
    stored = _stored_units(session, table)
    already_stored = [(unit, stored[unit.key]) for unit in units.values() if unit.key in stored]
    province_codes = {id_: key.code for key, id_ in province_ids.items()}
    _refuse(unit.key for unit, row in already_stored if not _agree(unit, row, newest, province_codes))
    ended = [
        {"id": row.id, "valid_to": unit.valid_to} for unit, row in already_stored if unit.valid_to and not row.valid_to
    ]
    if ended:
        session.execute(update(table), ended)
    renamed = _follow_provinces(session, already_stored, province_ids)
    ids = {key: row.id for key, row in stored.items()}
    new = [_row(unit, province_ids) for unit in units.values() if unit.key not in stored]
    if new:
        _insert(session, table, new)
        _refuse_overlaps(session, table)
        ids = _ids(session, table)
    return _UpdatedUnits(len(new), len(ended), renamed, ids)


def _follow_provinces(
    session: Session, already_stored: Sequence[tuple[SeedUnit, _StoredUnit]], province_ids: Mapping[Key, int]
) -> int:
    """Wards in a province that has gone on under another name since get its new row; how many they were."""
    starts = {id_: key.valid_from for key, id_ in province_ids.items()}
    moving = [
        {"id": row.id, "province_id": province_ids[unit.province]}
        for unit, row in already_stored
        if unit.province and row.province_id and starts[row.province_id] < unit.province.valid_from
    ]
    if moving:
        session.execute(update(Ward), moving)
    return len(moving)


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    # past the mapper, which would look at each of the 24,000 rows once more
    session.execute(insert(Base.metadata.tables[table.__tablename__]), rows)


def _stored_units(session: Session, table: Table) -> dict[Key, _StoredUnit]:
    province_id = Ward.province_id if table is Ward else null()
    rows = session.execute(select(table.code, table.valid_from, table.id, table.name, table.valid_to, province_id))
    return {Key(code, start): _StoredUnit(id_, name, end, province) for code, start, id_, name, end, province in rows}


def _ids(session: Session, table: Table) -> dict[Key, int]:
    rows = session.execute(select(table.code, table.valid_from, table.id))
    return {Key(code, start): id_ for code, start, id_ in rows}


def _agree(unit: SeedUnit, row: _StoredUnit, newest: date, province_codes: Mapping[int, str]) -> bool:
    """Whether a row is what the files tell, or was ended by a decision newer than they are."""
    in_province = unit.province is None or province_codes.get(row.province_id or 0) == unit.province.code
    lasts = row.valid_to in (None, unit.valid_to) or (unit.valid_to is None and row.valid_to >= newest)
    return lasts and row.name == unit.name and in_province


def _row(unit: SeedUnit, province_ids: Mapping[Key, int]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": unit.key.code,
        "name": unit.name,
        "valid_from": unit.key.valid_from,
        "valid_to": unit.valid_to,
        "sort_key": vietnamese.sort_key(rules.short(unit.name)),
    }
    return row | _row_of_ward(unit, province_ids[unit.province]) if unit.province else row


def _row_of_ward(unit: SeedUnit, province_id: int) -> dict[str, Any]:
    return {
        "kind": rules.kind_of(unit.name),
        "province_id": province_id,
        "district": unit.district,
        "basis": unit.basis,
        "latitude": unit.latitude,
        "longitude": unit.longitude,
        "search_key": vietnamese.search_key(unit.name),
    }


def _update_passages(session: Session, passages: Collection[SeedPassage], ids: Mapping[Key, int]) -> int:
    """Write the successions that are missing; how many they were."""
    stored = _stored_passages(session)
    passages_by_ids = {(ids[passage.old], ids[passage.new]): passage for passage in passages}
    _refuse(
        passage.old
        for pair, passage in passages_by_ids.items()
        if pair in stored and stored[pair] != (passage.extent, passage.effective_on)
    )
    rows = [
        {
            "old_id": old,
            "new_id": new,
            "extent": passage.extent,
            "effective_on": passage.effective_on,
            "basis": passage.basis,
        }
        for (old, new), passage in passages_by_ids.items()
        if (old, new) not in stored
    ]
    if rows:
        _insert(session, Succession, rows)
    return len(rows)


def _stored_passages(session: Session) -> dict[tuple[int, int], tuple[Extent, date]]:
    rows = session.execute(select(Succession.old_id, Succession.new_id, Succession.extent, Succession.effective_on))
    return {(old, new): (extent, on) for old, new, extent, on in rows}


def _refuse_overlaps(session: Session, table: Table) -> None:
    """Two units must not hold one code on one day."""
    later_unit = aliased(table)
    overlaps = select(table.code, table.valid_from).join(
        later_unit,
        and_(
            later_unit.code == table.code,
            later_unit.valid_from > table.valid_from,
            or_(table.valid_to.is_(None), table.valid_to >= later_unit.valid_from),
        ),
    )
    _refuse(Key(*row) for row in session.execute(overlaps))


def _refuse(keys: Iterable[Key]) -> None:
    refused = [f"{key.code} ({key.valid_from.isoformat()})" for key in sorted(keys)]
    if refused:
        raise Contradiction(units=refused[:5], count=len(refused))
