"""Cells of lists as wards really keep them, each with its fault, and what each is taken for."""

from datetime import date
from typing import Any

import pytest

from tests.exchange.imports.lists import excel_list, faults, replaced, said, text_list, workbook
from tracker.core import errors
from tracker.exchange.imports import delimited, odd_cells, schemas, tables
from tracker.exchange.imports.answers import Answers, DateOrder, VagueDates


def test_a_day_of_the_spreadsheet_is_never_turned_round_by_texts_of_the_other_order() -> None:
    def a_real_day(book: Any, sheet: Any) -> None:
        sheet.write_datetime("B2", date(2023, 4, 7), book.add_format({"num_format": "dd/mm/yyyy"}))

    rows = (("Code", "Installed"), ("L-1",), ("L-2", "11/24/2022"), ("L-3", "05/30/2023"))
    days = [date(2023, 4, 7), date(2022, 11, 24), date(2023, 5, 30)]
    assert said(excel_list(*rows, then=a_real_day), "installed_on") == days
    month_first = Answers(dates=DateOrder.MONTH)
    assert said(excel_list(*rows[:2], then=a_real_day, answers=month_first), "installed_on") == days[:1]


def test_a_failed_formula_is_a_fault_at_its_cell_and_blanks_nothing() -> None:
    def failing(book: Any, sheet: Any) -> None:
        for cell, error in (("A3", "#N/A"), ("C2", "#REF!"), ("D2", "#DIV/0!")):
            sheet.write_formula(cell, "=NA()", None, error)

    sheet = excel_list(("Mã", "Tên", "Vĩ độ", "Kinh độ"), ("L-1", "Chợ"), ("", "Ga", 19.8, 105.7), then=failing)
    assert faults(sheet) == [
        (2, "latitude", odd_cells.FAILED),
        (2, "longitude", odd_cells.FAILED),
        (3, "code", odd_cells.FAILED),
    ]
    assert sheet.faults[0].text.startswith("Công thức trong bảng tính đang báo lỗi #REF!")
    assert faults(text_list("Mã,Tên", "L-1,#NAME?")) == [(2, "name", odd_cells.FAILED)]


def test_a_formula_that_was_never_reckoned_is_a_fault_and_one_with_a_blank_result_is_blank() -> None:
    def formulas(book: Any, sheet: Any) -> None:
        sheet.write_formula("B2", '="Chợ"&" Mới"', None, "Chợ Mới")
        sheet.write_formula("B3", '=IF(A3="","x","")', None, "BLANK")

    content = replaced(workbook(("Mã", "Tên"), ("L-1",), ("L-2",), then=formulas), b"<v>BLANK</v>", b"<v></v>")
    reckoned = schemas.read_rows(tables.read(content, 9))
    assert (faults(reckoned), said(reckoned, "name")) == ([], ["Chợ Mới", None])
    unreckoned = replaced(
        content, '<c r="B2" t="str"><f>"Chợ"&amp;" Mới"</f><v>Chợ Mới</v>'.encode(), b'<c r="B2"><f>1</f><v></v>'
    )
    assert faults(schemas.read_rows(tables.read(unreckoned, 9))) == [(2, "name", odd_cells.NO_RESULT)]


@pytest.mark.parametrize("code", ["7,65432E+16", "7.65E+19", "123456789012345000"])
def test_a_code_whose_digits_the_spreadsheet_lost_is_a_fault(code: str) -> None:
    assert faults(text_list("Mã;Tên", f"{code};Cổng")) == [(2, "code", odd_cells.LOST)]


def test_a_number_of_more_than_fifteen_digits_is_a_fault_and_a_text_of_as_many_is_not() -> None:
    sheet = excel_list(
        ("Mã", "Tên"), (9_182_736_455_463_728_190, "số"), ("9182736455463728190", "chữ"), (123_456, "ngắn")
    )
    assert faults(sheet) == [(2, "code", odd_cells.LOST)]
    assert said(sheet, "code") == [None, "9182736455463728190", "123456"]


