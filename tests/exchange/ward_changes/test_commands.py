"""`flask wards change`: the same change at the command line, for whoever holds the machine."""

from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.exchange.ward_changes.histories import HAC_THANH_ENDS, HEADER
from tests.test_cli import run
from tracker.exchange.ward_changes.models import Move
from tracker.territory.wards.models import Ward


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list of one ward that gets a new name."""
    path = tmp_path / "don-vi.csv"
    path.write_text(HAC_THANH_ENDS)
    return path


def test_every_faulty_row_is_told_and_nothing_is_written(app: Flask, cast: Cast, file: Path) -> None:
    file.write_text(HEADER + "99999,,99001,Phường A,Toàn bộ\n14797,,99001,Phường A,có\n")
    output = run(app, f"wards change {file} --on 01/06/2026 --basis NQ", code=1)
    assert "dòng 2, cột Mã cũ: Không có đơn vị nào mang mã 99999 vào ngày 31/05/2026." in output
    assert "dòng 3, cột Toàn bộ/Một phần" in output
    assert cast.count(Ward) == 4
    run(app, f"wards change {file} --on 01/06/2026", code=1)


def test_a_file_is_shown_first_and_then_applied(app: Flask, cast: Cast, file: Path) -> None:
    camera = cast.camera()
    line = f"wards change {file} --on 01/06/2026 --basis NQ"
    assert "Vào Phường Thanh Hóa (99001): camera 1, điểm lắp đặt 1" in run(app, f"{line} --dry-run")
    assert cast.fresh(camera).ward_id == cast.hac_thanh.id
    assert "Đã áp dụng, số 1." in run(app, line)
    assert cast.fresh(camera).ward_id != cast.hac_thanh.id


def test_without_a_file_the_register_of_wards_is_followed(app: Flask, cast: Cast) -> None:
    run(app, "wards change --on 01/07/2025", code=1)
    cast.camera(ward_id=cast.old_dong_son.id)
    run(app, "wards change --on 01/07/2025")
    assert cast.count(Move) == 2
