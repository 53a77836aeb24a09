"""Schemas: lists as CSV files: the columns of an entry, those of its list's attributes, faults by line and column."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.territory.code_lists import rules
from tracker.territory.code_lists.rules import CodeList
from tracker.territory.table_files import RowFault

PLAIN = ("code", "name_vi", "name_en", "group_code", "search_words", "replaces_code", "source")
REQUIRED = ("code", "name_vi", "source")
COLUMNS = (*PLAIN, "valid_from", "valid_to", "sort")
NOT_UTF8 = N_("Tệp phải là CSV, mã hóa UTF-8.")
NO_COLUMN = N_("Thiếu cột %(name)s.")
NEEDED = N_("Cần điền mục này.")
NO_DAY = N_("Ngày phải ghi dạng năm-tháng-ngày, ví dụ 2026-11-24.")
NO_NUMBER = N_("Cần một số.")


def read(code_list: CodeList, content: bytes) -> tuple[list[dict[str, Any]], list[RowFault[str]]]:
    """The entries of a file as columns of `CodeEntry`, and what is wrong. Invalid where it is no such file at all."""
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        lines = list(rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise errors.Invalid({"file": NOT_UTF8}) from error
    missing = [name for name in REQUIRED if name not in (rows.fieldnames or ())]
    if missing:
        raise errors.Invalid({"file": NO_COLUMN}, name=missing[0])
    entries, faults = [], []
    for number, cells in enumerate(lines, 2):
        reader = _Line(code_list, number, {name: (text or "").strip() for name, text in cells.items() if name})
        entries.append(reader.entry())
        faults += reader.faults
    return entries, faults


class _Line:
    """One line, and what was found wrong in it."""

    def __init__(self, code_list: CodeList, number: int, cells: Mapping[str, str]) -> None:
        self.list, self.number, self.cells = code_list, number, cells
        self.faults = [self._fault(name, NEEDED) for name in REQUIRED if not cells[name]]

    def _fault(self, column: str, text: str, **facts: str) -> RowFault[str]:
        return RowFault(self.number, column, text, facts)

    def entry(self) -> dict[str, Any]:
        """The columns; where something is wrong, of no use."""
        first = self._day("valid_from") or rules.FIRST_DAY
        last = self._day("valid_to")
        if last is not None and last < first:
            self.faults.append(self._fault("valid_to", rules.BACKWARDS))
        texts = {name: self.cells.get(name, "") for name in PLAIN}
        attributes = dict(self._attributes())
        return {
            **texts,
            "list": self.list,
            "valid_from": first,
            "valid_to": last,
            "sort": self._sort(),
            "attributes": attributes,
        }

    def _attributes(self) -> Iterator[tuple[str, Any]]:
        attributes_by_name = rules.ATTRIBUTES[self.list]
        for name in self.cells.keys() - set(COLUMNS) - attributes_by_name.keys():
            self.faults.append(self._fault(name, rules.UNKNOWN_ATTRIBUTE, name=name))
        for name, attribute in attributes_by_name.items():
            value = rules.typed(attribute, self.cells.get(name, ""))
            if value is None:
                accepted = rules.accepted(attribute)
                self.faults.append(self._fault(name, rules.WRONG_ATTRIBUTE, name=name, values=accepted))
            yield name, value

    def _day(self, column: str) -> date | None:
        text = self.cells.get(column, "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.faults.append(self._fault(column, NO_DAY))
            return None

    def _sort(self) -> int:
        text = self.cells.get("sort", "") or "0"
        if not text.isdecimal() or len(text) > 9:
            self.faults.append(self._fault("sort", NO_NUMBER))
            return 0
        return int(text)
