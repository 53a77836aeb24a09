"""Files of every sort as tables, and files that are none."""

import io
import subprocess
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core import errors, spreadsheets
from tracker.exchange.imports import delimited, error_file, tables, tcvn3

HEADERS = ("Mã camera", "Tên camera", "Vĩ độ", "Kinh độ")
ROWS = (("TTH 22.7", "Nguyễn Thị Định", "10,7646823693643", "106,781423091888"), ("UDC 21", "71 Mai Thị Lựu", "", ""))
TEXT = "\r\n".join(";".join(row) for row in (HEADERS, *ROWS))


def read(content: bytes, most_rows: int = 100) -> tables.Table:
    return tables.read(content, most_rows)


def refused(content: bytes, most_rows: int = 100) -> str:
    with pytest.raises(errors.Invalid) as refusal:
        read(content, most_rows)
    return refusal.value.fields["file"]


def xlsx(fill: Callable[[Any, Any], object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("Danh sách"))
    return out.getvalue()


def old_letters(text: str) -> bytes:
    """Vietnamese in the code page of old Windows, which has the tones apart."""
    apart = unicodedata.normalize("NFD", text)
    for base, mark in (("a", "̂"), ("e", "̂"), ("o", "̂"), ("o", "̛"), ("u", "̛"), ("a", "̆")):
        for letter in (base, base.upper()):
            apart = apart.replace(letter + "̣" + mark, letter + mark + "̣")
            apart = apart.replace(letter + mark, unicodedata.normalize("NFC", letter + mark))
    return apart.encode("cp1258")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        unicodedata.normalize("NFD", TEXT).encode(),
        old_letters(TEXT),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace(";", "|").encode(),
        f"sep=;\r\n{TEXT}".encode(),
    ],
    ids=["utf-8 with BOM", "utf-16", "utf-16 without BOM", "NFD", "cp1258", "tabs", "bars", "sep="],
)
def test_a_list_is_read_whatever_its_letters_and_delimiter(content: bytes) -> None:
    table = read(content)
    assert table.headers == HEADERS
    assert [(number, tuple(cells)) for number, cells in table.rows] == list(enumerate(ROWS, 2))


def test_a_western_list_keeps_its_accents() -> None:
    name = "Café de la Gare à Genève"
    assert read(f"Code,Name\r\n1,{name}\r\n".encode("cp1252")).rows[0][1][1] == name


@pytest.mark.parametrize(
    ("letters", "header"), [("cp949", "관리기관명,소재지도로명주소,위도"), ("cp932", "カメラ番号,設置場所,緯度")]
)
def test_a_list_from_the_east_keeps_its_letters_and_is_not_taken_for_the_old_fonts(letters: str, header: str) -> None:
    table = read(f"{header}\n1,{header[::-1]}\n".encode(letters))
    assert (",".join(table.headers), table.looks_old) == (header, False)


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    table = read('DANH SÁCH CAMERA\n\nMã,Tên\n1,"Cổng\nchợ"\n,,\n2,Ngã tư\n'.encode())
    assert table.rows == [(4, ["1", "Cổng\nchợ"]), (6, ["2", "Ngã tư"])]


def test_repeated_and_blank_headers_get_the_columns_letters() -> None:
    assert read(b"Code,Name,,Name\n1,a,b,c\n").headers == ("Code", "Name", "(cột C)", "Name (cột D)")


def a_ward_list(book: Any, sheet: Any) -> None:
    sheet.merge_range("A1:F1", "DANH SÁCH CAMERA AN NINH")
    sheet.write_row("A3", ["STT", "Mã camera", "Tên", "Tọa độ", "", "Ngày lắp"])
    sheet.write_row("D4", ["Vĩ độ", "Kinh độ"])
    sheet.write_row("A5", [1, 2, 3, 4, 5, 6])
    sheet.merge_range("A6:A7", 1)
    sheet.write_row("B6", [12, "Cổng chợ", 10.7646823693643, 106.781423091888])
    sheet.write_datetime("F6", date(2024, 3, 9), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_row("B7", ["0012", "Ngã tư"])
    sheet.write_formula("F7", "=1/0", None, "#DIV/0!")


def test_a_wards_excel_list_is_read_below_its_title_and_its_two_header_rows() -> None:
    table = read(xlsx(a_ward_list))
    assert table.headers == ("STT", "Mã camera", "Tên", "Vĩ độ", "Kinh độ", "Ngày lắp")
    assert table.rows == [
        (6, ["1", "12", "Cổng chợ", "10.7646823693643", "106.781423091888", "09/03/2024"]),
        (7, ["1", "0012", "Ngã tư", "", "", "#DIV/0!"]),
    ]


def test_the_first_sheet_with_a_header_is_taken() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write("A1", "Ghi chú của phường")
        book.add_worksheet().write_row("A1", ["Mã", "Tên"])
        book.worksheets()[1].write_row("A2", ["A1", "Cổng chợ"])

    assert read(xlsx(fill)).rows == [(2, ["A1", "Cổng chợ"])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", tables.EMPTY),
        (b"\xef\xbb\xbf \r\n", tables.EMPTY),
        (TEXT.partition("\r")[0].encode(), tables.NO_ROWS),
        (b"PK\x03\x04 but nothing more", tables.UNREADABLE),
        (spreadsheets.OLD_OFFICE + bytes(600), tables.UNREADABLE),
        (spreadsheets.OLD_OFFICE + bytes(600) + spreadsheets.UNDER_PASSWORD, tables.LOCKED),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), tables.UNREADABLE),
        (b"Code,Name\n1,a\x00b\n", tables.UNREADABLE),
        ("Kính gửi Công an phường.\n".encode(), tables.NO_HEADER),
        (b'[\n {"code": "A1", "lat": 19.8}]', tables.NO_TABLE),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<html><p>Cam 1, Cam 2</p></html>', tables.NO_TABLE),
        ('Mã,Tên\n1,"'.encode() + b"x" * 200_000, delimited.OPEN_QUOTE),
        (b",".join([b"Code", b"Name", *[b"x"] * 200]) + b"\n" + b"1," * 201, tables.TOO_WIDE),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, words: str) -> None:
    assert refused(content) == words


