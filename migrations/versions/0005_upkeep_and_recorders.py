"""Faults and inspections; what recorders hold and how their clocks were compared."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "inspection_rounds",
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("network_id", KEY, nullable=True),
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_inspection_rounds_keeper_id")),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_inspection_rounds_network_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_inspection_rounds_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_rounds")),
    )
    op.create_index("ix_inspection_rounds_ward", "inspection_rounds", ["ward_id", "closed_at"], unique=False)
    op.create_table(
        "faults",
        sa.Column("camera_id", KEY, nullable=True),
        sa.Column("recorder_id", KEY, nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "no_picture",
                "cable",
                "power",
                "network",
                "disk",
                "clock",
                "blurred",
                "turned",
                "contract",
                "password",
                "missing",
                "other",
                name="faultkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=100), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=False),
        sa.Column("repair", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(camera_id IS NULL) <> (recorder_id IS NULL)", name=op.f("ck_faults_of_one_thing")),
        sa.CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name=op.f("ck_faults_dates")),
        sa.CheckConstraint("cost IS NULL OR cost >= 0", name=op.f("ck_faults_cost")),
        sa.ForeignKeyConstraint(["camera_id"], ["cameras.id"], name=op.f("fk_faults_camera_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["recorders.id"], name=op.f("fk_faults_recorder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faults")),
    )
    op.create_index("ix_faults_camera", "faults", ["camera_id", "opened_at"], unique=False)
    op.create_index("ix_faults_recorder", "faults", ["recorder_id", "opened_at"], unique=False)
    op.create_index(
        "ux_faults_open_camera",
        "faults",
        ["camera_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ux_faults_open_recorder",
        "faults",
        ["recorder_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_faults_open", "faults", ["closed_at", "opened_at", "id"], unique=False)
    op.create_table(
        "fault_cameras",
        sa.Column("fault_id", KEY, nullable=False),
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("broke", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fault_id"], ["faults.id"], name=op.f("fk_fault_cameras_fault_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["camera_id"], ["cameras.id"], name=op.f("fk_fault_cameras_camera_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fault_id", "camera_id", name=op.f("pk_fault_cameras")),
    )
    op.create_index("ix_fault_cameras_camera", "fault_cameras", ["camera_id"], unique=False)
    op.create_table(
        "inspection_visits",
        sa.Column("round_id", KEY, nullable=False),
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        sa.Column(
            "seen", sa.Enum("working", "broken", "not_found", name="seen", native_enum=False, length=32), nullable=True
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("fault_id", KEY, nullable=True),
        sa.Column(
            "was_health",
            sa.Enum("working", "broken", "unknown", name="health", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("was_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["cameras.id"], name=op.f("fk_inspection_visits_camera_id")),
        sa.ForeignKeyConstraint(["fault_id"], ["faults.id"], name=op.f("fk_inspection_visits_fault_id")),
        sa.ForeignKeyConstraint(["round_id"], ["inspection_rounds.id"], name=op.f("fk_inspection_visits_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_visits")),
        sa.UniqueConstraint("round_id", "camera_id", name=op.f("uq_inspection_visits_round_id_camera_id")),
    )
    op.create_index("ix_inspection_visits_camera", "inspection_visits", ["camera_id"], unique=False)
    op.add_column("health_intervals", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("recorders", sa.Column("retention_to", KEY, nullable=True))
    op.add_column(
        "recorders",
        sa.Column(
            "clock_method",
            sa.Enum("phone", "network", "footage", name="clockmethod", native_enum=False, length=32),
            nullable=True,
        ),
    )
    op.add_column("recorders", sa.Column("disk_gb", sa.Float(), nullable=True))
    op.add_column("recorders", sa.Column("bitrate_mbps", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("recorders", "bitrate_mbps")
    op.drop_column("recorders", "disk_gb")
    op.drop_column("recorders", "clock_method")
    op.drop_column("recorders", "retention_to")
    op.drop_column("health_intervals", "confirmed_at")
    op.drop_index("ix_inspection_visits_camera", table_name="inspection_visits")
    op.drop_table("inspection_visits")
    op.drop_index("ix_fault_cameras_camera", table_name="fault_cameras")
    op.drop_table("fault_cameras")
    op.drop_index("ix_faults_open", table_name="faults")
    op.drop_index(
        "ux_faults_open_recorder",
        table_name="faults",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ux_faults_open_camera",
        table_name="faults",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_faults_recorder", table_name="faults")
    op.drop_index("ix_faults_camera", table_name="faults")
    op.drop_table("faults")
    op.drop_index("ix_inspection_rounds_ward", table_name="inspection_rounds")
    op.drop_table("inspection_rounds")
