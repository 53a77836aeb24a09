"""Who made a thing stands under a standard name; health intervals name the fault that was their reason.

Until here the fault stood in the evidence as « (sự cố 7)», where people write too: a number is taken over only where
that fault really fell upon that camera.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = {
    "extraction_requests": "requester_id",
    "incidents": "investigator_id",
    "jobs": "created_by_id",
    "camera_imports": "created_by_id",
    "bulk_edits": "created_by_id",
    "ward_changes": "created_by_id",
    "saved_filters": "created_by_id",
    "inspection_rounds": "created_by_id",
    "camera_notes": "created_by_id",
}
INDEXES = {
    "extraction_requests": ("ix_extraction_requests_keeper", "ix_extraction_requests_requester", ["id"]),
    "incidents": ("ix_incidents_keeper", "ix_incidents_investigator", ["occurred_from"]),
    "jobs": ("ix_jobs_keeper", "ix_jobs_created_by", ["id"]),
    "camera_imports": ("ix_camera_imports_keeper_id", "ix_camera_imports_created_by_id", []),
    "bulk_edits": ("ix_bulk_edits_keeper_id", "ix_bulk_edits_created_by_id", []),
}
# Where the page of a finished job's result lies.
URLS = {"/cameras/edits/": "/bulk-edits/", "/wards/changes/": "/ward-changes/"}
AT_ONCE = 1_000


def upgrade() -> None:
    for table, column in COLUMNS.items():
        _rename(table, "keeper_id", column)
    _move_urls(URLS)
    _add_fault_id()
    there = sa.text("fault_id IS NOT NULL")
    op.create_index(
        "ix_health_intervals_fault", "health_intervals", ["fault_id"], sqlite_where=there, postgresql_where=there
    )
    _read_evidence()


def downgrade() -> None:
    op.drop_index("ix_health_intervals_fault", table_name="health_intervals")
    op.execute("ALTER TABLE health_intervals DROP COLUMN fault_id")
    _move_urls({new: old for old, new in URLS.items()})
    for table, column in COLUMNS.items():
        _rename(table, column, "keeper_id")


def _rename(table: str, old: str, new: str) -> None:
    """A column, the index that begins with it and, where constraints have names of their own, those too.

    PostgreSQL renames all of them at once, so that no writer waits for an index to be built; SQLite renames no index.
    """
    older, newer, more = INDEXES.get(table, ("", "", []))
    before, after = (older, newer) if old == "keeper_id" else (newer, older)
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if before and not on_postgresql:
        op.drop_index(before, table_name=table)
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    if on_postgresql:
        _rename_constraints(table, old, new)
    elif table == "saved_filters":
        _rebuild_on_sqlite(table, old, new)
    if after and on_postgresql:
        op.execute(f"ALTER INDEX {before} RENAME TO {after}")
    elif after:
        op.create_index(after, table, [new, *more], unique=False)


def _rename_constraints(table: str, old: str, new: str) -> None:
    statement = sa.text("SELECT conname FROM pg_constraint WHERE conrelid = CAST(:table AS regclass)")
    for name in op.get_bind().execute(statement, {"table": table}).scalars().all():
        if old in name:
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {name.replace(old, new)}")


def _rebuild_on_sqlite(table: str, old: str, new: str) -> None:
    """The only way to another name for a constraint there; the order of a batch's constraints differs by chance."""
    bind, copy = op.get_bind(), f"{table}_copy"
    indexes = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = 'index' AND sql IS NOT NULL"
    again = bind.execute(sa.text(indexes), {"table": table}).scalars().all()
    made = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table}).scalar_one()
    begin = re.compile(rf'CREATE TABLE "?{table}"?')
    op.execute(begin.sub(f"CREATE TABLE {copy}", made).replace(f"uq_{table}_{old}", f"uq_{table}_{new}"))
    op.execute(f"INSERT INTO {copy} SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {copy} RENAME TO {table}")
    for index in again:
        op.execute(index)


def _add_fault_id() -> None:
    """A column that begins empty: neither database rewrites the table for it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE health_intervals ADD COLUMN fault_id BIGINT"
            " CONSTRAINT fk_health_intervals_fault_id REFERENCES faults (id)"
        )
    else:
        op.execute("ALTER TABLE health_intervals ADD COLUMN fault_id INTEGER REFERENCES faults (id)")


def _move_urls(urls: dict[str, str]) -> None:
    for old, new in urls.items():
        statement = sa.text("UPDATE jobs SET result = replace(result, :old, :new) WHERE result LIKE :like")
        op.get_bind().execute(statement, {"old": old, "new": new, "like": f"%{old}%"})


def _read_evidence() -> None:
    """The fault that an interval's evidence names, if it is a fault of that camera or of its recorder."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, camera_id, evidence FROM health_intervals WHERE evidence LIKE '%(sự cố %'"))
    told = [(row.id, row.camera_id, int(found[1])) for row in rows if (found := _named(row.evidence))]
    own = "SELECT 1 FROM faults WHERE id = :fault AND camera_id = :camera"
    theirs = "SELECT 1 FROM fault_cameras WHERE fault_id = :fault AND camera_id = :camera"
    update = sa.text(
        f"UPDATE health_intervals SET fault_id = :fault WHERE id = :id AND (EXISTS ({own}) OR EXISTS ({theirs}))"
    )
    for start in range(0, len(told), AT_ONCE):
        chunk = [{"id": at, "camera": camera, "fault": fault} for at, camera, fault in told[start : start + AT_ONCE]]
        bind.execute(update, chunk)


def _named(evidence: str) -> "re.Match[str] | None":
    return re.search(r"\(sự cố (\d{1,9})\)", evidence)
