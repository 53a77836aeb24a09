"""Every page of every role fits: a phone of 360 px and a desk of 1280 px, in a usual font and in a wide one."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser import fonts
from tests.browser.conftest import Desk
from tests.browser.test_every_page import FOREIGN, a_working_day, pages_of, sends_a_list
from tests.cast import Cast
from tests.people import People
from tracker.core import permissions
from tracker.register.cameras.rules import Connection
from tracker.register.owners.rules import ConsentScope, OwnerKind

PHONE, DESKTOP = 360, 1280
MISFITS = (Path(__file__).parent / "misfits.js").read_text()
REFUSED = (403, 404, 409)  # what is another person's alone, and what cannot be done as a thing stands
ROLES = ("lan", "minh", "thuy", "an", "binh")
PARTS = 4
OF_A_PERSON = re.compile(
    r"""<header.*?</header>|<footer.*?</footer>|<dialog.*?</dialog>|<p class="print-only.*?</p>"""
    r"""|<meta name="csrf-token"[^>]*>|value="[^"]{20,}\"""",
    re.DOTALL,
)


def long_names(cast: Cast) -> None:
    """A request for a camera of which everything has a long name, as in real lists; each is the first of its kind."""
    crossing = "Ngã ba Triệu Quốc Đạt – Dương Đình Nghệ"
    company = "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Hải Thượng Lãn Ông"
    network = cast.network(name="Camera giám sát an ninh trật tự khu phố Triệu Quốc Đạt, phường Hạc Thành")
    owner = cast.owner(kind=OwnerKind.FIRM, name=company, consent_scope=ConsentScope.ON_REQUEST, address=crossing)
    recorder = cast.recorder(place=crossing, clock_offset_seconds=-4210)
    holder = {"network_id": network.id, "owner_id": owner.id, "recorder_id": recorder.id}
    point = cast.point(name=crossing, address=f"Số 127 {crossing}")
    camera = cast.camera(name=crossing, point_id=point.id, bearing=None, connection=Connection.MOBILISABLE, **holder)
    cast.request(camera, incident=cast.incident(place=crossing, summary=f"Va chạm xe máy tại {crossing}"))


def misfits(page: Page) -> list[str]:
    """What does not fit on an open page, in the usual font and in the wide one."""
    faults = list[str]()
    for family in (fonts.USUAL, fonts.WIDE):
        fonts.set_in(page, family)
        faults += [f"{family}: {fault}" for fault in page.evaluate(MISFITS)]
    return faults


def misfits_at(page: Page, width: int) -> list[str]:
    """The same on an open page, brought to a width of so many pixels."""
    page.set_viewport_size({"width": width, "height": 800})
    return [f"{width} px, {fault}" for fault in misfits(page)]


def look(html: str) -> str:
    """A page without what is not on the screen or differs by who looks at it alone: menu, key sheet, hidden values."""
    return OF_A_PERSON.sub("", html)


def see(page: Page, url: str, refused: list[int]) -> list[str]:
    """What does not fit on a page when it is opened; the statuses of those that are refused are noted."""
    answer = page.goto(url)
    if answer and answer.status in REFUSED:
        refused.append(answer.status)
    return misfits_at(page, DESKTOP) + misfits_at(page, PHONE)


# In parts, so that several workers share them. What looks alike for several is opened once.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_every_role_fits(desk: Desk, app: Flask, cast: Cast, people: People, part: int) -> None:
    long_names(cast)
    a_working_day(cast)
    windows = {login: desk.sit(login) for login in ROLES}
    sends_a_list(windows["lan"])
    wrong, refused = dict[str, list[str]](), list[int]()
    for url, can in [page for page in pages_of(app).items() if page[0] not in FOREIGN][part::PARTS]:
        looks = set[str]()
        for login in [login for login in ROLES if permissions.permits(getattr(cast, login), can)]:
            html = look(getattr(people, login).client.get(url).text)
            if html not in looks and (faults := see(windows[login], url, refused)):
                wrong[f"{login} {url}"] = faults
            looks.add(html)
    for status in refused:  # of which the browser complains once, for the page itself
        desk.complaints.remove(next(each for each in desk.complaints if f"a status of {status} " in each))
    assert wrong == {}


def test_what_only_one_sees_is_looked_at(people: People, cast: Cast) -> None:
    cast.request()
    lan, minh, thuy = (look(getattr(people, who).client.get("/extractions/1").text) for who in ("lan", "minh", "thuy"))
    assert len({lan, minh, thuy}) == 3
    assert look(people.minh.client.get("/wards").text) == look(people.thuy.client.get("/wards").text)


def test_the_tests_show_the_fonts_they_brought(desk: Desk) -> None:
    page = desk.sit("thuy")
    assert {family.split(" SemiBold")[0] for family in fonts.shown_in(page, ".menu a")} == {fonts.USUAL}
    fonts.set_in(page, fonts.WIDE)
    assert fonts.shown_in(page, ".menu a") == {fonts.WIDE}


def test_the_longest_menu_fits_in_english_too(desk: Desk) -> None:
    page = desk.sit("thuy")
    page.locator("details.account-menu summary").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("link", name="My work").wait_for()
    assert misfits_at(page, DESKTOP) + misfits_at(page, PHONE) == []


SPOILT = """() => {
  const long = "camera".repeat(300);
  const table = `<div class="table-wrap"><table><tr><td>${long}</td></tr></table></div>`;
  const text = `<p id="cut">${long}</p><p>${long}</p>`;
  document.querySelector("main").insertAdjacentHTML("beforeend", table + text);
  const cut = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" };
  Object.assign(document.getElementById("cut").style, cut);
  document.querySelector(".site-header > div").style.flexWrap = "wrap";
  document.querySelector(".brand").append(long);
}"""


def test_what_does_not_fit_is_found(desk: Desk) -> None:
    page = desk.sit("thuy")
    page.evaluate(SPOILT)
    faults = " ".join(misfits_at(page, DESKTOP))
    for fault in (
        "wider than the window",
        "a table scrolls",
        "text is cut",
        "text leaves its box",
        "the header stands on two rows",
    ):
        assert fault in faults, fault
