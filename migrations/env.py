"""Alembic's entry: migrations run on the connection that the caller opened, inside its transaction."""

from typing import Any

from alembic import context

from tracker.core.database import UTCDateTime
from tracker.tables import is_modelled, metadata


def render_item(kind: str, item: Any, _: Any) -> str | bool:
    """How a new migration spells a column type of our own: as what the database has. False: as Alembic would."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    compare_type=True,
    transactional_ddl=False,
    render_item=render_item,
    include_name=is_modelled,
)
context.run_migrations()
