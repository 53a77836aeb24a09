"""Indexes in which the cameras of a ward, and of the country, are counted by what is shown of them."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATE = ["removed_on", "connection", "health", "checked_at"]
BEFORE = ["ward_id", "connection", "health", "checked_at", "removed_on"]
REST = ["form", "storage", "network_id", "recorder_id", "owner_id", "point_id", "bearing", "search_key"]


def upgrade() -> None:
    op.create_index("ix_cameras_state", "cameras", STATE, unique=False)
    op.drop_index("ix_cameras_facts", table_name="cameras")
    op.create_index("ix_cameras_facts", "cameras", ["ward_id", *STATE, *REST], unique=False)


def downgrade() -> None:
    op.drop_index("ix_cameras_facts", table_name="cameras")
    op.create_index("ix_cameras_facts", "cameras", BEFORE + REST, unique=False)
    op.drop_index("ix_cameras_state", table_name="cameras")
