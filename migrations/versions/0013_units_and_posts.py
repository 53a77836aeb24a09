"""Units with dates; people's posts in them instead of one role; whose unit's a case is, and who works on a request.

Every ward that has an account gets its police, every unit that was a line of text becomes one, all below one unit of
leaders, so that whoever approved before still may. What was one unit's by its text is that unit's.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.core.vietnamese import search_key, sort_key

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORT_KEY = sa.String(length=500).with_variant(sa.String(length=500, collation="C"), "postgresql")


ROOT = ("DVCQ", "Đơn vị chủ quản")
ROLES = ("administrator", "leadership", "investigator", "ward_admin", "auditor", "committee")  # which one stays, first
USERS = (
    "role VARCHAR(32) NOT NULL",
    "ward_id INTEGER",
    "unit VARCHAR(200) NOT NULL",
    "CONSTRAINT ck_users_ward_admin_has_ward CHECK (role <> 'ward_admin' OR ward_id IS NOT NULL)",
    "CONSTRAINT fk_users_ward_id FOREIGN KEY(ward_id) REFERENCES wards (id)",
)
INCIDENTS = (
    "unit_id INTEGER NOT NULL",
    "CONSTRAINT fk_incidents_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)",
)
NOT_RESPONSIBLE = "approver_id IS NULL OR approver_id <> responsible_id"
REQUESTS = (
    "unit_id INTEGER NOT NULL",
    "responsible_id INTEGER NOT NULL",
    f"CONSTRAINT ck_extraction_requests_approver_is_not_responsible CHECK ({NOT_RESPONSIBLE})",
    "CONSTRAINT fk_extraction_requests_responsible_id FOREIGN KEY(responsible_id) REFERENCES users (id)",
    "CONSTRAINT fk_extraction_requests_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)",
)
UNIT_TEXT = ("unit VARCHAR(200) NOT NULL",)
FILTERS = (
    "unit_id INTEGER",
    "CONSTRAINT fk_saved_filters_unit_id FOREIGN KEY(unit_id) REFERENCES units (id)",
)
UNIT_OF = "(SELECT p.unit_id FROM posts p WHERE p.user_id = {} AND p.unit_id IS NOT NULL ORDER BY p.id LIMIT 1)"
INDEXES = {
    "ix_incidents_unit": ("incidents", ["unit_id", "occurred_from"]),
    "ix_extraction_requests_responsible": ("extraction_requests", ["responsible_id", "id"]),
    "ix_extraction_requests_unit": ("extraction_requests", ["unit_id", "id"]),
}


def upgrade() -> None:
    _create_units()
    _create_successions_and_covers()
    _create_posts()
    _make_units_and_posts()
    _move_saved_filters()
    if _on_postgresql():
        _widen_on_postgresql()
    else:
        _rebuild("users", lambda lines: [line for line in lines if line not in USERS])
        _rebuild("incidents", lambda lines: _more(lines, INCIDENTS), {"unit_id": UNIT_OF.format("t.investigator_id")})
        told = {"unit_id": UNIT_OF.format("t.requester_id"), "responsible_id": "t.requester_id"}
        _rebuild("extraction_requests", lambda lines: _more(lines, REQUESTS), told)
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
    _move_saved_filters_back()
    if _on_postgresql():
        _narrow_on_postgresql()
    else:
        _rebuild("extraction_requests", lambda lines: [line for line in lines if line not in REQUESTS])
        _rebuild("incidents", lambda lines: [line for line in lines if line not in INCIDENTS])
        _rebuild(
            "users", lambda lines: _more(lines, USERS), dict(zip(("role", "ward_id", "unit"), _held(), strict=True))
        )
    op.drop_table("posts")
    op.drop_table("unit_covers")
    op.drop_table("unit_successions")
    op.drop_table("units")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _create_posts() -> None:
    op.create_table(
        "posts",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("position", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("delegated_by_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("unit_id IS NOT NULL OR role = 'administrator'", name=op.f("ck_posts_has_unit")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_posts_dates")),
        sa.CheckConstraint(
            "delegated_by_id IS NULL OR delegated_by_id <> user_id", name=op.f("ck_posts_delegated_by_another")
        ),
        sa.ForeignKeyConstraint(["delegated_by_id"], ["users.id"], name=op.f("fk_posts_delegated_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_posts_unit_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_posts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_unit_id"), "posts", ["unit_id"])
    op.create_index(op.f("ix_posts_user_id"), "posts", ["user_id"])


def _make_units_and_posts() -> None:
    bind = op.get_bind()
    users = bind.execute(sa.text("SELECT id, role, ward_id, unit, created_at FROM users ORDER BY id")).all()
    if not users:
        return
    root = _add_unit(*ROOT, "other", None)
    wards = {user.ward_id: 0 for user in users if user.role == "ward_admin"}
    for ward_id in wards:
        wards[ward_id] = _add_police(ward_id, root)
    texts = {user.unit: root for user in users if user.role not in ("ward_admin", "leadership")}
    texts.pop(ROOT[1], None)
    for number, name in enumerate(sorted(text for text in texts if text), 1):
        texts[name] = _add_unit(f"DV-{number}", name, "other", root)
    for user in users:
        unit_id = wards[user.ward_id] if user.role == "ward_admin" else texts.get(user.unit, root)
        _add_post(user, root if user.role == "leadership" else unit_id)
    op.execute("INSERT INTO unit_covers (unit_id, covered_id) SELECT id, id FROM units")
    op.execute(
        "INSERT INTO unit_covers (unit_id, covered_id) SELECT parent_id, id FROM units WHERE parent_id IS NOT NULL"
    )


def _add_unit(code: str, name: str, kind: str, parent_id: int | None, **ward: Any) -> int:
    facts = {"ward_id": None, "province_code": "", "valid_from": "1900-01-01"} | ward
    values = {"code": code, "name": name, "kind": kind, "parent_id": parent_id, **facts}
    values |= {"short_name": name[:60], "search_key": search_key(code, name), "sort_key": sort_key(name)}
    statement = sa.text(
        "INSERT INTO units (code, kind, name, short_name, sign, parent_id, ward_id, province_code, valid_from, basis,"
        " search_key, sort_key, version) VALUES (:code, :kind, :name, :short_name, '', :parent_id, :ward_id,"
        " :province_code, :valid_from, '', :search_key, :sort_key, 1) RETURNING id"
    )
    return int(op.get_bind().execute(statement, values).scalar_one())


def _add_police(ward_id: int, root: int) -> int:
    statement = sa.text(
        "SELECT w.code, w.name, w.valid_from, p.code AS province FROM wards w JOIN provinces p ON p.id = w.province_id"
        " WHERE w.id = :id"
    )
    ward = op.get_bind().execute(statement, {"id": ward_id}).one()
    facts = {"ward_id": ward_id, "province_code": ward.province, "valid_from": ward.valid_from}
    name = f"Công an {ward.name[0].lower()}{ward.name[1:]}"
    return _add_unit(f"CA-{ward.code}", name, "commune", root, **facts)


def _add_post(user: Any, unit_id: int) -> None:
    statement = sa.text(
        "INSERT INTO posts (user_id, unit_id, role, position, valid_from, reason)"
        " SELECT id, :unit, role, :position, CAST(created_at AS DATE), '' FROM users WHERE id = :user"
        if _on_postgresql()
        else "INSERT INTO posts (user_id, unit_id, role, position, valid_from, reason)"
        " SELECT id, :unit, role, :position, date(created_at), '' FROM users WHERE id = :user"
    )
    position = "head" if user.role == "leadership" else "member"
    op.get_bind().execute(statement, {"user": user.id, "unit": unit_id, "position": position})


def _move_saved_filters() -> None:
    owner = UNIT_OF.format("{}.created_by_id")
    if _on_postgresql():
        reference = "CONSTRAINT fk_saved_filters_unit_id REFERENCES units (id)"
        op.execute(f"ALTER TABLE saved_filters ADD COLUMN unit_id BIGINT {reference}")
        op.execute(f"UPDATE saved_filters SET unit_id = {owner.format('saved_filters')}")
        op.execute("ALTER TABLE saved_filters DROP COLUMN unit")
    else:
        told = {"unit_id": owner.format("t")}
        _rebuild("saved_filters", lambda lines: _more([it for it in lines if it not in UNIT_TEXT], FILTERS), told)


def _move_saved_filters_back() -> None:
    name = "COALESCE((SELECT u.name FROM units u WHERE u.id = {}.unit_id), '')"
    if _on_postgresql():
        op.execute("ALTER TABLE saved_filters ADD COLUMN unit VARCHAR(200)")
        op.execute(f"UPDATE saved_filters SET unit = {name.format('saved_filters')}")
        op.execute("ALTER TABLE saved_filters ALTER COLUMN unit SET NOT NULL")
        op.execute("ALTER TABLE saved_filters DROP COLUMN unit_id")
    else:
        told = {"unit": name.format("t")}
        _rebuild("saved_filters", lambda lines: _more([it for it in lines if it not in FILTERS], UNIT_TEXT), told)


def _held(user_id: str = "t.id") -> tuple[str, str, str]:
    """Role, ward and unit of somebody's weightiest post, as SQL."""
    ranks = " ".join(f"WHEN '{role}' THEN {rank}" for rank, role in enumerate(ROLES))
    order = f"ORDER BY CASE p.role {ranks} END, p.id LIMIT 1"
    of = f"FROM posts p LEFT JOIN units u ON u.id = p.unit_id WHERE p.user_id = {user_id}"
    ward = f"(SELECT u.ward_id {of} AND u.ward_id IS NOT NULL {order})"
    return f"COALESCE((SELECT p.role {of} {order}), 'auditor')", ward, f"COALESCE((SELECT u.name {of} {order}), '')"


