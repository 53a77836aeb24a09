"""Wards and their outlines at the command line."""

from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.exchange.ward_changes.histories import HAC_THANH_ENDS
from tests.territory.boundaries.test_actions import feature, written
from tests.test_cli import run
from tracker.exchange.ward_changes.models import WardChange
from tracker.territory.boundaries import actions as outlines
from tracker.territory.boundaries.models import Boundary


def test_outlines_are_loaded_and_what_fits_no_ward_is_told(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "wards.geojson"
    file.write_bytes(written(feature(14797, "Hạc Thành"), feature(99999, "Ở đâu", west=105.9)))
    answer = run(app, "wards boundaries --on 01/09/2025", str(file))
    assert "Đã nạp ranh giới của 1 phường, xã" in answer
    assert "Không dùng Ở đâu 99999" in answer
    assert cast.count(Boundary) == 1


def test_a_file_of_outlines_that_is_too_large_is_not_even_read(
    app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "wards.geojson"
    file.write_bytes(written(feature(14797, "Hạc Thành")))
    monkeypatch.setattr(outlines, "MOST_BYTES", 10)
    assert outlines.TOO_LARGE in run(app, "wards boundaries", str(file), code=1)
    assert cast.count(Boundary) == 0


def test_a_change_needs_a_day_and_a_file_its_legal_basis(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "wards.csv"
    file.write_text(HAC_THANH_ENDS, encoding="utf-8")
    assert "Không có ngày 31/02/2026" in run(app, "wards change --on 31/02/2026", code=1)
    assert "--basis" in run(app, "wards change --on 01/06/2026", str(file), code=1)
    run(app, "wards change --on 01/06/2026 --basis NQ1 --dry-run", str(file))
    assert cast.count(WardChange) == 0
    assert "Đã áp dụng, số 1." in run(app, "wards change --on 01/06/2026 --basis NQ1", str(file))


def test_a_change_with_a_wrong_row_is_told_and_nothing_is_written(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "wards.csv"
    file.write_text(HAC_THANH_ENDS.replace("14797", "99999"), encoding="utf-8")
    answer = run(app, "wards change --on 01/06/2026 --basis NQ1", str(file), code=1)
    assert "dòng 2" in answer
    assert "chưa ghi gì" in answer
    assert cast.count(WardChange) == 0
