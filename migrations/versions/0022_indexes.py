"""Indexes for what was looked for row by row: a code within a ward, a network's list, an action in the log."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_cameras_ward_code", "cameras", ("ward_id", "code")),
    ("ix_cameras_network_sort", "cameras", ("network_id", "sort_key", "id")),
    ("ix_audit_events_action", "audit_events", ("action", "seq")),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, list(columns))


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
