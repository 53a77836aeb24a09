"""What a file can hold."""

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.exchange.exports import rules


def test_more_cameras_than_a_sheet_has_rows_do_not_go_into_it(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        cast.camera()
    monkeypatch.setattr(rules, "SHEET", 1)
    assert "Hãy chọn CSV" in people.lan.get("/exports/new?format=xlsx", 422).text
    people.lan.get("/exports/new?format=csv")
    monkeypatch.setattr(rules, "SHEET", 2)
    people.lan.get("/exports/new?format=xlsx")
