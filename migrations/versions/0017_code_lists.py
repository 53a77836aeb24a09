"""Organisations are found by their names."""

import sqlalchemy as sa
from alembic import op

from tracker.core.vietnamese import search_key

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OWNERS = sa.table("owners", sa.column("id", KEY), sa.column("kind", sa.String), sa.column("name", sa.String))


def upgrade() -> None:
    op.add_column("owners", sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
    _name_organisations(op.get_bind())


def downgrade() -> None:
    op.drop_column("owners", "search_key")


def _name_organisations(connection: sa.Connection) -> None:
    """The key of every owner but households, whose names nobody searches."""
    named = connection.execute(sa.select(OWNERS.c.id, OWNERS.c.name).where(OWNERS.c.kind != "household")).all()
    update = sa.text("UPDATE owners SET search_key = :key WHERE id = :id")
    if named:
        connection.execute(update, [{"id": row.id, "key": search_key(row.name)} for row in named])
