"""Queries: the list of cameras: its columns, its orders, its pages by key.

A page costs nearly the same at 100 cameras and at 100,000. Each ward answered for gives its first rows out of an index,
those without a date apart from those with one; the page is the first of them all, and only its rows are joined with the
rest.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from tracker.core.permissions import Role
from tracker.core.viewer import Viewer, anybody
from tracker.register.cameras.filters import CameraCriteria, conditions
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import COLUMNS, joined, where_filled
from tracker.register.cameras.rules import Order, Sort
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Ward
from tracker.web.paging import cursor

FACTS: tuple[Any, ...] = (
    *COLUMNS,
    Ward.sort_key.label("ward_key"),
    Camera.name_key,
    Camera.model,
    Camera.manager,
    Camera.storage,
    Camera.retention_days,
    Camera.installed_on,
    Camera.removed_on,
    Camera.note,
    Camera.recorder_id,
    Recorder.code.label("recorder"),
    Recorder.storage.label("recorder_storage"),
    Recorder.retention_days.label("recorder_days"),
)
NAMES = tuple(column.key for column in FACTS)
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


def page(session: Session, viewer: Viewer, wanted: CameraCriteria) -> tuple[list[Row[Any]], str | None]:
    """One page of cameras in the order asked for, as rows of FACTS, and the cursor of the page that follows, if any."""
    viewer = where_filled(session, viewer)
    statement = (_first_statement if wanted.after is None else _statement)(viewer.role, viewer.wards, wanted)
    rows = list(session.execute(statement))
    more = len(rows) > wanted.limit
    return rows[: wanted.limit], _cursor(wanted, rows[wanted.limit - 1]) if more else None


def _statement(role: Role, wards: frozenset[int], wanted: CameraCriteria) -> Select[Any]:
    """What a page is asked for with, by whoever has this role and answers for these wards."""
    viewer = anybody(role, wards)
    each = [replace(wanted, ward_id=ward) for ward in _wards(viewer, wanted)]
    chosen = _together([first for one in each for first in _firsts(viewer, one)])
    keys = [column for name, column in chosen.c.items() if name.startswith("key")]
    statement = _ROWS.join(chosen, chosen.c.id == Camera.id)
    directed = _directed(wanted.order, *keys, chosen.c.id)
    return statement.order_by(chosen.c.rank, *directed).limit(wanted.limit + 1)


_first_statement = lru_cache(maxsize=256)(_statement)  # first pages are opened again and again


def _wards(viewer: Viewer, wanted: CameraCriteria) -> tuple[int | None, ...]:
    """The wards whose rows are taken apart: an index gives one ward's rows in order, or all wards', not several's."""
    if viewer.role is not Role.WARD_ADMIN or wanted.ward_id is not None:
        return (wanted.ward_id,)
    return tuple(sorted(viewer.wards)) or (None,)


def _firsts(viewer: Viewer, wanted: CameraCriteria) -> Iterator[Select[Any]]:
    """As many rows of a filter as a page may need: one statement, or two where a date may be missing."""
    key = KEYS[wanted.sort][0] if wanted.sort in DATED else None
    if key is None:
        yield _first(viewer, wanted, 0, *_beyond(wanted, dated=True))
        return
    dates = (False, True) if wanted.order is Order.ASC else (True, False)
    left_off = wanted.after is not None and dates.index(wanted.after[0] is not None)
    for rank, dated in list(enumerate(dates))[int(left_off) :]:
        beyond = _beyond(wanted, dated) if rank == left_off else []
        yield _first(viewer, wanted, rank, key.is_not(None) if dated else key.is_(None), *beyond)


def _first(viewer: Viewer, wanted: CameraCriteria, rank: int, *also: ColumnElement[bool]) -> Select[Any]:
    keys = KEYS[wanted.sort]
    named = [key.label(f"key{at}") for at, key in enumerate(keys)]
    statement = select(Camera.id.label("id"), literal_column(str(rank)).label("rank"), *named)
    if wanted.sort is Sort.WARD:
        statement = statement.join(Ward, Ward.id == Camera.ward_id)
    statement = statement.where(*_standing(viewer, wanted), *also)
    if wanted.sort is Sort.WARD and wanted.ward_id is not None:
        keys = ()  # the same for all its rows
    return statement.order_by(*_directed(wanted.order, *keys, Camera.id)).limit(wanted.limit + 1)


def _standing(viewer: Viewer, wanted: CameraCriteria) -> list[ColumnElement[bool]]:
    """A filter's conditions. Cameras lie about as they are numbered: in that order each is looked at as it comes.

    In another order what narrows is asked of an index that holds all of it, lest rows be fetched from everywhere.
    """
    if not wanted.narrows or wanted.sort in AS_THEY_LIE:
        return conditions(viewer, wanted)
    standing = conditions(viewer, CameraCriteria(ward_id=wanted.ward_id, removed=wanted.removed))
    return [*standing, Camera.id.in_(select(Camera.id).where(*conditions(viewer, wanted)).correlate(None))]


def _beyond(wanted: CameraCriteria, dated: bool) -> list[ColumnElement[bool]]:
    """The conditions of standing after where the last page ended."""
    rising = wanted.order is Order.ASC
    key, at = wanted.after or (("", 0) if rising else (LAST_KEY, 0), 0)
    # Said of the first key alone too, in a way that an index of wards can use.
    beyond = [Ward.sort_key >= key[0] if rising else Ward.sort_key <= key[0]] if wanted.sort is Sort.WARD else []
    if wanted.after is None:
        return beyond
    ends = (*key, at) if isinstance(key, tuple) else (key, at)
    keys = (*KEYS[wanted.sort], Camera.id) if dated else (Camera.id,)
    here, there = tuple_(*keys), tuple_(*ends[-len(keys) :])
    return [*beyond, here > there if rising else here < there]


def _together(firsts: list[Select[Any]]) -> Subquery:
    if len(firsts) == 1:
        return firsts[0].subquery("page")
    return union_all(*(select(first.subquery()) for first in firsts)).subquery("page")


def _directed(order: Order, *columns: Any) -> list[ColumnElement[Any]]:
    return [column.asc() if order is Order.ASC else column.desc() for column in columns]


def _cursor(wanted: CameraCriteria, row: Row[Any]) -> str:
    """Where a page ended, with the order for which that holds; schemas.CameraFilter reads it back."""
    keys: dict[Sort, str | date | datetime | None] = {
        Sort.CODE: row.sort_key,
        Sort.NAME: row.name_key,
        Sort.WARD: f"{row.ward_id}:{row.ward_key}",
        Sort.CHECKED: row.checked_at,
        Sort.INSTALLED: row.installed_on,
    }
    key = keys.get(wanted.sort)
    written = key.isoformat() if isinstance(key, date) else key
    return cursor(f"{wanted.sort}.{wanted.order}", written or "", row.id)
