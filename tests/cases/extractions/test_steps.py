"""The step tables are the whole truth: each button drawn is accepted; a made-up step and state are found everywhere."""

import importlib.util
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from flask import Flask

import config
from tests.buttons import Button, buttons
from tests.cases.extractions.who_presses import HOME, PAGES, PRESSED, REQUEST
from tests.cast import Cast
from tests.marks import EVERY_CASE, on_one_database
from tests.people import People
from tracker import components
from tracker.app import create_app, install_database
from tracker.audit_log.models import AuditEvent
from tracker.cases.extractions import api as extractions_api
from tracker.cases.extractions import steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import PRESERVABLE, LineStatus, RequestStatus, UnavailableReason
from tracker.cases.extractions.steps import LINE_STEPS, STEPS, LineStep, Step
from tracker.cases.transitions import NEEDED, ButtonLook, Field
from tracker.core import clock
from tracker.core.database import Database
from tracker.core.i18n import LabeledEnum, Look
from tracker.core.permissions import Can

EVERYBODY = ("lan", "hoa", "minh", "tuan", "thuy", "an", "binh")


def work(cast: Cast, status: RequestStatus, line_status: LineStatus) -> ExtractionRequest:
    """Minh's request that stands at `status`, its one line, a camera of Lan's, at `line_status`."""
    filed = {"filed_at": None} if status is RequestStatus.DRAFT else {}
    closed = {"closed_at": clock.now()} if status is RequestStatus.CLOSED else {}
    code = f"YC-{90_000 + cast.count(ExtractionRequest)}/2026"  # no draft that a button makes has it
    request = cast.request(status=status, code=code, **filed, **closed)
    with cast.database.writing() as session:
        line = session.get_one(ExtractionLine, request.lines[0].id)
        line.status = line_status
        for name in ("window_from", "window_to"):  # the newest is the most urgent: first on every list
            setattr(line, name, getattr(line, name) - timedelta(minutes=line.id))
        line.preserved_until = clock.today() if line_status is LineStatus.PRESERVED else None  # else nothing to extend
        line.unavailable_reason = UnavailableReason.OVERWRITTEN if line_status is LineStatus.UNAVAILABLE else None
    return request


def drawn(people: People, who: str, page: str, request: ExtractionRequest) -> list[Button]:
    """The buttons with which somebody does something to a request or its line on one page."""
    request_url, line_url = f"/extractions/{request.id}/", f"/extractions/lines/{request.lines[0].id}/"
    all_buttons = buttons(getattr(people, who), page.format(request.id))
    return [button for button in all_buttons if button.url.startswith((request_url, line_url))]


def press(people: People, who: str, button: Button) -> str:
    """Press a button; where it leads to a form of its own, that form's too. The name of the step."""
    person = getattr(people, who)
    button.press(person)
    if not button.sends:
        own = [again for again in buttons(person, button.url) if again.sends]
        assert len(own) == 1, button.url
        own[0].press(person)
    return button.step


def press_all(
    people: People, status: RequestStatus, line_status: LineStatus, pressed: set[tuple[str, str, str]]
) -> None:
    """Press what anybody finds about a request as it stands, each on a fresh one; add (where, who, which step).

    What was pressed before, while the line stood elsewhere, is pressed again in `make walk` alone.
    """
    request = work(people.cast, status, line_status)
    for page, who in ((page, who) for page, readers in PAGES.items() for who in readers):
        for place, button in enumerate(drawn(people, who, page, request)):
            is_new = EVERY_CASE or (page, who, button.step) not in pressed
            if is_new and button.step != "merge":  # needs another request to merge into
                fresh = work(people.cast, status, line_status)
                pressed.add((page, who, press(people, who, drawn(people, who, page, fresh)[place])))


@on_one_database  # each step has tests of its own on both
@pytest.mark.parametrize("status", RequestStatus)
def test_every_button_that_anybody_sees_is_accepted(people: People, status: RequestStatus) -> None:
    pressed = set[tuple[str, str, str]]()
    for line_status in LineStatus:
        press_all(people, status, line_status, pressed)
    judged = {(REQUEST, "minh", "outcome"), *([(HOME, "minh", "outcome")] if status != RequestStatus.CLOSED else [])}
    assert pressed == PRESSED[status] | judged


def test_minhs_draft_goes_out_with_one_tap_and_thuy_is_asked_for_her_opinion(people: People, cast: Cast) -> None:
    draft, filed = work(cast, RequestStatus.DRAFT, LineStatus.ASKED), work(cast, RequestStatus.FILED, LineStatus.ASKED)
    file, withdraw = drawn(people, "minh", REQUEST, draft)[1:3]
    assert (file.text, set(file.fields)) == ("Gửi phiếu", {"csrf_token", "form_key", "version", "happened_at"})
    assert withdraw.text == "Rút phiếu"
    approve, refuse = drawn(people, "thuy", REQUEST, filed)[:2]
    assert (approve.text, refuse.text) == ("Phê duyệt", "Từ chối")
    assert "note" in refuse.fields


