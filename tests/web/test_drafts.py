"""What somebody typed outlives a session that ended and an old page: drawn again for that person, never carried out."""

import io
import re
from datetime import timedelta
from html import unescape

import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import PASSWORD, Cast
from tests.people import People, Person, look_over
from tests.web.test_submissions import keys_on, theft
from tracker.accounts.models import User
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.register.inspections.models import InspectionRound
from tracker.web import drafts

TYPED = "Hai thanh niên đi xe máy «Wave» giật túi, chạy về phía cầu"
IDLE = timedelta(minutes=61)


def key_of(person: Person, url: str) -> str:
    """The key of the form on a page."""
    return keys_on(person.get(url).text)[-1]


def sealed_in(page: str) -> str:
    """The draft that travels in a page."""
    found = re.search(r'name="draft_kept" value="([^"]+)"', page)
    assert found, page[:1000]
    return unescape(found[1])


def signed_in_again(person: Person, page: str, login: str = "minh") -> TestResponse:
    """The answer to the log-in form of `page`, filled in."""
    person._read_token(page)
    body = {"login": login, "password": PASSWORD, "draft_kept": sealed_in(page), "csrf_token": person.token}
    answer = person.client.post("/login", data=body)
    person._read_token(person.client.get("/").text)
    return answer


def ended(person: Person, url: str, body: dict[str, str], **files: object) -> str:
    """The page that answers a form that is sent an hour too late."""
    with time_machine.travel(clock.now() + IDLE, tick=False):
        answer = person.client.post(url, data={"csrf_token": person.token, **body, **files})
    assert answer.status_code == 401
    look_over(answer.text)
    return answer.text


def test_a_report_typed_for_an_hour_stands_there_after_signing_in_and_is_not_sent_by_itself(
    people: People, cast: Cast
) -> None:
    minh = people.minh
    body = theft(cast, summary=TYPED, form_key=key_of(minh, "/incidents/new"))
    page = ended(minh, "/incidents/new", body)
    assert "nội dung bạn vừa nhập vẫn còn" in page
    assert "Wave" not in page  # whoever sits down at this computer next reads nothing
    with time_machine.travel(clock.now() + IDLE, tick=False):
        answer = signed_in_again(minh, page)
        assert (answer.status_code, 'action="/incidents/new"' in answer.text) == (200, True)
        look_over(answer.text)
        drawn = minh.post("/incidents/new", {"draft_kept": sealed_in(answer.text)}, 200).text
        assert f">{TYPED}</textarea>" in unescape(drawn)
        assert "Bạn vừa đăng nhập lại, nội dung vẫn còn: kiểm tra rồi gửi." in drawn
        assert cast.count(Incident) == 0
        minh.post("/incidents/new", {**body, "form_key": keys_on(drawn)[-1]})
    assert cast.count(Incident) == 1


def test_a_wrong_password_on_the_way_loses_nothing(people: People, cast: Cast) -> None:
    page = ended(people.minh, "/incidents/new", theft(cast, form_key=key_of(people.minh, "/incidents/new")))
    people.minh._read_token(page)
    wrong = {"login": "minh", "password": "không phải", "draft_kept": sealed_in(page), "csrf_token": people.minh.token}
    with time_machine.travel(clock.now() + IDLE, tick=False):
        refused = people.minh.client.post("/login", data=wrong)
    assert (refused.status_code, sealed_in(refused.text)) == (422, sealed_in(page))


def test_nobody_else_gets_to_see_it(people: People, cast: Cast) -> None:
    body = theft(cast, summary=TYPED, form_key=key_of(people.minh, "/incidents/new"))
    page = ended(people.minh, "/incidents/new", body)
    with time_machine.travel(clock.now() + IDLE, tick=False):
        answer = signed_in_again(people.minh, page, login="tuan")
    assert (answer.status_code, answer.location) == (302, "/")
    for wrong in (sealed_in(page), "made-up", "%%%", sealed_in(page)[:-8]):
        refused = people.tuan.post("/incidents/new", {"draft_kept": wrong}, 400)
        assert "Wave" not in refused.text
    assert cast.count(Incident) == 0


def test_a_draft_opens_only_where_it_was_typed_and_for_half_a_day(people: People, cast: Cast) -> None:
    page = ended(people.minh, "/incidents/new", theft(cast, form_key=key_of(people.minh, "/incidents/new")))
    incident = cast.incident()
    people.minh.post(f"/incidents/{incident.id}/edit", {"draft_kept": sealed_in(page)}, 400)
    with time_machine.travel(clock.now() + drafts.LIFETIME + 2 * IDLE, tick=False):
        person = Person(people.app, "minh")
        person.post("/incidents/new", {"draft_kept": sealed_in(page)}, 400)


def test_it_is_kept_even_when_the_browser_forgot_the_session(people: People, cast: Cast) -> None:
    key = key_of(people.minh, "/incidents/new")
    answer = people.app.test_client().post("/incidents/new", data=theft(cast, summary=TYPED, form_key=key))
    assert answer.status_code == 401
    opened = drafts_of(people.app, sealed_in(answer.text), cast.minh.id)
    assert ("summary", TYPED) in opened


def test_a_stranger_who_sends_a_form_is_asked_to_sign_in_and_nothing_is_kept(people: People, cast: Cast) -> None:
    for key in ("", "made up", "1-abc.def"):
        answer = people.app.test_client().post("/incidents/new", data=theft(cast, form_key=key))
        assert answer.status_code == 401
        assert "draft_kept" not in answer.text
        assert "rồi làm lại" in answer.text


