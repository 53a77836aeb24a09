"""Loading the demonstration: everything in one transaction, into an empty database, once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import MetaData, Table, func, insert, inspect, literal, select
from sqlalchemy.orm import Session

from tracker import tables
from tracker.accounts.models import Post, User
from tracker.audit_log.actions import record
from tracker.core import app_metadata, errors
from tracker.core.i18n import N_, LabeledEnum
from tracker.demo import health, history, mobilisable, present, register, rules, stories
from tracker.demo.register import Book, Tenure
from tracker.demo.rules import SEED, UNITS, YEAR
from tracker.demo.stories import City, Story
from tracker.exchange.ward_changes import actions as moving
from tracker.exchange.ward_changes import queries as moves
from tracker.territory.code_lists import queries as codes
from tracker.territory.code_lists.rules import CodeList
from tracker.territory.units import load_plan, loading, unit_files
from tracker.territory.units import queries as units
from tracker.territory.wards import actions as reference
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

Progress = Callable[[float], None]
CHUNK = 1000
REFERENCE = frozenset(
    {"provinces", "wards", "ward_successions", "code_entries", "audit_events", "facts", "alembic_version"}
    | {"units", "unit_successions", "unit_covers"}
)
UNITS_FILE, PROVINCE = Path(__file__).with_name("units.csv"), "38"
MARK = "2024"


class DemoState(LabeledEnum):
    """Whose a database is."""

    EMPTY = "empty", N_("trống")
    OWN = "own", N_("của bản trình diễn")
    FOREIGN = "foreign", N_("đã có dữ liệu khác")


class NotDemoDatabase(errors.WrongState):
    """The database holds somebody's work."""

    message = N_(
        "Cơ sở dữ liệu này đã có dữ liệu không phải của bản trình diễn, nên không nạp gì và không đổi gì. "
        "Hãy đặt DATABASE_URL tới một cơ sở dữ liệu trống."
    )


def state(session: Session) -> DemoState:
    """Whether the demonstration may have a database: it must be empty or its own. It need not be migrated."""
    connection = session.connection()
    table_names = {name for name in inspect(connection).get_table_names() if tables.is_modelled(name, "table", None)}
    metadata: MetaData = tables.metadata()
    if (
        app_metadata.MetadataEntry.__tablename__ in table_names
        and app_metadata.read(session, app_metadata.DEMO) is not None
    ):
        return DemoState.OWN
    if table_names - set(metadata.tables) - REFERENCE:
        return DemoState.FOREIGN
    used = (metadata.tables[name] for name in sorted(table_names - REFERENCE))
    return DemoState.FOREIGN if any(_has_rows(session, table) for table in used) else DemoState.EMPTY


def _has_rows(session: Session, table: Table) -> bool:
    return session.execute(select(literal(1)).select_from(table).limit(1)).first() is not None


def load(session: Session, now: datetime, password_hashes: Mapping[str, str], progress: Progress) -> dict[str, int]:
    """Load everything into an empty database, as of `now`; how many rows each table got.

    `password_hashes` are the password hashes by log-in name. `progress` is told the share that is done. Raises Foreign.
    """
    if state(session) is not DemoState.EMPTY:
        raise NotDemoDatabase()
    reference.load(session, None, lambda written_rows, total: progress(0.6 * written_rows / total))
    _load_units(session)
    book = written(session, now, password_hashes)
    total = sum(len(rows) for rows in book.rows.values())
    written_rows = 0
    for table, rows in _in_order(book):
        for chunk in (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)):
            session.execute(insert(table), chunk)
            written_rows += len(chunk)
            progress(0.6 + 0.4 * written_rows / total)
        continue_ids(session, table)
    _follow_wards(session)
    counts = {table.name: len(rows) for table, rows in _in_order(book)}
    app_metadata.write(session, app_metadata.DEMO, MARK)
    record(session, None, "demo:load", kind="Demo", rows=counts)
    return counts


def _load_units(session: Session) -> None:
    """The units that the stories are about, and the police of the wards of then and of today."""
    plan = load_plan.build_load_plan(session, unit_files.read(UNITS_FILE.read_bytes()))
    loading.load(session, None, plan)
    loading.from_wards(session, None, PROVINCE, date(YEAR, 1, 1))


