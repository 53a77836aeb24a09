"""How cells of an export are written."""

import pytest

from tracker.exchange.exports import rules
from tracker.exchange.exports.rules import FIELDS, HEADERS, SHOWN
from tracker.exchange.imports.rules import Field, map_columns, meaning, unsafe


def test_an_import_reads_every_column_and_passes_over_what_is_only_shown() -> None:
    columns = map_columns(HEADERS, {})
    assert [column.field for column in columns if column.used] == list(FIELDS)
    assert set(Field) - set(FIELDS) == {Field.COORDINATES, Field.IGNORED}
    assert not any(meaning(header)[0] for header in SHOWN.values())


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''x", "+84912345678", "-5", "@a", "\t=1", "'", "＝1"])
def test_texts_come_back_from_either_kind_of_file(text: str) -> None:
    assert unsafe(rules.csv_cell(text, comma=False)) == text
    assert unsafe(rules.sheet_text(text)) == text


def test_numbers_keep_their_digits() -> None:
    assert [rules.csv_cell(cell, comma=True) for cell in (90.0, 0.00001, 19.8067, -5, None)] == [
        *("90", "0,00001", "19,8067", "-5", ""),
    ]
    assert not rules.fits_a_sheet(19.806700000000003)
