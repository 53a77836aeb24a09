"""Queries: which things a change of wards moved, and the conditions under which a thing may move into a ward."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from tracker.exchange.ward_changes.models import NOTED, TABLES, Move
from tracker.exchange.ward_changes.rules import MovedThing, MoveStep
from tracker.register.cameras.models import Camera
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Succession
from tracker.territory.wards.rules import Extent


def fits_into_ward(thing: MovedThing, target: Any) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a thing fits into a ward: a recorder's code is unique there. For all others: none.

    Of several that would come there with the same code at once the oldest goes.
    """
    if thing is not MovedThing.RECORDER:
        return ()
    other_recorder, succession = aliased(Recorder), aliased(Succession)
    code_taken = exists().where(other_recorder.code == Recorder.code, other_recorder.ward_id == target)
    comes_along = (
        succession.old_id == other_recorder.ward_id,
        succession.new_id == target,
        succession.extent == Extent.WHOLE,
    )
    older = exists().where(other_recorder.code == Recorder.code, other_recorder.id < Recorder.id, *comes_along)
    return ~code_taken, ~older


def followers(
    thing: MovedThing, point_ids: Collection[int], path: Sequence[MoveStep]
) -> tuple[ColumnElement[bool], ...]:
    """The recorders, or owners, of cameras at some points, all of whose cameras now stand at the end of a path."""
    table, end = TABLES[thing], path[-1].new
    link = Camera.recorder_id if thing is MovedThing.RECORDER else Camera.owner_id
    of_points = table.id.in_(select(link).where(Camera.point_id.in_(point_ids), link.is_not(None)))
    elsewhere = exists().where(link == table.id, Camera.ward_id != end)
    return of_points, ~elsewhere, *fits_into_ward(thing, end)


def count_moved(session: Session, change_id: int) -> dict[MovedThing, int]:
    """How many things of each kind a change moved."""
    numbers = (func.count(moved_column.distinct()) for moved_column in NOTED.values())
    row = session.execute(select(*numbers).where(Move.change_id == change_id)).one()
    return dict(zip(NOTED, row, strict=True))