def _follow_wards(session: Session) -> None:
    """The register follows the wards: whole ones have moved, and what stood in the two that were split waits."""
    for day, *_ in moves.proposals(session):
        moving.apply(session, None, moving.propose(session, None, day).id, 1)


def written(session: Session, now: datetime, password_hashes: Mapping[str, str]) -> Book:
    """All the rows, the same each time for the same `now`. The wards must be loaded."""
    rng, book = Random(SEED), Book()  # noqa: S311 - a story, not a secret
    people = _people(session, book, now, password_hashes)
    tenures = {unit.code: _tenures(session, _ward(session, unit.code, date(YEAR, 6, 1))) for unit in UNITS}
    register.write(book, rng, tenures)
    mobilisable.write(book, Random(SEED + 1), tenures)  # noqa: S311 - beside the story, which stays as it is
    register.write_notes(book, now)
    city = City(
        eyes=book.eyes,
        tenures=tenures,
        investigators=[people[login] for login in rules.INVESTIGATORS],
        leaders=[people[login] for login in rules.LEADERS],
        case_units=(_unit(session, rules.DISTRICT, rules.BEFORE), _unit(session, rules.CRIMINAL_POLICE)),
        groups={entry.code: entry.group_code for entry in codes.alive(session, CodeList.INCIDENT_TYPE, now.date())},
        article_ids={entry.code: entry.id for entry in codes.alive(session, CodeList.LEGAL_BASIS, now.date())},
    )
    cases = [case for plan in history.PLANS for case in history.year(rng, city, plan) if _is_over(case, now)]
    cases += present.recent(rng, city, now)
    health.agree(cases)
    stories.number(book, city, cases)
    health.write(book, rng, cases, now)
    return book


def _is_over(story: Story, now: datetime) -> bool:
    """Past stories are told to their end, so they must have begun long enough ago."""
    created_at: datetime = story.facts["created_at"]
    return created_at < now - timedelta(days=60)


def _people(session: Session, book: Book, now: datetime, password_hashes: Mapping[str, str]) -> dict[str, int]:
    """The people with their posts; ids by log-in name."""
    ids: dict[str, int] = {}
    for person in rules.PEOPLE:
        row = book.add(
            User,
            login=person.login,
            name=person.name,
            password_hash=password_hashes[person.login],
            active=True,
            created_at=now,
            password_changed_at=now,
        )
        ids[person.login] = row["id"]
        for post in person.posts:
            _post(session, book, row["id"], post)
    return ids


def _post(session: Session, book: Book, user_id: int, post: rules.DemoPost) -> None:
    days = {"valid_from": post.valid_from, "valid_to": post.valid_to}
    facts = {"role": post.role, "position": post.position, "reason": "", "delegated_by_id": None}
    book.add(Post, user_id=user_id, unit_id=_unit(session, post.unit, post.valid_to), **facts, **days)


def _unit(session: Session, code: str, on: date | None = None) -> int:
    unit = units.by_code(session, code, on)
    if unit is None:
        raise errors.NotFound(unit=code)
    return unit.id


def _ward(session: Session, code: str, on: date | None = None) -> Ward:
    ward = wards.by_code(session, code, on)
    if ward is None:
        raise errors.NotFound(ward=code)
    return ward


def _tenures(session: Session, ward: Ward) -> list[Tenure]:
    """A ward and those that held its territory after it to this day: the first of them where it was split."""
    tenures = [Tenure(ward)]
    while (last := tenures[-1].ward).valid_to is not None:
        steps = {step.new_id: step for step in wards.steps_from(session, [last.id]) if step.old_id == last.id}
        statement = select(Ward).where(Ward.id.in_(steps)).order_by(Ward.sort_key, Ward.id)
        next_ward = session.scalars(statement).all()[0]
        step = steps[next_ward.id]
        tenures.append(Tenure(next_ward, step.effective_on, step.basis))
    return tenures


def _in_order(book: Book) -> Iterable[tuple[Table, list[register.Row]]]:
    """The rows table by table, what is referred to first."""
    by_table = {model.__table__: rows for model, rows in book.rows.items()}
    return [(table, by_table[table]) for table in tables.metadata().sorted_tables if table in by_table]


def continue_ids(session: Session, table: Table) -> None:
    """PostgreSQL numbers new rows by a sequence, which does not notice ids that were given."""
    if session.get_bind().dialect.name == "postgresql" and "id" in table.columns:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        session.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
