"""Reading networks, always as far as the viewer may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.core import clock, errors, text_search
from tracker.core.cursors import PAGE_SIZE
from tracker.core.i18n import N_
from tracker.core.paging import Page, page
from tracker.core.statements import built_once
from tracker.core.vietnamese import fold
from tracker.core.viewer import Reach, Viewer
from tracker.register.networks.models import NETWORKS, LeadChange, Network, NetworkNote, ReplicationPoint
from tracker.register.networks.rules import NetworkState, Whose, month_before
from tracker.register.visibility import ward_condition
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

# The areas to which a network is extended today.
RUNNING = (
    select(func.count())
    .where(ReplicationPoint.network_id == Network.id, ReplicationPoint.ended_on.is_(None))
    .correlate(Network)
    .scalar_subquery()
)
COLUMNS: tuple[Any, ...] = (
    Network.id,
    Network.code,
    Network.name,
    Network.ward_id,
    Ward.name.label("ward"),
    Ward.valid_to.label("ward_until"),
    Network.launched_on,
    Network.launch_decision,
    Network.lead,
    Network.closed_on,
    RUNNING.label("points"),
)


@dataclass(frozen=True)
class NetworkCriteria:
    """What a list of networks is narrowed to. `after` is where the last page ended: (sort key, id)."""

    q: str = ""
    state: NetworkState | None = None
    whose: Whose | None = None
    after: tuple[str, int] | None = None
    limit: int = PAGE_SIZE


@dataclass(frozen=True)
class Totals:
    """How many networks of a filter run and were closed, and how many replication points run in them."""

    open: int
    closed: int
    points: int


def scope(reach: Reach) -> ColumnElement[bool]:
    """The condition under which a person may know of a network: a ward admin, those of the own wards."""
    return ward_condition(reach, Network.ward_id)


def visible_to(reach: Reach) -> Select[Network]:
    """The networks a person may know of."""
    return select(Network).where(scope(reach))


def get(session: Session, viewer: Viewer, network_id: int) -> Network:
    """One network with its ward. NotFound when there is none that this person may know of."""
    statement = visible_to(viewer.reach).options(joinedload(Network.ward)).where(Network.id == network_id)
    network = session.scalars(statement).first()
    if network is None:
        raise errors.NotFound(network=network_id)
    return network


def listing(session: Session, viewer: Viewer, criteria: NetworkCriteria) -> Page[Row[Any]]:
    """One page of networks by name: rows of COLUMNS and `noted`, whether there is a note about the last month."""
    last_month_note = select(NetworkNote.id).where(
        NetworkNote.network_id == Network.id, NetworkNote.month == month_before(clock.today())
    )
    statement = select(*COLUMNS, last_month_note.exists().label("noted"))
    statement = statement.join(Ward, Ward.id == Network.ward_id).where(*_conditions(session, viewer.reach, criteria))
    return page(session, statement, (Network.sort_key, Network.id), criteria.after, criteria.limit)


def totals(session: Session, viewer: Viewer, criteria: NetworkCriteria) -> Totals:
    """The counts of a filter, all its pages together."""
    statement = (
        select(
            func.count().filter(Network.closed_on.is_(None)),
            func.count().filter(Network.closed_on.is_not(None)),
            func.coalesce(func.sum(RUNNING), 0),
        )
        .select_from(Network)
        .join(Ward, Ward.id == Network.ward_id)
    )
    running, closed, extended = session.execute(statement.where(*_conditions(session, viewer.reach, criteria))).one()
    return Totals(running, closed, int(extended))


def code_taken(session: Session, code: str, except_id: int | None = None) -> bool:
    """Whether any network, seen or not, has that code."""
    statement = select(Network.id).where(Network.code == code)
    if except_id is not None:
        statement = statement.where(Network.id != except_id)
    return session.execute(statement.limit(1)).first() is not None


@built_once
def _choices(reach: Reach, limit: int | None) -> Select[Any]:
    columns: tuple[Any, ...] = (Network.id, Network.name)
    running = select(*columns).where(scope(reach), Network.closed_on.is_(None))
    return running.order_by(Network.sort_key, Network.id).limit(limit)


def choices(session: Session, viewer: Viewer, most: int | None = None) -> list[tuple[int, str]]:
    """(id, name) of the running networks a person may choose from, in Vietnamese order; none where more than `most`."""
    limited = _choices(viewer.reach, None if most is None else most + 1)
    rows = [(row.id, row.name) for row in session.execute(limited)]
    return rows if most is None or len(rows) <= most else []


def id_within(session: Session, viewer: Viewer, network_id: int | None) -> int | None:
    """`network_id` itself if this person may use it and it runs. Invalid at its field otherwise."""
    if network_id is None:
        return None
    running = visible_to(viewer.reach).with_only_columns(Network.id).where(Network.closed_on.is_(None))
    visible_id = session.scalar(running.where(Network.id == network_id))
    if visible_id is None:
        raise errors.Invalid({"network_id": N_("Không có mô hình này trong phạm vi của bạn.")})
    return visible_id


def points(session: Session, network_id: int) -> list[ReplicationPoint]:
    """The areas to which a network was extended, oldest first."""
    statement = select(ReplicationPoint).where(ReplicationPoint.network_id == network_id)
    return list(session.scalars(statement.order_by(ReplicationPoint.started_on, ReplicationPoint.id)))


def point(session: Session, network_id: int, point_id: int) -> ReplicationPoint:
    """One replication point of a network, held against a second writer. NotFound when it has none of that id."""
    statement = select(ReplicationPoint).where(
        ReplicationPoint.network_id == network_id, ReplicationPoint.id == point_id
    )
    replication_point = session.scalars(statement.with_for_update()).first()
    if replication_point is None:
        raise errors.NotFound(network=network_id, point=point_id)
    return replication_point


def notes(session: Session, network_id: int, first: date, last: date) -> list[NetworkNote]:
    """The notes about the months from `first` to `last`, newest first."""
    statement = select(NetworkNote).where(NetworkNote.network_id == network_id, NetworkNote.month.between(first, last))
    return list(session.scalars(statement.order_by(NetworkNote.month.desc())))


def note(session: Session, network_id: int, month: date) -> NetworkNote | None:
    """The note about one month, or None."""
    return next(iter(notes(session, network_id, month, month)), None)


def hold(session: Session, network_id: int) -> None:
    """Hold a network until the transaction ends: two people writing the first note of a month must see each other."""
    session.execute(select(Network.id).where(Network.id == network_id).with_for_update())


def lead_changes(session: Session, network_id: int) -> list[LeadChange]:
    """Whom a network was given to, oldest first."""
    statement = select(LeadChange).where(LeadChange.network_id == network_id)
    return list(session.scalars(statement.order_by(LeadChange.changed_on, LeadChange.id)))


def _conditions(session: Session, reach: Reach, criteria: NetworkCriteria) -> list[ColumnElement[bool]]:
    terms = [
        term | text_search.by_key([word], Network.ward_id, wards.with_word(word))
        for word in fold(criteria.q).split()
        for term in text_search.with_words(NETWORKS, word)
    ]
    conditions = [scope(reach), *text_search.conditions(session, NETWORKS, terms)]
    if criteria.whose is not None:
        ended = Ward.valid_to.is_not(None)
        conditions.append(ended if criteria.whose is Whose.FORMER else ~ended)
    if criteria.state is NetworkState.OPEN:
        conditions.append(Network.closed_on.is_(None))
    if criteria.state is NetworkState.CLOSED:
        conditions.append(Network.closed_on.is_not(None))
    return conditions