def _widen_on_postgresql() -> None:
    op.execute("ALTER TABLE users DROP COLUMN role, DROP COLUMN ward_id, DROP COLUMN unit")
    for table, person in (("incidents", "investigator_id"), ("extraction_requests", "requester_id")):
        op.execute(f"ALTER TABLE {table} ADD COLUMN unit_id BIGINT CONSTRAINT fk_{table}_unit_id REFERENCES units (id)")
        op.execute(f"UPDATE {table} SET unit_id = {UNIT_OF.format(f'{table}.{person}')}")
        op.execute(f"ALTER TABLE {table} ALTER COLUMN unit_id SET NOT NULL")
    reference = "CONSTRAINT fk_extraction_requests_responsible_id REFERENCES users (id)"
    op.execute(f"ALTER TABLE extraction_requests ADD COLUMN responsible_id BIGINT {reference}")
    op.execute("UPDATE extraction_requests SET responsible_id = requester_id")
    op.execute("ALTER TABLE extraction_requests ALTER COLUMN responsible_id SET NOT NULL")
    op.create_check_constraint(
        op.f("ck_extraction_requests_approver_is_not_responsible"), "extraction_requests", NOT_RESPONSIBLE
    )


def _narrow_on_postgresql() -> None:
    op.execute("ALTER TABLE extraction_requests DROP COLUMN responsible_id, DROP COLUMN unit_id")
    op.execute("ALTER TABLE incidents DROP COLUMN unit_id")
    reference = "CONSTRAINT fk_users_ward_id REFERENCES wards (id)"
    op.execute(
        f"ALTER TABLE users ADD COLUMN role VARCHAR(32), ADD COLUMN ward_id BIGINT {reference},"
        " ADD COLUMN unit VARCHAR(200)"
    )
    role, ward_id, unit = _held("users.id")
    op.execute(f"UPDATE users SET role = {role}, ward_id = {ward_id}, unit = {unit}")
    op.execute("ALTER TABLE users ALTER COLUMN role SET NOT NULL, ALTER COLUMN unit SET NOT NULL")
    op.create_check_constraint(
        op.f("ck_users_ward_admin_has_ward"), "users", "role <> 'ward_admin' OR ward_id IS NOT NULL"
    )


