"""Cameras that were entered twice or by mistake are voided or merged; what waited at them goes on elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
LINKS = {"line_id": "extraction_lines", "from_id": "cameras", "to_id": "cameras"}
COLUMNS = ("merged_into_id", "voided_by_id", "void_reason", "voided_at")
FACTS = (
    *("ward_id", "removed_on", "connection", "health", "checked_at", "form", "storage", "network_id", "recorder_id"),
    *("owner_id", "point_id", "bearing", "search_key"),
)
# What is counted in an index, without the rows, must find there what was voided.
COUNTED_IN = {
    "ix_cameras_facts": FACTS,
    "ix_cameras_network": ("network_id", "ward_id", "connection", "health", "checked_at", "removed_on"),
    "ix_cameras_point": ("point_id", "removed_on", "ward_id", "health", "checked_at"),
}


def upgrade() -> None:
    """Columns that begin empty: neither database rewrites the table for them."""
    op.add_column("cameras", sa.Column("voided_at", MOMENT, nullable=True))
    op.add_column("cameras", sa.Column("void_reason", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE cameras ALTER COLUMN void_reason DROP DEFAULT")
    _add_link("voided_by_id", "users")
    _add_link("merged_into_id", "cameras")
    merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index("ix_cameras_merged", "cameras", ["merged_into_id"], sqlite_where=merged, postgresql_where=merged)
    _index_with(("voided_at",))
    op.create_table(
        "line_camera_moves",
        sa.Column("id", NUMBER, nullable=False),
        *(sa.Column(column, NUMBER, nullable=False) for column in LINKS),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_line_camera_moves_{column}"))
            for column, table in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_camera_moves")),
    )
    op.create_index("ix_line_camera_moves_from", "line_camera_moves", ["from_id", "to_id"])


def downgrade() -> None:
    """What was voided counts again: there is no place for it."""
    op.drop_table("line_camera_moves")
    _index_with(())
    op.drop_index("ix_cameras_merged", table_name="cameras")
    for column in COLUMNS:
        op.execute(f"ALTER TABLE cameras DROP COLUMN {column}")


def _add_link(column: str, table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        named = f"CONSTRAINT fk_cameras_{column} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE cameras ADD COLUMN {column} BIGINT {named}")
    else:
        op.execute(f"ALTER TABLE cameras ADD COLUMN {column} INTEGER REFERENCES {table} (id)")


def _index_with(further_columns: tuple[str, ...]) -> None:
    for name, columns in COUNTED_IN.items():
        op.drop_index(name, table_name="cameras")
        op.create_index(name, "cameras", [*columns, *further_columns])
