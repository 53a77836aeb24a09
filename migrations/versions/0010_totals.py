"""The index in which a ward's cameras are counted by what is shown of them."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = ["ward_id", "connection", "health", "checked_at", "removed_on"]
AFTER = ["ward_id", "removed_on", "connection", "health", "checked_at"]
REST = ["form", "storage", "network_id", "recorder_id", "owner_id", "point_id", "bearing", "search_key"]


def upgrade() -> None:
    op.drop_index("ix_cameras_facts", table_name="cameras")
    op.create_index("ix_cameras_facts", "cameras", AFTER + REST, unique=False)


def downgrade() -> None:
    op.drop_index("ix_cameras_facts", table_name="cameras")
    op.create_index("ix_cameras_facts", "cameras", BEFORE + REST, unique=False)
