"""The whole register taken out by the administrator's command and brought in again."""

import csv
import io
from pathlib import Path

import pytest
from flask import Flask

from tests.demo.test_actions import one, run


def dry_run(demo: Flask, file: Path) -> str:
    answer = run(demo, f"cameras import {file} --dry-run")
    assert answer.exit_code == 0, answer.output[:2000]
    return str(answer.output.splitlines()[-1])


@pytest.mark.timeout(400)  # where it comes first, the demonstration is loaded for it
def test_the_whole_register_comes_in_unchanged_and_three_changed_rows_as_three(demo: Flask, tmp_path: Path) -> None:
    count, file = one(demo, "SELECT count(*) FROM cameras WHERE removed_on IS NULL"), tmp_path / "camera.csv"
    ended = "SELECT count(*) FROM cameras c JOIN wards w ON w.id = c.registered_ward_id WHERE w.valid_to IS NOT NULL"
    assert one(demo, ended) > 0
    assert f"Đã xuất {count} camera" in run(demo, f"cameras export {file}").output
    assert dry_run(demo, file) == f"Đọc thử: thêm 0, sửa 0, giữ nguyên {count}, sai 0."
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    changes = ((5, "Tên camera", "Tên mới"), (900, "Số ngày lưu", "21"), (1_900, "Kinh độ", "105.78"))
    for row, header, cell in changes:
        rows[row][rows[0].index(header)] = cell
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    assert dry_run(demo, file) == f"Đọc thử: thêm 0, sửa 3, giữ nguyên {count - 3}, sai 0."
