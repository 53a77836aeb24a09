"""What fits: a phone of 360 px and a desk of 1280 px, in a usual font and in a wide one. (test_every_page.py walks.)"""

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import fonts
from tests.browser.conftest import Desk
from tests.cast import Cast
from tests.marks import EVERY_CASE
from tests.people import People
from tracker.register.cameras.rules import Connection
from tracker.register.owners.rules import ConsentScope, OwnerKind

PHONE, DESKTOP = 360, 1280
MISFITS = (Path(__file__).parent / "misfits.js").read_text()
FAMILIES = (fonts.USUAL, fonts.WIDE) if EVERY_CASE else (fonts.WIDE,)  # what fits in the wide one fits in the other
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
    """What does not fit on an open page, in the wide font; in `make walk` in the usual one too."""
    faults = list[str]()
    for family in FAMILIES:
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
