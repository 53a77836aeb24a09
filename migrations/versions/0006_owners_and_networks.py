"""Owners by night and what they agreed to; networks with memberships, funding and monthly notes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "network_notes",
        sa.Column("network_id", KEY, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=100), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_network_notes_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_notes")),
        sa.UniqueConstraint("network_id", "month", name=op.f("uq_network_notes_network_id_month")),
    )
    op.create_table(
        "memberships",
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("network_id", KEY, nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name=op.f("ck_memberships_dates")),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["cameras.id"], name=op.f("fk_memberships_camera_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_memberships_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index("ix_memberships_camera", "memberships", ["camera_id", "joined_on"], unique=False)
    op.create_index("ix_memberships_network", "memberships", ["network_id", "joined_on"], unique=False)
    # Since when a camera belongs to its network was not written down: since it was put up, else since the launch.
    op.execute(
        "INSERT INTO memberships (camera_id, network_id, joined_on, left_on, reason) "
        "SELECT cameras.id, network_id, CASE WHEN installed_on > launched_on THEN installed_on ELSE launched_on END,"
        " NULL, '' FROM cameras JOIN networks ON networks.id = network_id"
    )
    op.add_column("networks", sa.Column("funding", sa.String(length=200), server_default="", nullable=False))
    op.add_column("owners", sa.Column("night_phone", sa.String(length=20), server_default="", nullable=False))
    op.add_column(
        "owners",
        sa.Column(
            "consent_scope",
            sa.Enum("ask_each_time", "on_request", "connected", name="consentscope", native_enum=False, length=32),
            nullable=True,
        ),
    )
    op.add_column("owners", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("owners", "erased_at")
    op.drop_column("owners", "consent_scope")
    op.drop_column("owners", "night_phone")
    op.drop_column("networks", "funding")
    op.drop_index("ix_memberships_network", table_name="memberships")
    op.drop_index("ix_memberships_camera", table_name="memberships")
    op.drop_table("memberships")
    op.drop_table("network_notes")
