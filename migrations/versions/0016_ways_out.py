"""Messages to the outside, scheduled work, stored files; a job may be nobody's."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _outbox()
    _schedule()
    _files()
    _jobs_of_nobody(allowed=True)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM jobs WHERE created_by_id IS NULL"))
    _jobs_of_nobody(allowed=False)
    for table in ("file_links", "stored_files", "scheduled_tasks", "outbox_messages"):
        op.drop_table(table)


def _outbox() -> None:
    op.create_table(
        "outbox_messages",
        sa.Column("delivery_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("attempts", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_outbox_messages_delivery_id")),
    )
    op.create_index("ix_outbox_messages_due", "outbox_messages", ["state", "next_attempt_at"])
    op.create_index("ix_outbox_messages_recipient", "outbox_messages", ["recipient", "state", "id"])


def _schedule() -> None:
    op.create_table(
        "scheduled_tasks",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("next_run_at", MOMENT, nullable=False),
        sa.Column("running_job_id", KEY, nullable=True),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("failures", KEY, nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_tasks")),
    )


def _files() -> None:
    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", KEY, nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("created_by_id", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("scan_state", sa.String(length=32), nullable=False),
        sa.Column("scanned_at", MOMENT, nullable=True),
        sa.Column("scan_detail", sa.String(length=500), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_files_not_empty")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_stored_files_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
    )
    op.create_index("ix_stored_files_scan", "stored_files", ["scan_state", "id"])
    op.create_index("ix_stored_files_sha256", "stored_files", ["sha256"])
    op.create_table(
        "file_links",
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("owner_kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("created_by_id", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by_id", KEY, nullable=True),
        sa.Column("removal_reason", sa.String(length=500), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_file_links_removed")),
        sa.CheckConstraint("removed_at IS NOT NULL OR file_id IS NOT NULL", name=op.f("ck_file_links_has_file")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_file_links_created_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_file_links_file_id")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["users.id"], name=op.f("fk_file_links_removed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_links")),
    )
    op.create_index("ix_file_links_file_id", "file_links", ["file_id"])
    op.create_index("ix_file_links_owner", "file_links", ["owner_kind", "owner_id", "id"])


def _jobs_of_nobody(*, allowed: bool) -> None:
    """Let jobs be nobody's, or no longer. PostgreSQL looks at no row for the first, and at few for the second."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("jobs", "created_by_id", nullable=allowed)
        return
    # SQLite cannot change a column, and other tables point at this one: it is made anew under its own name, with its
    # rows back in it before the transaction ends, when the keys of the others are looked at.
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TEMPORARY TABLE jobs_before AS SELECT * FROM jobs")
    op.drop_table("jobs")
    columns = _make_jobs(nobody=allowed)
    op.execute(f"INSERT INTO jobs ({columns}) SELECT {columns} FROM jobs_before")
    op.execute("DROP TABLE jobs_before")


def _make_jobs(*, nobody: bool) -> str:
    """Make the table of jobs; the names of its columns."""
    table = op.create_table(
        "jobs",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_by_id", KEY, nullable=nobody),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tries", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        # Its name from the beginning: SQLite cannot rename it.
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_jobs_keeper_id")),
    )
    op.create_index("ix_jobs_created_by", "jobs", ["created_by_id", "id"])
    op.create_index("ix_jobs_state", "jobs", ["state", "id"])
    return ", ".join(column.name for column in table.columns)
