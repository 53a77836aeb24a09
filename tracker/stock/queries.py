"""Counting what stood ready between two days, and listing the cameras that were counted.

Leadership and auditors see the whole: nothing is scoped.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cameras.models import Camera, HealthInterval
from tracker.cameras.rules import STALE_AFTER, Connection, Health
from tracker.networks.models import Network, ReplicationPoint
from tracker.stock.rules import Eyes, Stock

PAGE = 50


def stock(session: Session, first: date, last: date) -> Stock:
    """Networks alive on any day from `first` to `last`; cameras of networks and areas as they stood on the last."""
    areas = _number(ReplicationPoint).where(
        ReplicationPoint.started_on <= last, _not_before(ReplicationPoint.ended_on, last)
    )
    counts = (
        _number(Network).where(alive(first, last)),
        *(_number(Camera).where(*_hangs(kind, last)) for kind in (Eyes.POLICE, Eyes.WORKING, Eyes.MOBILISABLE)),
        areas,
    )
    return Stock(*session.execute(select(*(count.scalar_subquery() for count in counts))).one())


def count_cameras(session: Session, kind: Eyes, last: date) -> int:
    """How many camera eyes of networks there were on a day."""
    return session.scalar(_number(Camera).where(*_hangs(kind, last))) or 0


def cameras(session: Session, kind: Eyes, last: date, after: int = 0, limit: int = PAGE) -> tuple[list[Row[Any]], bool]:
    """One page of those camera eyes, and whether more follow."""
    columns = (Camera.id, Camera.code, Camera.name, Network.name.label("network"), Camera.health, Camera.checked_at)
    statement = select(*columns).join(Camera.network).where(Camera.id > after, *_hangs(kind, last))
    rows: list[Row[Any]] = list(session.execute(statement.order_by(Camera.id).limit(limit + 1)))
    return rows[:limit], len(rows) > limit


def alive(first: date, last: date) -> ColumnElement[bool]:
    """The condition under which a network was alive on any day from `first` to `last`."""
    return and_(Network.launched_on <= last, _not_before(Network.closed_on, first))


def _number(table: type[Any]) -> Select[int]:
    return select(func.count()).select_from(table)


def _not_before(ended: Any, day: date) -> ColumnElement[bool]:
    """Nothing ended before `day`; the day of an end still counts."""
    return or_(ended.is_(None), ended >= day)


def _hangs(kind: Eyes, last: date) -> tuple[ColumnElement[bool], ...]:
    """A camera of a network, in place on a day; one whose installation nobody dated counts."""
    there = (
        Camera.network_id.is_not(None),
        or_(Camera.installed_on.is_(None), Camera.installed_on <= last),
        _not_before(Camera.removed_on, last),
        Camera.connection == (Connection.MOBILISABLE if kind is Eyes.MOBILISABLE else Connection.POLICE),
    )
    return (*there, _working(clock.day_end(last), clock.now())) if kind is Eyes.WORKING else there


def _working(moment: datetime, now: datetime) -> ColumnElement[bool]:
    """Seen to work at a moment (at the latest, now), and not last looked at more than 30 days before it."""
    fresh = Camera.checked_at >= min(moment, now) - STALE_AFTER
    if moment > now:
        return and_(Camera.health == Health.WORKING, fresh)
    seen = select(HealthInterval.id).where(
        HealthInterval.camera_id == Camera.id,
        HealthInterval.health == Health.WORKING,
        HealthInterval.since <= moment,
        or_(HealthInterval.until > moment, and_(HealthInterval.until.is_(None), fresh)),
    )
    return seen.exists()
