"""Every table in one list, and bringing a database to them by the numbered migrations."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from tracker.accounts import models as accounts
from tracker.audit_log import models as audit
from tracker.cases.access import models as access
from tracker.cases.extractions import line_moves
from tracker.cases.extractions import models as extractions
from tracker.cases.handovers import models as handovers
from tracker.cases.incidents import models as incidents
from tracker.core.app_metadata import MetadataEntry
from tracker.core.database import Base, Database
from tracker.core.sequences import Counter
from tracker.exchange.bulk_edits import models as edits
from tracker.exchange.imports import models as imports
from tracker.exchange.ward_changes import models as moves
from tracker.jobs import models as jobs
from tracker.jobs.files import models as files
from tracker.jobs.outbox import models as outbox
from tracker.jobs.schedule import models as schedule
from tracker.portal.timeline import models as logbook
from tracker.register.cameras import models as cameras
from tracker.register.faults import models as upkeep
from tracker.register.inspections import models as rounds
from tracker.register.networks import models as networks
from tracker.register.owners import models as owners
from tracker.register.places import models as places
from tracker.register.recorders import models as recorders
from tracker.register.saved_views import models as filters
from tracker.register.streets import models as streets
from tracker.territory.boundaries import models as boundaries
from tracker.territory.code_lists import models as code_lists
from tracker.territory.units import models as units
from tracker.territory.wards import models as wards
from tracker.web import models as web

MIGRATIONS = Path(__file__).parent.parent / "migrations"
MODEL_MODULES = (
    *(
        access,
        accounts,
        audit,
        boundaries,
        cameras,
        code_lists,
        edits,
        extractions,
        filters,
        handovers,
        imports,
        incidents,
        jobs,
        line_moves,
        logbook,
        moves,
    ),
    *(networks, owners, places, recorders, rounds, streets, units, upkeep, wards, web, files, outbox, schedule),
)
CORE_MODELS = (Counter, MetadataEntry)
SEARCHED = (
    *(cameras.CAMERAS, places.PLACES, recorders.RECORDERS, owners.OWNERS, networks.NETWORKS),
    *(incidents.INCIDENTS, extractions.REQUESTS, audit.EVENTS),
)


def metadata() -> MetaData:
    """The metadata with the tables of every package in it."""
    return Base.metadata


def head() -> str:
    """The newest migration's number."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def current(connection: Connection) -> str | None:
    """The migration a database stands at, or None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring a database up to `revision`, in one transaction; an embedded database's file is made first."""
    database.create_file()
    with database.writing() as session:
        command.upgrade(_config(session.connection()), revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring a database back to `revision`, in one transaction."""
    with database.writing() as session:
        command.downgrade(_config(session.connection()), revision)


def differences(connection: Connection) -> list[object]:
    """What the models say that the database does not, or the other way round; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_modelled})
    return list(compare_metadata(context, metadata()))


def is_modelled(name: str | None, kind: str, parents: object) -> bool:
    """Whether the models tell of a table or index: of all but those of trigrams, which not every database can have."""
    return kind not in ("table", "index") or not any((name or "").startswith(book.index) for book in SEARCHED)


def write_migration(name: str) -> Path:
    """A new numbered migration with what the models say and the last migration does not; to be read before it is kept.

    It compares with a fresh database at the newest migration, so nobody's own database matters.
    """
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/fresh.db")
        upgrade(database)
        with database.writing() as session:
            config = _config(session.connection())
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            number = f"{int(head()) + 1:04d}"
            script: Any = command.revision(config, message=name, autogenerate=True, rev_id=number)
            session.rollback()
        database.dispose()
    return Path(script.path)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
