"""Actions: the statements that carry things from ward to ward and note each move. Sets, never single rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, insert, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from tracker.core import errors
from tracker.exchange.ward_changes.models import Move
from tracker.exchange.ward_changes.rules import MovedThing, MoveStep
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent

Table = type[Camera] | type[InstallationPoint] | type[Recorder] | type[Owner]
TABLES: Mapping[MovedThing, Table] = {
    MovedThing.CAMERA: Camera,
    MovedThing.POINT: InstallationPoint,
    MovedThing.RECORDER: Recorder,
    MovedThing.OWNER: Owner,
}
NOTED: Mapping[MovedThing, InstrumentedAttribute[int | None]] = {
    MovedThing.CAMERA: Move.camera_id,
    MovedThing.POINT: Move.point_id,
    MovedThing.RECORDER: Move.recorder_id,
    MovedThing.OWNER: Move.owner_id,
}
CHUNK = 5_000  # things named in one statement


@dataclass(frozen=True)
class MoveReason:
    """Why things move: by a change of wards, or by a person."""

    by: str
    words: str
    at: datetime
    change_id: int | None = None

    def columns(self) -> tuple[Any, ...]:
        """What stands in every move made for it."""
        return literal(self.change_id), literal(self.at), literal(self.by[:100]), literal(self.words[:300])


_COLUMNS = ("change_id", "decided_at", "decided_by", "reason", "from_ward_id", "to_ward_id", "effective_on")


def along_successions(session: Session, day: date, why: MoveReason) -> None:
    """Carry on everything that stands in a ward which as a whole became another on a day."""
    for thing in MovedThing:
        table = TABLES[thing]
        step = and_(Succession.old_id == table.ward_id, Succession.effective_on == day)
        going = (
            select(table.id, *why.columns(), table.ward_id, Succession.new_id, literal(day))
            .join(Succession, step)
            .join(Ward, Ward.id == table.ward_id)
            .where(Succession.extent == Extent.WHOLE, Ward.valid_to.is_not(None), *free(thing, Succession.new_id))
        )
        number = _note(session, thing, going)
        noted = select(NOTED[thing]).where(
            Move.change_id == why.change_id, Move.effective_on == day, NOTED[thing].is_not(None)
        )
        into = select(Succession.new_id).where(Succession.old_id == table.ward_id, Succession.effective_on == day)
        _check_row_counts(number, _set(session, table, into.scalar_subquery(), table.id.in_(noted)))


def free(thing: MovedThing, target: Any) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a thing fits into a ward: a recorder's code is unique there. For all others: none.

    Of several that would come there with the same code at once the oldest goes.
    """
    if thing is not MovedThing.RECORDER:
        return ()
    other, way = aliased(Recorder), aliased(Succession)
    there = exists().where(other.code == Recorder.code, other.ward_id == target)
    coming = (way.old_id == other.ward_id, way.new_id == target, way.extent == Extent.WHOLE)
    older = exists().where(other.code == Recorder.code, other.id < Recorder.id, *coming)
    return ~there, ~older


def assign(
    session: Session,
    thing: MovedThing,
    chosen: Collection[ColumnElement[bool]],
    path: Sequence[MoveStep],
    why: MoveReason,
) -> int:
    """Carry the chosen things that stand at the beginning of a path to its end; how many they were."""
    table, start, end = TABLES[thing], path[0].old, path[-1].new
    standing = and_(table.ward_id == start, *chosen)
    for step in path:
        noted = _note(session, thing, select(table.id, *why.columns(), *_of(step)).where(standing))
    return _check_row_counts(noted, _set(session, table, end, standing))


def _check_row_counts(noted: int, changed: int) -> int:
    """Nothing is noted that did not move: somebody who moved it in the same moment was first. Stale."""
    if noted != changed:
        raise errors.Stale(noted=noted, changed=changed)
    return changed


def _of(step: MoveStep) -> tuple[Any, ...]:
    return literal(step.old), literal(step.new), literal(step.on)


def restore_wards(session: Session, change_id: int) -> dict[MovedThing, int]:
    """Take a change's moves back: everything stands again where it stood before. How many things of each kind."""
    brought = {}
    for thing, table in TABLES.items():
        noted = NOTED[thing]
        nth = func.row_number().over(partition_by=noted, order_by=(Move.effective_on, Move.id))
        moves = select(noted.label("id"), Move.from_ward_id, nth.label("nth"))
        first = moves.where(Move.change_id == change_id, noted.is_not(None)).subquery()
        brought[thing] = _set(session, table, first.c.from_ward_id, and_(table.id == first.c.id, first.c.nth == 1))
    return brought


def moved(session: Session, change_id: int) -> dict[MovedThing, int]:
    """How many things of each kind a change moved."""
    numbers = (func.count(noted.distinct()) for noted in NOTED.values())
    row = session.execute(select(*numbers).where(Move.change_id == change_id)).one()
    return dict(zip(NOTED, row, strict=True))


def following(
    thing: MovedThing, point_ids: Collection[int], path: Sequence[MoveStep]
) -> tuple[ColumnElement[bool], ...]:
    """The recorders, or owners, of cameras at some points, all of whose cameras now stand at the end of a path."""
    table, end = TABLES[thing], path[-1].new
    link = Camera.recorder_id if thing is MovedThing.RECORDER else Camera.owner_id
    here = table.id.in_(select(link).where(Camera.point_id.in_(point_ids), link.is_not(None)))
    elsewhere = exists().where(link == table.id, Camera.ward_id != end)
    return here, ~elsewhere, *free(thing, end)


def _note(session: Session, thing: MovedThing, going: Select[Any]) -> int:
    noting = insert(Move).from_select([NOTED[thing].key, *_COLUMNS], going)
    made = session.execute(noting.execution_options(preserve_rowcount=True))
    return int(made.rowcount)  # type: ignore[attr-defined]  # an INSERT's result has it


def _set(session: Session, table: Table, ward_id: Any, which: ColumnElement[bool]) -> int:
    """Every version rises: whoever has one of the things open on a form is told."""
    values = {table.ward_id: ward_id, table.version: table.version + 1}
    changed = session.execute(update(table).where(which).values(values).execution_options(synchronize_session=False))
    return int(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def in_chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers in groups that one statement can name."""
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
