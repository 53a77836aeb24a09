"""Every page: no serious fault by axe in light and dark, no class without its style, and all of it fits.

`make test` opens each page as the first who may, the home page as every role; `make walk` opens each as every role.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from tests import bootstrap
from tests.browser.conftest import Desk
from tests.browser.test_layout import DESKTOP, PHONE, long_names, look, misfits_at
from tests.cases.extractions.test_actions import handed_over
from tests.cast import Cast
from tests.exchange.bulk_edits.test_actions import changes_of_many
from tests.exchange.ward_changes.histories import a_change_of_wards
from tests.jobs.outbox.test_actions import courier, refuse, written
from tests.jobs.schedule.test_actions import looks
from tests.marks import EVERY_CASE
from tests.one_of_each import an_attachment
from tests.people import People
from tests.register.faults.test_actions import report
from tests.register.inspections.test_actions import an_inspection
from tracker.cases.access.models import IncidentShare
from tracker.cases.extractions.rules import RequestStatus
from tracker.core import clock, permissions
from tracker.core.permissions import Can
from tracker.exchange.exports import actions as exports
from tracker.exchange.exports.rules import FileKind
from tracker.jobs.outbox.courier import Undeliverable

FOREIGN = {"/api-docs"}  # Swagger UI's own faults are not ours to mend
# The rules whose answer hangs on how wide and how dark the page is.
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
PARTS = 4
REFUSED = (403, 404, 409)  # what is another person's alone, and what cannot be done as a thing stands
CLASSES = "[...new Set([...document.querySelectorAll('[class]')].flatMap((element) => [...element.classList]))]"
AXE = Axe().axe_script
WHO = ("lan", "minh", "thuy", "an", "binh")
SKIPPED = {
    "labels.sheets",
    "exports.template",
    "files.download",
    "imports.sample",
    "jobs.download",
    "jobs.progress",
    "imports.download_faults",
    "maps.base",
    "maps.cameras",
    "maps.place",
    "maps.wards",
    "moments.understood",
    "reports.network_file",
    "reports.ward_file",
    "streets.places",
    "streets.town",
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
    incident_id = cast.request(camera, status=RequestStatus.APPROVED).incident_id
    an_attachment(cast, incident_id)
    shared(cast, incident_id)
    a_message_that_failed(cast)
    cast.request(camera, cast.camera(bearing=None))
    handed_over(cast)
    report(cast, camera_id=camera.id)
    report(cast, recorder_id=recorder.id)
    an_inspection(cast)
    a_change_of_wards(cast)
    changes_of_many(cast)
    a_list_taken_out(cast)
    looks(cast, 2)


def shared(cast: Cast, incident_id: int) -> None:
    """A case of Minh's that another unit reads."""
    facts = {"shared_by_id": cast.minh.id, "shared_at": clock.now(), "reason": "Cùng phá án", "ended_at": None}
    cast.add(IncidentShare(incident_id=incident_id, unit_id=cast.pc08.id, **facts))


def a_message_that_failed(cast: Cast) -> None:
    """Something that the administrator has to see to."""
    written(cast)
    courier(cast.database, refuse(Undeliverable("550 không có hộp thư"))).work()


def a_list_taken_out(cast: Cast) -> None:
    """Lan's list of cameras as a file, made behind the pages."""
    with cast.database.writing() as session:
        exports.start(session, cast.lan, FileKind.CSV, {}, "camera.csv")


def sends_a_list(lan: Page) -> None:
    """Lan sends a camera list with one good line and one wrong one."""
    lan.goto("/imports/new")
    content = "Mã camera,Tên camera,Vĩ độ,Kinh độ\nA1,Ngã ba,19.8,105.7\nA2,Ngã tư,105.7,19.8\n".encode()
    lan.set_input_files("input[type=file]", {"name": "camera.csv", "mimeType": "text/csv", "buffer": content})
    lan.locator("main form button").first.click()
    lan.wait_for_url("**/imports/1")


# What stands in an address instead of 1, by endpoint and name, or by name: steps with a page of their own, Minh's work.
WORDS = {
    ("extractions.advance", "step"): "void",
    ("extractions.advance_line", "step"): "unavailable",
    ("incidents.advance", "step"): "end",
    ("reassignment.person", "user_id"): 3,
    ("", "wanted_list"): "incident_type",
}


