"""Reading provinces and wards, as they stood on a day, and following what became of them.

`on` is always a day; None means the units that exist now, as far as the loaded decisions tell.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from tracker.core import errors
from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.core.vietnamese import clean, fold
from tracker.territory.wards import rules
from tracker.territory.wards.models import Province, Succession, Ward
from tracker.territory.wards.rules import Extent


class WardPassage(NamedTuple):
    """A ward on the other side of a succession, and how much of the old one passed over."""

    id: int
    code: str
    name: str
    district: str
    extent: Extent
    effective_on: date


WardIds = Collection[int] | Select[int]
OWN_WARD_ENDED = N_("Phường, xã của tài khoản này đã kết thúc nên không đăng ký mới được. Hãy liên hệ quản trị.")
_WHOLE = literal_column("1", Integer)
_PART = literal_column("0", Integer)
# Asked for by nearly every page of a ward admin: built once, since building takes longer than answering.
_NAMED = (
    select(Ward.id, Ward.name, Ward.valid_to)
    .where(Ward.id.in_(bindparam("ward_ids", expanding=True)))
    .order_by(Ward.valid_to.is_not(None), Ward.sort_key, Ward.id)
)
_ITSELF = select(Ward.id.label("at")).where(Ward.id == bindparam("ward_id")).cte("into", recursive=True)
_INTO = select(_ITSELF.union(select(Succession.old_id).join(_ITSELF, Succession.new_id == _ITSELF.c.at)).c.at)


def provinces(session: Session, on: date | None = None) -> list[Province]:
    """The provinces there were on a day, in Vietnamese order."""
    statement = select(Province).where(_valid(Province, on)).order_by(Province.sort_key, Province.id)
    return list(session.scalars(statement))


def present(session: Session, on: date | None = None, *, province_id: int | None = None) -> list[Ward]:
    """The wards there were on a day, with their provinces, in Vietnamese order. The whole country is 3,321 of them."""
    statement = with_province().where(_valid(Ward, on)).order_by(Ward.sort_key, Ward.id)
    if province_id is not None:
        statement = statement.where(_in_province(province_id))
    return list(session.scalars(statement))


def get(session: Session, ward_id: int) -> Ward | None:
    """The ward with this id, with its province."""
    return session.scalar(with_province().where(Ward.id == ward_id))


def require_standing(session: Session, ward_id: int) -> None:
    """Refuse to go on in a ward that has ended: nothing new is registered there. WrongState."""
    if session.scalar(select(Ward.valid_to).where(Ward.id == ward_id)) is not None:
        raise errors.WrongState(OWN_WARD_ENDED)


def by_code(session: Session, code: str, on: date | None = None) -> Ward | None:
    """The ward that held a code on a day; a spreadsheet may have eaten the code's leading zeros."""
    return session.scalar(with_province().where(Ward.code == rules.padded(clean(code)), _valid(Ward, on)))


def predecessors(session: Session, ward_id: int) -> frozenset[int]:
    """The ids of the ward itself and of every ward that went into it, wholly or partly, however long ago."""
    return frozenset(session.scalars(_INTO, {"ward_id": ward_id}))


def successors_now(session: Session, ward_id: int) -> list[tuple[Ward, Extent]]:
    """The wards of today that hold the territory of an old one; PART if anything was split on the way.

    A ward that still exists holds the whole of itself.
    """
    ends = _ends([ward_id]).subquery()
    statement = (
        select(Ward, ends.c.whole)
        .join(ends, ends.c.at == Ward.id)
        .options(joinedload(Ward.province))
        .order_by(Ward.sort_key, Ward.id)
    )
    return [(ward, Extent.WHOLE if is_whole else Extent.PART) for ward, is_whole in session.execute(statement)]


def successor_map(session: Session, ward_ids: Collection[int]) -> dict[int, int | None]:
    """Each ward's id to the id of the one ward of today that holds all of it; None where it was split on the way."""
    now: dict[int, int | None] = dict.fromkeys(ward_ids)
    for origin, successor_id, is_whole in session.execute(_ends(ward_ids)):
        if is_whole:
            now[origin] = successor_id
    return now


