"""Cells as people write them by hand, and text of the old fonts."""

import pytest

from tracker.core.days import Unreadable
from tracker.exchange.imports import cells, tcvn3


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7-10 ngày", "7"), ("từ 7 đến 10 ngày", "7"), ("2 tuần", "14"), ("1 tháng", "30"), ("khoảng 15 ngày", "15"),
        ("10-7", "10-7"), ("14.0", "14"), ("1.000", "1.000"), ("vĩnh viễn", "vĩnh viễn"),
    ],
)  # fmt: skip
def test_of_a_range_of_days_the_lower_end_counts(text: str, days: str) -> None:
    assert cells.days_kept(text) == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ngày 3 tháng 9 năm 2024", "03/09/2024"), ("03/09/2024 00:00:00", "03/09/2024"),
        ("2024-09-03T07:00", "03/09/2024"), ("45538", "03/09/2024"), ("3/9/2024 8:30 CH", "03/09/2024"),
    ],
)  # fmt: skip
def test_dates_in_words_and_numbers_of_days_are_read(text: str, day: str) -> None:
    assert cells.written_day(text) == day


@pytest.mark.parametrize("written", ["5/2023", "2023", "3/9", "hôm qua", "0309", "thứ hai", "sắp lắp"])
def test_half_a_date_is_not_guessed_since_no_list_says_when_it_was_written(written: str) -> None:
    with pytest.raises(Unreadable):
        cells.written_day(written)


@pytest.mark.parametrize(
    ("column", "month_first", "doubtful"),
    [
        (["11/02/2017", "25/02/2017"], False, False), (["11/02/2017", "2/25/2017 0:00"], True, False),
        (["25/02/2017", "02/25/2017"], False, False), (["11/02/2017", "2/2/2017"], False, True),
    ],
)  # fmt: skip
def test_one_date_that_can_only_be_month_first_makes_all_of_its_column_so(
    column: list[str], month_first: bool, doubtful: bool
) -> None:
    read = cells.dates(column)
    assert read
    assert (read.month_first, read.doubtful) == (month_first, doubtful)
    assert cells.written_day(column[0], month_first=month_first) == ("02/11/2017" if month_first else column[0])


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        (["Tổng cộng: 45"], True), (["Người lập biểu", "Trưởng Công an phường"], True),
        (["Hạc Thành, ngày 3 tháng 9 năm 2024"], True), (["CAM-1", "Ngã tư Tổng cục"], False), (["Cộng Hòa"], False),
        (["TM-01"], False),
    ],
)  # fmt: skip
def test_totals_dates_and_signatures_are_no_cameras(row: list[str], remark: bool) -> None:
    assert cells.is_remark(row) is remark


@pytest.mark.parametrize(
    ("row", "sign"),
    [(["(Ký, ghi rõ họ tên)"], True), (["", "Lê Văn Nam", "Trần Văn B"], True), (["Ngã tư", "19,8"], False)],
)
def test_names_below_a_total_are_signatures_and_a_row_with_numbers_is_not(row: list[str], sign: bool) -> None:
    assert cells.may_sign(row) is sign


def test_all_letters_of_the_old_fonts_are_known_and_true_vietnamese_is_never_taken_for_them() -> None:
    assert (len(tcvn3.TABLE), tcvn3.to_unicode("Ph­êng §«ng VÖ")) == (74, "Phường Đông Vệ")
    assert tcvn3.looks_old(["Ngâ 3 Lª Lîi", "Ph­êng §«ng VÖ", "Chî V­ên Hoa"])
    assert not tcvn3.looks_old(["Ngã ba Lê Lợi", "Ph­êng §«ng VÖ", "Chî V­ên Hoa", "Lª Lîi"])
    assert not tcvn3.looks_old(["Café de la Gare à Genève", "Straße", "Ñandú", "œuvre"] * 3)
