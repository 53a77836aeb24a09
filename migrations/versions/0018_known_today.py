"""Health and faults keep when they were recorded; the overwrite clock is computed; preservation has a way and an end."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAY = sa.Enum("call", "visit", "message", "locked", name="preservationway", native_enum=False, length=32)
RECORDED = (
    ("health_intervals", "recorded_at"),
    ("faults", "recorded_at"),
    ("faults", "repair_recorded_at"),
)
CLOCKS = (
    ("ix_extraction_lines_ward_clock", ("ward_id", "status")),
    ("ix_extraction_lines_clock", ("status",)),
)
# The last moment of a window, some days later.
GONE_AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', substr(window_to, 1, 19), retention_days || ' days')"
    " || substr(window_to, 20)",
    "postgresql": "window_to + make_interval(hours => CAST(24 * retention_days AS integer))",
}


def upgrade() -> None:
    for table, column in RECORDED:  # empty for what is there: nobody kept when it was recorded
        op.add_column(table, sa.Column(column, MOMENT, nullable=True))
    _clock_by("window_from")
    op.drop_column("extraction_lines", "overwrite_at")
    op.add_column("extraction_lines", sa.Column("preserved_how", WAY, nullable=True))
    op.add_column("extraction_lines", sa.Column("preserved_by", sa.String(100), nullable=False, server_default=""))
    op.add_column("extraction_lines", sa.Column("preserved_until", sa.Date(), nullable=True))


def downgrade() -> None:
    for column in ("preserved_until", "preserved_by", "preserved_how"):
        op.drop_column("extraction_lines", column)
    dialect = op.get_bind().dialect.name
    op.add_column("extraction_lines", sa.Column("overwrite_at", MOMENT, nullable=True))
    op.execute(f"UPDATE extraction_lines SET overwrite_at = {GONE_AT[dialect]}")  # no input in it
    if dialect == "postgresql":
        op.alter_column("extraction_lines", "overwrite_at", nullable=False)
    _clock_by("overwrite_at")
    for table, column in reversed(RECORDED):
        op.drop_column(table, column)


def _clock_by(column: str) -> None:
    for name, first_columns in CLOCKS:
        op.drop_index(name, table_name="extraction_lines")
        op.create_index(name, "extraction_lines", [*first_columns, column])