def _more(lines: list[str], more: Iterable[str]) -> list[str]:
    """The lines of a table with more columns after its own, and more constraints after its own."""
    columns = [line for line in lines if not line.startswith("CONSTRAINT")]
    constraints = [line for line in lines if line.startswith("CONSTRAINT")]
    more_columns = [line for line in more if not line.startswith("CONSTRAINT")]
    return [*columns, *more_columns, *constraints, *(line for line in more if line.startswith("CONSTRAINT"))]


def _rebuild(table: str, change: Callable[[list[str]], list[str]], told: dict[str, str] | None = None) -> None:
    """Make an SQLite table anew with other lines; what refers to it goes on doing so. `told` are new columns, as SQL."""
    bind = op.get_bind()
    master = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :type AND sql IS NOT NULL ORDER BY name"
    made = bind.execute(sa.text(master), {"table": table, "type": "table"}).scalar_one()
    indexes = bind.execute(sa.text(master), {"table": table, "type": "index"}).scalars().all()
    lines = change([line.strip() for line in made[made.index("(") + 1 : made.rindex(")")].split(", \n")])
    names = [line.split()[0] for line in lines if not line.startswith("CONSTRAINT")]
    values = [(told or {}).get(name, f"t.{name}") for name in names]
    op.execute("PRAGMA defer_foreign_keys=ON")  # rows that refer to the table find their rows again when it is filled
    op.execute(f"CREATE TEMPORARY TABLE rebuilt AS SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"CREATE TABLE {table} (\n\t" + ", \n\t".join(lines) + "\n)")
    op.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM rebuilt t")
    op.execute("DROP TABLE rebuilt")
    for index in indexes:
        op.execute(index)


def _create_units() -> None:
    op.create_table(
        "units",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("sign", sa.String(length=30), nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("ward_id", KEY, nullable=True),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.String(length=500), nullable=False),
        sa.Column("sort_key", SORT_KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_units_parent")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_units_dates")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name=op.f("fk_units_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_units_code_valid_from")),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"])
    op.create_index("ix_units_sort", "units", ["sort_key", "id"])
    op.create_index(op.f("ix_units_ward_id"), "units", ["ward_id"])


def _create_successions_and_covers() -> None:
    op.create_table(
        "unit_successions",
        sa.Column("old_id", KEY, nullable=False),
        sa.Column("new_id", KEY, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.CheckConstraint("old_id <> new_id", name=op.f("ck_unit_successions_two_units")),
        sa.ForeignKeyConstraint(["new_id"], ["units.id"], name=op.f("fk_unit_successions_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["units.id"], name=op.f("fk_unit_successions_old_id")),
        sa.PrimaryKeyConstraint("old_id", "new_id", name=op.f("pk_unit_successions")),
    )
    op.create_index(op.f("ix_unit_successions_new_id"), "unit_successions", ["new_id"])
    op.create_table(
        "unit_covers",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("covered_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["covered_id"], ["units.id"], name=op.f("fk_unit_covers_covered_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_covers_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "covered_id", name=op.f("pk_unit_covers")),
    )
    op.create_index(op.f("ix_unit_covers_covered_id"), "unit_covers", ["covered_id"])
