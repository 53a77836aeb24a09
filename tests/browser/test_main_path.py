"""The whole path by hand, as four people, in a real browser."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.cast import Cast
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import Outcome, RequestStatus
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import IncidentStatus as Ending
from tracker.core import clock


def test_from_a_new_camera_to_a_clarified_incident(desk: Desk, cast: Cast) -> None:
    lan, minh, thuy = (desk.sit(who, by_hand=True) for who in ("lan", "minh", "thuy"))
    _register(lan)
    _log_incident(minh)
    _ask(minh)
    _approve(thuy)
    _answer(lan)
    _judge_and_end(minh)
    with cast.database.reading() as session:
        line, request = session.query(ExtractionLine).one(), session.query(ExtractionRequest).one()
        incident = session.query(Incident).one()
    assert (line.outcome, request.status) == (Outcome.DECISIVE, RequestStatus.CLOSED)
    assert incident.status is Ending.CLARIFIED
    thuy.goto(f"/reports?period={clock.today().year}")
    expect(thuy.get_by_role("main")).to_contain_text("1 trên 1")


def _register(lan: Page) -> None:
    lan.goto("/cameras/new")
    typed = {"Mã camera": "CAM-01", "Tên camera": "Ngã tư Bờ Hồ", "Tọa độ": "19.8067, 105.7850"}
    for label, text in typed.items():
        lan.get_by_label(label).first.fill(text)
    lan.get_by_role("textbox", name="Hướng nhìn").fill("90")
    lan.get_by_role("button", name="Đăng ký").click()
    expect(lan.get_by_role("heading", level=1)).to_have_text("CAM-01 – Ngã tư Bờ Hồ")


def _log_incident(minh: Page) -> None:
    minh.goto("/")
    minh.get_by_role("link", name="Lập vụ việc").click()
    minh.get_by_label("Loại việc").select_option("theft")
    minh.get_by_label("Nguồn tin").select_option("hotline_commune")
    yesterday = clock.local(clock.now() - timedelta(days=1))
    minh.get_by_label("Xảy ra lúc").fill(f"{yesterday:%H:%M %d/%m/%Y}")
    minh.get_by_label("Tóm tắt").fill("Mất xe máy trước chợ")
    minh.get_by_label("Nơi xảy ra").fill("Chợ Vườn Hoa")
    minh.get_by_label("Phường, xã").fill("14797")
    minh.get_by_label("Tọa độ").fill("19.8067, 105.7852")
    minh.get_by_role("main").get_by_role("button", name="Lập vụ việc").click()


def _ask(minh: Page) -> None:
    minh.get_by_role("link", name="Yêu cầu trích xuất camera").click()
    expect(minh.get_by_role("main")).to_contain_text("trong góc nhìn")
    minh.get_by_role("checkbox", name="CAM-01").check()
    minh.get_by_label("Lĩnh vực").select_option("crime_report")
    minh.get_by_label("Điều 88 BLTTHS").check()
    minh.get_by_label("Mục đích").fill("Tìm xe máy bị mất")
    minh.get_by_role("button", name="Gửi yêu cầu").click()
    expect(minh.get_by_role("main")).to_contain_text("Chờ phê duyệt")


def _approve(thuy: Page) -> None:
    thuy.goto("/")
    thuy.get_by_role("link", name="YC-00001").click()
    thuy.get_by_role("button", name="Phê duyệt").click()
    expect(thuy.get_by_role("main")).to_contain_text("Đã phê duyệt")


def _answer(lan: Page) -> None:
    lan.goto("/")
    lan.get_by_role("button", name="Ghi: đã bảo toàn").click()
    lan.get_by_role("button", name="Ghi: đã trích xuất").click()
    lan.get_by_role("link", name="Bàn giao").click()
    for label, text in (("Tên tệp", "cam01.dav"), ("Dung lượng", "1048576"), ("SHA-256", "ab" * 32)):
        lan.get_by_label(label).fill(text)
    lan.get_by_label("Phương tiện lưu trữ").fill("USB số 1")
    lan.get_by_label("Người nhận").fill("Nguyễn Văn Minh")
    lan.get_by_role("button", name="Ghi nhận").click()
    expect(lan.get_by_role("status")).to_contain_text("Đã bàn giao")


def _judge_and_end(minh: Page) -> None:
    minh.goto("/")
    minh.get_by_role("button", name="Có ý nghĩa quyết định").click()
    minh.get_by_role("link", name="YC-00001").click()
    minh.get_by_role("button", name="Đóng phiếu").click()
    expect(minh.get_by_role("status")).to_contain_text("Đã đóng")
    minh.get_by_role("main").get_by_role("link", name="VV-").first.click()
    minh.locator("#f-status").select_option("clarified")
    minh.get_by_role("button", name="Ghi kết quả").click()
    expect(minh.get_by_role("main")).to_contain_text("Đã làm rõ")
