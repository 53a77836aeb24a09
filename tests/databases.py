"""A fresh database for every test: a file that is copied, or a PostgreSQL database that is put back as it was.

A worker keeps its PostgreSQL databases from test to test: making one costs the server more than most tests do, and a
connection to it must first learn all tables. Of each kind there are two, an empty one and one that holds the cast.
"""

import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.cast import Cast
from tracker import tables
from tracker.core.database import Database

# Tests may run in several processes at once on one named server.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
MOST_USES = 100  # of one PostgreSQL database: nobody sweeps up the dead rows that each putting back leaves
OPENED: dict[str, Database] = {}  # by address, for the whole run: an engine keeps the statements it has put into SQL

# Its tables as they were made: each change of one leaves a younger row here, or one fewer.
SHAPE = " || ' ' || ".join(
    f"(SELECT count(*) || ':' || max(xmin::text::bigint) FROM {catalog})"
    for catalog in ("pg_attribute", "pg_constraint", "pg_index", "pg_trigger", "pg_proc")
)
# The same of a table's rows: one that no test changed is left alone.
ROWS = "(SELECT count(*) || ':' || max(xmin::text::bigint) FROM {name})"
REMEMBERED = "(SELECT state FROM template.rows WHERE name = '{name}')"
PUT_BACK_FILLED = f"""IF {ROWS} IS DISTINCT FROM {REMEMBERED} THEN
    DELETE FROM {{name}};
    INSERT INTO {{name}} SELECT * FROM template.{{name}};
    UPDATE template.rows SET state = {ROWS} WHERE name = '{{name}}';
  END IF;"""
PUT_BACK_EMPTY = "IF EXISTS (SELECT 1 FROM {name}) THEN DELETE FROM {name}; END IF;"
PUT_BACK = """
CREATE FUNCTION template.put_back() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF {shape} <> (SELECT shape FROM template.made) THEN RETURN false; END IF;
  {statements}
  PERFORM setval('public.' || name, coalesce(value, 1), value IS NOT NULL) FROM template.sequences;
  RETURN true;
END $$
"""


@dataclass(frozen=True)
class SqliteTemplates:
    """The files to be copied, and the cast that the second holds."""

    empty: Path
    peopled: Path
    cast: bytes


def sqlite_templates(folder: Path) -> SqliteTemplates:
    """Make both at the newest migration."""
    empty, peopled = folder / "empty.db", folder / "peopled.db"
    tables.upgrade(Database(f"sqlite:///{empty}"))
    _let_go(empty)
    shutil.copy(empty, peopled)
    cast = _written(Database(f"sqlite:///{peopled}"))
    _let_go(peopled)
    return SqliteTemplates(empty, peopled, cast)


def _written(database: Database) -> bytes:
    """Put the cast into a database; what `cast_in` needs to know of it."""
    return pickle.dumps({name: value for name, value in vars(Cast(database)).items() if name != "database"})


def cast_in(database: Database, written: bytes) -> Cast:
    """The cast that stands in a copy of the database into which it was written: rows and viewers of one test alone."""
    cast = Cast.__new__(Cast)
    vars(cast).update(pickle.loads(written), database=database)  # noqa: S301  # our own
    return cast


