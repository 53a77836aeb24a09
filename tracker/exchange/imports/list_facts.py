"""Presenters: what leads the preview of a list of cameras: its figures, what it leaves open, its rows as written."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tracker.exchange.imports.answers import CHOICES, LABELS
from tracker.exchange.imports.kinds import Plan
from tracker.exchange.imports.plan_types import ImportPlan
from tracker.exchange.imports.private_columns import masked
from tracker.exchange.imports.rules import ListSheet
from tracker.exchange.imports.tables import Table

SHOWN = 20  # new cameras told in full
_LOST = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])|(?<=[^\W\d_])\?(?=\s+[^\W\d_]+\?[^\W\d_])")
_CARRIED = ("connection", "form", "model", "manager", "bearing", "reach_m", "retention_days", "installed_on", "note")


def list_facts(table: Table, sheet: ListSheet, plan: Plan) -> dict[str, Any]:
    """What is told first of a list, as JSON."""
    return {
        "lead": _lead(table, sheet),
        "questions": _questions(sheet, plan),
        "undecided": dict(plan.report().undecided),
        "rows": list(_written_rows(plan, sheet)) if isinstance(plan, ImportPlan) else [],
        "unread": [column.header for column in sheet.columns if not column.used],
        "hidden_columns": list(table.hidden_columns),
        "hidden_sheets": list(table.hidden_sheets),
        "guessed": table.guessed,
        "lost_letters": list(islice(_lost_letters(table, sheet), 3)),
    }


def _lead(table: Table, sheet: ListSheet) -> dict[str, int]:
    """How many rows there are, how many are cameras, their eyes, those with a place, the rows passed over."""
    placed = {line.number for line in sheet.lines if line.facts.get("latitude") is not None}
    return {
        "rows": len(table.rows) + len(table.remarks),
        "cameras": len({line.number for line in sheet.lines}),
        "eyes": sheet.eyes,
        "placed": len(placed),
        "passed": len(sheet.remarks),
    }


def _questions(sheet: ListSheet, plan: Plan) -> list[list[Any]]:
    """What the list leaves open, or left open before it was answered: [question, label, how many rows, answer]."""
    answers, open_counts = sheet.answers, plan.report().undecided
    counts = {"codes": sheet.uncoded, "vague": len(sheet.vague), **sheet.open_counts(), **open_counts}
    if not sheet.fields.kind.of_cases and sheet.fields.missing(sheet.columns):
        counts["codes"] = counts["codes"] or 1
    question_names = [name for name in LABELS if counts.get(name) or getattr(answers, name, None) is not None]
    return [[name, LABELS[name], counts.get(name, 0), getattr(answers, name)] for name in question_names]


def _written_rows(plan: ImportPlan, sheet: ListSheet) -> Iterator[list[Any]]:
    """The first new cameras as they will be written: row, code, name, place, latitude, longitude, what else is said."""
    column_names = {column.field.value for column in sheet.columns if column.field and column.used}
    for draft in plan.new[:SHOWN]:
        point = draft.point
        place = plan.known[point].name if isinstance(point, int) else point[1]
        degrees = (None, None) if isinstance(point, int) else point[2:4]
        values = {
            name: draft.values[name]
            for name in _CARRIED
            if name in column_names and draft.values[name] not in (None, "")
        }
        values |= {"health": draft.health} if draft.health else {}
        yield [draft.line, draft.code, draft.values["name"], place, *degrees, values]


def _lost_letters(table: Table, sheet: ListSheet) -> Iterator[tuple[int, str]]:
    """Cells whose letters were lost before the file came here: (row, text)."""
    used = [index for index, column in enumerate(sheet.columns) if column.used]
    for number, row in table.rows:
        for cell in (row[index] for index in used if index < len(row)):
            if ("?" in cell or "\ufffd" in cell) and _LOST.search(cell):
                yield number, masked(cell[:100])


def choices_of(name: str) -> list[tuple[str, str]]:
    """The answers to a question, but the networks, which are the ward's own: (code, words)."""
    return [(word.value, word.text) for word in CHOICES.get(name, ())]
