"""Actions: what the demonstration consists of, and whether it may have a database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import MetaData, Table, func, inspect, literal, select
from sqlalchemy.orm import Session

from tracker import tables
from tracker.accounts.models import Post, User
from tracker.core import app_metadata, errors
from tracker.core.i18n import N_, LabeledEnum
from tracker.demo import health, history, mobilisable, present, register, rules
from tracker.demo.register import Book, Tenure
from tracker.demo.rules import SEED, UNITS, YEAR
from tracker.demo.stories import City, Story
from tracker.territory.units import queries as units
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

Progress = Callable[[float], None]
# What stands in a database before anybody works in it; a change of wards is noted for the tallies.
REFERENCE = frozenset(
    {"provinces", "wards", "ward_successions", "code_entries", "audit_events", "facts", "alembic_version"}
    | {"units", "unit_successions", "unit_covers", "tally_changes"}
)


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


@dataclass(frozen=True)
class Demonstration:
    """The register as rows, the people's ids by log-in name, and what happened: before, and in the last two weeks."""

    book: Book
    people: Mapping[str, int]
    city: City
    past: Sequence[Story]
    present: Sequence[Story]


def written(session: Session, now: datetime, password_hashes: Mapping[str, str]) -> Demonstration:
    """The whole demonstration, the same each time for the same `now`. The wards must be loaded."""
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
        names={people[person.login]: person.name for person in rules.PEOPLE},
    )
    past = [case for plan in history.PLANS for case in history.year(rng, city, plan) if _is_over(case, now)]
    recent = present.recent(rng, city, now)
    health.agree([*past, *recent])
    health.write(book, rng, [*past, *recent], now)
    return Demonstration(book, people, city, past, recent)


def _is_over(story: Story, now: datetime) -> bool:
    """Past stories are told to their end, so they must have begun long enough ago."""
    received_at: datetime = story.facts["received_at"]
    return received_at < now - timedelta(days=60)


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
        tenures.append(Tenure(next_ward, step.effective_on, step.basis, split=len(steps) > 1))
    return tenures


def continue_ids(session: Session, table: Table) -> None:
    """PostgreSQL numbers new rows by a sequence, which does not notice ids that were given."""
    if session.get_bind().dialect.name == "postgresql" and "id" in table.columns:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        session.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
