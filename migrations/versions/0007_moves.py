"""Changes of wards, and moves."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ward_changes",
        sa.Column("keeper_id", KEY, nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "applied", "undone", name="changestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_ward_changes_keeper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ward_changes")),
    )
    op.create_table(
        "moves",
        sa.Column("change_id", KEY, nullable=True),
        sa.Column("camera_id", KEY, nullable=True),
        sa.Column("point_id", KEY, nullable=True),
        sa.Column("recorder_id", KEY, nullable=True),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("from_ward_id", KEY, nullable=False),
        sa.Column("to_ward_id", KEY, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN camera_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN point_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN recorder_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN owner_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_moves_of_one_thing"),
        ),
        sa.ForeignKeyConstraint(["camera_id"], ["cameras.id"], name=op.f("fk_moves_camera_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["change_id"], ["ward_changes.id"], name=op.f("fk_moves_change_id")),
        sa.ForeignKeyConstraint(["from_ward_id"], ["wards.id"], name=op.f("fk_moves_from_ward_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_moves_owner_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["point_id"], ["installation_points.id"], name=op.f("fk_moves_point_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorder_id"], ["recorders.id"], name=op.f("fk_moves_recorder_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["to_ward_id"], ["wards.id"], name=op.f("fk_moves_to_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    _index("camera", ["camera_id", "effective_on"])
    op.create_index("ix_moves_change", "moves", ["change_id"], unique=False)
    _index("owner", ["owner_id"])
    _index("point", ["point_id"])
    _index("recorder", ["recorder_id"])


def _index(thing: str, columns: list[str]) -> None:
    there = sa.text(f"{thing}_id IS NOT NULL")
    op.create_index(f"ix_moves_{thing}", "moves", columns, unique=False, sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    op.drop_index("ix_moves_recorder", table_name="moves")
    op.drop_index("ix_moves_point", table_name="moves")
    op.drop_index("ix_moves_owner", table_name="moves")
    op.drop_index("ix_moves_change", table_name="moves")
    op.drop_index("ix_moves_camera", table_name="moves")
    op.drop_table("moves")
    op.drop_table("ward_changes")
