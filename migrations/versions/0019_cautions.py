"""What spoke against asking for a line, and why it was asked; lines that incidents share."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STANDS = sa.text("ended_at IS NULL")
LINKS = {"line_id": "extraction_lines", "incident_id": "incidents", "joined_by_id": "users", "ended_by_id": "users"}
COLUMNS = {"cautions": sa.JSON(), "caution_reason": sa.Text()}


def upgrade() -> None:
    """Columns that begin empty: neither database rewrites the table for them."""
    for (name, kind), start in zip(COLUMNS.items(), ("[]", ""), strict=True):
        op.add_column("extraction_lines", sa.Column(name, kind, nullable=False, server_default=start))
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE extraction_lines ALTER COLUMN {name} DROP DEFAULT")
    op.create_table(
        "shared_lines",
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("incident_id", KEY, nullable=False),
        sa.Column("joined_by_id", KEY, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("ended_by_id", KEY, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_shared_lines_{column}"))
            for column, table in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_lines")),
    )
    op.create_index("ix_shared_lines_incident", "shared_lines", ["incident_id"])
    index = {"unique": True, "sqlite_where": STANDS, "postgresql_where": STANDS}
    op.create_index("ux_shared_lines_standing", "shared_lines", ["line_id", "incident_id"], **index)


def downgrade() -> None:
    op.drop_table("shared_lines")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE extraction_lines DROP COLUMN {name}")
