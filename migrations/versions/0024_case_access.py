"""Incidents shared with units, sealed to named people, and notes on them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STANDS = sa.text("ended_at IS NULL")
UNIQUE = {"unique": True, "sqlite_where": STANDS, "postgresql_where": STANDS}
SHARES = {"incident_id": "incidents", "unit_id": "units", "shared_by_id": "users", "ended_by_id": "users"}
READERS = {"incident_id": "incidents", "user_id": "users", "added_by_id": "users"}
NOTES = {"incident_id": "incidents", "author_id": "users", "unit_id": "units"}
SEAL = ("seal_reason", "sealed_by_id", "sealed_at")


def upgrade() -> None:
    _add_seal()
    _create_table(
        "incident_shares",
        SHARES,
        sa.Column("shared_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_incident_shares_unit", "incident_shares", ["unit_id", "incident_id"])
    op.create_index("ux_incident_shares_standing", "incident_shares", ["incident_id", "unit_id"], **UNIQUE)
    _create_table("incident_readers", READERS, sa.Column("added_at", MOMENT, nullable=False))
    op.create_index("ux_incident_readers", "incident_readers", ["incident_id", "user_id"], unique=True)
    _create_table(
        "incident_notes",
        NOTES,
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("ix_incident_notes_incident", "incident_notes", ["incident_id", "id"])


def downgrade() -> None:
    """What was sealed opens again: the app before knows of no seal."""
    for table in ("incident_notes", "incident_readers", "incident_shares"):
        op.drop_table(table)
    for column in SEAL:
        op.execute(f"ALTER TABLE incidents DROP COLUMN {column}")


def _add_seal() -> None:
    """Columns that begin empty: neither database rewrites the table for them."""
    op.add_column("incidents", sa.Column("sealed_at", MOMENT, nullable=True))
    op.add_column("incidents", sa.Column("seal_reason", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE incidents ALTER COLUMN seal_reason DROP DEFAULT")
        named = "CONSTRAINT fk_incidents_sealed_by_id REFERENCES users (id)"
        op.execute(f"ALTER TABLE incidents ADD COLUMN sealed_by_id BIGINT {named}")
    else:
        op.execute("ALTER TABLE incidents ADD COLUMN sealed_by_id INTEGER REFERENCES users (id)")


def _create_table(table: str, links: dict[str, str], *columns: sa.Column[object]) -> None:
    op.create_table(
        table,
        *(sa.Column(name, KEY, nullable=name == "ended_by_id") for name in links),
        *columns,
        sa.Column("id", KEY, nullable=False),
        *(sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}")) for name, to in links.items()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
