"""Hand-overs say what kind of copy it is and may owe the hash; checks of received files are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OWED = sa.text("sha256 = '' AND voided_at IS NULL")


def upgrade() -> None:
    """Columns that begin empty: neither database rewrites the table for them."""
    op.add_column("handovers", sa.Column("hashed_at", MOMENT, nullable=True))
    op.add_column("handovers", sa.Column("copy_kind", sa.String(32), nullable=True))
    op.add_column("handovers", sa.Column("played", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("handovers", sa.Column("witness", sa.String(100), nullable=False, server_default=""))
    named = "CONSTRAINT ck_handovers_copies CHECK (copies >= 1)"
    op.execute(f"ALTER TABLE handovers ADD COLUMN copies {KEY.dialect_impl(op.get_bind().dialect)} {named}")
    if op.get_bind().dialect.name == "postgresql":
        for column in ("played", "witness"):
            op.execute(f"ALTER TABLE handovers ALTER COLUMN {column} DROP DEFAULT")
    op.create_index("ix_handovers_owed", "handovers", ["line_id"], sqlite_where=OWED, postgresql_where=OWED)
    op.create_table(
        "handover_checks",
        sa.Column("handover_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_checks_handover_id")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_handover_checks_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_checks")),
    )
    op.create_index("ix_handover_checks_handover", "handover_checks", ["handover_id", "id"])


def downgrade() -> None:
    """A hash that is owed stays empty, which the app before takes for a hash."""
    op.drop_table("handover_checks")
    op.drop_index("ix_handovers_owed", "handovers")
    for column in ("hashed_at", "copy_kind", "played", "witness", "copies"):
        op.execute(f"ALTER TABLE handovers DROP COLUMN {column}")
