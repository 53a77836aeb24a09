"""Units with dates, what took over from what, and what each covers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORT_KEY = sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql")


def upgrade() -> None:
    _create_units()
    _create_successions_and_covers()


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("sign", sa.String(length=30), nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("ward_id", KEY, nullable=True),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.Column("sort_key", SORT_KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_units_parent")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_units_dates")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_units_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_units_code_valid_from")),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"])
    op.create_index("ix_units_sort", "units", ["sort_key", "id"])
    op.create_index(op.f("ix_units_ward_id"), "units", ["ward_id"])


def _create_successions_and_covers() -> None:
    op.create_table(
        "unit_successions",
        sa.Column("old_id", KEY, nullable=False),
        sa.Column("new_id", KEY, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.CheckConstraint("old_id <> new_id", name=op.f("ck_unit_successions_two_units")),
        sa.ForeignKeyConstraint(["new_id"], ["units.id"], name=op.f("fk_unit_successions_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["units.id"], name=op.f("fk_unit_successions_old_id")),
        sa.PrimaryKeyConstraint("old_id", "new_id", name=op.f("pk_unit_successions")),
    )
    op.create_index(op.f("ix_unit_successions_new_id"), "unit_successions", ["new_id"])
    op.create_table(
        "unit_covers",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("covered_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["covered_id"], ["units.id"], name=op.f("fk_unit_covers_covered_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_covers_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "covered_id", name=op.f("pk_unit_covers")),
    )
    op.create_index(op.f("ix_unit_covers_covered_id"), "unit_covers", ["covered_id"])


def downgrade() -> None:
    op.drop_table("unit_covers")
    op.drop_table("unit_successions")
    op.drop_table("units")