def test_a_step_of_json_takes_what_its_row_asks_for_and_nothing_else(people: People, cast: Cast) -> None:
    request = work(cast, RequestStatus.FILED, LineStatus.ASKED)
    url, body = f"/api/v1/extractions/{request.id}", {"version": request.version}
    assert set(people.thuy.json("POST", f"{url}/approve", {**body, "ask_again_on": "2026-12-01"}, 422)["errors"]) == {
        "ask_again_on"
    }
    assert people.thuy.json("POST", f"{url}/refuse", body, 422)["errors"] == {"note": "Hãy ghi lý do từ chối."}
    refused = people.thuy.json("POST", f"{url}/refuse", {**body, "note": "Không đủ căn cứ"})
    assert (refused["request"]["status"], refused["request"]["decision_note"]) == ("refused", "Không đủ căn cứ")


def test_a_step_that_no_row_knows_is_a_page_that_does_not_exist(people: People, cast: Cast) -> None:
    request = work(cast, RequestStatus.FILED, LineStatus.ASKED)
    people.thuy.post(f"/extractions/{request.id}/complete", {"version": 1}, 404)
    people.lan.get(f"/extractions/lines/{request.lines[0].id}/burn", 404)
    people.thuy.json("POST", f"/api/v1/extractions/{request.id}/complete", {"version": 1}, 404)


# A made-up step and a made-up state.

OPINION = Field("note", "Vì sao tạm giữ", missing="Hãy ghi vì sao tạm giữ.", rows=2)


def made_up_state(patch: pytest.MonkeyPatch, kind: type[LabeledEnum], *values: Any) -> Any:
    """One more member of an enumeration, as if a line had been added to its class."""
    member = kind._new_member_(kind, *values)  # type: ignore[attr-defined]  # enum keeps the class's own __new__ there
    member._name_ = member.value.upper()
    patch.setitem(kind._member_map_, member.name, member)
    patch.setitem(kind._value2member_map_, member.value, member)
    patch.setattr(kind, "_member_names_", [*kind._member_names_, member.name])
    return member


def anew(module: ModuleType) -> ModuleType:
    """A module run again beside itself: its routes are made from the tables of now."""
    spec = importlib.util.find_spec(module.__name__)
    assert spec is not None
    assert spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """«Tạm giữ»: leadership holds a filed request and lets it go again. «Niêm phong»: a ward seals what it is asked."""
    held = made_up_state(monkeypatch, RequestStatus, "held", "Đang tạm giữ", Look.WARNING, "lock-fill")
    sealed = made_up_state(monkeypatch, LineStatus, "sealed", "Đã niêm phong", Look.SUCCESS, "lock-fill")
    hold = Step(
        name="hold",
        text="Tạm giữ",
        log="tạm giữ phiếu",
        summary="Hold a request.",
        leaves=frozenset({RequestStatus.FILED}),
        reaches=held,
        needs=Can.DECIDE_REQUEST,
        look=ButtonLook.PLAIN,
        icon="lock-fill",
        fields=((OPINION,),),
    )
    release = Step(
        name="let-go",
        text="Thôi giữ",
        log="thôi giữ phiếu",
        summary="Let a held request go.",
        leaves=frozenset({held}),
        reaches=RequestStatus.FILED,
        needs=Can.DECIDE_REQUEST,
    )
    seal = LineStep(
        name="seal",
        text="Niêm phong",
        title="Niêm phong dữ liệu",
        log="niêm phong dữ liệu",
        summary="Seal footage.",
        leaves=frozenset({LineStatus.ASKED}),
        reaches=sealed,
        during=PRESERVABLE,
        needs=Can.PRESERVE_LINE,
        fields=((Field("seal_number", "Số niêm phong", missing=NEEDED),),),
    )
    monkeypatch.setattr(steps, "STEPS", {**STEPS, "hold": hold, "let-go": release})
    monkeypatch.setattr(steps, "LINE_STEPS", {**LINE_STEPS, "seal": seal})
    monkeypatch.setattr(
        components,
        "APIS",
        [anew(extractions_api).api if api is extractions_api.api else api for api in components.APIS],
    )


@pytest.fixture
def held(made_up: None, database_url: str) -> Iterator[People]:
    """Everybody, where one can hold and seal: an app and an engine of their own, made when the tables were longer."""
    database, settings = Database(database_url), config.for_tests(database_url)
    app = create_app(settings)
    install_database(app, settings, database)
    yield People(app, Cast(database))
    database.dispose()


def hold(held: People) -> ExtractionRequest:
    """A request that Thủy held with a tap, its line sealed by Lan through the form."""
    request = work(held.cast, RequestStatus.FILED, LineStatus.ASKED)
    (seal,) = [b for b in drawn(held, "lan", REQUEST, request) if b.text == "Niêm phong"]
    press(held, "lan", Button(seal.url, sends=False))
    (button,) = [b for b in drawn(held, "thuy", REQUEST, request) if b.text.strip() == "Tạm giữ"]
    assert "note" in button.fields
    press(held, "thuy", button)
    return request


