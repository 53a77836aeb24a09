"""Actions: what was seen of a camera earlier than its last check, recorded late: put into the history where it belongs.

Today's state stays as the last check left it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health


@dataclass(frozen=True)
class EarlierCheck:
    """That somebody saw a camera so at a moment. `fault_id` is the fault that is the reason."""

    health: Health
    moment: datetime
    evidence: str
    seen_by: str
    fault_id: int | None = None


def insert_check(session: Session, camera: Camera, check: EarlierCheck) -> None:
    """Put a check before the last one of `camera` into its history.

    Where the history says otherwise, what was seen holds until the next time that somebody is known to have looked:
    an interval confirmed later is split in two around it.
    """
    current = _interval_at(session, camera.id, check.moment)
    if current is None:
        _insert_before_first(session, camera, check)
        return
    known_until = current.confirmed_at or (camera.checked_at if current.until is None else None) or current.since
    if current.health is check.health:
        current.confirmed_at = max(known_until, check.moment)
    elif known_until <= check.moment and current.until is not None:
        session.add(_interval(camera, check, current.until))
        current.until = check.moment
    else:
        _split(session, camera, current, check, max(known_until, check.moment))
    session.flush()


def insert_checks(session: Session, camera_ids: Sequence[int], check: EarlierCheck) -> None:
    """The same of each of the cameras that was looked at later than that; the others are left alone."""
    looked_at_later = select(Camera).where(Camera.id.in_(camera_ids), Camera.checked_at > check.moment)
    for camera in session.scalars(looked_at_later.order_by(Camera.id)):
        insert_check(session, camera, check)


def _interval_at(session: Session, camera_id: int, moment: datetime) -> HealthInterval | None:
    """The interval that holds for a moment: of two that meet there, the later one."""
    holds = (HealthInterval.since <= moment, or_(HealthInterval.until.is_(None), HealthInterval.until > moment))
    statement = select(HealthInterval).where(HealthInterval.camera_id == camera_id, *holds)
    return session.scalars(statement.order_by(HealthInterval.since.desc(), HealthInterval.id.desc()).limit(1)).first()


def _insert_before_first(session: Session, camera: Camera, check: EarlierCheck) -> None:
    """Nobody had looked before that moment: what was seen holds until the next interval begins."""
    later = select(HealthInterval).where(HealthInterval.camera_id == camera.id, HealthInterval.since > check.moment)
    following = session.scalars(later.order_by(HealthInterval.since, HealthInterval.id).limit(1)).first()
    if following is None:  # a camera checked before intervals were kept
        session.add(_interval(camera, check, camera.checked_at))
    elif following.health is check.health:
        following.confirmed_at, following.since = following.confirmed_at or following.since, check.moment
    else:
        session.add(_interval(camera, check, following.since))
    session.flush()


def _split(
    session: Session, camera: Camera, current: HealthInterval, check: EarlierCheck, confirmed_at: datetime
) -> None:
    """What held before `check` and was seen again at `confirmed_at` held until the one and again from the other."""
    session.add(_interval(camera, check, confirmed_at))
    session.add(
        HealthInterval(
            camera_id=camera.id,
            health=current.health,
            since=confirmed_at,
            until=current.until,
            confirmed_at=confirmed_at,
            evidence=current.evidence,
            seen_by=current.seen_by,
            fault_id=current.fault_id,
        )
    )
    current.until, current.confirmed_at = check.moment, current.since


def _interval(camera: Camera, check: EarlierCheck, until: datetime | None) -> HealthInterval:
    return HealthInterval(
        camera_id=camera.id,
        health=check.health,
        since=check.moment,
        until=until,
        confirmed_at=check.moment,
        evidence=check.evidence[:500],
        seen_by=check.seen_by[:100],
        fault_id=check.fault_id,
        recorded_at=clock.now(),
    )
