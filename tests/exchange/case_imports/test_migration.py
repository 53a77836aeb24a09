"""The way back of the migration that brought cases out of books."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.cast import Cast
from tests.exchange.case_imports.books import THEFT, book, taken_over
from tracker import tables


def column(cast: Cast, statement: str) -> list[Any]:
    """The first column of what a statement gives."""
    with cast.database.reading() as session:
        return list(session.scalars(text(statement)))


def test_a_request_decided_by_somebody_without_an_account_goes_on_the_way_back_and_all_else_stays(cast: Cast) -> None:
    cast.camera(code="CAM-1")
    by_nobody = THEFT.replace("15/YC", "14/YC").replace("Lê Tiến Dũng", "Phạm Thị Già")
    taken_over(cast, cast.son, book(THEFT, by_nobody))
    header = {"ward": cast.hac_thanh.id, "unit": cast.hac_thanh_police.id}
    with cast.database.writing() as session:
        for kind, ward, unit in (("cameras", ":ward", "NULL"), ("requests", "NULL", ":unit")):
            columns = f"'{kind}', {ward}, {unit}, 'eye', 'code'"
            session.execute(
                text(f"INSERT INTO known_columns (kind, ward_id, unit_id, header, field) VALUES ({columns})"), header
            )
    number = next(iter((tables.MIGRATIONS / "versions").glob("*_taking_over.py"))).name[:4]
    tables.downgrade(cast.database, f"{int(number) - 1:04d}")
    assert column(cast, "SELECT paper_number FROM extraction_requests") == ["15/YC"]
    assert column(cast, "SELECT count(*) FROM incidents") == [2]
    assert column(cast, "SELECT count(*) FROM camera_imports") == [0]
    assert column(cast, "SELECT ward_id FROM known_columns") == [cast.hac_thanh.id]
    with pytest.raises(DBAPIError), cast.database.writing() as session:
        session.execute(text("UPDATE extraction_requests SET approver_id = NULL"))
    tables.upgrade(cast.database)
    assert column(cast, "SELECT kind FROM known_columns") == ["cameras"]
    assert column(cast, "SELECT external_number FROM extraction_requests") == [""]
