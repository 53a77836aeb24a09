"""The database: engines, the one place that commits, column types, the base of every table."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    declared_attr,
    mapped_column,
)
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from tracker.core import errors
from tracker.core.i18n import LabeledEnum
from tracker.core.write_queue import WriteQueue

try:
    import pysqlite3.dbapi2 as sqlite3
except ImportError:  # where no wheel exists: _journal_mode() then decides whether WAL may be used
    import sqlite3

# SQLite before 3.51.3 can corrupt a database when two connections reset the write-ahead log together.
WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
# SQLite's own cache in KiB, negative as it wants it: much for the one writer, whose long changes touch many indexes.
CACHE, WRITER_CACHE = -2_000, -65_536
# Under this key a session's `info` holds what its commit writes besides: the rows of the audit log.
WRITTEN_AT_COMMIT = "written_at_commit"
READS_ONLY = "reads_only"  # … and whether it can write anything at all
# Keep no plan of a single statement: from the tenth time on PostgreSQL may plan it without its values, and would then
# look a list of 2,000 numbers through one by one for every row. (What is done for many rows at once keeps its plan.)
NEVER = 10**9


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: stored as UTC, given back aware. Refuses a naive value, on both databases alike."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


# SQLite gives row numbers only to columns declared exactly INTEGER.
Key = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Base of every table. Constraint names follow one convention, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UTCDateTime(),
        str: String(500),
        int: Key,
        LabeledEnum: Enum(
            LabeledEnum, native_enum=False, length=32, values_callable=lambda words: [word.value for word in words]
        ),
    }


# Sort keys compare byte by byte, whatever language the server was set up for.
SortKey = Annotated[str, mapped_column(String(500).with_variant(String(500, collation="C"), "postgresql"))]


class IdMixin:
    """A surrogate key: identity that no renaming, recoding or merger touches."""

    id: Mapped[int] = mapped_column(primary_key=True)


class OptimisticLock:
    """A row that several people may change: each write raises `version`, and a write over a newer one is refused."""

    version: Mapped[int] = mapped_column(Integer)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Database:
    """One database with its two ways in: reading, which cannot write, and writing, one writer at a time on SQLite."""

    def __init__(self, url: str) -> None:
        self.url: URL = make_url(url)
        self.embedded = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.embedded else _postgres_engine(self.url)
        consistent = {} if self.embedded else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**consistent)
        self._writer = self.engine.execution_options(tracker_write=True)
        self._queue = WriteQueue(Path(f"{self.url.database}.wlock")) if self.embedded else None
        self.kept: Callable[[Session], None] = lambda session: None  # told of each writing transaction after its end

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write: all of it is kept at the end, or none."""
        with self._queue or nullcontext(), self._session(self._writer) as session:
            yield session
        self.kept(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction of one consistent view, in which the database itself refuses to write.

        What is to be logged of it is written in a second, short transaction after its end, so that nobody waits for a
        reader. Where that fails, this raises: what is not logged must not be shown.
        """
        with self._session(self._reader, reads_only=True) as session:
            yield session
        entries = session.info.pop(WRITTEN_AT_COMMIT, None)
        if entries:
            with self.writing() as writer:
                writer.info[WRITTEN_AT_COMMIT] = entries

    @contextmanager
    def _session(self, engine: Engine, *, reads_only: bool = False) -> Iterator[Session]:
        with Session(engine, expire_on_commit=False, info={READS_ONLY: reads_only}) as session:
            try:
                yield session
                session.commit()
            except StaleDataError as error:
                session.rollback()
                raise errors.Stale() from error
            except BaseException:
                session.rollback()
                raise

    def create_file(self) -> None:
        """Make the embedded database's file (private to its owner) if it is not there; opening never does."""
        if self.embedded and self.url.database:
            path = Path(self.url.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        f"sqlite:///file:{url.database}?mode=rw&uri=true",
        module=sqlite3,
        connect_args={"timeout": 15, "check_same_thread": False},
        pool_size=16,
        max_overflow=16,
        pool_timeout=15,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late and loses updates
        journal = "WAL" if WAL_IS_SAFE else "TRUNCATE"
        for setting in (
            f"journal_mode={journal}",
            "synchronous=FULL",
            "busy_timeout=15000",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "secure_delete=ON",
            "journal_size_limit=67108864",
            "mmap_size=0",
        ):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("tracker_write"):
            connection.exec_driver_sql(f"PRAGMA cache_size={WRITER_CACHE}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # waits for nobody, so it cannot fail in a way that SQLAlchemy would have to put into its own words
            execute = connection.connection.cursor().execute
            execute("BEGIN")
            execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "checkin")
    def reopen(connection: Any, _: ConnectionPoolEntry) -> None:
        if connection is not None:
            connection.execute("PRAGMA query_only=OFF")
            connection.execute(f"PRAGMA cache_size={CACHE}")

    return engine


def _postgres_engine(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_timeout=3,
        connect_args={
            "connect_timeout": 2,
            # A server that is gone without a word (cable, host) is noticed in the middle of a query too.
            "tcp_user_timeout": 8000,
            "keepalives_idle": 4,
            "keepalives_interval": 2,
            "keepalives_count": 2,
            "options": "-c lock_timeout=3000 -c idle_in_transaction_session_timeout=15000 -c jit=off",
            "prepare_threshold": NEVER,
        },
    )


def is_unavailable(error: BaseException) -> bool:
    """Whether the database could not be reached or was locked: worth trying again, nothing wrong with the request."""
    return isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated)


def apply_changes(row: Base, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set attributes of `row` to `facts`; what really changed, as {name: [before, after]}, for the audit log."""
    changes: dict[str, list[Any]] = {}
    for name, after in facts.items():
        before = getattr(row, name)
        if before != after:
            setattr(row, name, after)
            changes[name] = [_json_value(before), _json_value(after)]
    return changes


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def check_version(row: OptimisticLock, seen_version: int) -> None:
    """Refuse to go on with a row that somebody changed since the person saw it. Stale."""
    if row.version != seen_version:
        raise errors.Stale(seen=seen_version, version=row.version)
