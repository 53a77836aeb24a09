"""Presenters: from a kept file to what is told of it, alike for pages and for long work."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.core.i18n import filled
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports import schemas as case_schemas
from tracker.exchange.imports import actions, error_file, queries, rules, schemas, tables, tcvn3
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.kinds import Plan, kind_of
from tracker.exchange.imports.list_facts import list_facts
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.options import import_options
from tracker.exchange.imports.plan_types import ImportPlan
from tracker.exchange.imports.planner import ProgressCallback
from tracker.exchange.imports.private_columns import private_indexes, without
from tracker.exchange.imports.rules import ListSheet, RowFault
from tracker.exchange.imports.tables import Table

AT_ONCE = 2_000  # rows up to which nobody waits for a worker
SHOWN = 200  # faults told; the file given back has them all
REMARKS, SAMPLES = 50, 3
FILE_NAMES = {ImportKind.CAMERAS: "camera", ImportKind.INCIDENTS: "vu-viec", ImportKind.REQUESTS: "trich-xuat"}
# The parts of a kept report without which its page cannot be drawn.
REPORT = {
    **dict.fromkeys(("counts", "near", "lead", "undecided"), dict),
    **dict.fromkeys(("columns", "faults", "changes", "remarks", "sheets", "old_font", "missing", "people"), list),
    **dict.fromkeys(("questions", "rows", "unread", "hidden_columns", "hidden_sheets", "lost_letters"), list),
    **dict.fromkeys(("twins", "far"), list),
    **dict.fromkeys(("total", "fault_count", "near_count", "remark_count", "far_count", "sheet"), int),
    "coded": bool,
}
COUNTS = {"new", "changed", "unchanged", "wrong"}


def no_progress(count: int, total: int) -> None:
    """The tick of work that nobody watches."""


def table_of_import(import_: ListImport, most_rows: int) -> Table:
    """The table in an import's file, read as its uploader said. Invalid, TooLong."""
    options = import_options(import_)
    content, old_font = import_.content or b"", import_.encoding == actions.TCVN3
    return tables.read(content, most_rows, fields=kind_of(import_).fields, sheet=options.sheet, old_font=old_font)


def sheet_of_import(
    session: Session, import_: ListImport, table: Table, tick: ProgressCallback = no_progress
) -> ListSheet:
    """The table as values, its columns as said now, else as remembered in the ward or the unit."""
    options, fields = import_options(import_), kind_of(import_).fields
    known_words = {word.value: word for word in fields.words}
    known_columns = queries.columns_known(session, import_)
    remembered = {header: known_words[field] for header, field in known_columns.items() if field in known_words}
    if not import_.kind.of_cases:
        return schemas.read_rows(table, options.columns, remembered, tick, answers=options.answers)
    return case_schemas.read_rows(
        table, fields, options.columns, remembered, options.blanks, tick, month_first=options.answers.month_first
    )


def preview_report(session: Session, actor: Viewer, import_: ListImport, table: Table) -> dict[str, Any]:
    """What a try-out tells of an import of few rows, to be kept."""
    sheet = sheet_of_import(session, import_, table)
    return report_as_json(
        table, sheet, actions.plan_of(session, actor, import_, sheet) if sheet.coded else ImportPlan(sheet.columns)
    )