def test_a_list_longer_than_allowed_is_refused() -> None:
    rows = "".join(f"{number},x\n" for number in range(11))
    assert refused(f"Code,Name\n{rows}".encode(), 10) == tables.TOO_LONG
    assert len(read(f"Code,Name\n{rows}".encode(), 11).rows) == 11


def a_bomb(members: int, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(members):
            archive.writestr(f"xl/{number}.xml", bytes(size))
    return out.getvalue()


@pytest.mark.parametrize("content", [a_bomb(1, 8 * 1024**2), a_bomb(2_001, 0)], ids=["blown up", "many members"])
def test_an_archive_that_blows_up_is_refused_before_anything_is_unpacked(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(subprocess, "run")
    assert refused(content) == tables.TOO_BIG


def test_a_sheet_that_would_take_500_gb_kills_the_reader_and_not_the_app() -> None:
    corners = xlsx(lambda book, sheet: [sheet.write(0, 0, "Mã"), sheet.write(1_048_575, 16_383, "x")])
    assert refused(corners) == tables.TOO_BIG


def test_the_list_goes_back_with_its_faults_and_without_formulas() -> None:
    table = read("Mã;Tên;Hướng\n1;=HYPERLINK(A1);-5,5\n2;b\n".encode())
    back = error_file.written(table, "Lỗi", {3: "Sai."})
    assert back.decode("utf-8-sig").split("\r\n")[:3] == ["Mã;Tên;Hướng;Lỗi", "1;'=HYPERLINK(A1);-5,5;", "2;b;;Sai."]
    assert read(back).rows[0] == (2, ["1", "=HYPERLINK(A1)", "-5,5", ""])


def fields_at_fault(content: bytes) -> set[str]:
    try:
        read(content)
    except errors.Invalid as error:
        return set(error.fields)
    return {"file"}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_at_all_make_the_reader_fall(content: bytes) -> None:
    assert fields_at_fault(content) == {"file"}


@settings(max_examples=12, deadline=None)
@given(st.integers(0), st.binary(min_size=1, max_size=40))
def test_no_damaged_workbook_makes_the_reader_fall(at: int, damage: bytes) -> None:
    content = xlsx(a_ward_list)
    at %= len(content)
    assert fields_at_fault(content[:at] + damage + content[at + len(damage) :]) == {"file"}


def by_hand(book: Any, sheet: Any) -> None:
    sheet.write("A1", "Bìa")
    list_ = book.add_worksheet("Trang 2")
    list_.write_row("A1", ["Mã", "Điểm lắp đặt", "Tên"])
    list_.merge_range("A2:C2", "I. TỔ DÂN PHỐ 1")
    list_.merge_range("B3:B4", "Cổng chợ")
    list_.write("A3", "01")
    list_.write_row("A4", ["02", None, "Ngã ba"])
    book.add_worksheet("Cũ").write_row("A1", ["Mã", "Tên"])
    book.worksheets()[2].write_row("A2", ["A9", "Ga"])


def test_cells_merged_downwards_count_for_every_row_and_a_heading_is_no_row() -> None:
    table = read(xlsx(by_hand))
    assert table.rows == [(3, ["01", "Cổng chợ"]), (4, ["02", "Cổng chợ", "Ngã ba"])]
    assert (table.remarks, table.sheets, table.sheet) == (
        [(2, "I. TỔ DÂN PHỐ 1", "tiêu đề nhóm")],
        ("Danh sách", "Trang 2", "Cũ"),
        1,
    )
    assert tables.read(xlsx(by_hand), 10, sheet=2).rows == [(2, ["A9", "Ga"])]


def test_text_of_the_old_fonts_is_told_and_turned_only_when_asked() -> None:
    back = {letter: chr(code) for code, letter in tcvn3.TABLE.items()}
    text = "Mã camera,Tên camera\nC1,Ngã ba Đông Vệ\nC2,Chợ Vườn Hoa\n"
    content = "".join(back.get(letter, letter) for letter in text).encode("latin-1")
    assert read(content).looks_old
    table = tables.read(content, 10, old_font=True)
    assert (table.headers, table.looks_old) == (("Mã camera", "Tên camera"), False)
    assert table.rows[0] == (2, ["C1", "Ngã ba Đông Vệ"])


def test_a_workbook_comes_back_as_a_workbook_whose_codes_keep_their_zeros() -> None:
    content, _, ending = error_file.with_error_column(read(xlsx(by_hand)), "Lỗi", {4: "=sai"})
    again = read(content)
    assert (ending, again.headers) == ("xlsx", ("Mã", "Điểm lắp đặt", "Tên", "Lỗi"))
    assert again.rows[1] == (3, ["02", "Cổng chợ", "Ngã ba", "=sai"])
