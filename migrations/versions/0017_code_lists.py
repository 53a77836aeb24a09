"""Lists that the law changes are dated data; requests cite articles; organisations are found by their names."""

import csv
import json
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.core.vietnamese import search_key
from tracker.territory.code_lists.seed import FOLDER

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LISTS = (
    *("incident_group", "incident_type", "incident_result", "intake_channel"),
    *("legal_basis", "request_purpose", "holiday"),
)
PLAIN = ("code", "name_vi", "name_en", "group_code", "search_words", "replaces_code", "source")
COLUMNS = (*PLAIN, "valid_from", "valid_to", "sort")
SEVERAL = ("applies_to", "acts", "procedures")
# Codes that meant several things got an ended entry of their own: nobody guesses which of them a row meant.
TYPES = {
    "robbery": "robbery_or_snatching",
    "damage": "property_damage",
    "drug_use": "drug_offence",
    "smuggling": "smuggling_or_counterfeit",
    "dumping": "dumping_or_littering",
    "collision": "collision_of_any_kind",
    "gambling": "vice_of_any_kind",
    "fire": "fire_or_explosion",
}
CHANNELS = {"camera": "camera_found"}
# The way back, on which what was told apart is put together again: by type, else by group, else «other».
FORMER = {
    **{new: old for old, new in TYPES.items()},
    **dict.fromkeys(("theft", "theft_vehicle"), "theft"),
    **dict.fromkeys(("robbery", "snatching"), "robbery"),
    **dict.fromkeys(("fraud", "fraud_online"), "fraud"),
    **dict.fromkeys(("disorder", "minor_disorder"), "disorder"),
    **{code: code for code in ("injury", "homicide", "traffic_offence", "missing_person", "lost_property")},
}
FORMER_OF_GROUP = {
    "drugs": "drug_use",
    "economy": "smuggling",
    "environment": "dumping",
    "traffic": "collision",
    "vice": "gambling",
    "fire": "fire",
}
FORMER_GROUPS = {
    **dict.fromkeys(("theft", "robbery", "injury", "homicide", "fraud", "damage"), "crime"),
    "drug_use": "drugs",
    "smuggling": "economy",
    "dumping": "environment",
    "fire": "fire",
    **dict.fromkeys(("collision", "traffic_offence"), "traffic"),
    **dict.fromkeys(("disorder", "gambling"), "order"),
}
FORMER_CHANNELS = ("box", "in_person", "hotline", "zalo", "vneid", "email", "post", "patrol", "camera", "transferred")
ENTRIES = sa.table(
    "code_entries",
    *(sa.column(name, sa.String) for name in ("list", *PLAIN)),
    sa.column("attributes", sa.JSON),
    sa.column("valid_from", sa.Date),
    sa.column("valid_to", sa.Date),
    sa.column("sort", KEY),
    sa.column("version", KEY),
)
OWNERS = sa.table("owners", sa.column("id", KEY), sa.column("kind", sa.String), sa.column("name", sa.String))


def upgrade() -> None:
    op.add_column("owners", sa.Column("search_key", sa.Text(), nullable=False, server_default=""))
    op.add_column("incidents", sa.Column("result_code", sa.String(length=32), nullable=True))
    _tables()
    connection = op.get_bind()
    _name_organisations(connection)
    connection.execute(sa.insert(ENTRIES), [entry for name in LISTS for entry in _shipped(name)])
    version = {"version": secrets.token_hex(8)}
    connection.execute(sa.text("INSERT INTO facts (name, value) VALUES ('code_lists', :version)"), version)
    _recode(connection, "type", TYPES)
    _recode(connection, "channel", CHANNELS)
    connection.execute(
        sa.text(
            'UPDATE incidents SET "group" = (SELECT min(group_code) FROM code_entries'
            " WHERE list = 'incident_type' AND code = incidents.type)"
        )
    )


def downgrade() -> None:
    connection = op.get_bind()
    for code, group in connection.execute(sa.text('SELECT DISTINCT type, "group" FROM incidents')).all():
        former = FORMER.get(code) or FORMER_OF_GROUP.get(group, "other")
        facts = {"code": code, "former": former, "group": FORMER_GROUPS.get(former, "search")}
        statement = 'UPDATE incidents SET type = :former, "group" = :group WHERE type = :code AND "group" = :old'
        connection.execute(sa.text(statement), {**facts, "old": group})
    _recode(connection, "channel", {new: old for old, new in CHANNELS.items()})
    known = ", ".join(f"'{code}'" for code in FORMER_CHANNELS)
    connection.execute(sa.text("UPDATE incidents SET channel = 'hotline' WHERE channel LIKE 'hotline%'"))
    connection.execute(sa.text(f"UPDATE incidents SET channel = 'in_person' WHERE channel NOT IN ({known})"))
    connection.execute(sa.text("DELETE FROM facts WHERE name = 'code_lists'"))
    op.drop_table("request_bases")
    op.drop_table("code_entries")
    op.drop_column("incidents", "result_code")
    op.drop_column("owners", "search_key")


def _tables() -> None:
    op.create_table(
        "code_entries",
        sa.Column("list", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("group_code", sa.String(length=32), nullable=False),
        sa.Column("search_words", sa.Text(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("sort", KEY, nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("replaces_code", sa.String(length=32), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_code_entries_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_entries")),
        sa.UniqueConstraint("list", "code", "valid_from", name=op.f("uq_code_entries_list_code_valid_from")),
    )
    op.create_index("ix_code_entries_sort", "code_entries", ["list", "sort", "id"])
    op.create_table(
        "request_bases",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["extraction_requests.id"],
            name=op.f("fk_request_bases_request_id_extraction_requests"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["code_entries.id"], name=op.f("fk_request_bases_entry_id_code_entries")),
        sa.PrimaryKeyConstraint("request_id", "entry_id", name=op.f("pk_request_bases")),
    )
    op.create_index(op.f("ix_request_bases_entry_id"), "request_bases", ["entry_id"])


def _shipped(name: str) -> Iterator[dict[str, Any]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {
                **{column: row[column] for column in PLAIN},
                "list": name,
                "valid_from": date.fromisoformat(row["valid_from"] or "1900-01-01"),
                "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                "sort": int(row["sort"]),
                "version": 1,
                "attributes": {column: _value(column, row[column]) for column in row.keys() - set(COLUMNS)},
            }


def _value(column: str, text: str) -> Any:
    if column in SEVERAL:
        return [code.strip() for code in text.split(";") if code.strip()]
    return json.loads(text) if text in ("true", "false") else text


def _recode(connection: sa.Connection, column: str, codes: dict[str, str]) -> None:
    for old, new in codes.items():
        statement = sa.text(f"UPDATE incidents SET {column} = :new WHERE {column} = :old")
        connection.execute(statement, {"old": old, "new": new})


def _name_organisations(connection: sa.Connection) -> None:
    """The key of every owner but households, whose names nobody searches."""
    named = connection.execute(sa.select(OWNERS.c.id, OWNERS.c.name).where(OWNERS.c.kind != "household")).all()
    update = sa.text("UPDATE owners SET search_key = :key WHERE id = :id")
    if named:
        connection.execute(update, [{"id": row.id, "key": search_key(row.name)} for row in named])
