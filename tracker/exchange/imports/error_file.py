"""Rules: A list given back: as CSV, or as a workbook of text cells, with a column of what is wrong beside its rows."""

import csv
import io
from collections.abc import Iterator, Mapping

import xlsxwriter

from tracker.exchange.imports import rules
from tracker.exchange.imports.tables import Table

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def with_error_column(
    table: Table, header: str = "", extra_cells: Mapping[int, str] | None = None
) -> tuple[bytes, str, str]:
    """(content, media type, file ending): of the kind that the list came in, as far as it is written here."""
    if table.sheets:
        return workbook(table, header, extra_cells), XLSX, "xlsx"
    return written(table, header, extra_cells), CSV, "csv"


def written(table: Table, header: str = "", extra_cells: Mapping[int, str] | None = None) -> bytes:
    """The table as CSV (UTF-8 with BOM); with a `header`, one column more, its cells by the number of the row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    for cells in _rows(table, header, extra_cells):
        writer.writerow([rules.safe(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def workbook(table: Table, header: str = "", extra_cells: Mapping[int, str] | None = None) -> bytes:
    """The table as an Excel workbook whose cells are all text: no code loses its zeros, no cell is a formula."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Camera")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.headers), 18)
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        for row_number, cells in enumerate(_rows(table, header, extra_cells)):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(row_number, column, cell, text if row_number else bold)
    return out.getvalue()


def _rows(table: Table, header: str, extra_cells: Mapping[int, str] | None) -> Iterator[list[str]]:
    yield [*table.headers, *([header] if header else [])]
    for number, cells in table.rows:
        padded = [*cells, *[""] * (len(table.headers) - len(cells))]
        yield [*padded, *([(extra_cells or {}).get(number, "")] if header else [])]
