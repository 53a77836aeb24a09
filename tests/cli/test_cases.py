"""A unit's paper book at the command line."""

from pathlib import Path

from flask import Flask

from tests.cast import Cast
from tests.exchange.case_imports.books import FIGHT, INCIDENT, INCIDENT_HEADER, THEFT, book
from tests.test_cli import run
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.incidents.models import Incident


def test_a_book_is_read_first_and_then_taken_over_in_somebodys_name(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    file.write_bytes(book(THEFT, FIGHT))
    assert "dòng 2, cột Mã camera/điểm: Không có camera" in run(app, f"cases import {file} --by son", code=1)
    cast.camera(code="CAM-1")
    assert "thêm 2" in run(app, f"cases import {file} --by son --dry-run")
    assert cast.count(Incident) == 0
    told = run(app, f"cases import {file} --by son")
    assert "Sổ: thêm 2, sửa 0, giữ nguyên 0, sai 0" in told
    assert "Không có tài khoản mang các tên: Trần Văn Cũ" in told
    assert cast.count(ExtractionLine) == 2
    assert "thêm 0, sửa 0, giữ nguyên 2" in run(app, f"cases import {file} --by son")


def test_columns_and_blank_cells_are_said_with_options(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    header = INCIDENT_HEADER.replace("Số vụ việc", "No.")
    file.write_bytes(book(INCIDENT.replace("113", ""), header=header))
    command = f"cases import {file} --kind incidents --by son"
    assert "Còn thiếu cột: Số vụ việc" in run(app, command, code=1)
    assert "Không có mục «bearing»" in run(app, f"{command} --map No.=bearing", code=1)
    assert "Mỗi --blank có dạng" in run(app, f"{command} --blank channel", code=1)
    numbered = f"{command} --map No.=incident_number"
    assert "cột Kênh tin" in run(app, numbered, code=1)
    run(app, f"{numbered} --blank channel=in_person")
    assert cast.count(Incident) == 1


def test_the_name_must_be_of_somebody_who_works_on_cases(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    file.write_bytes(book(THEFT))
    assert "Không có tài khoản đang dùng" in run(app, f"cases import {file} --by nobody", code=1)
    assert run(app, f"cases import {file} --by lan", code=1)
    assert cast.count(Incident) == 0
