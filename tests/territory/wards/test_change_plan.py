"""A dated list of ward changes: read from any file, matched by code and day or by the very name, every fault told."""

import io
import subprocess
import zipfile
from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.cast import MERGER, Cast
from tracker.core import errors
from tracker.territory import table_files
from tracker.territory.wards import actions, change_files, change_plan, queries
from tracker.territory.wards.change_plan import WardChangePlan
from tracker.territory.wards.models import Ward
from tracker.territory.wards.rules import ChangeColumn, Extent

NEXT = date(2026, 6, 1)
COLUMNS = "Mã cũ,Tên cũ,Mã mới,Tên mới,Toàn bộ/Một phần,Loại,Mã tỉnh\n"


def read(session: Session, rows: str, on: date = NEXT) -> WardChangePlan:
    return change_plan.build_change_plan(session, change_files.read((COLUMNS + rows).encode()), on, "NQ 1")


FAULTS = [
    ("99999,,99001,Phường A,Toàn bộ", change_plan.UNKNOWN_CODE),
    ("14797,Phường Hàm Rồng,99001,Phường A,Toàn bộ", change_plan.OTHER_NAME),
    (",Phường Hac Thanh,99001,Phường A,Toàn bộ,,38", change_plan.UNKNOWN_NAME),
    (",Phường Hạc Thành,99001,Phường A,Toàn bộ", change_plan.NO_PROVINCE),
    (",,99001,Phường A,Toàn bộ", change_plan.NO_OLD),
    ("14797,,9900x,Phường A,Toàn bộ", change_plan.BAD_CODE),
    ("14797,,99001,A,Toàn bộ", change_plan.NO_NAME),
    ("14797,,99001,Phường A,Toàn bộ,Xã", change_plan.OTHER_KIND),
    ("14797,,99001,Phường A,", change_plan.BAD_EXTENT),
    ("14797,,99001,Phường A,Một phần", change_plan.PART_ALONE),
    ("14797,,99001,Phường A,Toàn bộ\n14797,,99002,Phường B,Một phần", change_plan.WHOLE_OF_SEVERAL),
    ("14797,,99001,Phường A,Toàn bộ\n14758,,99001,Phường B,Toàn bộ", change_plan.TOLD_TWICE),
    ("14797,,14758,Phường Mới,Toàn bộ", change_plan.STILL_HELD),
    ("14797,,14797,Phường Hạc Thành,Toàn bộ", change_plan.NOTHING_CHANGES),
    ("14797,,99001,Phường A,Toàn bộ,,77", change_plan.UNKNOWN_PROVINCE),
]


def test_a_row_that_cannot_be_told_for_certain_is_a_fault(cast: Cast, session: Session) -> None:
    for rows, message in FAULTS:
        assert [fault.message for fault in read(session, rows).faults][-1:] == [message], rows


def test_a_ward_that_changes_its_kind_keeps_its_code_and_is_another_row(cast: Cast, session: Session) -> None:
    actions.take_in(session, read(session, "14797,Phường Hạc Thành,14797,Hạc Thành,Toàn bộ,Đặc khu"))
    before, after = (queries.by_code(session, "14797", day) for day in (date(2026, 5, 31), NEXT))
    assert before
    assert after
    assert (before.name, after.name, before.id != after.id) == ("Phường Hạc Thành", "Đặc khu Hạc Thành", True)
    assert queries.successor_map(session, [before.id]) == {before.id: after.id}


def test_a_ward_that_takes_another_in_goes_on_as_it_was(cast: Cast, session: Session) -> None:
    plan = read(session, "14758,,14797,PHƯỜNG HẠC THÀNH,Toàn bộ")
    assert (plan.faults, plan.new, list(plan.ended)) == ([], {}, [cast.ham_rong.id])
    assert [(step.new, step.extent) for step in plan.steps] == [(cast.hac_thanh.id, Extent.WHOLE)]


def test_what_the_register_of_wards_knows_already_is_not_written_twice(cast: Cast, session: Session) -> None:
    plan = read(session, "14785,Phường Đông Sơn,14797,Phường Hạc Thành,Toàn bộ", MERGER)
    assert (plan.known, plan.steps, plan.faults) == (1, [], [])
    assert read(session, "14785,,14758,Phường Hàm Rồng,Toàn bộ", MERGER).faults[0].message == change_plan.TOLD_OTHERWISE


def test_an_old_ward_is_found_by_its_very_name_within_its_province(cast: Cast, session: Session) -> None:
    assert list(read(session, ",phường hạc thành,99001,Phường A,toàn bộ,,38").ended) == [cast.hac_thanh.id]


def test_a_workbook_with_a_title_and_codes_without_zeros_is_read() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Danh sách sắp xếp"])
        sheet.write_row(2, 0, ["Old code", "New_Code", "Tên mới", "Phạm vi"])
        sheet.write_row(3, 0, [4, 70, "Phường Ba Đình", "Toàn bộ"])
    ((line, cells),) = change_files.read(out.getvalue())
    assert (line, cells[ChangeColumn.OLD_CODE], cells[ChangeColumn.NEW_CODE]) == (4, "4", "70")


def test_a_workbook_that_blows_up_is_refused_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/1.xml", bytes(8 * 1024**2))
    monkeypatch.delattr(subprocess, "run")
    with pytest.raises(errors.Invalid) as refused:
        change_files.read(bomb.getvalue())
    assert refused.value.fields == {"file": table_files.TOO_BIG}


def test_a_file_that_is_no_list_is_refused_in_words() -> None:
    for content in (
        b"",
        b"PK\x03\x04",
        b"\xff\xff\xff",
        b"a;b\n1;2",
        COLUMNS.encode(),
        b"x" * (table_files.MOST_BYTES + 1),
    ):
        with pytest.raises(errors.Invalid):
            change_files.read(content)


def test_a_plan_with_a_fault_is_never_taken_in(cast: Cast, session: Session) -> None:
    plan = read(session, "99999,,99001,Phường A,Toàn bộ")
    with pytest.raises(errors.WrongState):
        actions.take_in(session, plan)


def test_a_code_that_somebody_gave_out_after_the_list_was_read_is_not_held_twice(cast: Cast, session: Session) -> None:
    plan = read(session, "14797,,99001,Phường A,Toàn bộ")
    assert plan.faults == []
    session.execute(update(Ward).where(Ward.id == cast.ham_rong.id).values(code="99001"))
    with pytest.raises(actions.Contradiction) as refused:
        actions.take_in(session, plan)
    assert [unit.split()[0] for unit in refused.value.facts["units"]] == ["99001"]


def test_a_list_longer_than_the_country_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"14797,,9900{number},Phường A,Một phần\n" for number in range(3))
    monkeypatch.setattr(table_files, "MOST_ROWS", 2)
    with pytest.raises(errors.Invalid) as refused:
        change_files.read((COLUMNS + rows).encode())
    assert refused.value.fields == {"file": table_files.TOO_BIG}
    monkeypatch.setattr(table_files, "MOST_ROWS", 3)
    assert len(change_files.read((COLUMNS + rows).encode())) == 3
