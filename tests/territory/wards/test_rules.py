"""Words and codes of administrative units."""

import pytest

from tracker.territory.wards import rules
from tracker.territory.wards.rules import ChangeColumn, Extent, WardKind, kind_of, padded, short


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Phường Hạc Thành", WardKind.PHUONG),
        ("Xã Đồng Tiến", WardKind.XA),
        ("Thị trấn Rừng Thông", WardKind.THI_TRAN),
        ("Đặc khu Trường Sa", WardKind.DAC_KHU),
    ],
)
def test_a_full_name_says_what_kind_of_unit_it_is(name: str, kind: WardKind) -> None:
    assert kind_of(name) is kind


def test_a_name_without_its_kind_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="Hạc Thành"):
        kind_of("Hạc Thành")


def test_lists_are_sorted_by_the_name_alone() -> None:
    assert short("Phường Hạc Thành") == "Hạc Thành"
    assert short("Thành phố Cần Thơ") == "Cần Thơ"
    assert short("Xã Xã Tắc") == "Xã Tắc"


def test_lan_gets_back_the_zeros_her_spreadsheet_ate() -> None:
    assert padded("4") == "00004"
    assert padded("14797") == "14797"


def test_what_is_not_a_code_stays_as_it_was_typed() -> None:
    assert padded("Hạc Thành") == "Hạc Thành"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Mã cũ", ChangeColumn.OLD_CODE),
        ("  MA_DON_VI  (cũ) ", ChangeColumn.OLD_CODE),
        ("Tên mới:", ChangeColumn.NEW_NAME),
        ("Toàn bộ/Một phần", ChangeColumn.EXTENT),
        ("Căn cứ pháp lý", ChangeColumn.BASIS),
        ("Ghi chú", None),
        ("", None),
    ],
)
def test_headers_are_known_however_they_are_spelled(header: str, column: ChangeColumn | None) -> None:
    assert rules.column(header) is column


def test_every_column_is_known_by_its_own_name() -> None:
    assert [rules.column(column.text) for column in ChangeColumn] == list(ChangeColumn)


def test_how_much_passes_over_is_read_as_people_write_it() -> None:
    assert rules.extent("Toàn bộ") is rules.extent("WHOLE") is Extent.WHOLE
    assert rules.extent("một phần") is Extent.PART
    assert rules.extent("nửa") is None


def test_a_cell_that_names_a_kind_names_nothing_else() -> None:
    assert rules.kind(" thị  trấn ") is WardKind.THI_TRAN
    assert rules.kind("PHƯỜNG") is WardKind.PHUONG
    assert rules.kind("Phường Hạc Thành") is None


def test_a_full_name_has_its_kind_once() -> None:
    assert rules.full_name("Hạc Thành", WardKind.PHUONG) == "Phường Hạc Thành"
    assert rules.full_name("phường Hạc Thành", WardKind.XA) == "Phường Hạc Thành"
    assert rules.full_name("Xãm", None) == "Xãm"


def test_names_are_the_same_whatever_their_case_but_not_without_their_tones() -> None:
    assert rules.same_name("PHƯỜNG  hạc thành", "Phường Hạc Thành ")
    assert not rules.same_name("Phường Hac Thanh", "Phường Hạc Thành")
    assert not rules.same_name("Xã Hạc Thành", "Phường Hạc Thành")
