"""A file that is chosen and not sent: the browser works out what the form asks of it."""

import hashlib
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.cast import Cast
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.core import clock

SEVERAL_PIECES = b"anh chup duong pho " * 600_000  # over 10 MB


def hand_over_form(desk: Desk, cast: Cast) -> tuple[Page, ExtractionLine]:
    """Lan's form for the hand-over of footage that she extracted."""
    request, now = cast.request(status=RequestStatus.APPROVED), clock.now()
    window = {"window_from": now - timedelta(hours=3), "window_to": now - timedelta(hours=2)}
    line = cast.line(request, cast.camera(), status=LineStatus.EXTRACTED, extracted_at=now, **window)
    page = desk.sit("lan", width=360)
    page.goto(f"/extractions/lines/{line.id}/hand-over")
    return page, line


def test_lan_chooses_a_file_and_its_name_size_and_hash_are_filled_in(desk: Desk, cast: Cast, tmp_path: Path) -> None:
    page, _line = hand_over_form(desk, cast)
    file = tmp_path / "CH04_2030.dav"
    file.write_bytes(SEVERAL_PIECES)
    page.get_by_label("Chọn tệp sẽ giao").set_input_files(file)
    page.get_by_text("Đã tính xong mã băm.").wait_for()
    assert page.get_by_label("Tên tệp").input_value() == "CH04_2030.dav"
    assert page.get_by_label("Dung lượng").input_value() == str(len(SEVERAL_PIECES))
    assert page.get_by_label("Mã băm SHA-256").input_value() == hashlib.sha256(SEVERAL_PIECES).hexdigest()


def test_who_sends_before_the_hash_is_there_waits_for_it(desk: Desk, cast: Cast, tmp_path: Path) -> None:
    page, line = hand_over_form(desk, cast)
    file = tmp_path / "CH04_2030.dav"
    file.write_bytes(SEVERAL_PIECES)
    page.get_by_label("Phương tiện lưu trữ").fill("USB")
    page.get_by_label("Người nhận").fill("Nguyễn Văn Minh")
    page.get_by_label("Chọn tệp sẽ giao").set_input_files(file)
    page.get_by_role("button", name="Ghi nhận").click()
    page.wait_for_url("**/extractions/*")
    assert cast.fresh(line).status is LineStatus.HANDED_OVER


def test_an_empty_file_is_told_as_such_at_once(desk: Desk, cast: Cast, tmp_path: Path) -> None:
    page, _line = hand_over_form(desk, cast)
    (tmp_path / "VID_0031.mp4").touch()
    page.get_by_label("Chọn tệp sẽ giao").set_input_files(tmp_path / "VID_0031.mp4")
    page.get_by_text("Tệp rỗng").wait_for()
