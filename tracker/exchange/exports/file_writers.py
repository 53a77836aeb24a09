"""Rules: rows as a file: CSV and Excel, written row by row, nothing in them that a spreadsheet would compute."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tracker.exchange.exports import column_guide, rules
from tracker.exchange.exports.rules import COLUMNS, FIELDS, Cell, FileKind
from tracker.exchange.imports.rules import Field
from tracker.register.cameras.field_types import Kind

MEDIA = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv",
    FileKind.CSV_SEMICOLON: "text/csv",
}
LIST_NAME, NOTE_NAME = "Danh sách camera", "Ghi chú"
PICK = "Hãy chọn một giá trị trong danh sách, hoặc để trống."
NUMBERS = {column.text for column, (field, _) in COLUMNS.items() if field.numeric} | set(
    rules.headers(rules.ROUNDED, rounded=True)[: len(rules.ROUNDED)]
)
DAYS = {column.text for column, (field, _) in COLUMNS.items() if field.kind is Kind.DATE} | rules.SHOWN_DAYS
WIDTHS = {column.text: part.width for column, (_, part) in COLUMNS.items()}
OLDEST = date(1901, 1, 1)  # spreadsheets count days wrongly before
# A cell is what it is called: what looks like a formula, an address or a number stays text.
PLAINLY = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(
    kind: FileKind,
    out: BinaryIO,
    fields: Sequence[Field],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[str],
    *,
    rounded: bool,
) -> None:
    """Rows of cells under the headers of `fields`; where places are `rounded`, these say so.

    `notes` go onto a second sheet, where the kind of file has one.
    """
    if kind is FileKind.XLSX:
        _write_sheet(out, fields, rules.headers(fields, rounded=rounded), rows, notes)
    else:
        _write_text(out, rules.headers(fields, rounded=rounded), rows, semicolon=kind is FileKind.CSV_SEMICOLON)


def _write_text(out: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[Cell]], *, semicolon: bool) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";" if semicolon else ",", lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([rules.csv_cell(cell, comma=semicolon) for cell in row] for row in rows)
    text.detach()


def _write_sheet(
    out: BinaryIO,
    fields: Sequence[Field],
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[str],
) -> None:
    with xlsxwriter.Workbook(out, PLAINLY) as book:
        sheet = list_sheet(book, fields, headers)
        for row_number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write_cell(sheet, row_number, column, cell)
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


def list_sheet(book: xlsxwriter.Workbook, fields: Sequence[Field], headers: Sequence[str]) -> Worksheet:
    """A sheet for cameras: `headers` frozen, columns that hold what is typed, lists to choose coded words from.

    The first headers are those of `fields`.
    """
    sheet = book.add_worksheet(LIST_NAME)
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
    header_format = book.add_format(
        {"bold": True, "bg_color": "#E6EFF8", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    for column_number, header in enumerate(headers):
        sheet.set_column(
            column_number,
            column_number,
            WIDTHS.get(header, 16),
            None if header in NUMBERS else day if header in DAYS else text,
        )
        sheet.write_string(0, column_number, header, header_format)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, 0, len(headers) - 1)
    for column_number, field in enumerate(fields):
        _check_cells(sheet, column_number, field)
    return sheet


def _check_cells(sheet: Worksheet, column_number: int, column: Field) -> None:
    """Let coded words be chosen, and warn of numbers that cannot be, in the column at an index from 0."""
    field, part = COLUMNS[column]
    if field.words is not None:
        _check(sheet, column_number, column, PICK, {"validate": "list", "source": [word.text for word in field.words]})
    if part.between is not None:
        least, most = part.between
        within = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
        _check(sheet, column_number, column, f"Cần một số từ {least} đến {most}.", {**within, "error_type": "warning"})


def _check(sheet: Worksheet, column_number: int, column: Field, message: str, rule: dict[str, object]) -> None:
    sheet.data_validation(
        1, column_number, rules.SHEET, column_number, {**rule, "error_title": column.text, "error_message": message}
    )


def words_sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """A sheet of sentences."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, wrapped)
    for row_number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(row_number, column, rules.sheet_text(text))


def write_template(out: BinaryIO, networks: Sequence[tuple[str, str]]) -> None:
    """A list to be filled in: headers alone, what they mean, and the (code, name) of the networks to choose from."""
    with xlsxwriter.Workbook(out, PLAINLY) as book:
        list_sheet(book, FIELDS, [field.text for field in FIELDS])
        guide_rows = [(field.text, *column_guide.guide(field)) for field in FIELDS]
        words_sheet(book, column_guide.NAME, [column_guide.HEADERS, *guide_rows], (24, 60, 32, 28))
        words_sheet(book, "Mô hình", [("Mã để ghi", "Tên"), *networks], (20, 60))
