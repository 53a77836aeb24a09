"""Passwords that somebody was given, to be changed at the next log-in."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that begins as no for everybody: neither database rewrites the table for it."""
    column = sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("users", column)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE users ALTER COLUMN must_change_password DROP DEFAULT")


def downgrade() -> None:
    op.execute("ALTER TABLE users DROP COLUMN must_change_password")
