"""Every page: no serious fault by axe in light and dark, nothing wider than a phone, usable without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.cast import Cast
from tests.extractions.test_actions import handed_over
from tracker.extractions.rules import Status

FOREIGN = {"/api/v1/docs"}  # Swagger UI's own faults are not ours to mend
SKIPPED = {
    "imports.sample",
    "imports.download_faults",
    "static",
    "api-docs.openapi_json",
    "healthz",
    "readyz",
    "accounts.login",
}


def a_working_day(cast: Cast) -> None:
    """One row at least of everything, so that no page is empty. Numbers start at 1."""
    network, recorder, owner = cast.network(), cast.recorder(clock_offset_seconds=95), cast.owner()
    camera = cast.camera(network_id=network.id, recorder_id=recorder.id, owner_id=owner.id)
    cast.request(camera, status=Status.APPROVED)
    cast.request(camera, cast.camera(bearing=None))
    handed_over(cast)


def sends_a_list(lan: Page) -> None:
    """Lan sends a camera list with one good line and one wrong one."""
    lan.goto("/imports/new")
    content = "Mã camera,Tên camera,Vĩ độ,Kinh độ\nA1,Ngã ba,19.8,105.7\nA2,Ngã tư,105.7,19.8\n".encode()
    lan.set_input_files("input[type=file]", {"name": "camera.csv", "mimeType": "text/csv", "buffer": content})
    lan.locator("main form button").first.click()
    lan.wait_for_url("**/imports/1")


def pages_of(app: Flask) -> list[str]:
    """The address of every page that a GET opens, with 1 for every number in it."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in SKIPPED or "GET" not in (rule.methods or ()) or rule.rule.startswith("/api/v1/"):
                continue
            given = {name: "unavailable" if name == "step" else 1 for name in rule.arguments}
            found.append(str(app.url_map.bind("").build(rule.endpoint, given)))
    return [*found, "/extractions/new?incident=1", "/api/v1/docs"]


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    serious = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in serious for node in fault["nodes"][:3]]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_no_page_has_a_serious_fault(desk: Desk, app: Flask, cast: Cast, width: int, dark: bool) -> None:
    a_working_day(cast)
    wrong, seen = dict[str, list[str]](), set[str]()
    for who in ("lan", "minh", "thuy", "an", "binh"):
        page = desk.sit(who, width=width, dark=dark)
        if who == "lan":
            sends_a_list(page)
        for url in [url for url in pages_of(app) if url == "/" or url not in seen]:
            answer = page.goto(url)
            assert answer is not None
            assert answer.status < 500, url
            if answer.status >= 400:  # not this person's page; the next one's perhaps
                continue
            seen.add(url)
            found = [] if url in FOREIGN else faults(page)
            if url not in FOREIGN and page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("wider than the window")
            if found:
                wrong[f"{who} {url}"] = found
    desk.complaints = [said for said in desk.complaints if "status of 40" not in said]
    assert wrong == {}
    assert set(pages_of(app)) - seen == set(), "pages that nobody could open"


def test_lan_answers_without_javascript(desk: Desk, cast: Cast) -> None:
    line = cast.request().lines[0]
    page = desk.sit("lan", width=360, script=False)
    page.get_by_role("button", name="Đã bảo toàn").click()
    assert cast.fresh(line).preserved_at is not None


def test_english_is_one_press_away_and_stays(desk: Desk) -> None:
    page = desk.sit("minh")
    page.locator("details.me summary").click()
    page.get_by_role("button", name="English").click()
    page.goto("/incidents")
    assert page.locator("html").get_attribute("lang") == "en"