def test_more_than_a_form_should_hold_is_not_kept(people: People, cast: Cast) -> None:
    body = theft(cast, summary="x" * (drafts.LARGEST + 1), form_key=key_of(people.minh, "/incidents/new"))
    assert "draft_kept" not in ended(people.minh, "/incidents/new", body)


def test_passwords_are_never_kept(people: People, cast: Cast) -> None:
    body = {"login": "mai", "name": "Mai", "role": "auditor", "password": "một bí mật dài"}
    page = ended(people.binh, "/accounts/new", {**body, "form_key": key_of(people.binh, "/accounts/new")})
    fields = dict(drafts_of(people.app, sealed_in(page), cast.binh.id))
    assert fields == {"login": "mai", "name": "Mai", "role": "auditor"}


def test_a_tap_is_offered_again_with_one_button(people: People, cast: Cast) -> None:
    url = f"/accounts/{cast.hoa.id}/enable"
    lock(cast, cast.hoa.id)
    page = ended(people.binh, url, {"version": "2", "form_key": key_of(people.binh, "/accounts")})
    with time_machine.travel(clock.now() + IDLE, tick=False):
        resumed = signed_in_again(people.binh, page, "binh")
        offered = people.binh.post(url, {"draft_kept": sealed_in(resumed.text)}, 200).text
        assert 'name="version" value="2"' in offered
        assert "Gửi lại" in offered
        assert not active(cast, cast.hoa.id)
        people.binh.post(url, {"version": "2", "form_key": keys_on(offered)[-1]})
    assert active(cast, cast.hoa.id)


def lock(cast: Cast, user_id: int) -> None:
    """Lock an account."""
    with cast.database.writing() as session:
        session.get_one(User, user_id).active = False


def active(cast: Cast, user_id: int) -> bool:
    """Whether an account is in use."""
    with cast.database.reading() as session:
        return session.get_one(User, user_id).active


def test_an_old_page_is_drawn_again_with_a_fresh_token_and_what_was_typed(people: People, cast: Cast) -> None:
    body = theft(cast, summary=TYPED, form_key=key_of(people.minh, "/incidents/new"))
    for token in ("", "made up"):
        answer = people.minh.client.post("/incidents/new", data={**body, "csrf_token": token})
        assert answer.status_code == 400
        look_over(answer.text)
        assert f">{TYPED}</textarea>" in unescape(answer.text)
        assert "trang đã mở quá lâu" in answer.text
        people.minh._read_token(answer.text)
        assert cast.count(Incident) == 0
    people.minh.post("/incidents/new", {**body, "form_key": keys_on(answer.text)[-1]})


def test_a_page_from_elsewhere_gets_nothing_drawn(people: People, cast: Cast) -> None:
    for key in ("", "made up", key_of(people.tuan, "/incidents/new")):
        answer = people.minh.client.post("/incidents/new", data=theft(cast, summary=TYPED, form_key=key))
        assert (answer.status_code, "Wave" in answer.text) == (400, False)


def test_a_tap_on_an_old_page_is_not_carried_out(people: People, cast: Cast) -> None:
    lock(cast, cast.hoa.id)
    key = key_of(people.binh, "/accounts")
    answer = people.binh.client.post(f"/accounts/{cast.hoa.id}/enable", data={"version": "2", "form_key": key})
    assert (answer.status_code, "Gửi lại" in answer.text) == (400, True)
    assert not active(cast, cast.hoa.id)
    assert "Đã mở tài khoản" not in people.binh.get("/accounts").text


def test_an_old_log_in_page_keeps_the_name(people: People) -> None:
    stranger = people.stranger()
    key = key_of(stranger, "/login")
    answer = stranger.client.post("/login", data={"login": "minh", "password": PASSWORD, "form_key": key})
    assert (answer.status_code, 'value="minh"' in answer.text, PASSWORD in answer.text) == (400, True, False)


def test_files_cannot_be_kept_and_that_is_said(people: People) -> None:
    key = key_of(people.lan, "/imports/new")
    answer = people.lan.client.post("/imports/new", data={"form_key": key, "file": (io.BytesIO(b"a,b\n"), "a.csv")})
    assert (answer.status_code, "hãy chọn lại tệp" in answer.text) == (400, True)
    page = ended(people.lan, "/imports/new", {"form_key": key}, file=(io.BytesIO(b"a,b\n"), "a.csv"))
    with time_machine.travel(clock.now() + IDLE, tick=False):
        resumed = signed_in_again(people.lan, page, "lan")
        assert "hãy chọn lại tệp" in people.lan.post("/imports/new", {"draft_kept": sealed_in(resumed.text)}, 200).text


def test_a_script_is_told_that_the_session_ended_and_follows_no_redirect(people: People, cast: Cast) -> None:
    an_inspection = {"seen": "working"}
    stranger = people.app.test_client()
    for how in ({"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}):
        assert stranger.get("/jobs/1/progress", headers=how).status_code == 401
    assert stranger.get("/jobs", headers={"Sec-Fetch-Mode": "navigate"}).status_code == 302
    assert stranger.post("/inspections/1/cameras/1", data=an_inspection).status_code == 401
    assert cast.count(InspectionRound) == 0


def drafts_of(app: Flask, sealed: str, reader_id: int) -> list[tuple[str, str]]:
    """The fields in a draft that somebody opens."""
    with app.test_request_context():
        draft = drafts.opened(sealed, reader_id)
    assert draft is not None
    return draft.fields
