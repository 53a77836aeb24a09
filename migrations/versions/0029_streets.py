"""What the names of points say of streets, and the lines drawn from it. `flask streets rebuild` fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE_INDEXES = {"box": ["south", "west"], "street": ["street"], "first": ["first_id"], "second": ["second_id"]}


def upgrade() -> None:
    """Tables that begin empty: nothing is read anew while people work."""
    op.create_table(
        "place_terms",
        sa.Column("point_id", NUMBER, nullable=False),
        sa.Column("term", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(500), nullable=False),
        sa.Column("is_street", sa.Boolean(), nullable=False),
        sa.Column("number", NUMBER, nullable=True),
        _of_point("place_terms", "point_id"),
        sa.PrimaryKeyConstraint("point_id", "term", name=op.f("pk_place_terms")),
    )
    op.create_index("ix_place_terms_term", "place_terms", ["term", "point_id"])
    op.create_table(
        "street_lines",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("province_id", NUMBER, nullable=False),
        sa.Column("street", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("style", sa.String(32), nullable=False),
        sa.Column("places", NUMBER, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        *(sa.Column(edge, sa.Float(), nullable=False) for edge in ("south", "west", "north", "east")),
        *(sa.Column(point, NUMBER, nullable=False) for point in ("first_id", "second_id")),
        *(_of_point("street_lines", point) for point in ("first_id", "second_id")),
        _of_province("street_lines"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_lines")),
    )
    for name, columns in LINE_INDEXES.items():
        op.create_index(f"ix_street_lines_{name}", "street_lines", columns)
    op.create_table(
        "town_plans",
        sa.Column("province_id", NUMBER, nullable=False),
        sa.Column("crossings", NUMBER, nullable=False),
        sa.Column("contradicting", NUMBER, nullable=False),
        _of_province("town_plans"),
        sa.PrimaryKeyConstraint("province_id", name=op.f("pk_town_plans")),
    )


def downgrade() -> None:
    """All of it can be made again from the points."""
    for table in ("town_plans", "street_lines", "place_terms"):
        op.drop_table(table)


def _of_point(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], ["installation_points.id"], name=name, ondelete="CASCADE")


def _of_province(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["province_id"], ["provinces.id"], name=op.f(f"fk_{table}_province_id"))