def test_zeros_that_a_number_format_writes_belong_to_the_code() -> None:
    def padded(book: Any, sheet: Any) -> None:
        sheet.write_number("A2", 7, book.add_format({"num_format": "0000"}))
        sheet.write_number("A3", 12, book.add_format({"num_format": '"KP-"000'}))

    assert said(excel_list(("Mã", "Tên"), ("", "a"), ("", "b"), then=padded), "code") == ["0007", "KP-012"]


def test_a_code_that_became_a_day_is_a_fault() -> None:
    def a_day(book: Any, sheet: Any) -> None:
        sheet.write_datetime("A2", date(2026, 5, 3), book.add_format({"num_format": "d-m"}))

    assert faults(excel_list(("Mã", "Tên"), ("", "a"), then=a_day)) == [(2, "code", odd_cells.TURNED_TO_DAY)]


@pytest.mark.parametrize(("cell", "metres"), [("1.500", 1500), ("1,5", 1.5), ("75.000", 75), ("60 m", 60)])
def test_a_point_between_thousands_is_no_decimal_point(cell: str, metres: float) -> None:
    assert said(text_list("Mã;Tên;Tầm nhìn (m)", f"L-1;a;{cell}"), "reach_m") == [metres]


def test_a_number_of_the_spreadsheet_keeps_its_decimals() -> None:
    assert said(excel_list(("Mã", "Tên", "Tầm nhìn"), ("L-1", "a", 1.125)), "reach_m") == [1.125]


@pytest.mark.parametrize("rest", ['"Cổng chợ,19.8\nL-2,Ga,19.9\n', '"Cổng chợ,19.8\nL-2,Ga "Mới",19.9\n'])
def test_a_quote_that_never_closes_is_refused_with_its_row(rest: str) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        text_list("Mã,Tên,Vĩ độ", "L-0,Bến,19.7", f"L-1,{rest}")
    assert (refusal.value.fields["file"], refusal.value.facts["line"]) == (delimited.OPEN_QUOTE, 3)


def test_a_quote_that_the_quote_of_a_later_row_closes_is_refused_too() -> None:
    with pytest.raises(errors.Invalid) as refusal:
        text_list("Mã,Tên,Vĩ độ", 'L-1,"Cổng chợ,19.8', "L-2,Ga,19.9", 'L-3,Bến,"19.7"'.replace('"19.7"', '"'))
    assert refusal.value.fields["file"] == delimited.OPEN_QUOTE


def test_an_encoding_that_was_guessed_is_told() -> None:
    assert tables.read("code;name\nA-1;Čakovečka – Đurđevac\n".encode("cp1250"), 9).guessed
    assert not tables.read("code;name\nA-1;Čakovečka\n".encode(), 9).guessed


@pytest.mark.parametrize(
    ("cell", "fact", "note"),
    [
        ("2018", None, "Ngày lắp: 2018"),
        ("07/2020", None, "Ngày lắp: 07/2020"),
        ("tháng 7/2020", None, "Ngày lắp: tháng 7/2020"),
        ("Quý III/2022", None, "Ngày lắp: Quý III/2022"),
        ("cuối năm 2021", None, "Ngày lắp: cuối năm 2021"),
        ("2/4/22", date(2022, 4, 2), None),
    ],
)
def test_a_date_that_says_no_day_is_kept_as_it_stands_where_somebody_says_so(cell: str, fact: date, note: str) -> None:
    rows = ("Mã,Tên,Ngày lắp", f"L-1,a,{cell}")
    kept = text_list(*rows, answers=Answers(vague=VagueDates.NOTE))
    assert (said(kept, "installed_on"), said(kept, "note"), faults(kept)) == ([fact], [note], [])
    assert faults(text_list(*rows)) == ([(2, "installed_on", odd_cells.VAGUE)] if note else [])


def test_a_day_that_never_was_stays_a_fault() -> None:
    assert len(text_list("Mã,Ngày lắp,Tên", "L-1,30/02/2021,a", answers=Answers(vague=VagueDates.NOTE)).faults) == 1
