"""Actions: the statements that carry things from ward to ward and note each move. Sets, never single rows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, literal, select, update
from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.exchange.ward_changes.models import NOTED, TABLES, Move, Table
from tracker.exchange.ward_changes.moves import fits_into_ward
from tracker.exchange.ward_changes.rules import MovedThing, MoveStep
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent

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


def along_successions(session: Session, day: date, move_reason: MoveReason) -> None:
    """Carry on everything that stands in a ward which as a whole became another on a day."""
    for thing in MovedThing:
        table = TABLES[thing]
        step = and_(Succession.old_id == table.ward_id, Succession.effective_on == day)
        moving = (
            select(table.id, *move_reason.columns(), table.ward_id, Succession.new_id, literal(day))
            .join(Succession, step)
            .join(Ward, Ward.id == table.ward_id)
            .where(
                Succession.extent == Extent.WHOLE, Ward.valid_to.is_not(None), *fits_into_ward(thing, Succession.new_id)
            )
        )
        number = _note(session, thing, moving)
        moved_ids = select(NOTED[thing]).where(
            Move.change_id == move_reason.change_id, Move.effective_on == day, NOTED[thing].is_not(None)
        )
        new_ward = select(Succession.new_id).where(Succession.old_id == table.ward_id, Succession.effective_on == day)
        _check_row_counts(number, _set(session, table, new_ward.scalar_subquery(), table.id.in_(moved_ids)))


def assign(
    session: Session,
    thing: MovedThing,
    conditions: Collection[ColumnElement[bool]],
    path: Sequence[MoveStep],
    move_reason: MoveReason,
) -> int:
    """Carry the chosen things that stand at the beginning of a path to its end; how many they were."""
    table, start, end = TABLES[thing], path[0].old, path[-1].new
    at_start = and_(table.ward_id == start, *conditions)
    for step in path:
        noted_count = _note(session, thing, select(table.id, *move_reason.columns(), *_of(step)).where(at_start))
    return _check_row_counts(noted_count, _set(session, table, end, at_start))


def _check_row_counts(noted_count: int, changed_count: int) -> int:
    """Nothing is noted that did not move: somebody who moved it in the same moment was first. Stale."""
    if noted_count != changed_count:
        raise errors.Stale(noted=noted_count, changed=changed_count)
    return changed_count


def _of(step: MoveStep) -> tuple[Any, ...]:
    return literal(step.old), literal(step.new), literal(step.on)


def restore_wards(session: Session, change_id: int) -> dict[MovedThing, int]:
    """Take a change's moves back: everything stands again where it stood before. How many things of each kind."""
    brought = {}
    for thing, table in TABLES.items():
        moved_column = NOTED[thing]
        nth = func.row_number().over(partition_by=moved_column, order_by=(Move.effective_on, Move.id))
        moves = select(moved_column.label("id"), Move.from_ward_id, nth.label("nth"))
        first = moves.where(Move.change_id == change_id, moved_column.is_not(None)).subquery()
        brought[thing] = _set(session, table, first.c.from_ward_id, and_(table.id == first.c.id, first.c.nth == 1))
    return brought


def _note(session: Session, thing: MovedThing, moving: Select[Any]) -> int:
    noting = insert(Move).from_select([NOTED[thing].key, *_COLUMNS], moving)
    outcome = session.execute(noting.execution_options(preserve_rowcount=True))
    return int(outcome.rowcount)  # type: ignore[attr-defined]  # an INSERT's result has it


def _set(session: Session, table: Table, ward_id: Any, condition: ColumnElement[bool]) -> int:
    """Every version rises: whoever has one of the things open on a form is told."""
    values = {table.ward_id: ward_id, table.version: table.version + 1}
    outcome = session.execute(
        update(table).where(condition).values(values).execution_options(synchronize_session=False)
    )
    return int(outcome.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def in_chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers in groups that one statement can name."""
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
