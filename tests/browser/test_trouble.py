"""The browser tells a server's fault from a lost line, and keeps what was chosen or tapped."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Desk
from tests.cast import PASSWORD, Cast
from tests.register.inspections.test_actions import an_inspection
from tracker.accounts import actions as accounts
from tracker.register.inspections.models import InspectionVisit
from tracker.register.inspections.rules import SeenState

Trouble = Callable[[Route], None]
LIST = {"name": "camera.csv", "mimeType": "text/csv", "buffer": "Mã camera,Tên camera\nA1,Ngã ba\n".encode()}


def server_fails(route: Route) -> None:
    """The server answers with a fault of its own."""
    route.fulfill(status=500, content_type="text/html", body="<h1>Có lỗi</h1>")


def line_is_lost(route: Route) -> None:
    """No answer comes."""
    route.abort("connectionfailed")


def refused(route: Route) -> None:
    """The server will not have it."""
    route.fulfill(status=403, content_type="text/html", body="<h1>Không có quyền</h1>")


def troubled(page: Page, address: str, trouble: Trouble) -> None:
    """From now on what is sent to an address meets with trouble; what is read from there does not."""
    page.route(address, lambda route: trouble(route) if route.request.method == "POST" else route.continue_())


@pytest.mark.parametrize(
    ("trouble", "words"), [(server_fails, "Máy chủ gặp lỗi"), (line_is_lost, "Mất kết nối giữa chừng")]
)
def test_a_list_that_did_not_arrive_stays_chosen(desk: Desk, trouble: Trouble, words: str) -> None:
    lan = desk.sit("lan")
    lan.goto("/imports/new")
    troubled(lan, "**/imports/new", trouble)
    lan.set_input_files("input[type=file]", LIST)
    lan.locator("main form button").first.click()
    expect(lan.locator("[data-trouble]")).to_contain_text(words)
    assert lan.evaluate("document.querySelector('input[type=file]').files[0].name") == "camera.csv"
    lan.unroute("**/imports/new")
    lan.get_by_role("button", name="Gửi lại").click()
    lan.wait_for_url("**/imports/1")
    desk.complaints.clear()  # the browser's console says of each failed call that it failed


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(server_fails, "Máy chủ gặp lỗi. Chưa gửi được"), (line_is_lost, "Mất kết nối mạng. Chưa gửi được")],
)
def test_a_tap_is_sent_again_until_it_arrives(desk: Desk, cast: Cast, trouble: Trouble, words: str) -> None:
    for _ in range(3):
        cast.camera()
    an_inspection(cast)
    lan = desk.sit("lan", width=360)
    lan.goto("/inspections/1")
    first = lan.locator("#now").inner_text()
    troubled(lan, "**/inspections/1/cameras/*", trouble)
    lan.get_by_role("button", name="Hoạt động").click()
    expect(lan.locator(".tap-status")).to_contain_text(words)
    lan.unroute("**/inspections/1/cameras/*")
    expect(lan.locator("#now")).not_to_have_text(first, timeout=10_000)
    desk.complaints.clear()


def test_a_tap_that_is_refused_does_not_seem_to_be_done(desk: Desk, cast: Cast) -> None:
    for _ in range(2):
        cast.camera()
    an_inspection(cast)
    lan = desk.sit("lan", width=360)
    lan.goto("/inspections/1")
    troubled(lan, "**/inspections/1/cameras/*", refused)
    lan.get_by_role("button", name="Hoạt động").click()
    expect(lan.locator(".tap-status")).to_contain_text("Máy chủ không nhận")
    desk.complaints.clear()


def test_a_tap_after_the_session_ended_is_kept_at_its_row_through_signing_in(desk: Desk, cast: Cast) -> None:
    for _ in range(2):
        cast.camera()
    an_inspection(cast)
    lan = desk.sit("lan", width=360)
    lan.goto("/inspections/1")
    with cast.database.writing() as session:
        accounts.end_sessions(session, cast.lan.id)
    lan.get_by_role("button", name="Không tìm thấy").click()
    expect(lan.locator(".tap-status")).to_contain_text("Lần bấm này vẫn được giữ")
    lan.get_by_role("button", name="Đăng nhập rồi gửi").click()
    lan.get_by_label("Tên đăng nhập").fill("lan")
    lan.get_by_label("Mật khẩu").fill(PASSWORD)
    lan.get_by_role("button", name="Đăng nhập").click()
    lan.get_by_role("button", name="Gửi lại").click()
    expect(lan.get_by_role("region", name="Vừa ghi")).to_contain_text("Không tìm thấy")
    with cast.database.reading() as session:
        visits = session.query(InspectionVisit).order_by(InspectionVisit.position)
        assert [visit.seen for visit in visits] == [SeenState.BROKEN, SeenState.NOT_FOUND]
    desk.complaints.clear()
