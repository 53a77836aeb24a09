"""Long work; imports that can be undone, and what headers mean."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "known_columns",
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("header", sa.String(length=100), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "code",
                "name",
                "place",
                "address",
                "latitude",
                "longitude",
                "coordinates",
                "bearing",
                "view_angle",
                "reach_m",
                "connection",
                "form",
                "model",
                "storage",
                "retention_days",
                "manager",
                "installed_on",
                "network_code",
                "recorder_code",
                "ward_code",
                "note",
                "ignored",
                name="field",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_known_columns_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "header", name=op.f("pk_known_columns")),
    )
    op.create_table(
        "jobs",
        sa.Column(
            "kind",
            sa.Enum(
                "read_list",
                "apply_list",
                "undo_list",
                "export_list",
                "edit_all",
                name="jobkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("keeper_id", KEY, nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "running", "done", "failed", "cancelled", name="jobstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("tries", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["keeper_id"], ["users.id"], name=op.f("fk_jobs_keeper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_keeper", "jobs", ["keeper_id", "id"], unique=False)
    op.create_index("ix_jobs_state", "jobs", ["state", "id"], unique=False)
    op.create_table(
        "job_files",
        sa.Column("job_id", KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_files_job_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_files")),
    )
    op.create_index("ix_job_files_made", "job_files", ["created_at"], unique=False)
    op.create_table(
        "import_entries",
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("camera_id", KEY, autoincrement=False, nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("point_id", KEY, nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("mended", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["camera_imports.id"], name=op.f("fk_import_entries_import_id")),
        sa.PrimaryKeyConstraint("import_id", "camera_id", name=op.f("pk_import_entries")),
    )
    op.create_index("ix_import_entries_camera", "import_entries", ["camera_id"], unique=False)
    op.add_column("camera_imports", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("camera_imports", sa.Column("encoding", sa.String(length=20), server_default="", nullable=False))
    # As SQL, for Alembic would make SQLite's table anew: both databases understand this.
    op.execute(
        f"ALTER TABLE camera_imports ADD COLUMN job_id {_key()} CONSTRAINT fk_camera_imports_job_id REFERENCES jobs (id)"
    )
    op.add_column("camera_imports", sa.Column("report", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("camera_imports", "report")
    op.drop_column("camera_imports", "job_id")
    op.drop_column("camera_imports", "encoding")
    op.drop_column("camera_imports", "undone_at")
    op.drop_index("ix_import_entries_camera", table_name="import_entries")
    op.drop_table("import_entries")
    op.drop_index("ix_job_files_made", table_name="job_files")
    op.drop_table("job_files")
    op.drop_index("ix_jobs_state", table_name="jobs")
    op.drop_index("ix_jobs_keeper", table_name="jobs")
    op.drop_table("jobs")
    op.drop_table("known_columns")


def _key() -> str:
    return "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
