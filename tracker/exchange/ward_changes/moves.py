"""Queries: which things a change of wards moved, and the conditions under which a thing may move into a ward."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from tracker.exchange.ward_changes.models import NOTED, TABLES, Move
from tracker.exchange.ward_changes.rules import Step, Thing
from tracker.register.cameras.models import Camera
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Succession
from tracker.territory.wards.rules import Extent


def free(thing: Thing, target: Any) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a thing fits into a ward: a recorder's code is unique there. For all others: none.

    Of several that would come there with the same code at once the oldest goes.
    """
    if thing is not Thing.RECORDER:
        return ()
    other, way = aliased(Recorder), aliased(Succession)
    there = exists().where(other.code == Recorder.code, other.ward_id == target)
    coming = (way.old_id == other.ward_id, way.new_id == target, way.extent == Extent.WHOLE)
    older = exists().where(other.code == Recorder.code, other.id < Recorder.id, *coming)
    return ~there, ~older


def following(thing: Thing, point_ids: Collection[int], path: Sequence[Step]) -> tuple[ColumnElement[bool], ...]:
    """The recorders, or owners, of cameras at some points, all of whose cameras now stand at the end of a path."""
    table, end = TABLES[thing], path[-1].new
    link = Camera.recorder_id if thing is Thing.RECORDER else Camera.owner_id
    here = table.id.in_(select(link).where(Camera.point_id.in_(point_ids), link.is_not(None)))
    elsewhere = exists().where(link == table.id, Camera.ward_id != end)
    return here, ~elsewhere, *free(thing, end)


def moved(session: Session, change_id: int) -> dict[Thing, int]:
    """How many things of each kind a change moved."""
    numbers = (func.count(noted.distinct()) for noted in NOTED.values())
    row = session.execute(select(*numbers).where(Move.change_id == change_id)).one()
    return dict(zip(NOTED, row, strict=True))
