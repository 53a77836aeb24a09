"""What was done to incidents, requests and lines as events, each with when it happened and when it was recorded.

They are made from the columns that kept when. Who answered a line was kept only in the log: of those nobody is named.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SLICE = 2_000
VOIDING = ("merged_into_id", "voided_by_id", "void_reason", "voided_at")
UNIQUE = "CONSTRAINT uq_handovers_line_id UNIQUE (line_id)"
OUTCOMES = ("decisive", "supporting", "nothing", "unclear")
SUBJECTS = {"incident": "incidents", "request": "extraction_requests", "line": "extraction_lines"}
# Step, state reached, column that kept when, who did it, what else was set.
FILED = ("file", "filed", "filed_at", "requester_id", ())
DECISION = ("approver_id", "decision_note")
APPROVED = ("approve", "approved", "decided_at", "approver_id", DECISION)
REFUSED = ("refuse", "refused", "decided_at", "approver_id", DECISION)
COMPLETE = ("complete", "answered", "completed_at", None, ())
CLOSED = ("close", "closed", "closed_at", "requester_id", ("ask_again_on",))
WITHDRAWN = ("withdraw", "withdrawn", "withdrawn_at", "requester_id", ())
ANSWERS = (
    ("preserve", "preserved", "preserved_at", None, ()),
    ("extract", "extracted", "extracted_at", None, ()),
    ("hand-over", "handed_over", "handed_over_at", None, ()),
    ("unavailable", "unavailable", "unavailable_at", None, ("unavailable_reason",)),
)


def upgrade() -> None:
    for name, table in SUBJECTS.items():
        _create_events(name, table)
    _create_outcomes()
    _add_received_at()
    for table in ("incidents", "extraction_requests"):
        _add_voiding(table)
    _add_column("extraction_requests", "follows_id", "extraction_requests")
    _let_handovers_be_voided()
    for name in SUBJECTS:
        _fill(name)


def downgrade() -> None:
    _let_handovers_stand()
    for table in ("incidents", "extraction_requests"):
        for column in VOIDING:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.execute("ALTER TABLE extraction_requests DROP COLUMN follows_id")
    op.execute("ALTER TABLE incidents DROP COLUMN received_at")
    op.drop_table("line_outcomes")
    for name in SUBJECTS:
        op.drop_table(f"{name}_events")


def _add_voiding(table: str) -> None:
    """Columns that begin empty: neither database rewrites the table for them."""
    op.add_column(table, sa.Column("voided_at", MOMENT, nullable=True))
    op.add_column(table, sa.Column("void_reason", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} ALTER COLUMN void_reason DROP DEFAULT")
    _add_column(table, "voided_by_id", "users")
    _add_column(table, "merged_into_id", table)


def _add_column(table: str, column: str, other: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        named = f"CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} BIGINT {named}")
    else:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER REFERENCES {other} (id)")


def _let_handovers_be_voided() -> None:
    """Several hand-overs of a line, of which one at most stands."""
    op.add_column("handovers", sa.Column("voided_at", MOMENT, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE handovers DROP CONSTRAINT uq_handovers_line_id")
    else:
        _rebuild_handovers(UNIQUE, "")
    stands = sa.text("voided_at IS NULL")
    op.create_index("ix_handovers_line", "handovers", ["line_id"], unique=False)
    op.create_index(
        "ux_handovers_line", "handovers", ["line_id"], unique=True, sqlite_where=stands, postgresql_where=stands
    )


def _let_handovers_stand() -> None:
    """What was voided goes: there is no place for it."""
    op.execute("DELETE FROM handovers WHERE voided_at IS NOT NULL")
    for index in ("ux_handovers_line", "ix_handovers_line"):
        op.drop_index(index, table_name="handovers")
    op.execute("ALTER TABLE handovers DROP COLUMN voided_at")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE handovers ADD {UNIQUE}")
    else:
        _rebuild_handovers("PRIMARY KEY (id)", f"PRIMARY KEY (id), {UNIQUE}")


def _rebuild_handovers(before: str, after: str) -> None:
    """The only way to other constraints on SQLite. Nothing points to a hand-over."""
    bind = op.get_bind()
    made = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE name = 'handovers'")).scalar_one()
    again = re.sub(rf",\s*{re.escape(before)}" if not after else re.escape(before), after, made)
    op.execute(again.replace("handovers", "handovers_copy", 1))
    op.execute("INSERT INTO handovers_copy SELECT * FROM handovers")
    op.execute("DROP TABLE handovers")
    op.execute("ALTER TABLE handovers_copy RENAME TO handovers")


def _create_outcomes() -> None:
    op.create_table(
        "line_outcomes",
        sa.Column("line_id", KEY, nullable=False),
        sa.Column("outcome", sa.Enum(*OUTCOMES, name="outcome", native_enum=False, length=32), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_line_outcomes_author_id")),
        sa.ForeignKeyConstraint(["line_id"], ["extraction_lines.id"], name=op.f("fk_line_outcomes_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_outcomes")),
    )
    op.create_index("ix_line_outcomes_line", "line_outcomes", ["line_id", "id"], unique=False)
    day = "CAST(timezone('Asia/Ho_Chi_Minh', l.outcome_at) AS date)"
    if op.get_bind().dialect.name != "postgresql":
        day = "date(l.outcome_at, '+7 hours')"
    op.execute(
        "INSERT INTO line_outcomes (line_id, outcome, happened_on, recorded_at, author_id, reason)"
        f" SELECT l.id, l.outcome, {day}, l.outcome_at, r.requester_id, ''"
        " FROM extraction_lines l JOIN extraction_requests r ON r.id = l.request_id"
        " WHERE l.outcome IS NOT NULL AND l.outcome_at IS NOT NULL ORDER BY l.id"
    )


def _add_received_at() -> None:
    """Word of what was logged so far came in when it was logged. A constant default rewrites neither database's table."""
    default = sa.text("'1970-01-01 00:00:00+00'")
    op.add_column("incidents", sa.Column("received_at", MOMENT, nullable=False, server_default=default))
    op.execute("UPDATE incidents SET received_at = created_at")
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps the default; the app never leaves the column out
        op.execute("ALTER TABLE incidents ALTER COLUMN received_at DROP DEFAULT")