def _let_go(path: Path) -> None:
    """All that is in the database stands in its one file."""
    database = Database(f"sqlite:///{path}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()


class KeptDatabase:
    """A PostgreSQL database that is put back before each test to what its template holds."""

    def __init__(self, server: URL, template: str, name: str) -> None:
        self._server, self._template, self._name = server, template, name
        self._uses = MOST_USES
        self._restorer: Connection | None = None

    def fresh(self) -> str:
        """Its address, when nothing of the last test is left in it."""
        if self._uses >= MOST_USES or not self._put_back():
            self._make()
        self._uses += 1
        return address(self._server, self._name)

    def drop(self) -> None:
        """Remove it, whoever is still connected."""
        opened(address(self._server, self._name)).dispose()
        if self._restorer:
            self._restorer.close()
        administer(self._server, f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")

    def _put_back(self) -> bool:
        """Whether it could be: not after its tables were changed, nor when it is locked or takes no connections."""
        engine = opened(address(self._server, self._name)).engine
        if engine.pool.checkedout():  # type: ignore[attr-defined]  # every pool of ours counts
            return False
        try:
            return bool(self._restorer and self._restorer.scalar(text("SELECT template.put_back()")))
        except OperationalError:
            return False

    def _make(self) -> None:
        self.drop()
        administer(self._server, f"CREATE DATABASE {self._name} TEMPLATE {self._template} {_strategy(self._server)}")
        self._restorer = _restorer(address(self._server, self._name))
        self._uses = 0


def _restorer(url: str) -> Connection:
    """A connection that only puts back: foreign keys and the triggers that keep the log are asleep in it.

    For that the user must be a superuser. Falling asleep costs a connection all plans that it knows, so it stays so.
    """
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.exec_driver_sql("SET session_replication_role = replica")
    connection.exec_driver_sql("SET lock_timeout = 3000")
    return connection


@dataclass(frozen=True)
class PostgresDatabases:
    """The databases of one worker on a server, and the cast that the second holds."""

    server: URL
    empty: KeptDatabase
    peopled: KeptDatabase
    cast: bytes


@contextmanager
def postgres_databases(server: URL) -> Iterator[PostgresDatabases]:
    """Make both, with the templates at the newest migration from which they are made anew; in the end, remove all."""
    templates = empty, peopled = f"tracker_template_{WORKER}", f"tracker_cast_template_{WORKER}"
    administer(server, *(f"DROP DATABASE IF EXISTS {name}" for name in templates), f"CREATE DATABASE {empty}")
    tables.upgrade(opened(address(server, empty)))
    opened(address(server, empty)).dispose()
    administer(server, f"CREATE DATABASE {peopled} TEMPLATE {empty} {_strategy(server)}")
    cast = _written(opened(address(server, peopled)))
    for name in templates:
        _remember(opened(address(server, name)))
    kept = [KeptDatabase(server, name, name.replace("template", "test")) for name in templates]
    yield PostgresDatabases(server, *kept, cast)
    for database in kept:
        database.drop()
    administer(server, *(f"DROP DATABASE {name}" for name in templates))
    for database in OPENED.values():
        database.dispose()


def _remember(template: Database) -> None:
    """Keep a copy of all that is in a database, and how to put it back, in the database itself."""
    with template.engine.begin() as connection:
        names = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        filled = [name for name in names if connection.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {name})"))]
        statements = [(PUT_BACK_FILLED if name in filled else PUT_BACK_EMPTY).format(name=name) for name in names]
        for command in (
            "CREATE SCHEMA template",
            *(f"CREATE TABLE template.{name} AS TABLE {name}" for name in filled),
            "CREATE TABLE template.rows (name text, state text)",
            *(f"INSERT INTO template.rows VALUES ('{name}', {ROWS.format(name=name)})" for name in filled),
            "CREATE TABLE template.sequences AS SELECT sequencename::text AS name, last_value AS value"
            " FROM pg_sequences WHERE schemaname = 'public'",
            "CREATE TABLE template.made (shape text)",
            PUT_BACK.format(shape=SHAPE, statements="\n  ".join(statements)),
            f"INSERT INTO template.made SELECT {SHAPE}",
        ):
            connection.exec_driver_sql(command)
    template.dispose()


def opened(url: str) -> Database:
    """The database at an address, as the app opens it."""
    return OPENED.get(url) or OPENED.setdefault(url, Database(url))


def administer(server: URL, *commands: str) -> None:
    """Do on the server what no transaction can hold."""
    admin = opened(server.render_as_string(hide_password=False))
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for command in commands:
            connection.execute(text(command))


def address(server: URL, name: str) -> str:
    """Of a database on the server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _strategy(server: URL) -> str:
    """How the server is to copy: in memory, files are copied faster than pages are logged, the way since version 15."""
    with opened(server.render_as_string(hide_password=False)).engine.connect() as connection:
        return "STRATEGY FILE_COPY" if (connection.dialect.server_version_info or ()) >= (15,) else ""
