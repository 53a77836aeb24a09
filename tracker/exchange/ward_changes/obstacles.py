"""Queries: what newer depends on an applied change of wards: while there is any, it cannot be undone. Only numbers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.models import User
from tracker.core.database import Base
from tracker.exchange.ward_changes.models import Move, WardChange
from tracker.exchange.ward_changes.reassignment import NOTED, TABLES
from tracker.exchange.ward_changes.rules import MovedThing, WaitingReason
from tracker.register.cameras.models import Camera
from tracker.register.places.models import InstallationPoint
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
        all_.append(ChangeObstacle(table.__name__, WaitingReason.MOVED_ON, _moved_on(session, change_id, thing)))
        all_.append(ChangeObstacle(table.__name__, WaitingReason.DECIDED, _decided(session, change_id, journal, thing)))
    all_ += [
        ChangeObstacle(kind, WaitingReason.RESTS, number)
        for kind, number in _resting(session, change_id, journal).items()
    ]
    return [obstacle for obstacle in all_ if obstacle.number]


def _moved_on(session: Session, change_id: int, thing: MovedThing) -> int:
    """How many things that a change moved have moved again since."""
    noted, later = NOTED[thing], aliased(Move)
    again = exists().where(
        getattr(later, noted.key) == noted,
        later.id > Move.id,
        or_(later.change_id.is_(None), later.change_id != change_id),
    )
    statement = select(func.count(noted.distinct())).where(Move.change_id == change_id, noted.is_not(None), again)
    return session.scalar(statement) or 0


def _decided(session: Session, change_id: int, journal: Mapping[str, Any], thing: MovedThing) -> int:
    """How many things a person took since out of a ward that the change ended. Undone, it would miss them."""
    noted, applied_at = NOTED[thing], select(WardChange.applied_at).where(WardChange.id == change_id)
    since = (Move.change_id.is_(None), Move.decided_at > applied_at.scalar_subquery())
    chosen = (*since, Move.from_ward_id.in_(journal["ended"]), noted.is_not(None))
    return session.scalar(select(func.count(noted.distinct())).where(*chosen)) or 0


def _torn(session: Session, change_id: int) -> int:
    """How many cameras would part from their points: registered there, or hung elsewhere, since the change."""
    noted = {
        thing: select(NOTED[thing]).where(Move.change_id == change_id, NOTED[thing].is_not(None))
        for thing in (MovedThing.CAMERA, MovedThing.POINT)
    }
    went, place_went = Camera.id.in_(noted[MovedThing.CAMERA]), InstallationPoint.id.in_(noted[MovedThing.POINT])
    statement = (
        select(func.count())
        .select_from(Camera)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .where(Camera.ward_id == InstallationPoint.ward_id, or_(and_(went, ~place_went), and_(~went, place_went)))
    )
    return session.scalar(statement) or 0


def _resting(session: Session, change_id: int, journal: Mapping[str, Any]) -> dict[str, int]:
    """By table name: how many rows refer to a ward that the change made, other than by the change itself."""
    made = journal["wards"]
    found: dict[str, int] = {}
    for mapper in Base.registry.mappers if made else ():
        table = mapper.local_table
        for key in table.foreign_keys:
            if key.column.table is Ward.__table__ and mapper.class_ not in (Move, Succession):
                resting = key.parent.in_(made)
                own = _carried(change_id, mapper.class_, key.parent.name, journal)
                statement = select(func.count()).select_from(table).where(resting, *own)
                found[mapper.class_.__name__] = found.get(mapper.class_.__name__, 0) + (session.scalar(statement) or 0)
    newer = select(func.count()).where(Succession.old_id.in_(made))
    return found | {"Ward": session.scalar(newer) or 0}


def _carried(change_id: int, kind: Any, column: str, journal: Mapping[str, Any]) -> tuple[Any, ...]:
    """The condition that leaves out what the change itself brought into its wards."""
    if kind is User:
        return (User.id.not_in([account for account, *_ in journal["moved"]]),)
    thing = next((thing for thing, table in TABLES.items() if table is kind), None)
    if thing is None or column != "ward_id":
        return ()
    noted = select(NOTED[thing]).where(Move.change_id == change_id, NOTED[thing].is_not(None))
    return (kind.id.not_in(noted),)