def whole_successors(session: Session, ward_ids: WardIds) -> dict[int, list[Ward]]:
    """Each old ward's id to the wards of today that hold its territory or parts of it, in Vietnamese order."""
    ends = _ends(ward_ids).subquery()
    statement = select(ends.c.origin, Ward).join(Ward, Ward.id == ends.c.at).order_by(Ward.sort_key, Ward.id)
    successors: dict[int, list[Ward]] = {}
    for origin, ward in session.execute(statement):
        successors.setdefault(origin, []).append(ward)
    return successors


def provinces_now(session: Session, ward_id: int) -> dict[int, str]:
    """The provinces of today in which a ward lies, or what became of it, by id; its own where nothing is known."""
    heirs = whole_successors(session, [ward_id]).get(ward_id, [])
    province_ids = [ward.province_id for ward in heirs] or select(Ward.province_id).where(Ward.id == ward_id)
    statement = select(Province.id, Province.name).where(Province.id.in_(province_ids))
    rows = session.execute(statement.order_by(Province.sort_key))
    return {row.id: row.name for row in rows}


def steps_from(session: Session, ward_ids: Collection[int]) -> list[Succession]:
    """Every succession that the chains from some wards lead through."""
    chains = _chains(ward_ids)
    return list(session.scalars(select(Succession).where(Succession.old_id.in_(select(chains.c.at)))))


def search(session: Session, text: str, on: date | None = None, limit: int = 20) -> list[Ward]:
    """Wards of a day whose name contains `text` however it is toned, or whose code it is.

    First the very name with its very tones, then names with these words so toned, then the others.
    """
    typed = clean(text).casefold()
    if not typed:
        return []
    folded = fold(typed)
    statement = select(Ward.id, Ward.name, Ward.search_key, Ward.sort_key).where(_valid(Ward, on), _matches(typed))
    ranked_rows = sorted(
        session.execute(statement),
        key=lambda row: (*_distance(typed, folded, row.name, row.search_key), row.sort_key, row.id),
    )
    nearest = [row.id for row in ranked_rows[:limit]]
    wards = {ward.id: ward for ward in session.scalars(with_province().where(Ward.id.in_(nearest)))}
    return [wards[ward_id] for ward_id in nearest]


def listing(
    session: Session,
    *,
    province_id: int | None = None,
    q: str = "",
    on: date | None = None,
    after: tuple[str, int] | None = None,
    limit: int = PAGE_SIZE,
) -> Page[Row[Any]]:
    """One page of wards in Vietnamese order, after the (sort_key, id) of the last one shown.

    Columns: id, code, name, kind, district, province, valid_from, valid_to.
    """
    statement = _rows_statement().where(_valid(Ward, on))
    if province_id is not None:
        statement = statement.where(_in_province(province_id))
    if clean(q):
        statement = statement.where(_matches(clean(q)))
    return page(session, statement, (Ward.sort_key, Ward.id), after, limit)


def with_province() -> Select[Ward]:
    """Wards, each with its province."""
    return select(Ward).options(joinedload(Ward.province))


def _rows_statement() -> Select[*tuple[Any, ...]]:
    return select(
        Ward.id,
        Ward.code,
        Ward.name,
        Ward.kind,
        Ward.district,
        Province.name.label("province"),
        Ward.valid_from,
        Ward.valid_to,
    ).join(Ward.province)


def _valid(table: type[Province] | type[Ward], on: date | None) -> ColumnElement[bool]:
    if on is None:
        return table.valid_to.is_(None)
    return and_(table.valid_from <= on, or_(table.valid_to.is_(None), table.valid_to >= on))


def _in_province(province_id: int) -> ColumnElement[bool]:
    """Wards of a province and of what it was called before and since: its rows have one code."""
    same_code = aliased(Province)
    codes = select(same_code.code).where(same_code.id == province_id).scalar_subquery()
    return Ward.province_id.in_(select(Province.id).where(Province.code == codes))


