"""Cases taken over from paper books: their numbers, the people whom only the books name, the import that brought them.

Imports are no longer of cameras alone; what headers mean is remembered for each kind of list.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DECIDED = "status NOT IN ('approved', 'refused', 'answered', 'closed') OR approver_id IS NOT NULL"
TAKEN_OVER = f"{DECIDED} OR taken_over_at IS NOT NULL"
WHOSE = "(ward_id IS NULL) <> (unit_id IS NULL)"
NAMES = {"incidents": ("investigator_name",), "extraction_requests": ("requester_name", "approver_name")}
NUMBERED = "external_number <> ''"
KINDS = "kind = 'cameras'"


def upgrade() -> None:
    _add_kind("camera_imports")
    for table, names in NAMES.items():
        _add_columns(table, names)
    _check_requests(DECIDED, TAKEN_OVER)
    _remember_by_kind()


def downgrade() -> None:
    """What was decided by somebody without an account cannot stand; all else that was taken over stays, unmarked."""
    for table in ("line_outcomes", "line_events", "handovers"):
        op.execute(f"DELETE FROM {table} WHERE line_id IN (SELECT id FROM extraction_lines WHERE {_of_requests()})")
    op.execute(f"DELETE FROM extraction_lines WHERE {_of_requests()}")
    op.execute(f"DELETE FROM request_events WHERE {_of_requests()}")
    op.execute(f"DELETE FROM extraction_requests WHERE NOT ({DECIDED})")
    _check_requests(TAKEN_OVER, DECIDED)
    for table, names in NAMES.items():
        _drop_columns(table, names)
    op.execute(f"DELETE FROM camera_imports WHERE NOT {KINDS}")
    _drop_kind("camera_imports")
    _remember_by_ward()


def _of_requests() -> str:
    return f"request_id IN (SELECT id FROM extraction_requests WHERE NOT ({DECIDED}))"


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _add_key(table: str, column: str, target: str) -> None:
    kind = "BIGINT" if _on_postgresql() else "INTEGER"
    name = f"fk_{table}_{column}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind} CONSTRAINT {name} REFERENCES {target} (id)")


def _add_columns(table: str, names: tuple[str, ...]) -> None:
    """Constant defaults and columns that begin empty: neither database rewrites the table."""
    op.add_column(table, sa.Column("external_number", sa.String(60), nullable=False, server_default=""))
    for name in names:
        op.add_column(table, sa.Column(name, sa.String(100), nullable=False, server_default=""))
    op.add_column(table, sa.Column("taken_over_at", sa.DateTime(timezone=True), nullable=True))
    _add_key(table, "import_id", "camera_imports")
    op.create_index(f"ix_{table}_import", table, ["import_id"])
    numbered = sa.text(NUMBERED)
    op.create_index(
        f"uq_{table}_external_number",
        table,
        ["unit_id", "external_number"],
        unique=True,
        sqlite_where=numbered,
        postgresql_where=numbered,
    )


def _drop_columns(table: str, names: tuple[str, ...]) -> None:
    op.drop_index(f"uq_{table}_external_number", table_name=table)
    op.drop_index(f"ix_{table}_import", table_name=table)
    for name in ("import_id", "taken_over_at", *names, "external_number"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def _check_requests(before: str, after: str) -> None:
    """Let another condition hold. PostgreSQL looks at the rows without a lock that stops writers."""
    table, name = "extraction_requests", "ck_extraction_requests_decided"
    if _on_postgresql():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({after}) NOT VALID")
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
        return
    _remake(table, f"CHECK ({before})", f"CHECK ({after})")


def _add_kind(table: str) -> None:
    op.add_column(table, sa.Column("kind", sa.String(32), nullable=False, server_default="cameras"))
    _add_key(table, "unit_id", "units")
    name = f"ck_{table}_whose"
    if _on_postgresql():
        op.alter_column(table, "ward_id", nullable=True)
        op.create_check_constraint(op.f(name), table, WHOSE)
        return
    primary = f"CONSTRAINT pk_{table}"
    _remake(table, "ward_id INTEGER NOT NULL", "ward_id INTEGER")
    _remake(table, primary, f"CONSTRAINT {name} CHECK ({WHOSE}), \n\t{primary}")


def _drop_kind(table: str) -> None:
    name = f"ck_{table}_whose"
    if _on_postgresql():
        op.drop_constraint(op.f(name), table)
        op.alter_column(table, "ward_id", nullable=False)
    else:
        _remake(table, f"CONSTRAINT {name} CHECK ({WHOSE}), \n\t", "")
        _remake(table, "ward_id INTEGER,", "ward_id INTEGER NOT NULL,")
    for column in ("unit_id", "kind"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _remake(table: str, before: str, after: str) -> None:
    """SQLite changes no column and no constraint, and other tables point at this one: it is made anew under its name.

    Its rows are back in it before the transaction ends, when the keys of the others are looked at.
    """
    bind = op.get_bind()
    of_table = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :type AND sql IS NOT NULL"
    made = bind.execute(sa.text(of_table), {"table": table, "type": "table"}).scalar_one()
    indexes = bind.execute(sa.text(of_table), {"table": table, "type": "index"}).scalars().all()
    if before not in made:
        raise ValueError(f"{table} was not made with {before}")
    bind.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    bind.exec_driver_sql(f"CREATE TEMPORARY TABLE rows_before AS SELECT * FROM {table}")
    bind.exec_driver_sql(f"DROP TABLE {table}")
    for statement in (made.replace(before, after), f"INSERT INTO {table} SELECT * FROM rows_before", *indexes):
        bind.exec_driver_sql(statement)
    bind.exec_driver_sql("DROP TABLE rows_before")


def _remember_by_kind() -> None:
    op.rename_table("known_columns", "known_columns_before")
    if _on_postgresql():
        op.execute("ALTER TABLE known_columns_before RENAME CONSTRAINT pk_known_columns TO pk_known_columns_before")
    op.create_table(
        "known_columns",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("ward_id", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("header", sa.String(100), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(WHOSE, name=op.f("ck_known_columns_whose")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_known_columns_ward_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_known_columns_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_columns")),
        sa.UniqueConstraint("ward_id", "kind", "header", name=op.f("uq_known_columns_ward_id_kind_header")),
        sa.UniqueConstraint("unit_id", "kind", "header", name=op.f("uq_known_columns_unit_id_kind_header")),
    )
    op.execute(
        "INSERT INTO known_columns (kind, ward_id, header, field)"
        " SELECT 'cameras', ward_id, header, field FROM known_columns_before ORDER BY ward_id, header"
    )
    op.drop_table("known_columns_before")


def _remember_by_ward() -> None:
    op.rename_table("known_columns", "known_columns_after")
    if _on_postgresql():
        op.execute("ALTER TABLE known_columns_after RENAME CONSTRAINT pk_known_columns TO pk_known_columns_after")
    op.create_table(
        "known_columns",
        sa.Column("ward_id", KEY, nullable=False),
        sa.Column("header", sa.String(100), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_known_columns_ward_id")),
        sa.PrimaryKeyConstraint("ward_id", "header", name=op.f("pk_known_columns")),
    )
    op.execute(
        "INSERT INTO known_columns (ward_id, header, field)"
        f" SELECT ward_id, header, field FROM known_columns_after WHERE {KINDS}"
    )
    op.drop_table("known_columns_after")