def report_as_json(table: Table, sheet: ListSheet, plan: Plan) -> dict[str, Any]:
    """What a try-out tells, as JSON: figures, columns with samples, the first faults and changes, what is strange."""
    report = plan.report()
    shown_faults = report.told[:SHOWN]
    cells = _cells(table, {fault.line for fault in shown_faults})
    private = private_indexes(sheet.columns, (row for _, row in table.rows[:AT_ONCE]))
    across = {passed.line for passed in table.remarks}  # which are no rows of the table, and cannot be taken
    return {
        "coded": sheet.coded,
        "missing": [field.text for field in sheet.fields.missing(sheet.columns)],
        "people": list(report.people[:REMARKS]),
        "digest": report.digest,
        "counts": report.counts,
        "total": len(table.rows),
        "columns": [
            [c.header, c.field, c.doubled, c.remembered, [] if index in private else _sample(table, index)]
            for index, c in enumerate(sheet.columns)
        ],
        "faults": [
            [f.line, f.header, cells.get((f.line, f.header), ""), f.message, {n: str(v) for n, v in f.facts.items()}]
            for f in shown_faults
        ],
        "fault_count": len(report.told),
        "far": list(report.far[:REMARKS]),
        "far_count": len(report.far),
        "changes": report.changes,
        "near": dict(list(report.near.items())[:REMARKS]),
        "near_count": len(report.near),
        "twins": list(report.twins.items())[:REMARKS],
        "remarks": [[*passed, passed.line not in across] for passed in sheet.remarks[:REMARKS]],
        "remark_count": len(sheet.remarks),
        "dates": date_reading(sheet),
        **list_facts(table, sheet, plan),
        "sheets": table.sheets,
        "sheet": table.sheet,
        "old_font": _in_old_font(table, private) if table.looks_old else [],
    }


def date_reading(sheet: ListSheet) -> tuple[str, Mapping[str, object], bool] | None:
    """How the dates in figures were read: (translation key, its facts, whether nobody can know); None without any."""
    if sheet.dates is None:
        return None
    header = sheet.date_header
    return (*sheet.dates.told(header), sheet.dates.doubtful and not rules.is_vietnamese(header))


def with_faults(table: Table, plan: Plan) -> tuple[bytes, str, str]:
    """The list with what is wrong beside each row, in the reader's language: (content, media type, file ending)."""
    messages: dict[int, str] = {}
    for fault in plan.report().faults:
        messages[fault.line] = " ".join(
            filter(None, (messages.get(fault.line), f"{fault.header}: {fault_text(fault)}"))
        )
    private = private_indexes(plan.columns, (row for _, row in table.rows))
    shown_rows = [(number, without(row, private)) for number, row in table.rows]
    return error_file.with_error_column(replace(table, rows=shown_rows), _("Lỗi"), messages)


def faults_name(import_: ListImport, ending: str) -> str:
    """The name of the file that `with_faults` gives."""
    return f"{FILE_NAMES[import_.kind]}-{import_.id}-loi.{ending}"


def fault_text(fault: RowFault) -> str:
    """What is wrong, in the reader's language."""
    return sentence(fault.message, fault.facts)


def sentence(message: str, facts: Mapping[str, object]) -> str:
    """A fault's words, filled in."""
    return filled(_(message), facts)


def report_of(import_: ListImport) -> dict[str, Any] | None:
    """What was told of an import when it was last tried out; None where nothing was kept that can still be read."""
    try:
        report = json.loads(import_.report)
    except ValueError:
        return None
    return report if _is_whole(report) else None


def _is_whole(report: Any) -> bool:
    """Whether a report has all the parts that are shown, as this version writes them."""
    if not isinstance(report, dict) or not all(isinstance(report.get(name), kind) for name, kind in REPORT.items()):
        return False
    rows = [*report["columns"], *report["faults"]]
    if not all(len(row) == 4 for row in report["remarks"]):
        return False
    return report["counts"].keys() >= COUNTS and all(isinstance(row, list) and len(row) == 5 for row in rows)


def _cells(table: Table, lines: set[int]) -> dict[tuple[int, str], str]:
    """What stands in some rows, by row and header."""
    rows = (row for row in table.rows if row[0] in lines)
    return {(number, name): cell[:100] for number, row in rows for name, cell in zip(table.headers, row, strict=False)}


def _sample(table: Table, index: int) -> list[str]:
    """The first different cells of a column."""
    cells = (row[index][:100] for _, row in table.rows[:50] if index < len(row) and row[index])
    return list(dict.fromkeys(cells))[:SAMPLES]


def _in_old_font(table: Table, private: frozenset[int]) -> list[tuple[str, str]]:
    """Some cells as they stand, and as they would be read with the old fonts."""
    cells = [*table.headers, *(cell for _, row in table.rows[:20] for cell in without(row, private))]
    not_ascii = [cell[:100] for cell in cells if not cell.isascii()]
    return [(cell, tcvn3.to_unicode(cell)) for cell in dict.fromkeys(not_ascii)][:5]
