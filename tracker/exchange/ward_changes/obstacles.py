"""Queries: what newer depends on an applied change of wards: while there is any, it cannot be undone. Only numbers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.models import Post
from tracker.core.database import Base
from tracker.exchange.ward_changes.models import NOTED, TABLES, Move, WardChange
from tracker.exchange.ward_changes.rules import MovedThing, WaitingReason
from tracker.register.cameras.models import Camera
from tracker.register.places.models import InstallationPoint
from tracker.territory.units.models import Unit, UnitCover, UnitSuccession
from tracker.territory.wards.models import Succession, Ward


class ChangeObstacle(NamedTuple):
    """How many things of a kind (a class name of the log) stand in the way of undoing a change, and why."""

    kind: str
    why: WaitingReason
    number: int


def found(session: Session, change_id: int, journal: Mapping[str, Any]) -> list[ChangeObstacle]:
    """What newer depends on an applied change: while there is any, it cannot be undone."""
    all_ = [ChangeObstacle("Camera", WaitingReason.HUNG, _torn(session, change_id))]
    for thing, table in TABLES.items():
        all_.append(
            ChangeObstacle(table.__name__, WaitingReason.MOVED_ON, _count_moved_again(session, change_id, thing))
        )
        all_.append(
            ChangeObstacle(
                table.__name__, WaitingReason.DECIDED, _count_decided_since(session, change_id, journal, thing)
            )
        )
    all_ += [
        ChangeObstacle(kind, WaitingReason.RESTS, number)
        for kind, number in _resting(session, change_id, journal).items()
    ]
    return [obstacle for obstacle in all_ if obstacle.number]


def _count_moved_again(session: Session, change_id: int, thing: MovedThing) -> int:
    """How many things that a change moved have moved again since."""
    moved_column, later = NOTED[thing], aliased(Move)
    moved_again = exists().where(
        getattr(later, moved_column.key) == moved_column,
        later.id > Move.id,
        or_(later.change_id.is_(None), later.change_id != change_id),
    )
    statement = select(func.count(moved_column.distinct())).where(
        Move.change_id == change_id, moved_column.is_not(None), moved_again
    )
    return session.scalar(statement) or 0


def _count_decided_since(session: Session, change_id: int, journal: Mapping[str, Any], thing: MovedThing) -> int:
    """How many things a person took since out of a ward that the change ended. Undone, it would miss them."""
    moved_column, applied_at = NOTED[thing], select(WardChange.applied_at).where(WardChange.id == change_id)
    since = (Move.change_id.is_(None), Move.decided_at > applied_at.scalar_subquery())
    conditions = (*since, Move.from_ward_id.in_(journal["ended"]), moved_column.is_not(None))
    return session.scalar(select(func.count(moved_column.distinct())).where(*conditions)) or 0


def _torn(session: Session, change_id: int) -> int:
    """How many cameras would part from their points: registered there, or hung elsewhere, since the change."""
    moved_ids = {
        thing: select(NOTED[thing]).where(Move.change_id == change_id, NOTED[thing].is_not(None))
        for thing in (MovedThing.CAMERA, MovedThing.POINT)
    }
    camera_moved, point_moved = (
        Camera.id.in_(moved_ids[MovedThing.CAMERA]),
        InstallationPoint.id.in_(moved_ids[MovedThing.POINT]),
    )
    statement = (
        select(func.count())
        .select_from(Camera)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .where(
            Camera.ward_id == InstallationPoint.ward_id,
            or_(and_(camera_moved, ~point_moved), and_(~camera_moved, point_moved)),
        )
    )
    return session.scalar(statement) or 0


def _resting(session: Session, change_id: int, journal: Mapping[str, Any]) -> dict[str, int]:
    """By table name: how many rows refer to a ward that the change made, other than by the change itself."""
    new_ward_ids = journal["wards"]
    counts: dict[str, int] = {}
    for mapper in Base.registry.mappers if new_ward_ids else ():
        table = mapper.local_table
        for key in table.foreign_keys:
            if key.column.table is Ward.__table__ and mapper.class_ not in (Move, Succession):
                resting = key.parent.in_(new_ward_ids)
                not_carried = _carried(change_id, mapper.class_, key.parent.name, journal)
                statement = select(func.count()).select_from(table).where(resting, *not_carried)
                counts[mapper.class_.__name__] = counts.get(mapper.class_.__name__, 0) + (
                    session.scalar(statement) or 0
                )
    newer = select(func.count()).where(Succession.old_id.in_(new_ward_ids))
    return counts | {"Ward": session.scalar(newer) or 0} | _in_new_units(session, journal)


def _in_new_units(session: Session, journal: Mapping[str, Any]) -> dict[str, int]:
    """By class name: how many rows refer to a unit that the change made, other than by the change itself."""
    unit_ids, counts = journal.get("units_made", []), dict[str, int]()
    followed = [following for *_, following in journal["moved"] if following]
    for mapper in Base.registry.mappers if unit_ids else ():
        for key in mapper.local_table.foreign_keys:
            if key.column.table is Unit.__table__ and mapper.class_ not in (Unit, UnitCover, UnitSuccession):
                not_followed = (Post.id.not_in(followed),) if mapper.class_ is Post else ()
                number = session.scalar(
                    select(func.count()).select_from(mapper).where(key.parent.in_(unit_ids), *not_followed)
                )
                counts[mapper.class_.__name__] = counts.get(mapper.class_.__name__, 0) + (number or 0)
    return counts


def _carried(change_id: int, kind: Any, column: str, journal: Mapping[str, Any]) -> tuple[Any, ...]:
    """The condition that leaves out what the change itself brought into its wards."""
    if kind is Unit:
        return (Unit.id.not_in(journal.get("units_made", [])),)
    thing = next((thing for thing, table in TABLES.items() if table is kind), None)
    if thing is None or column != "ward_id":
        return ()
    moved_ids = select(NOTED[thing]).where(Move.change_id == change_id, NOTED[thing].is_not(None))
    return (kind.id.not_in(moved_ids),)
