"""What a camera's picture can show: how many pixels it is wide, how high it hangs, whether it sees at night."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = ("night", "height_m", "width_px")


def upgrade() -> None:
    """Columns that begin empty or with one value for all: neither database rewrites the table for them."""
    op.add_column("cameras", sa.Column("width_px", NUMBER, nullable=True))
    op.add_column("cameras", sa.Column("height_m", sa.Float(), nullable=True))
    op.add_column("cameras", sa.Column("night", sa.String(32), nullable=False, server_default="unknown"))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE cameras ALTER COLUMN night DROP DEFAULT")


def downgrade() -> None:
    """What was noted of the pictures is lost."""
    for column in COLUMNS:
        op.execute(f"ALTER TABLE cameras DROP COLUMN {column}")
