"""Queries: counting what stood ready between two days, and listing the cameras that were counted.

Leadership and auditors see the whole: nothing is scoped.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.register.cameras.models import Camera, HealthInterval, Membership
from tracker.register.cameras.queries import known_until
from tracker.register.cameras.rules import STALE_AFTER, Connection, Health
from tracker.register.networks.models import Network, ReplicationPoint
from tracker.reports.rules import CameraFigure, Inventory


def inventory(session: Session, first: date, last: date) -> Inventory:
    """Networks alive on any day from `first` to `last`; cameras of networks and areas as they stood on the last."""
    areas = _number(ReplicationPoint).where(
        ReplicationPoint.started_on <= last, _not_before(ReplicationPoint.ended_on, last)
    )
    networks = _number(Network).where(running_between(first, last))
    counts = select(
        networks.scalar_subquery(),
        func.count().filter(_is(CameraFigure.POLICE, last)),
        func.count().filter(_is(CameraFigure.WORKING, last)),
        func.count().filter(_is(CameraFigure.MOBILISABLE, last)),
        areas.scalar_subquery(),
        _number(Camera).where(*_hangs(CameraFigure.OUTSIDE, last)).scalar_subquery(),
    ).select_from(Camera)
    return Inventory(*session.execute(counts.where(_in_network(last), *_in_place(last))).one())


def count_cameras(session: Session, kind: CameraFigure, last: date) -> int:
    """How many camera eyes of a kind there were on a day."""
    return session.scalar(_number(Camera).where(*_hangs(kind, last))) or 0


def cameras(
    session: Session, kind: CameraFigure, last: date, after: tuple[int] | None = None, limit: int = PAGE_SIZE
) -> Page[Row[Any]]:
    """One page of those camera eyes."""
    columns = (Camera.id, Camera.code, Camera.name, Network.name.label("network"), Camera.health, Camera.checked_at)
    belongs = select(Membership.network_id).where(Membership.camera_id == Camera.id, _member(last))
    newest = belongs.order_by(Membership.joined_on.desc(), Membership.id.desc()).limit(1).scalar_subquery()
    statement = select(*columns).outerjoin(Network, Network.id == newest).where(*_hangs(kind, last))
    return page(session, statement, (Camera.id,), after, limit)


def running_between(first: date, last: date) -> ColumnElement[bool]:
    """The condition under which a network was alive on any day from `first` to `last`."""
    return and_(Network.launched_on <= last, _not_before(Network.closed_on, first))


def _number(table: type[Any]) -> Select[int]:
    return select(func.count()).select_from(table)


def _not_before(end_column: Any, day: date) -> ColumnElement[bool]:
    """Nothing ended before `day`; the day of an end still counts."""
    return or_(end_column.is_(None), end_column >= day)


def _member(day: date) -> ColumnElement[bool]:
    """A membership on a day; the day of leaving still counts."""
    return and_(Membership.joined_on <= day, _not_before(Membership.left_on, day))


def _hangs(kind: CameraFigure, last: date) -> tuple[ColumnElement[bool], ...]:
    """A camera of a kind that was in place on a day: of a network then, but for those outside."""
    if kind is CameraFigure.OUTSIDE:
        in_a_network = select(Membership.id).where(Membership.camera_id == Camera.id, _member(last))
        return *_in_place(last), ~in_a_network.exists()
    return _in_network(last), *_in_place(last), _is(kind, last)


def _in_network(last: date) -> ColumnElement[bool]:
    """A camera that belonged to a network on a day."""
    return Camera.id.in_(select(Membership.camera_id).where(_member(last)))


def _in_place(last: date) -> tuple[ColumnElement[bool], ...]:
    """A camera that was in place on a day; one whose installation nobody dated counts."""
    return (
        or_(Camera.installed_on.is_(None), Camera.installed_on <= last),
        _not_before(Camera.removed_on, last),
        Camera.voided_at.is_(None),
    )


def _is(kind: CameraFigure, last: date) -> ColumnElement[bool]:
    """A camera of a kind, as it was on a day."""
    source = Camera.connection == (Connection.MOBILISABLE if kind is CameraFigure.MOBILISABLE else Connection.POLICE)
    return and_(source, _working(clock.day_end(last), clock.now())) if kind is CameraFigure.WORKING else source


def _working(moment: datetime, now: datetime) -> ColumnElement[bool]:
    """Seen to work at a moment (at the latest, now), and not last looked at more than 30 days before it."""
    last_month = min(moment, now) - STALE_AFTER
    if moment > now:
        return and_(Camera.health == Health.WORKING, Camera.checked_at >= last_month)
    working_interval = select(HealthInterval.id).where(
        HealthInterval.camera_id == Camera.id,
        HealthInterval.health == Health.WORKING,
        HealthInterval.since <= moment,
        or_(HealthInterval.until > moment, HealthInterval.until.is_(None)),
        known_until() >= last_month,
    )
    return working_interval.exists()
