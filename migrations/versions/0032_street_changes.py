"""Streets that are to be drawn anew are noted: whoever registers a camera does not wait until they are."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "street_changes",
        sa.Column("street", sa.String(200), nullable=False),
        sa.Column("province_id", NUMBER, nullable=True),
        sa.Column("id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["province_id"], ["provinces.id"], name=op.f("fk_street_changes_province_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_changes")),
    )


def downgrade() -> None:
    op.drop_table("street_changes")
