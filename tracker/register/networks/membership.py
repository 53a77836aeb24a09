"""Queries: reading who belonged to a network when, and a network's life year by year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, extract, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.cursors import PAGE_SIZE
from tracker.core.paging import Page, page
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera, Membership
from tracker.register.cameras.rules import Connection
from tracker.register.networks import queries as networks
from tracker.register.networks import rules
from tracker.register.networks.models import Network, ReplicationPoint
from tracker.register.networks.rules import MembershipChange, NetworkEvent, NetworkEventKind, NetworkMonth, month_of

DAYS = {MembershipChange.JOINED: Membership.joined_on, MembershipChange.LEFT: Membership.left_on}

COLUMNS: tuple[Any, ...] = (
    Membership.id,
    Membership.camera_id,
    Camera.code,
    Camera.name,
    Camera.connection,
    Membership.joined_on,
    Membership.left_on,
    Membership.reason,
    Membership.left_reason,
)


@dataclass(frozen=True)
class MemberCriteria:
    """Which memberships of a network are listed: those on a day, or those that began or ended in a month.

    `after` is where the last page ended: (day as text, id).
    """

    day: date | None = None
    month: date | None = None
    way: MembershipChange | None = None
    connection: Connection | None = None
    after: tuple[date, int] | None = None
    limit: int = PAGE_SIZE


def on_day(day: date) -> ColumnElement[bool]:
    """The condition under which a membership holds at the end of a day."""
    return and_(Membership.joined_on <= day, or_(Membership.left_on.is_(None), Membership.left_on > day))


def members_on(session: Session, viewer: Viewer, network_id: int, day: date) -> dict[Connection, int]:
    """How many cameras a network had at the end of a day, the police's and others' never added up."""
    visible = cameras.scope(viewer.reach)
    statement = select(Camera.connection, func.count()).select_from(Membership).join(Camera)
    statement = statement.where(Membership.network_id == network_id, on_day(day), visible)
    counts_by_source = {row[0]: row[1] for row in session.execute(statement.group_by(Camera.connection))}
    return {source: counts_by_source.get(source, 0) for source in Connection}


def listing(session: Session, viewer: Viewer, network_id: int, criteria: MemberCriteria) -> Page[Row[Any]]:
    """One page of a network's memberships as rows of COLUMNS, the latest first."""
    conditions = [Membership.network_id == network_id, cameras.scope(viewer.reach), *_conditions(criteria)]
    statement = select(*COLUMNS).join(Camera, Camera.id == Membership.camera_id).where(*conditions)
    keys = (Membership.joined_on, Membership.id)
    return page(session, statement, keys, criteria.after, criteria.limit, descending=True)


def of_camera(session: Session, camera_id: int) -> list[Row[Any]]:
    """A camera's memberships, newest first: network_id, code, network, joined_on, left_on, reason, left_reason."""
    statement = (
        select(
            Membership.id,
            Membership.network_id,
            Network.code,
            Network.name.label("network"),
            Membership.joined_on,
            Membership.left_on,
            Membership.reason,
            Membership.left_reason,
        )
        .join(Network, Network.id == Membership.network_id)
        .where(Membership.camera_id == camera_id)
    )
    return list(session.execute(statement.order_by(Membership.joined_on.desc(), Membership.id.desc())))


