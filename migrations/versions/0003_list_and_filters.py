"""Cameras by name; saved filters and chosen columns."""

import sqlalchemy as sa
from alembic import op

from tracker.core.vietnamese import sort_key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INDEXES = {
    "ix_cameras_ward_checked": ["ward_id", "checked_at", "id"],
    "ix_cameras_checked": ["checked_at", "id"],
    "ix_cameras_ward_installed": ["ward_id", "installed_on", "id"],
    "ix_cameras_installed": ["installed_on", "id"],
    "ix_cameras_ward_registered": ["ward_id", "id"],
    "ix_cameras_facts": [
        "ward_id", "connection", "health", "checked_at", "removed_on", "form", "storage", "network_id", "recorder_id",
        "owner_id", "point_id", "bearing", "search_key",
    ],
    "ix_cameras_network": ["network_id", "ward_id", "connection", "health", "checked_at", "removed_on"],
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "chosen_columns",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("columns", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_chosen_columns_user_id")),
        sa.PrimaryKeyConstraint("user_id", "page", name=op.f("pk_chosen_columns")),
    )
    op.create_table(
        "saved_filters",
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column("ward_id", KEY, nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column(
            "sharing", sa.Enum("own", "unit", "everyone", name="sharing", native_enum=False, length=32), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_saved_filters_keeper_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_saved_filters_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("keeper_id", "page", "name", name=op.f("uq_saved_filters_keeper_id_page_name")),
    )
    op.create_index("ix_saved_filters_page", "saved_filters", ["page", "sharing"], unique=False)
    op.add_column(
        "cameras",
        sa.Column(
            "name_key",
            sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql"),
            server_default="",
            nullable=False,
        ),
    )
    _sort_by_name()
    op.create_index("ix_cameras_name", "cameras", ["name_key", "id"], unique=False)
    op.create_index("ix_cameras_ward_name", "cameras", ["ward_id", "name_key", "id"], unique=False)
    op.drop_index("ix_cameras_network", table_name="cameras")
    for name, columns in INDEXES.items():
        op.create_index(name, "cameras", columns, unique=False)
    op.create_index("ix_wards_sort", "wards", ["sort_key", "id"], unique=False)
    op.create_index("ix_installation_points_search", "installation_points", ["ward_id", "search_key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_installation_points_search", table_name="installation_points")
    op.drop_index("ix_wards_sort", table_name="wards")
    for name in INDEXES:
        op.drop_index(name, table_name="cameras")
    op.create_index("ix_cameras_network", "cameras", ["network_id"], unique=False)
    op.drop_index("ix_cameras_ward_name", table_name="cameras")
    op.drop_index("ix_cameras_name", table_name="cameras")
    op.drop_column("cameras", "name_key")
    op.drop_index("ix_saved_filters_page", table_name="saved_filters")
    op.drop_table("saved_filters")
    op.drop_table("chosen_columns")


def _sort_by_name() -> None:
    cameras = sa.table("cameras", sa.column("id", KEY), sa.column("name", sa.String), sa.column("name_key", sa.String))
    keys = [{"row": row.id, "key": sort_key(row.name)} for row in op.get_bind().execute(sa.select(cameras))]
    if keys:
        change = cameras.update().where(cameras.c.id == sa.bindparam("row")).values(name_key=sa.bindparam("key"))
        op.get_bind().execute(change, keys)
