"""What a phone loads: little the first time, the page alone from then on."""

from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.cast import Cast

# A file that the browser had kept came over no line, and weighs nothing.
LOADED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter(({ transferSize }) => transferSize > 0).map(({ name, transferSize }) => [name, transferSize])"""


def loaded(page: Page, url: str) -> dict[str, int]:
    """What came over the line when a page was opened, and how many bytes of each."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return dict(page.evaluate(LOADED))


def test_lans_phone_loads_each_file_once_and_then_the_page_alone(desk: Desk, cast: Cast) -> None:
    for number in range(50):
        cast.camera(code=f"HT-{number:03}")
    page = desk.sit("lan", width=360)
    page.wait_for_load_state("networkidle")
    first = {**dict(page.evaluate(LOADED)), **loaded(page, "/cameras")}
    assert len(first) > 8
    assert sum(first.values()) < 60_000
    assert [name.rpartition("/")[2] for name in loaded(page, "/cameras")] == ["cameras"]