def monthly_history(
    session: Session, viewer: Viewer, network: Network, year: int, points: Sequence[ReplicationPoint]
) -> list[NetworkMonth]:
    """The months of a year in which a network ran, newest first, each with what happened in it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    notes = {note.month: note for note in networks.notes(session, network.id, first, last)}
    moved = _changes_by_month(session, viewer, network.id, first, last)
    months = rules.months_of(year, network.launched_on, network.closed_on, clock.today())
    return rules.months_with_events(months, _network_events(session, network, points), moved, notes)


def by_codes(session: Session, viewer: Viewer, codes: Collection[str]) -> list[Row[Any]]:
    """Cameras in use of these codes, held until the transaction ends: id, code, ward_id, network_id, last_move."""
    last_move = select(func.max(func.coalesce(Membership.left_on, Membership.joined_on))).where(
        Membership.camera_id == Camera.id
    )
    columns = (Camera.id, Camera.code, Camera.ward_id, Camera.network_id)
    statement = (
        select(*columns, last_move.scalar_subquery().label("last_move"))
        .where(cameras.scope(viewer.reach), Camera.code.in_(codes), Camera.removed_on.is_(None))
        .order_by(Camera.id)
        .with_for_update(of=Camera)
    )
    return list(session.execute(statement))


def ids_of(session: Session, network_id: int) -> list[int]:
    """The cameras of a network, held until the transaction ends."""
    return list(session.scalars(select(Camera.id).where(Camera.network_id == network_id).with_for_update()))


def counts(session: Session, viewer: Viewer, network_ids: Collection[int]) -> dict[int, dict[Connection, int]]:
    """How many cameras networks have now, by network and source."""
    conditions = (Camera.network_id.in_(network_ids), Camera.removed_on.is_(None), cameras.scope(viewer.reach))
    statement = select(Camera.network_id, Camera.connection, func.count()).where(*conditions)
    by_network: dict[int, dict[Connection, int]] = {network_id: {} for network_id in network_ids}
    rows = session.execute(statement.group_by(Camera.network_id, Camera.connection))
    for network_id, source, count in rows:
        by_network[int(network_id or 0)][source] = count
    return by_network


def _conditions(criteria: MemberCriteria) -> list[ColumnElement[bool]]:
    conditions = [Camera.connection == criteria.connection] if criteria.connection is not None else []
    if criteria.day is not None:
        return [*conditions, on_day(criteria.day)]
    if criteria.month is not None:
        day = DAYS[criteria.way or MembershipChange.JOINED]
        return [*conditions, day >= criteria.month, day < month_of(criteria.month + timedelta(days=31))]
    return [*conditions]


def _changes_by_month(
    session: Session, viewer: Viewer, network_id: int, first: date, last: date
) -> dict[MembershipChange, dict[tuple[date, Connection], int]]:
    """How many cameras joined and left between two days, by month (its first day) and source."""
    moved: dict[MembershipChange, dict[tuple[date, Connection], int]] = {change: {} for change in MembershipChange}
    conditions = (Membership.network_id == network_id, cameras.scope(viewer.reach))
    changes = (_monthly_counts(change, first, last).where(*conditions) for change in MembershipChange)
    for change, in_year, in_month, source, count in session.execute(union_all(*changes)):
        moved[MembershipChange(change)][date(int(in_year), int(in_month), 1), source] = count
    return moved


def _monthly_counts(change: MembershipChange, first: date, last: date) -> Select[Any]:
    day = DAYS[change]
    month: tuple[Any, Any] = (extract("year", day), extract("month", day))
    counts: Select[Any] = select(literal(change.value), *month, Camera.connection, func.count())
    return (
        counts.select_from(Membership).join(Camera).where(day.between(first, last)).group_by(*month, Camera.connection)
    )


def _network_events(session: Session, network: Network, points: Sequence[ReplicationPoint]) -> list[NetworkEvent]:
    events = [NetworkEvent(network.launched_on, NetworkEventKind.LAUNCH, network.launch_decision)]
    for point in points:
        events.append(NetworkEvent(point.started_on, NetworkEventKind.EXTEND, point.name))
        if point.ended_on is not None:
            events.append(NetworkEvent(point.ended_on, NetworkEventKind.WITHDRAW, point.name))
    for change in networks.lead_changes(session, network.id):
        events.append(NetworkEvent(change.changed_on, NetworkEventKind.LEAD, f"{change.lead} ({change.decision})"))
    if network.closed_on is not None:
        events.append(NetworkEvent(network.closed_on, NetworkEventKind.CLOSE, network.closing_decision))
    return events