def pages(app: Flask, ids: dict[str, int]) -> list[str]:
    """The addresses of all that can be read of these things, as pages and as JSON."""
    adapter = app.url_map.bind("localhost")
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]
    readable = [rule for rule in rules if rule.arguments <= ids.keys()]
    return [adapter.build(rule.endpoint, {name: ids[name] for name in rule.arguments}, "GET") for rule in readable]


def test_who_may_not_hold_sees_no_button_and_is_refused(held: People) -> None:
    request = work(held.cast, RequestStatus.FILED, LineStatus.ASKED)
    for who in EVERYBODY:
        offered = who == "thuy"
        assert ("Tạm giữ" in {b.text.strip() for b in drawn(held, who, REQUEST, request)}) is offered
    held.minh.post(f"/extractions/{request.id}/hold", {"version": 1, "note": "Chờ"}, 403)
    held.thuy.post(f"/extractions/{request.id}/hold", {"version": 1}, 422)
    assert held.cast.fresh(request).status is RequestStatus.FILED


def test_a_made_up_step_is_taken_written_down_and_shown_in_words(held: People) -> None:
    request = hold(held)
    assert held.cast.fresh(request).status.value == "held"
    assert held.cast.fresh(request.lines[0]).status.value == "sealed"
    page = held.minh.get(f"/extractions/{request.id}").text
    assert "Đang tạm giữ" in page
    assert "chip-warning" in page
    assert "Đã niêm phong" in page
    assert request.code in held.minh.get("/extractions?status=held").text
    log = held.an.get("/audit").text
    assert [words for words in ("tạm giữ phiếu", "niêm phong dữ liệu", "→ Đang tạm giữ") if words not in log] == []
    with held.cast.database.reading() as session:
        event = session.query(AuditEvent).filter_by(action="request:hold").one()
    assert event.reason == "Xem lại giờ"


@on_one_database
def test_no_page_and_no_json_of_any_role_falls_over_a_made_up_state(held: People) -> None:
    request = hold(held)
    line = request.lines[0]
    ids = {"request_id": request.id, "line_id": line.id, "incident_id": request.incident_id}
    ids |= {"camera_id": line.camera_id, "ward_id": line.ward_id}
    urls = [*pages(held.app, ids), "/extractions?status=held", "/extractions/lines?status=sealed&open=0"]
    urls += [f"/search?q={request.code}", "/api/v1/extractions/lines?status=sealed", "/api/v1/extractions?status=held"]
    assert len(urls) > 60
    for who in EVERYBODY:
        answers = {url: getattr(held, who).client.get(url).status_code for url in urls}
        assert {url: status for url, status in answers.items() if status not in (200, 302, 403, 404, 422)} == {}
        assert who in ("an", "binh") or answers["/extractions"] == 200


@on_one_database
def test_every_button_of_a_made_up_state_is_accepted(held: People) -> None:
    pressed = set[tuple[str, str, str]]()
    for status, line_status in (("filed", "asked"), ("held", "asked"), ("filed", "sealed"), ("held", "sealed")):
        press_all(held, RequestStatus(status), LineStatus(line_status), in_this_state := set[tuple[str, str, str]]())
        pressed |= in_this_state
    assert {button for button in pressed if button[2] in ("hold", "let-go", "seal")} == {
        (REQUEST, "thuy", "hold"),
        (REQUEST, "thuy", "let-go"),
        (REQUEST, "lan", "seal"),
        (HOME, "lan", "seal"),
    }


def test_a_program_finds_a_made_up_step_and_takes_it(held: People) -> None:
    request = work(held.cast, RequestStatus.FILED, LineStatus.ASKED)
    document = held.stranger().json("GET", "/api/v1/openapi.json")
    operation = document["paths"]["/api/v1/extractions/{request_id}/hold"]["post"]
    assert (operation["operationId"], operation["summary"]) == ("extractions_hold_request", "Hold a request.")
    shape = document["components"]["schemas"]["HoldRequestIn"]
    assert set(shape["required"]) == {"version", "note"}
    url = f"/api/v1/extractions/{request.id}"
    wrong = held.thuy.json("POST", f"{url}/hold", {"version": 1}, 422)
    assert wrong["errors"] == {"note": OPINION.missing}
    assert held.thuy.json("POST", f"{url}/hold", {"version": 1, "note": "Chờ"})["request"]["status"] == "held"
    assert held.thuy.json("POST", f"{url}/let-go", {"version": 2})["request"]["status"] == "filed"
    line = f"/api/v1/extractions/lines/{request.lines[0].id}/seal"
    assert held.lan.json("POST", line, {"version": 2, "seal_number": "12"})["status"] == "sealed"
