"""What headers mean, how coordinates and words are read, and that no cell leaves as a formula."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.exchange.imports import rules
from tracker.exchange.imports.rules import Field
from tracker.register.cameras.rules import CameraForm, Connection

REAL = "Mã camera,Tên camera,Quận/Huyện,Đơn vị quản lý,Loại,Hướng (độ),Vĩ độ,Kinh độ"
MEANT = [Field.CODE, Field.NAME, None, Field.MANAGER, Field.MODEL, Field.BEARING, Field.LATITUDE, Field.LONGITUDE]


def fields(*headers: str, **chosen: Field) -> list[Field | None]:
    return [column.field for column in rules.map_columns(headers, chosen)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_headers_of_a_real_list_are_understood(form: str) -> None:
    assert fields(*unicodedata.normalize(form, REAL).split(",")) == MEANT


def test_every_field_is_recognised_by_its_own_name() -> None:
    known_fields = [field for field in Field if field is not Field.IGNORED]
    assert [rules.meaning(field.text)[0] for field in known_fields] == known_fields
    assert [rules.field_named(field.value) for field in known_fields] == known_fields


def test_no_header_means_two_fields() -> None:
    names = [name for _, column in rules.COLUMNS.values() for name in column.names.split("|") if name]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("  CAMERA_ID ", Field.CODE),
        ("Vĩ độ [°]", Field.LATITUDE),
        ("Toạ độ\n(WGS84)", Field.COORDINATES),
        ("lat,lon", Field.COORDINATES),
        ("Location (lat, long)", Field.COORDINATES),
        ("Location", Field.PLACE),
        ("Góc (độ)", Field.VIEW_ANGLE),
        ("Tầm xa (m)", Field.REACH_M),
        ("STT", None),
        ("SĐT chủ hộ", None),
    ],
)
def test_units_case_and_punctuation_do_not_matter(header: str, field: Field | None) -> None:
    assert rules.meaning(header)[0] is field


def test_of_two_headers_for_one_field_the_exact_one_counts() -> None:
    columns = rules.map_columns(("Mã (cũ)", "Mã", "Tên"), {})
    assert [column.field for column in columns] == [None, Field.CODE, Field.NAME]
    assert columns[0].doubled


def test_what_somebody_said_of_a_column_goes_before_what_it_seems_to_be() -> None:
    assert fields("Mã", "Số hiệu", ma=Field.IGNORED, so_hieu=Field.NAME) == [Field.IGNORED, Field.CODE]
    assert fields("Mã", "Số hiệu", **{"so hieu": Field.CODE}) == [None, Field.CODE]


def test_one_column_of_coordinates_gives_way_to_two() -> None:
    assert fields("Mã", "Tọa độ", "Vĩ độ", "Kinh độ") == [Field.CODE, None, Field.LATITUDE, Field.LONGITUDE]


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("19.8067, 105.7852", ("19.8067", "105.7852")),
        ("19,8067; 105,7852", ("19.8067", "105.7852")),
        ("19,8067,105,7852", ("19.8067", "105.7852")),
        ("19°48'00\"B 105°46'30\"Đ", ("19.8", "105.775")),
        ("105.7852E 19.8067N", ("19.8067", "105.7852")),
        ("https://www.google.com/maps/@19.8067,105.7852,17z", ("19.8067", "105.7852")),
        ("(19.8067°, 105.7852°)", ("19.8067", "105.7852")),
        ("POINT (105.7852 19.8067)", ("19.8067", "105.7852")),
        ("gần chợ", None),
        ("19.8067", None),
    ],
)
def test_two_coordinates_in_one_cell_are_told_apart(cell: str, pair: tuple[str, str] | None) -> None:
    assert rules.coordinates(cell) == pair


@pytest.mark.timeout(5)
def test_no_cell_keeps_the_reader_busy() -> None:
    assert rules.meaning("(" * 100_000) == (None, False)
    assert rules.coordinates(f"1{' ' * 100_000}x") is None
    assert rules.number_text(f"1{' ' * 100_000}x").endswith("x")
    assert rules.safe(f"'{' ' * 100_000}x").endswith("x")


def test_words_are_taken_as_code_or_as_vietnamese_without_tones() -> None:
    assert rules.word_code(Connection, "ket noi ve cong an") == "police"
    assert rules.word_code(CameraForm, "PTZ") == rules.word_code(CameraForm, "Quay quét") == "ptz"
    assert rules.word_code(CameraForm, "hình nón") is None


def test_a_number_may_carry_its_unit_and_a_bearing_may_be_a_compass_point() -> None:
    assert [rules.number_text(text) for text in ("15 ngày", "60m", "Đông Bắc", "90", "15 con")] == [
        "15",
        "60",
        "45",
        "90",
        "15 con",
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-x", "@x", "\t=1", "\r1", "\u200b=1", "＝1", " =1"])
def test_no_cell_leaves_as_a_formula(cell: str) -> None:
    assert rules.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12,5", "+84912345678", "19.8067", "Cổng chợ", ""])
def test_plain_numbers_and_words_leave_as_they_are(cell: str) -> None:
    assert rules.safe(cell) == cell


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(alphabet="'=+-@ \tab1,.\u200b", max_size=8))
def test_a_cell_that_left_comes_back_as_it_was(cell: str) -> None:
    assert rules.unsafe(rules.safe(cell)) == cell


def test_what_the_ward_once_said_of_a_column_counts_unless_another_says_it_now() -> None:
    columns = rules.map_columns(("Cột 1", "Cột 2"), {"cot 2": Field.CODE}, {"cot 1": Field.NAME})
    assert [(column.field, column.remembered) for column in columns] == [(Field.NAME, True), (Field.CODE, False)]
    columns = rules.map_columns(("Cột 1", "Mã"), {"ma": Field.CODE}, {"cot 1": Field.CODE})
    assert [(column.field, column.remembered) for column in columns] == [(None, False), (Field.CODE, False)]
    columns = rules.map_columns(("Mã", "Số hiệu"), {}, {"ma": Field.IGNORED, "so hieu": Field.IGNORED})
    assert [(column.field, column.remembered, column.used) for column in columns] == [(Field.IGNORED, True, False)] * 2
    columns = rules.map_columns(("Mã",), {"ma": Field.NAME}, {"ma": Field.CODE})
    assert [(column.field, column.remembered, column.doubled) for column in columns] == [(Field.NAME, False, False)]


def test_only_what_another_column_says_already_is_doubled() -> None:
    columns = rules.map_columns(("Mã", "Mã camera", "STT", "Tên"), {})
    assert [(column.field, column.doubled) for column in columns] == [
        (Field.CODE, False),
        (None, True),
        (None, False),
        (Field.NAME, False),
    ]


def test_a_column_of_coordinates_stays_beside_one_of_the_two_or_where_somebody_wants_it() -> None:
    assert fields("Tọa độ", "Vĩ độ") == [Field.COORDINATES, Field.LATITUDE]
    both = fields("Tọa độ", "Vĩ độ", "Kinh độ", **{"toa do": Field.COORDINATES})
    assert both == [Field.COORDINATES, Field.LATITUDE, Field.LONGITUDE]


def test_a_field_is_named_by_its_code_or_as_a_header_would_call_it() -> None:
    assert rules.field_named(" LATITUDE ") is rules.field_named("Vĩ độ") is Field.LATITUDE
    assert rules.field_named("network_code") is Field.NETWORK_CODE
    assert rules.field_named("reach_m") is rules.field_named("Tầm xa (m)") is Field.REACH_M
    assert rules.field_named("số nhà") is None


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1", "2", "3"], True),
        (["(1)", "[2]", "", "( 3 )"], True),
        (["1", "2"], False),
        (["0", "1", "2"], False),
        (["1", "2", "4"], False),
        (["1", "2", "x"], False),
        ([], False),
    ],
)
def test_a_row_that_numbers_the_columns_is_no_camera(cells: list[str], numbers: bool) -> None:
    assert rules.is_numbering(cells) is numbers


@pytest.mark.parametrize(
    ("cell", "hemispheres", "degrees"),
    [
        ("19.8067", "NS", "19.8067"),
        ("19,8067", "NS", "19,8067"),
        ("-19.8067", "NS", "-19.8067"),
        ("19°30'N", "NS", "19.5"),
        ("105°30'W", "EW", "-105.5"),
        ("105°30'E", "NS", "105°30'E"),
        ("gần chợ", "NS", "gần chợ"),
    ],
)
def test_an_angle_in_a_cell_of_its_own_becomes_decimal_and_anything_else_stays(
    cell: str, hemispheres: str, degrees: str
) -> None:
    assert rules.degrees(cell, hemispheres) == degrees


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    letters = [rules.column_letters(index) for index in (0, 25, 26, 27, 51, 52, 701, 702)]
    assert letters == ["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]


def test_a_cell_is_kept_composed_and_without_blanks_around_it() -> None:
    assert rules.composed(unicodedata.normalize("NFD", " Cổng chợ ")) == "Cổng chợ"
    assert rules.composed(" a ") == "a"


def test_those_who_write_a_header_in_vietnamese_write_the_day_first() -> None:
    assert rules.is_vietnamese("Ngày lắp")
    assert not rules.is_vietnamese("Installed")


def test_a_fault_stands_under_the_header_that_the_file_has_for_it() -> None:
    sheet = rules.ListSheet(rules.map_columns(("Số hiệu", "GPS", "Tên"), {}))
    assert sheet.coded
    assert [sheet.header(name) for name in ("code", "latitude", "longitude", "coordinates")] == [
        "Số hiệu",
        "GPS",
        "GPS",
        "GPS",
    ]
    assert sheet.header("model") == "Hãng, kiểu máy"
    two = rules.ListSheet(rules.map_columns(("Lat", "Lng"), {}))
    assert (two.coded, two.header("latitude"), two.header("longitude")) == (False, "Lat", "Lng")
    assert two.header("coordinates") == Field.COORDINATES.text


def test_the_longest_header_is_a_hundred_characters() -> None:
    assert rules.meaning("Mã" + " " * 98) == (Field.CODE, True)
    assert rules.meaning("Mã" + " " * 99) == (None, False)
    assert rules.meaning("Mã (chỉ xem)") == (None, False)
    assert rules.meaning("Mã (cũ)") == (Field.CODE, False)
    assert rules.known(["Mã", "Số hiệu", "Tên", "STT"]) == 2
