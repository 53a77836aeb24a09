"""What a camera's code is known by, however it is written: unique within the ward that registered it.

Cameras that have one key already keep their codes and go on: all but the first get a key of their own, and are told.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from tracker.register.cameras.codes import code_key, own_key

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

logger = logging.getLogger("alembic.runtime.migration")
AT_ONCE = 5_000
TEXT = sa.String(500).with_variant(sa.String(500, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
CAMERAS = sa.table(
    "cameras",
    sa.column("id", NUMBER),
    sa.column("registered_ward_id", NUMBER),
    sa.column("code", sa.String),
    sa.column("code_key", sa.String),
)


def upgrade() -> None:
    op.add_column("cameras", sa.Column("code_key", TEXT, nullable=False, server_default=""))
    rows = [{"row": number, "key": key} for number, key in _keys()]
    change = CAMERAS.update().where(CAMERAS.c.id == sa.bindparam("row")).values(code_key=sa.bindparam("key"))
    for start in range(0, len(rows), AT_ONCE):
        op.get_bind().execute(change, rows[start : start + AT_ONCE])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE cameras ALTER COLUMN code_key DROP DEFAULT")
    op.create_index("uq_cameras_code_key", "cameras", ["registered_ward_id", "code_key"], unique=True)
    op.create_index("ix_cameras_code_key", "cameras", ["code_key", "ward_id"])
    op.drop_index("ix_cameras_ward_code", table_name="cameras")


def downgrade() -> None:
    op.create_index("ix_cameras_ward_code", "cameras", ["ward_id", "code"])
    op.drop_index("ix_cameras_code_key", table_name="cameras")
    op.drop_index("uq_cameras_code_key", table_name="cameras")
    op.drop_column("cameras", "code_key")


def _keys() -> Iterator[tuple[int, str]]:
    """The key of each camera, the first registered of several with one key first; what shares one is logged."""
    codes_by_key: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in op.get_bind().execute(sa.select(CAMERAS).order_by(CAMERAS.c.id)):
        key = code_key(row.code)
        codes = codes_by_key[row.registered_ward_id, key]
        yield row.id, own_key(key, row.id) if codes else key
        codes.append(row.code)
    for (ward_id, _), codes in codes_by_key.items():
        if len(codes) > 1:
            logger.warning("cameras of ward %s whose codes are now taken for one: %s", ward_id, ", ".join(codes))
