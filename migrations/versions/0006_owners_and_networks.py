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
        "network_leads",
        sa.Column("network_id", KEY, nullable=False),
        sa.Column("was", sa.String(length=200), nullable=False),
        sa.Column("lead", sa.String(length=200), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=100), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_network_leads_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_leads")),
    )
    op.create_index("ix_network_leads_network", "network_leads", ["network_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("network_id", KEY, nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("left_reason", sa.String(length=200), nullable=False),
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
    op.create_index(
        "ix_memberships_open",
        "memberships",
        ["camera_id"],
        unique=True,
        sqlite_where=sa.text("left_on IS NULL"),
        postgresql_where=sa.text("left_on IS NULL"),
    )
    # Since when a camera belongs to its network was not written down: since it was put up, else since the launch.
    # It left when it was taken down or the network was closed, and then belongs to none any more.
    op.execute(
        "INSERT INTO memberships (camera_id, network_id, joined_on, left_on, reason, left_reason) "
        "SELECT camera, network, joined, CASE WHEN ended < joined THEN joined ELSE ended END, '', '' FROM ("
        " SELECT cameras.id AS camera, network_id AS network,"
        " CASE WHEN installed_on > launched_on THEN installed_on ELSE launched_on END AS joined,"
        " CASE WHEN closed_on < removed_on OR removed_on IS NULL THEN closed_on ELSE removed_on END AS ended"
        " FROM cameras JOIN networks ON networks.id = network_id) AS spans"
    )
    op.execute(
        "UPDATE cameras SET network_id = NULL WHERE network_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM memberships WHERE camera_id = cameras.id AND left_on IS NULL)"
    )
    op.create_index("ix_cameras_owner", "cameras", ["owner_id"], unique=False)
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
    op.drop_index("ix_cameras_owner", table_name="cameras")
    op.execute(
        "UPDATE cameras SET network_id = (SELECT memberships.network_id FROM memberships JOIN networks"
        " ON networks.id = memberships.network_id WHERE camera_id = cameras.id"
        " AND (left_on = closed_on OR left_on = removed_on) ORDER BY joined_on DESC, memberships.id DESC LIMIT 1)"
        " WHERE network_id IS NULL"
    )
    op.drop_index("ix_memberships_open", table_name="memberships")
    op.drop_index("ix_memberships_network", table_name="memberships")
    op.drop_index("ix_memberships_camera", table_name="memberships")
    op.drop_table("memberships")
    op.drop_index("ix_network_leads_network", table_name="network_leads")
    op.drop_table("network_leads")
    op.drop_table("network_notes")
