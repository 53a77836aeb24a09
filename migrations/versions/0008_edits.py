"""Changes to many cameras at once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bulk_edits",
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("job_id", KEY, nullable=True),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cameras", KEY, nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_bulk_edits_job_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_bulk_edits_keeper_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_bulk_edits_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edits")),
    )
    op.create_index(op.f("ix_bulk_edits_keeper_id"), "bulk_edits", ["keeper_id"], unique=False)
    op.create_index(op.f("ix_bulk_edits_ward_id"), "bulk_edits", ["ward_id"], unique=False)
    op.create_table(
        "bulk_edit_entries",
        sa.Column("edit_id", KEY, nullable=False),
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["cameras.id"], name=op.f("fk_bulk_edit_entries_camera_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["edit_id"], ["bulk_edits.id"], name=op.f("fk_bulk_edit_entries_edit_id")),
        sa.PrimaryKeyConstraint("edit_id", "camera_id", name=op.f("pk_bulk_edit_entries")),
    )
    op.create_index("ix_bulk_edit_entries_camera", "bulk_edit_entries", ["camera_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_bulk_edit_entries_camera", table_name="bulk_edit_entries")
    op.drop_table("bulk_edit_entries")
    op.drop_index(op.f("ix_bulk_edits_ward_id"), table_name="bulk_edits")
    op.drop_index(op.f("ix_bulk_edits_keeper_id"), table_name="bulk_edits")
    op.drop_table("bulk_edits")
