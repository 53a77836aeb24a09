"""Queries: what a list of units would write: which are new, which have ended, which took over. No guesses."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.days import Unreadable, read_day
from tracker.core.i18n import N_
from tracker.territory.table_files import RowFault
from tracker.territory.units import rules
from tracker.territory.units.models import Unit
from tracker.territory.units.rules import DAY, UnitColumn, UnitKind
from tracker.territory.units.unit_files import Cells
from tracker.territory.wards import queries as wards
from tracker.territory.wards import rules as ward_rules

BAD_CODE = N_("Cần mã đơn vị: tối đa 20 chữ, số, dấu gạch ngang.")
BAD_KIND = N_("Không đọc được loại đơn vị.")
NO_NAME = N_("Cần tên đơn vị.")
ENDS_FIRST = N_("Ngày kết thúc ở trước ngày bắt đầu.")
SAME_ROW = N_("Đơn vị này đã ghi ở dòng %(first)s.")
OTHERWISE = N_("Danh mục đã có đơn vị này từ ngày đó, ghi khác: %(name)s.")
OVERLAPS = N_("Mã này đã thuộc %(name)s vào ngày đó.")
NO_PARENT = N_("Không có đơn vị cấp trên nào mang mã này.")
NO_WARD = N_("Không có phường, xã nào mang mã này vào ngày bắt đầu của đơn vị.")
NO_SUCCESSOR = N_("Không có đơn vị nào mang mã này vào ngày sau khi đơn vị này kết thúc.")
STILL_THERE = N_("Đơn vị chưa kết thúc thì chưa có đơn vị kế thừa.")


class UnitKey(NamedTuple):
    """What identifies a unit: a code may name several, one after the other."""

    code: str
    valid_from: date


@dataclass(frozen=True)
class ListedUnit:
    """A unit as a list tells it. `parent` and `successor` are codes, `ward_id` is where its ward stands."""

    key: UnitKey
    kind: UnitKind
    name: str
    short_name: str
    sign: str
    valid_to: date | None
    parent: str = ""
    successor: str = ""
    ward_id: int | None = None
    province_code: str = ""
    basis: str = ""


@dataclass
class UnitLoadPlan:
    """All that a list would write, and what is wrong with it. `known` units the register has already."""

    new: dict[UnitKey, ListedUnit] = field(default_factory=dict)
    ended: dict[UnitKey, ListedUnit] = field(default_factory=dict)
    known: int = 0
    faults: list[RowFault[UnitColumn]] = field(default_factory=list)


def build_load_plan(session: Session, rows: Sequence[tuple[int, Cells]]) -> UnitLoadPlan:
    """The plan of a list of units."""
    return _Reader(session, rows).plan


class _Reader:
    """Reads one list: each row by itself, then what the rows say of each other."""

    def __init__(self, session: Session, rows: Sequence[tuple[int, Cells]]) -> None:
        self.session, self.plan = session, UnitLoadPlan()
        self.there: dict[str, list[Unit]] = {}
        for unit in session.scalars(select(Unit)):
            self.there.setdefault(unit.code, []).append(unit)
        self.lines: dict[UnitKey, int] = {}
        self.listed: dict[UnitKey, ListedUnit] = {}
        for line, cells in rows:
            self._take(line, cells)
        for key, row in self.listed.items():
            self._weigh(self.lines[key], row)
        self.plan.faults.sort(key=lambda fault: fault.line)

    def _fault(self, line: int, column: UnitColumn, message: str, **facts: object) -> None:
        self.plan.faults.append(RowFault(line, column, message, facts))

    def _take(self, line: int, cells: Cells) -> None:
        unit = self._read(line, cells)
        if unit is None:
            return
        first = self.lines.setdefault(unit.key, line)
        if first != line:
            self._fault(line, UnitColumn.CODE, SAME_ROW, first=first)
        else:
            self.listed[unit.key] = self._placed(line, cells, unit)

    def _read(self, line: int, cells: Cells) -> ListedUnit | None:
        """The unit that a row tells of; None, and its faults, when the row cannot be read."""
        before, kind = len(self.plan.faults), rules.kind(cells.get(UnitColumn.KIND, ""))
        code, name = cells.get(UnitColumn.CODE, "").upper(), cells.get(UnitColumn.NAME, "")
        since = self._day(line, cells, UnitColumn.VALID_FROM) or ward_rules.UNRECORDED_START
        until = self._day(line, cells, UnitColumn.VALID_TO)
        for column, refused, message in (
            (UnitColumn.CODE, not rules.is_code(code), BAD_CODE),
            (UnitColumn.KIND, kind is None, BAD_KIND),
            (UnitColumn.NAME, not name, NO_NAME),
            (UnitColumn.VALID_TO, bool(until and until < since), ENDS_FIRST),
        ):
            if refused:
                self._fault(line, column, message)
        if len(self.plan.faults) > before or kind is None:
            return None
        short, sign = cells.get(UnitColumn.SHORT_NAME, "") or name, cells.get(UnitColumn.SIGN, "")
        return ListedUnit(UnitKey(code, since), kind, name[:200], short[:60], sign[:30], until)

    def _placed(self, line: int, cells: Cells, unit: ListedUnit) -> ListedUnit:
        """The unit with its ward, and the codes of its neighbours."""
        typed, ward = cells.get(UnitColumn.WARD, ""), None
        if typed:
            ward = wards.by_code(self.session, typed, unit.key.valid_from)
            if ward is None:
                self._fault(line, UnitColumn.WARD, NO_WARD)
        return replace(
            unit,
            parent=cells.get(UnitColumn.PARENT, "").upper(),
            successor=cells.get(UnitColumn.SUCCESSOR, "").upper(),
            ward_id=ward.id if ward else None,
            province_code=cells.get(UnitColumn.PROVINCE, "")[:2] or (ward.province.code if ward else ""),
            basis=cells.get(UnitColumn.BASIS, "")[:200],
        )

    def _day(self, line: int, cells: Cells, column: UnitColumn) -> date | None:
        typed = cells.get(column, "")
        try:
            return read_day(typed, None) if typed else None
        except Unreadable as error:
            self._fault(line, column, error.text)
            return None

    def _weigh(self, line: int, unit: ListedUnit) -> None:
        if unit.parent and not self._holds(unit.parent, unit.key.valid_from, unit.valid_to):
            self._fault(line, UnitColumn.PARENT, NO_PARENT)
        if unit.successor and unit.valid_to is None:
            self._fault(line, UnitColumn.SUCCESSOR, STILL_THERE)
        elif unit.successor and unit.valid_to and not self._holds(unit.successor, unit.valid_to + DAY, None):
            self._fault(line, UnitColumn.SUCCESSOR, NO_SUCCESSOR)
        self._settle(line, unit)

    def _settle(self, line: int, unit: ListedUnit) -> None:
        registered = next(
            (row for row in self.there.get(unit.key.code, ()) if row.valid_from == unit.key.valid_from), None
        )
        if registered is None:
            self._check_overlap(line, unit)
            self.plan.new[unit.key] = unit
        elif (registered.name, registered.kind) != (unit.name, unit.kind) or registered.valid_to not in (
            None,
            unit.valid_to,
        ):
            self._fault(line, UnitColumn.NAME, OTHERWISE, name=registered.name)
        elif unit.valid_to is not None and registered.valid_to is None:
            self.plan.ended[unit.key] = unit
        else:
            self.plan.known += 1

    def _check_overlap(self, line: int, unit: ListedUnit) -> None:
        """Two units must not hold one code on one day, in the list or in the register."""
        for key, name, until in self._holders(unit.key.code):
            if key != unit.key and rules.overlap((key.valid_from, until), (unit.key.valid_from, unit.valid_to)):
                self._fault(line, UnitColumn.CODE, OVERLAPS, name=name)

    def _holders(self, code: str) -> list[tuple[UnitKey, str, date | None]]:
        """Who holds a code, with name and last day: as the list tells it, else as the register does."""
        holders = {UnitKey(row.code, row.valid_from): (row.name, row.valid_to) for row in self.there.get(code, ())}
        holders |= {key: (unit.name, unit.valid_to) for key, unit in self.listed.items() if key.code == code}
        return [(key, name, until) for key, (name, until) in holders.items()]

    def _holds(self, code: str, since: date, until: date | None) -> bool:
        """Whether a unit of the list or of the register holds a code on some day between two."""
        spans = [(key.valid_from, end) for key, _, end in self._holders(code)]
        return any(rules.overlap(span, (since, until)) for span in spans)
