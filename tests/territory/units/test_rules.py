"""Units as rules: what each covers, their codes and names."""

from datetime import date

from tracker.territory.units import rules
from tracker.territory.units.rules import UnitColumn, UnitKind
from tracker.territory.wards.rules import WardKind

PROVINCE, DEPARTMENT, DISTRICT, OLD_WARD, WARD = 1, 2, 3, 4, 5
TREE = {PROVINCE: None, DEPARTMENT: PROVINCE, DISTRICT: PROVINCE, OLD_WARD: DISTRICT, WARD: PROVINCE}
TOOK_OVER = [(DISTRICT, DEPARTMENT), (OLD_WARD, WARD)]


def test_a_unit_covers_itself_those_below_and_their_predecessors() -> None:
    covers = rules.covers(TREE, TOOK_OVER)
    assert covers[PROVINCE] == {PROVINCE, DEPARTMENT, DISTRICT, OLD_WARD, WARD}
    assert covers[WARD] == {WARD, OLD_WARD}
    assert covers[OLD_WARD] == {OLD_WARD}


def test_a_department_that_took_over_from_a_district_did_not_take_over_its_ward_police() -> None:
    assert rules.covers(TREE, TOOK_OVER)[DEPARTMENT] == {DEPARTMENT, DISTRICT}


def test_a_circle_of_successions_ends() -> None:
    assert rules.covers({1: None, 2: None}, [(1, 2), (2, 1)]) == {1: {1, 2}, 2: {1, 2}}


def test_spans_that_touch_on_one_day_overlap_and_spans_a_day_apart_do_not() -> None:
    first = (date(2025, 1, 1), date(2025, 2, 28))
    assert rules.overlap(first, (date(2025, 2, 28), None))
    assert not rules.overlap(first, (date(2025, 3, 1), None))
    assert rules.overlap((date(2025, 1, 1), None), (date(2020, 1, 1), None))


def test_kinds_and_headers_are_read_however_they_are_written() -> None:
    assert rules.kind("cong an cap tinh") is rules.kind("province") is UnitKind.PROVINCE
    assert rules.kind("Công an") is None
    assert rules.column("Ký hiệu văn bản") is UnitColumn.SIGN
    assert rules.column("valid_from") is UnitColumn.VALID_FROM
    assert rules.column("Ghi chú") is None


def test_a_code_is_short_and_without_blanks() -> None:
    assert rules.is_code("38-PC02")
    assert rules.is_code("CAĐK-20333")
    assert not any(map(rules.is_code, ("", "38 PC02", "-38", "x" * 21)))


def test_the_police_of_a_ward_are_named_after_it() -> None:
    assert rules.commune_name(WardKind.DAC_KHU, "Hoàng Sa") == "Công an đặc khu Hoàng Sa"
    assert {rules.commune_sign(kind) for kind in WardKind} == {"CAP", "CAX", "CATT", "CAĐK"}