def with_word(word: str) -> Select[int]:
    """The ids of the wards of all times with a folded word in their name."""
    return select(Ward.id).where(Ward.search_key.contains(word, autoescape=True))


def _matches(text: str) -> ColumnElement[bool]:
    return or_(Ward.search_key.contains(fold(text), autoescape=True), Ward.code == rules.padded(text))


def _distance(typed: str, folded: str, name: str, search_key: str) -> tuple[bool, bool, bool, bool]:
    """How far a name is from what was typed; the nearest sorts first. Folding keeps the number of letters."""
    full_name, short_name = name.casefold(), rules.short(name).casefold()
    return (
        typed not in (full_name, short_name),
        f" {typed}" not in f" {full_name}",
        not (search_key.endswith(folded) and len(folded) in (len(full_name), len(short_name))),
        f" {folded}" not in f" {search_key}",
    )


def _chains(ward_ids: WardIds | None = None) -> CTE:
    """From each ward (`origin`) to every ward reached (`at`), and whether nothing was split on the way (`whole`)."""
    start = select(Ward.id.label("origin"), Ward.id.label("at"), _WHOLE.label("whole"))
    start = start if ward_ids is None else start.where(Ward.id.in_(ward_ids))
    chains = start.cte("chains", recursive=True)
    still_whole = case((Succession.extent == Extent.WHOLE, chains.c.whole), else_=_PART)
    return chains.union(
        select(chains.c.origin, Succession.new_id, still_whole).join(chains, Succession.old_id == chains.c.at)
    )


def _ends(ward_ids: WardIds | None = None) -> Select[int, int, int]:
    """The wards of today that the chains from some wards, or from all, end in: origin, at, whole (1 or 0)."""
    chains = _chains(ward_ids)
    return (
        select(chains.c.origin, chains.c.at, func.min(chains.c.whole).label("whole"))
        .join(Ward, Ward.id == chains.c.at)
        .where(Ward.valid_to.is_(None))
        .group_by(chains.c.origin, chains.c.at)
    )


def _held_wholly() -> Subquery:
    ends = _ends().subquery()
    whole_ends = select(ends.c.origin, func.max(ends.c.at).label("ward_id")).where(ends.c.whole == 1)
    return whole_ends.group_by(ends.c.origin).subquery("successors")


# The relation of every ward (`origin`) and the one ward of today that holds all of it (`ward_id`). A ward that still
# exists holds itself; one that was split on the way is missing.
SUCCESSORS = _held_wholly()


def came_from(session: Session, ward_ids: Collection[int]) -> dict[int, list[WardPassage]]:
    """What went directly into each ward, in Vietnamese order, by ward id. A ward that nothing went into is missing."""
    return _passages(session, Succession.new_id, Succession.old_id, ward_ids)


def went_into(session: Session, ward_ids: Collection[int]) -> dict[int, list[WardPassage]]:
    """What each ward directly went into, in Vietnamese order, by ward id. A ward that goes on is missing."""
    return _passages(session, Succession.old_id, Succession.new_id, ward_ids)


def _passages(
    session: Session,
    own_end: InstrumentedAttribute[int],
    other_end: InstrumentedAttribute[int],
    ward_ids: Collection[int],
) -> dict[int, list[WardPassage]]:
    columns = (Ward.id, Ward.code, Ward.name, Ward.district, Succession.extent, Succession.effective_on)
    statement = select(own_end.label("own"), *columns).join(Ward, Ward.id == other_end).where(own_end.in_(ward_ids))
    passages: dict[int, list[WardPassage]] = {}
    for row in session.execute(statement.order_by(Ward.sort_key, Ward.id)):
        passages.setdefault(row.own, []).append(WardPassage(*row[1:]))
    return passages


def named(session: Session, ward_ids: Collection[int]) -> list[Row[int, str, date | None]]:
    """These wards, those of today first, in Vietnamese order: id, name, valid_to."""
    return list(session.execute(_NAMED, {"ward_ids": list(ward_ids)}))
