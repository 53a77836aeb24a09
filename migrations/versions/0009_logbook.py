"""Notes about cameras."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "camera_notes",
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column("written_by", sa.String(length=100), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["cameras.id"], name=op.f("fk_camera_notes_camera_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_camera_notes_keeper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_camera_notes")),
    )
    op.create_index("ix_camera_notes_camera", "camera_notes", ["camera_id", "written_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_camera_notes_camera", table_name="camera_notes")
    op.drop_table("camera_notes")