def pages_of(app: Flask) -> dict[str, Can]:
    """The address of every page that a GET opens, with 1 for every number in it, and what it needs."""
    needed = {}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in SKIPPED or "GET" not in (rule.methods or ()) or rule.rule.startswith("/api/v1/"):
                continue
            values = {name: WORDS.get((rule.endpoint, name), WORDS.get(("", name), 1)) for name in rule.arguments}
            url = str(app.url_map.bind("").build(rule.endpoint, values))
            needed[url] = app.view_functions[rule.endpoint].needs  # type: ignore[attr-defined]
    more = {"/extractions/new?incident=1": Can.DRAFT_REQUESTS, "/bulk-edits/2": Can.EDIT_MANY}
    return {**needed, **more, "/api-docs": Can.VIEW_HOME}


def with_axe(page: Page) -> Page:
    """A window in which each page opens with axe at hand."""
    page.add_init_script(AXE)
    return page


def faults(page: Page, only: tuple[str, ...] = ()) -> list[str]:
    """What axe has to say that is serious, by all its rules or some."""
    # Nothing is fetched beforehand: only rules on videos and on experiments would want it.
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    serious = [fault for fault in violations if fault["impact"] in ("serious", "critical")]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in serious for node in fault["nodes"][:3]]


def looked_over(page: Page, url: str) -> list[str]:
    """What is wrong with a page when it is opened: by all rules at a desk in light, by those of looks on a dark phone.

    And each class on it that Bootstrap has, but not what is left of it here; and what does not fit at either.
    """
    answer = page.goto(url)
    if answer is None or answer.status != 200 or url in FOREIGN:
        return [] if answer and answer.status == 200 else [f"answered {answer and answer.status}"]
    violations = [*faults(page), *bootstrap.lost(page.evaluate(CLASSES))]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": PHONE, "height": 800})
    height = page.evaluate("document.documentElement.scrollHeight")  # else a bar at the foot lies over what is above it
    page.set_viewport_size({"width": PHONE, "height": min(height, 8000)})
    violations += faults(page, LOOKS)
    page.emulate_media(color_scheme="light")
    return violations + misfits_at(page, PHONE) + misfits_at(page, DESKTOP)


def looked_at_by_another(page: Page, url: str, refused: list[int]) -> list[str]:
    """What does not fit on a page when somebody else opens it; the statuses of those that are refused are noted."""
    answer = page.goto(url)
    if answer and answer.status in REFUSED:
        refused.append(answer.status)
    return misfits_at(page, PHONE) + misfits_at(page, DESKTOP)


def readers(people: People, url: str, can: Can) -> list[str]:
    """Who opens a page: the first who may; at home, and in `make walk`, all to whom it looks as to nobody before."""
    allowed = [who for who in WHO if permissions.permits(getattr(people.cast, who), can)]
    if url in FOREIGN or not (EVERY_CASE or url == "/"):
        return allowed[:1]
    looks = {look(getattr(people, who).client.get(url).text): who for who in reversed(allowed)}
    return [who for who in allowed if who in looks.values()]


# In parts, so that several workers share them.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_fits_and_has_no_serious_fault(desk: Desk, app: Flask, people: People, part: int) -> None:
    long_names(people.cast)
    a_working_day(people.cast)
    windows = {who: with_axe(desk.sit(who)) for who in WHO}
    sends_a_list(windows["lan"])
    wrong, refused = dict[str, list[str]](), list[int]()
    for url, can in sorted(pages_of(app).items())[part::PARTS]:
        first, *others = readers(people, url, can)
        wrong[f"{first} {url}"] = looked_over(windows[first], url)
        wrong |= {f"{who} {url}": looked_at_by_another(windows[who], url, refused) for who in others}
    for status in refused:  # of which the browser complains once, for the page itself
        desk.complaints.remove(next(each for each in desk.complaints if f"a status of {status} " in each))
    assert {place: messages for place, messages in wrong.items() if messages} == {}


def test_lan_answers_without_javascript(desk: Desk, cast: Cast) -> None:
    line = cast.request().lines[0]
    page = desk.sit("lan", width=360, script=False)
    page.get_by_role("button", name="Ghi: đã bảo toàn").click()
    assert cast.fresh(line).preserved_at is not None


def test_english_is_one_press_away_and_stays(desk: Desk) -> None:
    page = desk.sit("minh")
    page.locator("details.account-menu summary").click()
    page.get_by_role("button", name="English").click()
    page.goto("/incidents")
    assert page.locator("html").get_attribute("lang") == "en"
