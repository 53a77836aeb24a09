"""By what codes of cameras are found that may be meant by another one, without reading all of a ward."""

import sqlalchemy as sa
from alembic import op

from tracker.register.cameras.codes import code_key, figures, look

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

AT_ONCE = 5_000
TEXT = sa.String(500).with_variant(sa.String(500, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
COLUMNS = ("code_look", "code_figures")
CAMERAS = sa.table(
    "cameras", sa.column("id", NUMBER), sa.column("code", sa.String), *(sa.column(name, TEXT) for name in COLUMNS)
)


def upgrade() -> None:
    """Columns that begin with one value for all; then each camera has its own."""
    for name in COLUMNS:
        op.add_column("cameras", sa.Column(name, TEXT, nullable=False, server_default=""))
    connection, last = op.get_bind(), 0
    some = sa.select(CAMERAS.c.id, CAMERAS.c.code).order_by(CAMERAS.c.id).limit(AT_ONCE)
    change = CAMERAS.update().where(CAMERAS.c.id == sa.bindparam("row"))
    change = change.values({name: sa.bindparam(name.removeprefix("code_")) for name in COLUMNS})
    while rows := connection.execute(some.where(CAMERAS.c.id > last)).all():
        keys = [(row.id, code_key(row.code)) for row in rows]
        connection.execute(change, [{"row": id_, "look": look(key), "figures": figures(key)} for id_, key in keys])
        last = rows[-1].id
    for name in COLUMNS:
        if connection.dialect.name == "postgresql":
            op.execute(f"ALTER TABLE cameras ALTER COLUMN {name} DROP DEFAULT")
        op.create_index(f"ix_cameras_{name}", "cameras", ["ward_id", name])


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_index(f"ix_cameras_{name}", table_name="cameras")
        op.drop_column("cameras", name)
