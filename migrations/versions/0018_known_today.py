"""Health and faults keep when they were recorded; the overwrite clock is computed; preservation has a way and an end."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RECORDED = (
    ("health_intervals", "recorded_at"),
    ("faults", "recorded_at"),
    ("faults", "repair_recorded_at"),
)


def upgrade() -> None:
    for table, column in RECORDED:  # empty for what is there: nobody kept when it was recorded
        op.add_column(table, sa.Column(column, MOMENT, nullable=True))


def downgrade() -> None:
    for table, column in reversed(RECORDED):
        op.drop_column(table, column)
