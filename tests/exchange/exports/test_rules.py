"""How cells of an export are written."""

from datetime import date

import pytest

from tracker.exchange.exports import rules
from tracker.exchange.exports.rules import FIELDS, SHOWN, FileKind, headers
from tracker.exchange.imports.rules import Field, map_columns, meaning, unsafe
from tracker.register.cameras.rules import CameraForm


def test_an_import_reads_every_column_and_passes_over_what_is_only_shown() -> None:
    columns = map_columns(headers(FIELDS), {})
    assert [column.field for column in columns if column.used] == list(FIELDS)
    assert set(Field) - set(FIELDS) == {Field.COORDINATES, Field.EYES, Field.HEALTH, Field.CHECKED_ON, Field.IGNORED}
    assert not any(meaning(header)[0] for header in SHOWN.values())


def test_rounded_coordinates_are_only_shown() -> None:
    columns = map_columns(headers(FIELDS, rounded=True), {})
    passed_over = {field.text for field in FIELDS} - {column.header for column in columns if column.used}
    assert passed_over == {"Vĩ độ", "Kinh độ"}


@pytest.mark.parametrize("text", ["=1+1", "'=1", "''x", "+84912345678", "-5", "@a", "\t=1", "'", "＝1"])
def test_texts_come_back_from_either_kind_of_file(text: str) -> None:
    assert unsafe(rules.csv_cell(text, comma=False)) == text
    assert unsafe(rules.sheet_text(text)) == text


def test_numbers_keep_their_digits() -> None:
    assert [rules.csv_cell(cell, comma=True) for cell in (90.0, 0.00001, 19.8067, -5, None)] == [
        *("90", "0,00001", "19,8067", "-5", ""),
    ]
    assert not rules.fits_a_sheet(19.806700000000003)


def test_a_households_camera_leaves_rounded_and_without_its_address() -> None:
    facts = {"latitude": 19.806749, "longitude": 105.785251, "address": "12 Lê Lợi", "code": "C-1"}
    assert rules.blurred(facts) == {"latitude": 19.807, "longitude": 105.785, "address": "", "code": "C-1"}
    nowhere = {"latitude": None, "longitude": None, "address": "x"}
    assert rules.blurred(nowhere) == {"latitude": None, "longitude": None, "address": ""}


def test_a_camera_is_a_row_in_the_order_of_the_headers() -> None:
    facts: dict[str, object] = {field.value: field.value for field in FIELDS} | dict.fromkeys(SHOWN, "x")
    row = list(rules.cells({**facts, "form": CameraForm.PTZ}, FIELDS))
    assert len(row) == len(headers(FIELDS))
    assert row[headers(FIELDS).index(Field.CODE.text)] == "code"
    assert row[headers(FIELDS).index(Field.FORM.text)] == "Quay quét"


def test_a_file_says_its_day_and_whether_places_are_rounded() -> None:
    on = date(2026, 9, 3)
    assert rules.file_name(FileKind.XLSX, on, rounded=False) == "camera-2026-09-03.xlsx"
    assert rules.file_name(FileKind.CSV_SEMICOLON, on, rounded=True) == "camera-2026-09-03-vi-tri-lam-tron.csv"
    assert rules.title(1_234_567, FileKind.CSV) == "1.234.567 camera, csv"
    assert rules.csv_cell(date(926, 9, 3), comma=False) == "03/09/0926"


def test_beside_a_list_stands_who_took_it_when_and_how_it_comes_back() -> None:
    exact, rounded = (rules.notes("Lê Thị Lan", "08:00", 12_345, rounded=is_rounded) for is_rounded in (False, True))
    assert exact[0] == "12.345 camera trong sổ lúc 08:00. Người xuất: Lê Thị Lan."
    assert rounded[:-1] == exact
    assert "làm tròn" in rounded[-1]


def test_numbers_have_a_comma_or_a_point_and_never_an_exponent() -> None:
    assert [rules.digits(number) for number in (1e21, 1e-7, 5, -0.5)] == ["1" + "0" * 21, "0.0000001", "5", "-0.5"]
    assert rules.csv_cell(0.5, comma=False) == "0.5"
    assert rules.csv_cell("a\x00b\x1fc\nd", comma=False) == "abc\nd"
