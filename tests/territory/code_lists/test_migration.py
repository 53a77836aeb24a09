"""The way of old codes into the lists and back; the keys by which organisations are found."""

from typing import Any

from sqlalchemy import text

from tests.cast import Cast
from tracker import tables
from tracker.register.owners.rules import OwnerKind


def _column(cast: Cast, statement: str) -> list[Any]:
    with cast.database.reading() as session:
        return list(session.execute(text(statement)).scalars())


def test_codes_that_meant_several_things_are_kept_as_such_and_nobody_guesses(cast: Cast) -> None:
    for code in ("theft", "snatching", "property_damage", "drug_use_admin", "camera_found"):
        channel = {"type": "theft", "channel": code} if code == "camera_found" else {"type": code}
        cast.incident(**channel)
    with cast.database.writing() as session:
        session.execute(text("UPDATE incidents SET \"group\" = 'drugs' WHERE type = 'drug_use_admin'"))
    tables.downgrade(cast.database, "0016")
    former = "SELECT type || '/' || \"group\" FROM incidents ORDER BY id"
    assert _column(cast, former) == ["theft/crime", "robbery/crime", "damage/crime", "drug_use/drugs", "theft/crime"]
    assert _column(cast, "SELECT channel FROM incidents ORDER BY id") == [*["in_person"] * 4, "camera"]
    tables.upgrade(cast.database)
    assert _column(cast, former) == [
        "theft/social_order",
        "robbery_or_snatching/social_order",
        "property_damage/social_order",
        "drug_offence/drugs",
        "theft/social_order",
    ]
    assert _column(cast, "SELECT channel FROM incidents ORDER BY id")[-1] == "camera_found"


def test_organisations_get_the_key_by_which_they_are_found_and_households_none(cast: Cast) -> None:
    cast.owner()
    cast.owner(kind=OwnerKind.FIRM, name="Siêu thị Vườn Hoa")
    tables.downgrade(cast.database, "0016")
    tables.upgrade(cast.database)
    assert _column(cast, "SELECT search_key FROM owners ORDER BY id") == ["", "sieu thi vuon hoa"]
