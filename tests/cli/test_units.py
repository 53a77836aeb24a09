"""Units at the command line."""

from pathlib import Path

from flask import Flask

from tests.cast import Cast
from tests.territory.units.histories import COLUMNS, THANH_HOA
from tests.test_cli import run
from tracker.territory.units.models import Unit


def test_a_list_is_looked_at_first_and_a_faulty_one_told_row_by_row(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file, before = tmp_path / "units.csv", cast.count(Unit)
    file.write_text(COLUMNS + "x y,other,A,,,,,,,,,\n", encoding="utf-8")
    assert "dòng 2, cột Mã" in run(app, "units load", str(file), code=1)
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "Không thấy dòng tiêu đề" in run(app, "units load", str(file), code=1)
    file.write_text(THANH_HOA, encoding="utf-8")
    assert "Thêm 1 đơn vị" in run(app, "units load --dry-run", str(file))
    assert cast.count(Unit) == before
    run(app, "units load", str(file))
    assert "đã có 4" in run(app, "units load", str(file))
    assert "38-PC02\tPhòng Cảnh sát hình sự" in run(app, "units list hinh")


def test_the_police_of_every_ward_are_made_from_the_wards(app: Flask, cast: Cast) -> None:
    assert "Không đọc được ngày" in run(app, "units from-wards 38 --since hôm-qua", code=1)
    assert "Thêm 2 đơn vị, 2 lượt kế thừa" in run(app, "units from-wards 38")
    assert "Công an phường Hạc Thành" in run(app, "units list")
