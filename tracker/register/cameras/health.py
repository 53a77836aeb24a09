"""Actions: writing what was seen of cameras, one or many at once: intervals of working, broken and unknown."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, insert, literal, null, select, update
from sqlalchemy.orm import Session

from tracker.core.database import UTCDateTime
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health

CHUNK = 5_000  # camera numbers named in one statement
OPEN = HealthInterval.until.is_(None)
Rehung = Callable[[Session, Sequence[int]], Sequence[int]]
_listeners: list[Rehung] = []


def when_rehung(listener: Rehung) -> Rehung:
    """Have a room above be told of cameras that came to hang on another recorder: it knows what is wrong with that.

    It gives back those that it may have written.
    """
    _listeners.append(listener)
    return listener


def rehung(session: Session, camera_ids: Sequence[int]) -> list[int]:
    """To be called by whoever has written the recorders of cameras, or put cameras back into use.

    Those whose health and version may be others now.
    """
    return [written for listener in _listeners for written in listener(session, camera_ids)] if camera_ids else []


def record_health(session: Session, camera: Camera, health: Health, at: datetime, evidence: str, seen_by: str) -> None:
    """What somebody saw of one camera at a moment: a new interval, or the open one once more confirmed."""
    current = session.scalars(select(HealthInterval).where(HealthInterval.camera_id == camera.id, OPEN)).first()
    looked, camera.health, camera.checked_at = camera.checked_at, health, at
    if current is not None and current.health is health:
        current.confirmed_at = at
        return
    since = max(at, current.since) if current is not None else at
    if current is not None:
        current.until, current.confirmed_at = since, current.confirmed_at or looked
    told = {"health": health, "evidence": evidence[:500], "seen_by": seen_by[:100]}
    session.add(HealthInterval(camera_id=camera.id, since=since, until=None, confirmed_at=since, **told))
    session.flush()


def record_health_of_many(
    session: Session, camera_ids: Sequence[int], health: Health, at: datetime, evidence: str, seen_by: str
) -> None:
    """The same of many cameras, in five statements for each 5,000. A later check of a camera is never overtaken."""
    for start in range(0, len(camera_ids), CHUNK):
        _note_chunk(session, camera_ids[start : start + CHUNK], health, at, evidence[:500], seen_by[:100])


def undo_health_check(
    session: Session, camera: Camera, at: datetime, was: Health, was_checked_at: datetime | None
) -> bool:
    """Undo what was noted at `at`. Whether it was undone: not when somebody has looked at the camera since."""
    theirs = HealthInterval.camera_id == camera.id
    current = session.scalars(select(HealthInterval).where(theirs, OPEN)).first()
    if current is None or camera.checked_at != at:
        return False
    if current.since == at:
        session.delete(current)
        session.flush()
        latest = select(HealthInterval).where(theirs, HealthInterval.until == at)
        before = session.scalars(latest.order_by(HealthInterval.since.desc()).limit(1)).first()
        if before is not None:
            before.until = None
    else:
        current.confirmed_at = was_checked_at
    camera.health, camera.checked_at = was, was_checked_at
    session.flush()
    return True


def _note_chunk(
    session: Session, camera_ids: Sequence[int], health: Health, at: datetime, evidence: str, seen_by: str
) -> None:
    theirs, here = HealthInterval.camera_id.in_(camera_ids), Camera.id.in_(camera_ids)
    moment = _later(literal(at, UTCDateTime()), Camera.checked_at)
    of_camera = select(moment).where(Camera.id == HealthInterval.camera_id).scalar_subquery()
    ended = update(HealthInterval).where(theirs, OPEN).execution_options(synchronize_session=False)
    session.execute(ended.where(HealthInterval.health == health).values(confirmed_at=of_camera))
    end = _later(of_camera, HealthInterval.since)
    session.execute(ended.where(HealthInterval.health != health).values(until=end, confirmed_at=_known_until()))
    open_one = select(HealthInterval.id).where(HealthInterval.camera_id == Camera.id, OPEN).exists()
    last = select(HealthInterval.until).where(HealthInterval.camera_id == Camera.id)
    last_end = last.order_by(HealthInterval.since.desc(), HealthInterval.id.desc()).limit(1).scalar_subquery()
    since = _later(moment, last_end)
    told = (literal(health.value), since, null(), since, literal(evidence), literal(seen_by))
    columns = ["camera_id", "health", "since", "until", "confirmed_at", "evidence", "seen_by"]
    session.execute(insert(HealthInterval).from_select(columns, select(Camera.id, *told).where(here, ~open_one)))
    seen = {} if health is Health.UNKNOWN else {"checked_at": moment}
    changed = update(Camera).where(here).values(health=health, version=Camera.version + 1, **seen)
    session.execute(changed.execution_options(synchronize_session="fetch"))


def _known_until() -> Any:
    """When an interval was last known to hold: for one older than that column, when its camera was last looked at."""
    looked = select(Camera.checked_at).where(Camera.id == HealthInterval.camera_id).scalar_subquery()
    return case((HealthInterval.confirmed_at.is_(None), looked), else_=HealthInterval.confirmed_at)


def _later(one: ColumnElement[Any], other: Any) -> ColumnElement[Any]:
    """The later of two moments; `one` where `other` is missing."""
    return case((other > one, other), else_=one)
