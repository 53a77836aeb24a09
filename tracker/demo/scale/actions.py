"""Actions: filling an empty database to a scale, in one transaction, by statements over whole sets of rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, ForeignKeyConstraint, Index, MetaData, Table, func, select
from sqlalchemy.orm import Session
from sqlalchemy.schema import AddConstraint, DropConstraint

from tracker import tables
from tracker.audit_log.actions import record
from tracker.core import app_metadata
from tracker.demo.actions import DemoState, NotDemoDatabase, continue_ids, state
from tracker.demo.scale import cameras, cases, events, lines, log, register, territory
from tracker.demo.scale.expressions import numbers
from tracker.demo.scale.sizes import Scale
from tracker.reports.folding import note_everything
from tracker.territory.wards import actions as reference

Progress = Callable[[float], None]
BIG = (  # tables whose indexes are built when they are full
    *("installation_points", "recorders", "owners", "cameras", "memberships", "health_intervals", "faults"),
    *("incidents", "extraction_requests", "request_bases", "extraction_lines", "handovers", "line_outcomes"),
    *("incident_events", "request_events", "line_events", "audit_events"),
)


def load(session: Session, scale: Scale, now: datetime, password_hash: str, progress: Progress) -> dict[str, int]:
    """Fill an empty database as of `now`; how many rows the large tables got. Raises NotDemoDatabase.

    Everybody has the one password of the hash. All of it lies in the wards of today, whatever its day.
    """
    if state(session) is not DemoState.EMPTY:
        raise NotDemoDatabase()
    reference.load(session, None, provinces=scale.provinces)
    territory.write(session, scale, now, password_hash)
    progress(0.05)
    with _without_indexes(session):
        _write(session, scale, now, progress)
    note_everything(session)
    for table in tables.metadata().sorted_tables:
        continue_ids(session, table)
    counts = {
        name: session.scalars(select(func.count()).select_from(_table(name))).one() for name in ("networks", *BIG)
    }
    app_metadata.write(session, app_metadata.DEMO, f"{scale.cameras}")
    record(session, None, "demo:load", kind="Demo", rows=counts)
    return counts


def _write(session: Session, scale: Scale, now: datetime, progress: Progress) -> None:
    moment = int(now.timestamp())
    register.write(session, moment)
    staged_cameras = cameras.write(session, moment)
    progress(0.3)
    small_numbers = numbers(session, "scale_numbers", lines.MOST)
    staged_incidents, staged_requests = cases.write(session, small_numbers, staged_cameras, scale.lines, moment)
    staged_lines = lines.write(session, staged_requests, staged_cameras, small_numbers)
    progress(0.5)
    events.write(session, staged_incidents, staged_requests, staged_lines)
    progress(0.7)
    log.write(session, scale.log_rows, scale.cameras, now)
    progress(0.8)


@contextmanager
def _without_indexes(session: Session) -> Iterator[None]:
    """Without the indexes of the large tables until the end, and without their foreign keys where that is possible."""
    connection = session.connection()
    indexes = [index for name in BIG for index in sorted(_table(name).indexes, key=_name)]
    keys = [] if connection.dialect.name == "sqlite" else _foreign_keys(connection)  # SQLite cannot alter a constraint
    for key in keys:
        connection.execute(DropConstraint(key))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
    for key in keys:
        connection.execute(AddConstraint(key))


def _foreign_keys(connection: Connection) -> list[ForeignKeyConstraint]:
    """Those of the large tables by the names that they have in this database."""
    stored = MetaData()
    stored.reflect(connection, only=BIG)
    return [key for name in BIG for key in sorted(stored.tables[name].foreign_key_constraints, key=_name)]


def _name(item: Index | ForeignKeyConstraint) -> str:
    return str(item.name)


def _table(name: str) -> Table:
    return tables.metadata().tables[name]
