"""Reading lists: entries of a day, one that must be alive, names of codes without a statement for each row."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.core import app_metadata, errors
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.vietnamese import fold, search_key
from tracker.territory.code_lists import rules
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.code_lists.rules import CodeList

VERSION = "code_lists"  # the fact that changes with every change of an entry: what was read under it holds
Names = Mapping[tuple[str, str], tuple[str, str]]


class Lists(NamedTuple):
    """All lists: their entries in order, belonging to no session; (Vietnamese, English) by (list, code)."""

    entries: Mapping[CodeList, Sequence[CodeEntry]]
    names: Names


_KEPT: dict[str, Lists] = {}  # the lists of the version that this process read last
_READ = "code_lists_read"  # in a session's info: its transaction, with the lists as it sees them


def entry(session: Session, entry_id: int) -> CodeEntry:
    """One entry. NotFound when there is none."""
    found_entry = session.get(CodeEntry, entry_id)
    if found_entry is None:
        raise errors.NotFound(entry=entry_id)
    return found_entry


def alive_on(on: date) -> ColumnElement[bool]:
    """The condition of an entry's being alive on a day."""
    return and_(CodeEntry.valid_from <= on, or_(CodeEntry.valid_to.is_(None), CodeEntry.valid_to >= on))


def alive(session: Session, code_list: CodeList, on: date) -> list[CodeEntry]:
    """The entries of a list on a day, in the list's order; they belong to no session."""
    entries = lists(session).entries.get(code_list, ())
    return [entry for entry in entries if entry.valid_from <= on and (entry.valid_to is None or entry.valid_to >= on)]


def require(session: Session, code_list: CodeList, code: str, on: date, field: str) -> CodeEntry:
    """The entry of a code that is alive on a day. Invalid at `field` otherwise: which took its place is said."""
    of_code = select(CodeEntry).where(CodeEntry.list == code_list, CodeEntry.code == code)
    alive_entry = session.scalars(of_code.where(alive_on(on))).first()
    if alive_entry is not None:
        return alive_entry
    dead_entry = session.scalars(of_code.order_by(CodeEntry.valid_from.desc())).first()
    if dead_entry is None:
        raise errors.Invalid({field: rules.UNKNOWN})
    replaced = select(CodeEntry.name_vi).where(CodeEntry.list == code_list, CodeEntry.replaces_code == code)
    successors = session.scalars(replaced.where(alive_on(on)).order_by(CodeEntry.sort, CodeEntry.id)).all()
    message = rules.REPLACED if successors else rules.NOT_ALIVE
    name, day = dead_entry.name_vi, f"{on:%d/%m/%Y}"
    raise errors.Invalid({field: message}, name=name, day=day, successors="; ".join(successors))


def listing(
    session: Session,
    code_list: CodeList,
    *,
    q: str = "",
    on: date | None = None,
    after: tuple[int, int] | None = None,
    limit: int = PAGE_SIZE,
) -> Page[Row[Any]]:
    """One page of a list's entries in its order: of a day, or all that ever were; `q` in its words."""
    columns = [getattr(CodeEntry, name) for name in CodeEntry.__table__.columns.keys()]  # noqa: SIM118 - no dict
    statement = select(*columns).where(CodeEntry.list == code_list)
    if on is not None:
        statement = statement.where(alive_on(on))
    if q:
        statement = statement.where(CodeEntry.id.in_(_matching(session, code_list, q)))
    return page(session, statement, (CodeEntry.sort, CodeEntry.id), after, limit)


def _matching(session: Session, code_list: CodeList, q: str) -> list[int]:
    """The entries in which every word of `q` stands, with or without diacritics: lists are short enough to look."""
    columns = (CodeEntry.id, CodeEntry.code, CodeEntry.name_vi, CodeEntry.name_en, CodeEntry.search_words)
    rows = session.execute(select(*columns).where(CodeEntry.list == code_list))
    keys = {row.id: search_key(row.code, row.name_vi, row.name_en, row.search_words) for row in rows}
    return [entry_id for entry_id, key in keys.items() if all(word in key for word in fold(q).split())]


def counts(session: Session, on: date) -> dict[CodeList, tuple[int, int]]:
    """How many entries of each list are alive on a day, and how many there are."""
    statement = select(CodeEntry.list, func.count().filter(alive_on(on)), func.count()).group_by(CodeEntry.list)
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


def names(session: Session) -> Names:
    """(Vietnamese, English) of every code, by (list, code): the newest name where there were several."""
    return lists(session).names


def lists(session: Session) -> Lists:
    """All lists as this transaction sees them.

    A page names dozens of codes of several lists: joins would put two aliases of this table into every statement that
    has an incident in it. The lists are short and change a few times a year, so a process reads them once for each
    version, and a transaction asks once for the version, which is one row of the database.
    """
    transaction, transaction_lists = session.info.get(_READ, (None, None))
    if transaction_lists is None or transaction is not session.get_transaction():
        transaction_lists = _of_version(session, app_metadata.read(session, VERSION) or "")
        session.info[_READ] = session.get_transaction(), transaction_lists
    return cast("Lists", transaction_lists)


def forget(session: Session) -> None:
    """Read the lists anew when they are asked for next: this transaction changed them."""
    session.info.pop(_READ, None)


def _of_version(session: Session, version: str) -> Lists:
    kept_lists = _KEPT.get(version)
    if kept_lists is None:
        kept_lists = _read(session)
        _KEPT.clear()
        _KEPT[version] = kept_lists
    return kept_lists


def _read(session: Session) -> Lists:
    """The lists as they stand in the database. Their rows are no entries of the session: nobody changes them."""
    columns = [getattr(CodeEntry, name) for name in CodeEntry.__table__.columns.keys()]  # noqa: SIM118 - no dict
    rows = session.execute(select(*columns).order_by(CodeEntry.sort, CodeEntry.id))
    entries: dict[CodeList, list[CodeEntry]] = {}
    for row in rows:
        entries.setdefault(row.list, []).append(CodeEntry(**row._mapping))
    by_age = sorted((entry for of_list in entries.values() for entry in of_list), key=lambda entry: entry.valid_from)
    names_by_code = {(entry.list.value, entry.code): (entry.name_vi, entry.name_en) for entry in by_age}
    return Lists(entries, names_by_code)
