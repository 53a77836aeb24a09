"""Outlines of wards; an index that counts the cameras of a map by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "boundaries",
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("coordinates", sa.Text(), nullable=False),
        sa.Column("south", sa.Float(), nullable=False),
        sa.Column("north", sa.Float(), nullable=False),
        sa.Column("west", sa.Float(), nullable=False),
        sa.Column("east", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_boundaries_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundaries")),
        sa.UniqueConstraint("ward_id", name=op.f("uq_boundaries_ward_id")),
    )
    op.create_index("ix_boundaries_box", "boundaries", ["south", "north", "west", "east"], unique=False)
    op.drop_index("ix_cameras_point", table_name="cameras")
    op.create_index("ix_cameras_point", "cameras", ["point_id", "removed_on", "ward_id", "health", "checked_at"])


def downgrade() -> None:
    op.drop_index("ix_cameras_point", table_name="cameras")
    op.create_index("ix_cameras_point", "cameras", ["point_id"])
    op.drop_index("ix_boundaries_box", table_name="boundaries")
    op.drop_table("boundaries")
