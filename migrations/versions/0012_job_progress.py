"""The progress of running jobs; the tables of the queue that carried them before are dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HUEY = ("huey_kv", "huey_schedule", "huey_task", "huey_counter")


def upgrade() -> None:
    op.create_table(
        "job_progress",
        sa.Column("job_id", KEY, autoincrement=False, nullable=False),
        sa.Column("done", KEY, nullable=False),
        sa.Column("total", KEY, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doing", sa.String(length=200), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_progress")),
    )
    for table in HUEY:  # numbers of jobs and progress only, which Huey itself made; the jobs' own rows stay
        op.drop_table(table, if_exists=True)


def downgrade() -> None:
    op.drop_table("job_progress")
