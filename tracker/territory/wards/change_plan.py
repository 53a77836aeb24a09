"""Queries: what a dated list of ward changes would write: units that end and begin, what went into what. No guesses.

An old unit is found by its code on the day before, or by its full name within a province; never by a folded name.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.core.i18n import N_
from tracker.core.vietnamese import fold
from tracker.territory.table_files import RowFault
from tracker.territory.wards import queries, rules
from tracker.territory.wards.change_files import Cells
from tracker.territory.wards.models import Province, Succession, Ward
from tracker.territory.wards.rules import ChangeColumn, Extent

DAY = timedelta(days=1)
CHUNK = 5_000

NO_OLD = N_("Cần mã hoặc tên đơn vị cũ.")
UNKNOWN_CODE = N_("Không có đơn vị nào mang mã %(code)s vào ngày %(day)s.")
OTHER_NAME = N_("Mã %(code)s vào ngày %(day)s là %(name)s.")
NO_PROVINCE = N_("Cần mã tỉnh để tìm đơn vị theo tên.")
UNKNOWN_NAME = N_("Trong tỉnh này, vào ngày %(day)s không có đơn vị nào mang đúng tên đó.")
SEVERAL_NAMES = N_("Trong tỉnh này có nhiều đơn vị mang tên đó. Hãy ghi mã cũ.")
ENDED_OTHERWISE = N_("Danh mục ghi đơn vị này kết thúc ngày %(day)s, khác với tệp.")
TOLD_OTHERWISE = N_("Danh mục đã ghi lần sắp xếp này khác với tệp.")
BAD_CODE = N_("Mã đơn vị mới gồm 5 chữ số.")
NO_NAME = N_("Cần tên đơn vị mới, có loại đứng trước, ví dụ Phường Hạc Thành.")
OTHER_KIND = N_("Cột loại ghi khác với tên đơn vị.")
BAD_EXTENT = N_("Cần ghi «Toàn bộ» hoặc «Một phần».")
STILL_HELD = N_("Mã này đang thuộc %(name)s, và tệp không cho đơn vị đó kết thúc.")
HELD_LATER = N_("Mã này đã được ghi cho một đơn vị khác từ ngày %(day)s.")
TOLD_TWICE = N_("Đơn vị mới này đã ghi khác ở dòng %(first)s.")
SAME_ROW = N_("Dòng này lặp lại dòng %(first)s.")
WHOLE_OF_SEVERAL = N_("Đơn vị cũ này vào nhiều đơn vị mới, nên mỗi dòng phải là «Một phần».")
PART_ALONE = N_("Mới ghi một phần của đơn vị cũ này. Cần thêm dòng cho phần còn lại, hoặc ghi «Toàn bộ».")
NOTHING_CHANGES = N_("Dòng này không thay đổi gì.")
UNKNOWN_PROVINCE = N_("Không có tỉnh, thành phố nào mang mã này vào ngày %(day)s.")


class ListedWard(NamedTuple):
    """A unit that begins."""

    code: str
    name: str
    province_id: int
    basis: str


class PlannedStep(NamedTuple):
    """An old unit, by its number, going into a new one: by its number where it is there already, else by its code."""

    old: int
    new: int | str
    extent: Extent
    basis: str


@dataclass
class WardChangePlan:
    """All that a list would write, and what is wrong with it. `known` rows the register of wards has already."""

    on: date
    basis: str
    new: dict[str, ListedWard] = field(default_factory=dict)
    ended: dict[int, Ward] = field(default_factory=dict)
    steps: list[PlannedStep] = field(default_factory=list)
    known: int = 0
    faults: list[RowFault[ChangeColumn]] = field(default_factory=list)

    @property
    def last_day(self) -> date:
        """The last day of what ends."""
        return self.on - DAY


class _Row(NamedTuple):
    line: int
    cells: Cells
    old: Ward
    extent: Extent


def build_change_plan(session: Session, rows: Sequence[tuple[int, Cells]], on: date, basis: str) -> WardChangePlan:
    """The plan of a list whose changes take effect on a day; `basis` where a row gives none of its own."""
    return _Reader(session, rows, WardChangePlan(on, basis)).plan


class _Reader:
    """Reads one list: first what ends, then what begins."""

    def __init__(self, session: Session, rows: Sequence[tuple[int, Cells]], plan: WardChangePlan) -> None:
        self.plan = plan
        self._read_register(session, rows)
        readable_rows = [row for row in (self._row(line, cells) for line, cells in rows) if row]
        self._olds = {row.old.id for row in readable_rows}
        self._told: dict[tuple[int, int | str], int] = {}
        self._lines: dict[str, int] = {}
        for row in readable_rows:
            self._take(row)
        self._weigh(readable_rows)
        plan.faults.sort(key=lambda fault: fault.line)

    def _read_register(self, session: Session, rows: Sequence[tuple[int, Cells]]) -> None:
        codes = {
            rules.padded(cells.get(name, ""))
            for _, cells in rows
            for name in (ChangeColumn.OLD_CODE, ChangeColumn.NEW_CODE)
        }
        names = {fold(rules.full_name(cells.get(ChangeColumn.OLD_NAME, ""), None)) for _, cells in rows}
        self._by_code: dict[str, list[Ward]] = {}
        for ward in _wards(session, Ward.code, codes - {""}):
            self._by_code.setdefault(ward.code, []).append(ward)
        self._by_name: dict[str, list[Ward]] = {}
        for ward in _wards(session, Ward.search_key, names - {""}):  # only to find them: what counts is the very name
            self._by_name.setdefault(ward.name.casefold(), []).append(ward)
        self._provinces = {province.code: province for province in queries.provinces(session, self.plan.on)}
        ids = [ward.id for index in (self._by_code, self._by_name) for wards in index.values() for ward in wards]
        self._known = {(step.old_id, step.new_id): step for step in _successions(session, ids)}

    def _fault(self, line: int, column: ChangeColumn, message: str, **facts: object) -> None:
        self.plan.faults.append(RowFault(line, column, message, facts))

    def _row(self, line: int, cells: Cells) -> _Row | None:
        old, extent = self._old_unit(line, cells), rules.extent(cells.get(ChangeColumn.EXTENT, ""))
        if extent is None:
            self._fault(line, ChangeColumn.EXTENT, BAD_EXTENT)
        return _Row(line, cells, old, extent) if old and extent else None

    def _old_unit(self, line: int, cells: Cells) -> Ward | None:
        """The unit that a row says ends; None, and a fault, when it cannot be told for certain."""
        code, name = rules.padded(cells.get(ChangeColumn.OLD_CODE, "")), cells.get(ChangeColumn.OLD_NAME, "")
        old = self._old_by_code(line, code) if code else self._old_by_name(line, name, cells)
        if old is None:
            return None
        if code and name and not rules.same_name(name, old.name):
            self._fault(line, ChangeColumn.OLD_NAME, OTHER_NAME, code=code, day=_day(self.plan.last_day), name=old.name)
            return None
        if old.valid_to not in (None, self.plan.last_day):
            self._fault(line, ChangeColumn.OLD_CODE, ENDED_OTHERWISE, day=_day(old.valid_to))
            return None
        return old

    def _old_by_code(self, line: int, code: str) -> Ward | None:
        candidates = [ward for ward in self._by_code.get(code, []) if _existed(ward, self.plan.last_day)]
        if not candidates:
            self._fault(line, ChangeColumn.OLD_CODE, UNKNOWN_CODE, code=code, day=_day(self.plan.last_day))
        return candidates[0] if candidates else None

    def _old_by_name(self, line: int, name: str, cells: Cells) -> Ward | None:
        province = cells.get(ChangeColumn.PROVINCE, "").zfill(2) if cells.get(ChangeColumn.PROVINCE) else ""
        if not name or not province:
            self._fault(line, ChangeColumn.PROVINCE if name else ChangeColumn.OLD_CODE, NO_PROVINCE if name else NO_OLD)
            return None
        namesakes = self._by_name.get(rules.full_name(name, None).casefold(), [])
        candidates = [
            ward for ward in namesakes if ward.province.code == province and _existed(ward, self.plan.last_day)
        ]
        if len(candidates) != 1:
            message = SEVERAL_NAMES if candidates else UNKNOWN_NAME
            self._fault(line, ChangeColumn.OLD_NAME, message, day=_day(self.plan.last_day))
        return candidates[0] if len(candidates) == 1 else None

    def _take(self, row: _Row) -> None:
        new = self._new_unit(row)
        if new is None:
            return
        first = self._told.setdefault((row.old.id, new), row.line)
        if first != row.line:
            self._fault(row.line, ChangeColumn.NEW_CODE, SAME_ROW, first=first)
        elif isinstance(new, int) and (row.old.id, new) in self._known:
            self._take_known(row, self._known[row.old.id, new])
        elif row.old.valid_to is not None:
            self._fault(row.line, ChangeColumn.OLD_CODE, TOLD_OTHERWISE)
        else:
            self.plan.ended[row.old.id] = row.old
            basis = row.cells.get(ChangeColumn.BASIS) or self.plan.basis
            self.plan.steps.append(PlannedStep(row.old.id, new, row.extent, basis[:200]))

    def _take_known(self, row: _Row, succession: Succession) -> None:
        if (succession.extent, succession.effective_on) == (row.extent, self.plan.on):
            self.plan.known += 1
        else:
            self._fault(row.line, ChangeColumn.EXTENT, TOLD_OTHERWISE)

    def _new_unit(self, row: _Row) -> int | str | None:
        """The unit that a row goes into: the id of one that is there, or the code of one that begins; None: a fault."""
        code, name = rules.padded(row.cells.get(ChangeColumn.NEW_CODE, "")), self._new_name(row)
        if len(code) != 5 or not code.isdecimal():
            self._fault(row.line, ChangeColumn.NEW_CODE, BAD_CODE)
            return None
        if name is None:
            return None
        later = [ward for ward in self._by_code.get(code, []) if ward.valid_from > self.plan.on]
        if later:
            self._fault(row.line, ChangeColumn.NEW_CODE, HELD_LATER, day=_day(later[0].valid_from))
            return None
        holders = [ward for ward in self._by_code.get(code, []) if _existed(ward, self.plan.on)]
        holders = [ward for ward in holders if ward.valid_from == self.plan.on or ward.id not in self._olds]
        return self._check_existing(row, holders[0], name) if holders else self._begin(row, code, name)

    def _new_name(self, row: _Row) -> str | None:
        kind_text, kind = row.cells.get(ChangeColumn.KIND, ""), rules.kind(row.cells.get(ChangeColumn.KIND, ""))
        name = rules.full_name(row.cells.get(ChangeColumn.NEW_NAME, ""), kind)
        try:
            kind_of_name = rules.kind_of(name)
        except ValueError:
            self._fault(row.line, ChangeColumn.NEW_NAME, NO_NAME)
            return None
        if kind_text and kind is not kind_of_name:
            self._fault(row.line, ChangeColumn.KIND, OTHER_KIND)
            return None
        return name[:100]

    def _check_existing(self, row: _Row, ward: Ward, name: str) -> int | None:
        """A unit that goes on, or began that day already, must bear the row's name."""
        if not rules.same_name(ward.name, name):
            self._fault(row.line, ChangeColumn.NEW_CODE, STILL_HELD, name=ward.name)
            return None
        return ward.id

    def _begin(self, row: _Row, code: str, name: str) -> str | None:
        province = self._province(row)
        if province is None:
            return None
        unit = ListedWard(code, name, province.id, (row.cells.get(ChangeColumn.BASIS) or self.plan.basis)[:200])
        first = self.plan.new.setdefault(code, unit)
        line = self._lines.setdefault(code, row.line)
        if (first.name, first.province_id) != (unit.name, unit.province_id):
            self._fault(row.line, ChangeColumn.NEW_NAME, TOLD_TWICE, first=line)
            return None
        return code

    def _province(self, row: _Row) -> Province | None:
        """The province named, or the one the old unit lay in if it goes on."""
        province_code = row.cells.get(ChangeColumn.PROVINCE, "")
        province = self._provinces.get(province_code.zfill(2) if province_code else row.old.province.code)
        if province is None:
            self._fault(row.line, ChangeColumn.PROVINCE, UNKNOWN_PROVINCE, day=_day(self.plan.on))
        return province

    def _weigh(self, rows: Iterable[_Row]) -> None:
        """Whole means one row, part means several; and a unit that alone becomes itself changes nothing."""
        by_old: dict[int, list[_Row]] = {}
        for row in rows:
            by_old.setdefault(row.old.id, []).append(row)
        olds_by_new: dict[int | str, list[int]] = {}
        for old_id, new in self._told:
            olds_by_new.setdefault(new, []).append(old_id)
        for siblings in by_old.values():
            for row in siblings:
                if row.extent is Extent.WHOLE and len(siblings) > 1:
                    self._fault(row.line, ChangeColumn.EXTENT, WHOLE_OF_SEVERAL)
                elif row.extent is Extent.PART and len(siblings) == 1:
                    self._fault(row.line, ChangeColumn.EXTENT, PART_ALONE)
                elif self._is_nothing(row, olds_by_new):
                    self._fault(row.line, ChangeColumn.NEW_NAME, NOTHING_CHANGES)

    def _is_nothing(self, row: _Row, olds_by_new: dict[int | str, list[int]]) -> bool:
        unit = self.plan.new.get(row.old.code)
        is_unchanged = unit is not None and unit.name == row.old.name and unit.province_id == row.old.province_id
        return is_unchanged and row.extent is Extent.WHOLE and olds_by_new.get(row.old.code) == [row.old.id]


def _existed(ward: Ward, day: date) -> bool:
    return ward.valid_from <= day and (ward.valid_to is None or ward.valid_to >= day)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _wards(session: Session, column: object, values: Collection[str]) -> Iterator[Ward]:
    sorted_values = sorted(values)
    for start in range(0, len(sorted_values), CHUNK):
        condition = column.in_(sorted_values[start : start + CHUNK])  # type: ignore[attr-defined]  # a column of Ward
        yield from session.scalars(select(Ward).where(condition).options(joinedload(Ward.province)))


def _successions(session: Session, ward_ids: Sequence[int]) -> Iterator[Succession]:
    sorted_ids = sorted(set(ward_ids))
    for start in range(0, len(sorted_ids), CHUNK):
        yield from session.scalars(select(Succession).where(Succession.old_id.in_(sorted_ids[start : start + CHUNK])))
