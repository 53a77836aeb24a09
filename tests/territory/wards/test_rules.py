"""Words and codes of administrative units."""

import pytest

from tracker.territory.wards.rules import WardKind, kind_of, padded, short


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
