"""Queries: the list of cameras: its columns, its orders, its pages by key.

A page costs nearly the same at 100 cameras and at 100,000. Each ward answered for gives its first rows out of an index,
those without a date apart from those with one; the page is the first of them all, and only its rows are joined with the
rest.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from tracker.core.paging import Page, beyond, cut
from tracker.core.statements import built_once
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.fields import listed
from tracker.register.cameras.filters import CameraCriteria, conditions
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import COLUMNS, by_faster_way, joined, where_filled
from tracker.register.cameras.rules import Order, Sort
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import seen_wards
from tracker.territory.wards.models import Ward

_COMMON = {column.key for column in COLUMNS}
FACTS: tuple[Any, ...] = (
    *COLUMNS,
    Ward.sort_key.label("ward_key"),
    Camera.name_key,
    *(getattr(Camera, field.name) for field in listed() if field.name not in _COMMON),
    Recorder.code.label("recorder"),
    Recorder.storage.label("recorder_storage"),
    Recorder.retention_days.label("recorder_days"),
)
NAMES = tuple(column.key for column in FACTS)
POSITIONS = {name: at for at, name in enumerate(NAMES)}
# What does not change is built once: building a statement takes longer than answering it.
_ROWS = joined(select(*FACTS)).outerjoin(Recorder, Recorder.id == Camera.recorder_id)
# What stands before the id in the order of a list. The last two may be empty; empty counts as the oldest.
KEYS: dict[Sort, tuple[Any, ...]] = {
    Sort.CODE: (Camera.sort_key,),
    Sort.NAME: (Camera.name_key,),
    Sort.WARD: (Ward.sort_key, Ward.id),
    Sort.REGISTERED: (),
    Sort.CHECKED: (Camera.checked_at,),
    Sort.INSTALLED: (Camera.installed_on,),
}
LAST_KEY = "~"  # after every sort key
AS_THEY_LIE = (Sort.CODE, Sort.REGISTERED)
DATED = (Sort.CHECKED, Sort.INSTALLED)


def page(session: Session, viewer: Viewer, criteria: CameraCriteria) -> Page[Row[Any]]:
    """One page of cameras in the order asked for, as rows of FACTS."""
    reach, criteria = where_filled(session, viewer.reach), by_faster_way(session, criteria)
    statement = (_first_statement if criteria.after is None else _statement)(reach, criteria)
    return cut(session.execute(statement).all(), criteria.limit, lambda row: _position(criteria, row))


def _statement(reach: Reach, criteria: CameraCriteria) -> Select[Any]:
    """What a page is asked for with, by whoever sees as far."""
    each = [replace(criteria, ward_id=ward) for ward in _wards(reach, criteria)]
    first_rows = _together([first for one_ward in each for first in _first_rows_statements(reach, one_ward)])
    keys = [column for name, column in first_rows.c.items() if name.startswith("key")]
    statement = _ROWS.join(first_rows, first_rows.c.id == Camera.id)
    directed = _directed(criteria.order, *keys, first_rows.c.id)
    return statement.order_by(first_rows.c.rank, *directed).limit(criteria.limit + 1)


_first_statement = built_once(_statement)  # first pages are opened again and again


def _wards(reach: Reach, criteria: CameraCriteria) -> tuple[int | None, ...]:
    """The wards whose rows are taken apart: an index gives one ward's rows in order, or all wards', not several's."""
    wards = seen_wards(reach)
    at_once = criteria.ward_id is not None or criteria.index is not None or not wards
    return (criteria.ward_id,) if at_once else tuple(sorted(wards or ()))


def _first_rows_statements(reach: Reach, criteria: CameraCriteria) -> Iterator[Select[Any]]:
    """As many rows of a filter as a page may need: one statement, or two where a date may be missing."""
    key = KEYS[criteria.sort][0] if criteria.sort in DATED else None
    if key is None:
        yield _first_rows(reach, criteria, 0, *_beyond(criteria, dated=True))
        return
    dates = (False, True) if criteria.order is Order.ASC else (True, False)
    left_off = criteria.after is not None and dates.index(criteria.after[0] is not None)
    for rank, dated in list(enumerate(dates))[int(left_off) :]:
        after = _beyond(criteria, dated) if rank == left_off else []
        yield _first_rows(reach, criteria, rank, key.is_not(None) if dated else key.is_(None), *after)


