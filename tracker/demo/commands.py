"""Commands: loading the demonstration, everything in one transaction, into an empty database, once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from tracker import tables
from tracker.accounts import queries as accounts
from tracker.accounts.models import User
from tracker.audit_log.actions import record
from tracker.core import app_metadata
from tracker.demo import acting, actions, books, register, rules
from tracker.demo.acting import Crew
from tracker.demo.register import Book
from tracker.demo.rules import YEAR
from tracker.exchange.ward_changes import actions as moving
from tracker.exchange.ward_changes import queries as moves
from tracker.register.streets import actions as streets
from tracker.territory.units import load_plan, loading, unit_files
from tracker.territory.wards import actions as reference

CHUNK = 1000
UNITS_FILE, PROVINCE = Path(__file__).with_name("units.csv"), "38"
MARK = "2024"


def load(
    session: Session, now: datetime, password_hashes: Mapping[str, str], progress: actions.Progress
) -> dict[str, int]:
    """Load everything into an empty database, as of `now`; how many rows each table got.

    The register is written as it stands. The past comes in as books, what is in hand is done step by step.
    `password_hashes` are the password hashes by log-in name. `progress` is told the share that is done. Raises Foreign.
    """
    if actions.state(session) is not actions.DemoState.EMPTY:
        raise actions.NotDemoDatabase()
    reference.load(session, None, lambda written_rows, total: progress(0.5 * written_rows / total))
    _load_units(session)
    demonstration = actions.written(session, now, password_hashes)
    _write_register(session, demonstration.book)
    progress(0.6)
    _follow_wards(session)
    streets.rebuild(session)
    crew = _crew(session, demonstration.people)
    keeper = crew.by_id[demonstration.people[rules.INVESTIGATORS[0]]]
    books.take_over(session, keeper, demonstration.city, demonstration.past)
    progress(0.9)
    acting.act(session, crew, demonstration.city, demonstration.present)
    progress(1.0)
    counts = {table.name: len(rows) for table, rows in _in_order(demonstration.book)}
    counts["incidents"] = len(demonstration.past) + len(demonstration.present)
    app_metadata.write(session, app_metadata.DEMO, MARK)
    record(session, None, "demo:load", kind="Demo", rows=counts)
    return counts


def _write_register(session: Session, book: Book) -> None:
    for table, rows in _in_order(book):
        for chunk in (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)):
            session.execute(insert(table), chunk)
        actions.continue_ids(session, table)


def _crew(session: Session, people: Mapping[str, int]) -> Crew:
    """Those who act, as the code knows them today."""
    users = session.scalars(select(User).where(User.id.in_(people.values())).order_by(User.id)).unique()
    return Crew({user.id: accounts.viewer_of(session, user) for user in users})


def _load_units(session: Session) -> None:
    """The units that the stories are about, and the police of the wards of then and of today."""
    plan = load_plan.build_load_plan(session, unit_files.read(UNITS_FILE.read_bytes()))
    loading.load(session, None, plan)
    loading.from_wards(session, None, PROVINCE, date(YEAR, 1, 1))


def _follow_wards(session: Session) -> None:
    """The register follows the wards: whole ones have moved, and what stood in the two that were split waits."""
    for day, *_ in moves.proposals(session):
        moving.apply(session, None, moving.propose(session, None, day).id, 1)


def _in_order(book: Book) -> Iterable[tuple[Table, list[register.Row]]]:
    """The rows table by table, what is referred to first."""
    by_table = {model.__table__: rows for model, rows in book.rows.items()}
    return [(table, by_table[table]) for table in tables.metadata().sorted_tables if table in by_table]
