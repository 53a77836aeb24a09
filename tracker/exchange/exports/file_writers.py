"""Rules: rows as a file: CSV and Excel, written row by row, nothing in them that a spreadsheet would compute."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tracker.exchange.exports import column_guide, rules
from tracker.exchange.exports.rules import FIELDS, HEADERS, Cell, FileKind
from tracker.exchange.imports.rules import Field
from tracker.register.cameras.rules import CameraForm, Connection
from tracker.register.places.rules import EAST, NORTH, SOUTH, WEST
from tracker.register.recorders.rules import Storage

MEDIA = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv",
    FileKind.CSV_SEMICOLON: "text/csv",
}
LIST_NAME, NOTE_NAME = "Danh sách camera", "Ghi chú"
PICK = "Hãy chọn một giá trị trong danh sách, hoặc để trống."
WORDS = {Field.CONNECTION: Connection, Field.FORM: CameraForm, Field.STORAGE: Storage}
BETWEEN = {
    Field.LATITUDE: (SOUTH, NORTH),
    Field.LONGITUDE: (WEST, EAST),
    Field.BEARING: (0, 360),
    Field.RETENTION: (1, 3650),
}
NUMBERS, DAYS = {field.text for field in rules.NUMBERS}, {field.text for field in rules.DAYS} | rules.SHOWN_DAYS
_WIDE = {Field.NAME: 36, Field.PLACE: 28, Field.ADDRESS: 32, Field.MANAGER: 24, Field.NOTE: 40, Field.CONNECTION: 26}
WIDTHS = {field.text: width for field, width in _WIDE.items()}
OLDEST = date(1901, 1, 1)  # spreadsheets count days wrongly before
# A cell is what it is called: what looks like a formula, an address or a number stays text.
PLAINLY = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(kind: FileKind, out: BinaryIO, rows: Iterable[Sequence[Cell]], notes: Sequence[str]) -> None:
    """Rows of cells under HEADERS. `notes` go onto a second sheet, where the kind of file has one."""
    if kind is FileKind.XLSX:
        _write_sheet(out, rows, notes)
    else:
        _write_text(out, rows, semicolon=kind is FileKind.CSV_SEMICOLON)


def _write_text(out: BinaryIO, rows: Iterable[Sequence[Cell]], *, semicolon: bool) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";" if semicolon else ",", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows([rules.csv_cell(cell, comma=semicolon) for cell in row] for row in rows)
    text.detach()


def _write_sheet(out: BinaryIO, rows: Iterable[Sequence[Cell]], notes: Sequence[str]) -> None:
    with xlsxwriter.Workbook(out, PLAINLY) as book:
        sheet = list_sheet(book, HEADERS)
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write_cell(sheet, at, column, cell)
        words_sheet(book, NOTE_NAME, [[note] for note in notes], (110,))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """One cell; its format is its column's. What a sheet cannot keep to the last digit is written as text."""
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        if cell >= OLDEST:
            sheet.write_datetime(row, column, cell)
        else:
            sheet.write_string(row, column, rules.day(cell))
    elif isinstance(cell, str):
        sheet.write_string(row, column, rules.sheet_text(cell))
    elif rules.fits_a_sheet(cell):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, rules.digits(cell))


def list_sheet(book: xlsxwriter.Workbook, headers: Sequence[str]) -> Worksheet:
    """A sheet for cameras: `headers` frozen, columns that hold what is typed, lists to choose coded words from."""
    sheet = book.add_worksheet(LIST_NAME)
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
    head = book.add_format({"bold": True, "bg_color": "#E6EFF8", "bottom": 1, "text_wrap": True, "valign": "top"})
    for at, header in enumerate(headers):
        sheet.set_column(at, at, WIDTHS.get(header, 16), None if header in NUMBERS else day if header in DAYS else text)
        sheet.write_string(0, at, header, head)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, 0, len(headers) - 1)
    _choose_from_lists(sheet)
    return sheet


def _choose_from_lists(sheet: Worksheet) -> None:
    for field, words in WORDS.items():
        _check(sheet, field, PICK, {"validate": "list", "source": [word.text for word in words]})
    for field, (least, most) in BETWEEN.items():
        said = f"Cần một số từ {least} đến {most}."
        within = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
        _check(sheet, field, said, {**within, "error_type": "warning"})


def _check(sheet: Worksheet, field: Field, said: str, rule: dict[str, object]) -> None:
    at = FIELDS.index(field)
    sheet.data_validation(1, at, rules.SHEET, at, {**rule, "error_title": field.text, "error_message": said})


def words_sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """A sheet of sentences."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, wrapped)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(at, column, rules.sheet_text(text))


def write_template(out: BinaryIO, networks: Sequence[tuple[str, str]]) -> None:
    """A list to be filled in: headers alone, what they mean, and the (code, name) of the networks to choose from."""
    with xlsxwriter.Workbook(out, PLAINLY) as book:
        list_sheet(book, [field.text for field in FIELDS])
        told = [(field.text, *column_guide.COLUMNS[field]) for field in FIELDS]
        words_sheet(book, column_guide.NAME, [column_guide.HEADERS, *told], (24, 60, 32, 28))
        words_sheet(book, "Mô hình", [("Mã để ghi", "Tên"), *networks], (20, 60))
