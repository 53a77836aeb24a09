"""Lists of cameras made by hand, as texts and as workbooks, and what is read of them."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

from tracker.exchange.imports import schemas, tables
from tracker.exchange.imports.answers import NO_ANSWERS, Answers
from tracker.exchange.imports.rules import ListSheet

Row = tuple[Any, ...]


def text_list(*rows: str, answers: Answers = NO_ANSWERS) -> ListSheet:
    return schemas.read_rows(tables.read("\n".join(rows).encode("utf-8-sig"), 500), answers=answers)


def workbook(*rows: Row, then: Callable[[Any, Any], object] = lambda book, sheet: None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Khu 1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        then(book, sheet)
    return out.getvalue()


def excel_list(
    *rows: Row, then: Callable[[Any, Any], object] = lambda book, sheet: None, answers: Answers = NO_ANSWERS
) -> ListSheet:
    return schemas.read_rows(tables.read(workbook(*rows, then=then), 500), answers=answers)


def said(sheet: ListSheet, name: str) -> list[Any]:
    return [line.facts.get(name) for line in sheet.lines]


def faults(sheet: ListSheet) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.field, fault.message) for fault in sheet.faults]


def passed(sheet: ListSheet) -> list[tuple[int, str]]:
    return [(row.line, row.why) for row in sheet.remarks]


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with other bytes in its first sheet, as other programs write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, archive.read(name).replace(old, new))
    return out.getvalue()
