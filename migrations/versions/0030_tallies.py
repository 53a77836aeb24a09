"""Tallies of half-months, and triggers that note in the same transaction what was changed since they were counted.

No writer can forget a trigger, and none waits for another: notes are only added. On PostgreSQL what a statement inserts
is noted by one statement for all its rows, and what inserts very many is noted as «everything».
"""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = (
    "incidents_asked", "incidents_clarified", "lines_asked", "existed", "saved", "extractions", "handed_over", "judged",
    "useful",
)  # fmt: skip
MANY = 20_000  # rows inserted by one statement


class Mark(NamedTuple):
    """After which deed on a table what is noted; of an update, where one of the columns was changed."""

    table: str
    deed: str
    kind: str
    subject: str = "NULL"
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"tally_{self.table}_{self.deed}_{self.kind}"


LINE = (
    "request_id", "camera_id", "ward_id", "network_id", "window_from", "retention_days", "status", "preserved_at",
    "extracted_at", "unavailable_reason", "outcome",
)  # fmt: skip
REQUEST = ("incident_id", "status", "filed_at", "voided_at", "taken_over_at")
EVENT = ("step", "happened_at", "recorded_at", "reverted_by_id", "reverts_id")
MARKS = (
    Mark("extraction_lines", "insert", "line", "{new}.id"),
    Mark("extraction_lines", "update", "line", "{new}.id", LINE),
    Mark("extraction_lines", "update", "request", "{old}.request_id", ("request_id",)),
    Mark("extraction_lines", "delete", "request", "{old}.request_id"),
    Mark("extraction_requests", "insert", "request", "{new}.id"),
    Mark("extraction_requests", "update", "request", "{new}.id", REQUEST),
    # Where a request was before: its incident there, and the half-month itself.
    Mark("extraction_requests", "update", "incident", "{old}.incident_id", ("incident_id",)),
    Mark("extraction_requests", "update", "half_month", columns=("incident_id", "filed_at")),
    Mark("extraction_requests", "delete", "incident", "{old}.incident_id"),
    Mark("extraction_requests", "delete", "half_month"),
    Mark("incidents", "update", "incident", "{new}.id", ("status",)),
    Mark("request_events", "insert", "request", "{new}.request_id"),
    Mark("request_events", "update", "request", "{new}.request_id", EVENT),
    Mark("request_events", "delete", "request", "{old}.request_id"),
    Mark("line_events", "insert", "line", "{new}.line_id"),
    Mark("line_events", "update", "line", "{new}.line_id", EVENT),
    Mark("line_events", "delete", "line", "{old}.line_id"),
    Mark("cameras", "update", "camera", "{new}.id", ("recorder_id", "retention_days", "storage")),
    Mark("recorders", "update", "recorder", "{new}.id", ("retention_days", "storage")),
    Mark("wards", "update", "everything", columns=("valid_to",)),
    Mark("ward_successions", "insert", "everything"),
    Mark("ward_successions", "update", "everything", columns=("old_id", "new_id", "extent")),
    Mark("ward_successions", "delete", "everything"),
)


def upgrade() -> None:
    """All that there is counts as changed: it was never counted."""
    op.create_table(
        "tallies",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("part_id", KEY, nullable=False),
        sa.Column("half_month", sa.Date(), nullable=False),
        sa.Column("asked_before", sa.Date()),
        sa.Column("useful_before", sa.Date()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tallies"),
    )
    op.create_index("ix_tallies_kind", "tallies", ["kind", "half_month", "part_id"])
    op.create_table(
        "half_month_counts",
        sa.Column("half_month", sa.Date(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("half_month", "name", name="pk_half_month_counts"),
    )
    op.create_table(
        "tally_changes",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject_id", KEY),
        sa.Column("half_month", sa.Date()),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tally_changes"),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO tally_changes (kind) SELECT 'everything' WHERE EXISTS (SELECT 1 FROM extraction_requests)")
    in_words = _for_postgresql if op.get_bind().dialect.name == "postgresql" else _for_sqlite
    for mark in MARKS:
        for statement in in_words(mark):
            op.execute(sa.text(statement.replace(":", r"\:")))


def _for_sqlite(mark: Mark) -> Iterator[str]:
    """Moments are kept as «YYYY-MM-DD HH:MM:SS.ffffff», in UTC."""
    month, day = (f"strftime('{part}', substr(old.filed_at, 1, 19), '+7 hours')" for part in ("%Y-%m-", "%d"))
    half_month = f"{month} || CASE WHEN {day} < '15' THEN '01' ELSE '15' END"
    condition = _when(mark, "IS NOT")
    columns = f" OF {', '.join(mark.columns)}" if mark.columns else ""
    yield (
        f"CREATE TRIGGER {mark.name} AFTER {mark.deed.upper()}{columns} ON {mark.table} {condition}"
        f" BEGIN {_note(mark, half_month, 'old', 'new')}; END"
    )


def _for_postgresql(mark: Mark) -> Iterator[str]:
    local = "(old.filed_at AT TIME ZONE 'UTC' + interval '7 hours')"
    half_month = (
        f"CAST(date_trunc('month', {local}) AS date) + CASE WHEN extract(day FROM {local}) < 15 THEN 0 ELSE 14 END"
    )
    is_insert = mark.deed == "insert"
    body = _bulk(mark) if is_insert else _note(mark, half_month, "old", "new")
    yield f"CREATE FUNCTION {mark.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$"
    columns = f" OF {', '.join(mark.columns)}" if mark.columns else ""
    each = "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT" if is_insert else "FOR EACH ROW"
    condition = _when(mark, "IS DISTINCT FROM")
    yield (
        f"CREATE TRIGGER {mark.name} AFTER {mark.deed.upper()}{columns} ON {mark.table} {each} {condition}"
        f" EXECUTE FUNCTION {mark.name}()"
    )


def _when(mark: Mark, differs: str) -> str:
    conditions = [f"(old.{name} {differs} new.{name})" for name in mark.columns]
    condition = " OR ".join(conditions)
    if mark.kind == "half_month":
        condition = f"old.filed_at IS NOT NULL AND ({condition})" if condition else "old.filed_at IS NOT NULL"
    return f"WHEN ({condition})" if condition else ""


def _note(mark: Mark, half_month: str, old: str, new: str) -> str:
    half_month = half_month if mark.kind == "half_month" else "NULL"
    subject = mark.subject.format(old=old, new=new)
    return f"INSERT INTO tally_changes (kind, subject_id, half_month) VALUES ('{mark.kind}', {subject}, {half_month})"


def _bulk(mark: Mark) -> str:
    subjects = (
        f"SELECT DISTINCT '{mark.kind}', CAST({mark.subject.format(new='new_rows', old='')} AS bigint) FROM new_rows"
    )
    return (
        f"IF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT {MANY + 1}) AS some_rows) > {MANY}"
        " THEN INSERT INTO tally_changes (kind) VALUES ('everything');"
        f" ELSE INSERT INTO tally_changes (kind, subject_id) {subjects}; END IF"
    )


def downgrade() -> None:
    """Everything can be counted from the rows."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for mark in MARKS:
        op.execute(f"DROP TRIGGER {mark.name}" + (f" ON {mark.table}" if is_postgresql else ""))
        if is_postgresql:
            op.execute(f"DROP FUNCTION {mark.name}()")
    for table in ("tally_changes", "half_month_counts", "tallies"):
        op.drop_table(table)