def _first_rows(
    reach: Reach, criteria: CameraCriteria, rank: int, *further_conditions: ColumnElement[bool]
) -> Select[Any]:
    keys = KEYS[criteria.sort]
    labelled_keys = [key.label(f"key{index}") for index, key in enumerate(keys)]
    statement = select(Camera.id.label("id"), literal_column(str(rank)).label("rank"), *labelled_keys)
    if criteria.sort is Sort.WARD:
        statement = statement.join(Ward, Ward.id == Camera.ward_id)
    statement = statement.where(*_filter_conditions(reach, criteria), *further_conditions)
    if criteria.sort is Sort.WARD and criteria.ward_id is not None:
        keys = ()  # the same for all its rows
    if criteria.index is None:
        return statement.order_by(*_directed(criteria.order, *keys, Camera.id)).limit(criteria.limit + 1)
    # Found first of all, lest they be met on a walk in the order of the list, or in an index that holds all else.
    matches = statement.add_columns(Camera.note).cte().prefix_with("MATERIALIZED")
    match_keys = [column for name, column in matches.c.items() if name.startswith("key")]
    return select(matches).order_by(*_directed(criteria.order, *match_keys, matches.c.id)).limit(criteria.limit + 1)


def _filter_conditions(reach: Reach, criteria: CameraCriteria) -> list[ColumnElement[bool]]:
    """A filter's conditions. Cameras lie about as they are numbered: in that order each is looked at as it comes.

    So are the few that words are looked up of. In another order what narrows is asked of an index that holds all of it,
    lest rows be fetched from everywhere.
    """
    if not criteria.narrows or criteria.index or criteria.sort in AS_THEY_LIE:
        return conditions(reach, criteria)
    of_ward = CameraCriteria(ward_id=criteria.ward_id, removed=criteria.removed, voided=criteria.voided)
    ward_conditions = conditions(reach, of_ward)
    return [*ward_conditions, Camera.id.in_(select(Camera.id).where(*conditions(reach, criteria)).correlate(None))]


def _beyond(criteria: CameraCriteria, dated: bool) -> list[ColumnElement[bool]]:
    """The conditions of standing after where the last page ended."""
    rising = criteria.order is Order.ASC
    key, last_id = criteria.after or (("", 0) if rising else (LAST_KEY, 0), 0)
    # Said of the first key alone too, in a way that an index of wards can use.
    within = [Ward.sort_key >= key[0] if rising else Ward.sort_key <= key[0]] if criteria.sort is Sort.WARD else []
    if criteria.after is None:
        return within
    ends = (*key, last_id) if isinstance(key, tuple) else (key, last_id)
    keys = (*KEYS[criteria.sort], Camera.id) if dated else (Camera.id,)
    return [*within, beyond(keys, ends[-len(keys) :], descending=not rising)]


def _together(firsts: list[Select[Any]]) -> Subquery:
    if len(firsts) == 1:
        return firsts[0].subquery("page")
    return union_all(*(select(first.subquery()) for first in firsts)).subquery("page")


def _directed(order: Order, *columns: Any) -> list[ColumnElement[Any]]:
    return [column.asc() if order is Order.ASC else column.desc() for column in columns]


def _position(criteria: CameraCriteria, row: Row[Any]) -> tuple[str, str, int]:
    """Where a page ended, with the order for which that holds; schemas.CameraFilter reads it back."""
    keys: dict[Sort, str | date | datetime | None] = {
        Sort.CODE: row.sort_key,
        Sort.NAME: row.name_key,
        Sort.WARD: f"{row.ward_id}:{row.ward_key}",
        Sort.CHECKED: row.checked_at,
        Sort.INSTALLED: row.installed_on,
    }
    key = keys.get(criteria.sort)
    key_text = key.isoformat() if isinstance(key, date) else key
    return f"{criteria.sort}.{criteria.order}", key_text or "", row.id