def _create_events(name: str, subjects: str) -> None:
    table, subject = f"{name}_events", f"{name}_id"
    links = ("reverted_by_id", "reverts_id")
    op.create_table(
        table,
        sa.Column(subject, KEY, nullable=False),
        *(sa.Column(link, KEY, nullable=True) for link in links),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("happened_at <= recorded_at", name=op.f(f"ck_{table}_order")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f(f"fk_{table}_actor_id")),
        sa.ForeignKeyConstraint([subject], [f"{subjects}.id"], name=op.f(f"fk_{table}_{subject}")),
        *(sa.ForeignKeyConstraint([link], [f"{table}.id"], name=op.f(f"fk_{table}_{link}")) for link in links),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_{name}", table, [subject, "id"], unique=False)
    if name == "line":  # how somebody secured footage the last time
        op.create_index("ix_line_events_actor", table, ["actor_id", "id"], unique=False)


def _fill(name: str) -> None:
    """The events of all rows of one kind, written in slices."""
    connection = op.get_bind()
    table = sa.Table(f"{name}_events", sa.MetaData(), autoload_with=connection)
    rows: list[dict[str, Any]] = []
    for row in _rows(connection, name):
        rows += [{f"{name}_id": row["id"], **event} for event in _events(*_STEPS[name](row))]
        if len(rows) >= SLICE:
            connection.execute(sa.insert(table), rows)
            rows = []
    if rows:
        connection.execute(sa.insert(table), rows)


def _rows(connection: sa.Connection, name: str) -> Iterator[Mapping[str, Any]]:
    """The rows of one kind, read in slices by their numbers."""
    last, subjects = 0, sa.Table(SUBJECTS[name], sa.MetaData(), autoload_with=connection)
    settled = sa.literal(None)
    if name == "request":
        lines = sa.Table("extraction_lines", sa.MetaData(), autoload_with=connection)
        moment = sa.func.max(sa.func.coalesce(lines.c.handed_over_at, lines.c.unavailable_at))
        settled = sa.select(moment).where(lines.c.request_id == subjects.c.id).scalar_subquery()
    statement = sa.select(subjects, settled.label("settled_at")).order_by(subjects.c.id).limit(SLICE)
    while slice_ := connection.execute(statement.where(subjects.c.id > last)).mappings().all():
        yield from slice_
        last = slice_[-1]["id"]


def _of_incident(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], str, list[Any]]:
    end = ("end", row["status"], "ended_at", "investigator_id", ("ending_note",))
    return row, "verifying", [end]


def _of_request(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], str, list[Any]]:
    """Its steps in the order in which they can be taken."""
    decided = REFUSED if row["status"] == "refused" else APPROVED
    known = [row[column] for column in ("created_at", "filed_at", "decided_at") if row[column] is not None]
    latest = {"completed_at": None, "withdrawn_at": None}
    if row["status"] in ("answered", "closed"):
        latest["completed_at"] = max([*known, *([row["settled_at"]] if row["settled_at"] else [])])
    if row["status"] == "withdrawn":
        latest["withdrawn_at"] = max(known)
    return {**row, **latest}, "draft", [FILED, decided, COMPLETE, CLOSED, WITHDRAWN]


def _of_line(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], str, list[Any]]:
    return row, "asked", list(ANSWERS)


_STEPS = {"incident": _of_incident, "request": _of_request, "line": _of_line}


def _events(row: Mapping[str, Any], state: str, steps: list[Any]) -> Iterator[dict[str, Any]]:
    """The events of one row, from the columns that kept when; what they set, as the app keeps it."""
    for step, after, column, by, others in steps:
        if row[column] is None:
            continue
        kept = () if column in ("completed_at", "withdrawn_at") else (column,)
        changed = {name: [_empty(name), _plain(row[name])] for name in (*kept, *others) if row[name] != _empty(name)}
        yield {
            "step": step,
            "before": state,
            "after": after,
            "happened_at": row[column],
            "recorded_at": row[column],
            "actor_id": row[by] if by else None,
            "note": "",
            "facts": {"changed": {"status": [state, after], **changed}},
        }
        state = after


def _empty(name: str) -> str | None:
    """What a column held before any step."""
    return "" if name.endswith("_note") else None


def _plain(value: Any) -> Any:
    if hasattr(value, "tzinfo"):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else value
