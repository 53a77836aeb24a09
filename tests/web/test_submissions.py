"""Nothing is done twice: twenty equal posts make one row; a key is good for one thing."""

import io
import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.cast import Cast
from tests.people import People, Person
from tests.test_contract import token
from tracker.audit_log import queries as audit
from tracker.cases.incidents.models import Incident
from tracker.core import clock, errors
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner
from tracker.web import submissions
from tracker.web.models import FormSubmission
from tracker.web.submissions import LIFETIME, SWEPT

TIMES = 20


def keys_on(page: str) -> list[str]:
    """The keys of the forms of a page, as they stand there."""
    return re.findall(r'name="form_key" value="([^"]+)"', page)


def theft(cast: Cast, **given: str) -> dict[str, str]:
    """A theft as Minh types it."""
    happened = f"{clock.local(clock.now() - timedelta(days=1)):%H:%M %d/%m/%Y}"
    facts = {"type": "theft", "place": "Chợ Vườn Hoa", "ward_code": cast.hac_thanh.code, "channel": "hotline_commune"}
    return {**facts, "occurred_from": happened, "summary": "Mất một xe máy", **given}


def at_once(times: int, send: Any) -> list[TestResponse]:
    """The answers to `send`, done by so many at the same moment."""
    answers, ready = list[TestResponse](), threading.Barrier(times)

    def run() -> None:
        ready.wait()
        answers.append(send())

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == times
    return answers


def as_lan(app: Flask, cast: Cast, key: str = "") -> Any:
    """`call("POST", url, body)` by Lan's program, under a key."""
    headers = {"Authorization": f"Bearer {token(cast, 'lan')}"} | ({"Idempotency-Key": key} if key else {})
    return lambda method, url, body=None: app.test_client().open(url, method=method, json=body, headers=headers)


def test_twenty_equal_posts_of_one_form_log_one_incident(app: Flask, people: People, cast: Cast) -> None:
    key = keys_on(people.minh.get("/incidents/new").text)[-1]
    body = {**theft(cast), "csrf_token": people.minh.token, "form_key": key}
    cookie = people.minh.client.get_cookie("tracker")
    assert cookie is not None

    def send() -> TestResponse:
        browser = app.test_client()
        browser.set_cookie("tracker", cookie.value)
        return browser.post("/incidents/new", data=body)

    answers = at_once(TIMES, send)
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert cast.count(Incident) == 1


def test_without_a_key_each_post_is_its_own(people: People, cast: Cast) -> None:
    for _ in range(2):
        people.minh.post("/incidents/new", theft(cast))
    assert cast.count(Incident) == 2


def test_a_form_sent_again_after_a_lost_answer_leads_to_the_same_page_and_says_so(people: People, cast: Cast) -> None:
    key = keys_on(people.minh.get("/incidents/new").text)[-1]
    first = people.minh.post("/incidents/new", theft(cast, form_key=key))
    people.minh.get(first.location)
    again = people.minh.post("/incidents/new", theft(cast, form_key=key))
    assert again.location == first.location
    assert "không ghi thêm lần nữa" in people.minh.get(again.location).text
    assert cast.count(Incident) == 1


def test_a_form_refused_may_be_sent_again_under_its_key(people: People, cast: Cast) -> None:
    key = keys_on(people.minh.get("/incidents/new").text)[-1]
    people.minh.post("/incidents/new", theft(cast, form_key=key, place=""), 422)
    people.minh.post("/incidents/new", theft(cast, form_key=key))
    assert cast.count(Incident) == 1


def test_other_words_under_a_used_key_are_drawn_again_and_not_written(people: People, cast: Cast) -> None:
    key = keys_on(people.minh.get("/incidents/new").text)[-1]
    people.minh.post("/incidents/new", theft(cast, form_key=key))
    page = people.minh.post("/incidents/new", theft(cast, form_key=key, summary="Mất hai xe máy"), 422).text
    assert "Mất hai xe máy" in page
    assert "đã được gửi một lần với nội dung khác" in page
    assert keys_on(page)[-1] != key
    assert cast.count(Incident) == 1


def test_a_key_is_one_persons(people: People, cast: Cast) -> None:
    key = keys_on(people.minh.get("/incidents/new").text)[-1]
    for person in (people.minh, people.tuan):
        person.post("/incidents/new", theft(cast, form_key=key))
    assert cast.count(Incident) == 2


def test_two_editors_who_merge_keep_their_key(people: People, cast: Cast) -> None:
    camera = cast.camera(note="")
    page = people.lan.get(f"/cameras/{camera.id}/edit").text
    opened = re.search(r'name="as_opened" value="([^"]+)"', page)
    assert opened
    body = {"code": camera.code, "name": camera.name, "connection": "police", "form": "fixed", "storage": "recorder"}
    body |= {"as_opened": opened[1].replace("&#34;", '"'), "form_key": keys_on(page)[-1], "version": "1"}
    with cast.database.writing() as session:
        session.execute(update(Camera).values(manager="Đội 3", version=2))
    first = people.lan.client.post(f"/cameras/{camera.id}/edit", data={**body, "csrf_token": people.lan.token})
    again = people.lan.client.post(f"/cameras/{camera.id}/edit", data={**body, "csrf_token": people.lan.token})
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert cast.count(FormSubmission) == (1 if first.status_code == 302 else 0)


def test_twenty_equal_calls_register_one_camera_and_all_are_told_so(app: Flask, cast: Cast) -> None:
    call = as_lan(app, cast, "one-camera-0001")
    answers = at_once(TIMES, lambda: call("POST", "/api/v1/cameras", {"code": "CAM-9", "name": "Ngã ba"}))
    assert [answer.status_code for answer in answers] == [201] * TIMES
    assert len({answer.data for answer in answers}) == 1
    assert {answer.mimetype for answer in answers} == {"application/json"}
    assert cast.count(Camera) == 1


def test_a_call_under_a_key_used_for_another_is_refused(app: Flask, cast: Cast) -> None:
    call = as_lan(app, cast, "the-first-one")
    assert call("POST", "/api/v1/cameras", {"code": "CAM-9", "name": "Ngã ba"}).status_code == 201
    for url, body in (
        ("/api/v1/cameras", {"code": "CAM-8", "name": "Ngã ba"}),
        ("/api/v1/owners", {"code": "CAM-9", "name": "Ngã ba"}),
    ):
        answer = call("POST", url, body)
        assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["Idempotency-Key"])
    assert (cast.count(Camera), cast.count(Owner)) == (1, 0)


@pytest.mark.parametrize("key", ["short", "with a blank", "x" * 256, "dài-quá-mức"])
def test_a_malformed_key_is_refused_before_anything_is_done(app: Flask, cast: Cast, key: str) -> None:
    answer = as_lan(app, cast, key)("POST", "/api/v1/cameras", {"code": "CAM-9", "name": "Ngã ba"})
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["Idempotency-Key"])
    assert cast.count(Camera) == 0


def test_a_call_refused_may_be_made_again_under_its_key(app: Flask, cast: Cast) -> None:
    call = as_lan(app, cast, "second-try")
    assert call("POST", "/api/v1/cameras", {"code": "", "name": "Ngã ba"}).status_code == 422
    assert call("POST", "/api/v1/cameras", {"code": "CAM-9", "name": "Ngã ba"}).status_code == 201


def test_after_a_day_a_key_is_new_and_old_keys_are_swept_a_few_at_a_time(app: Flask, cast: Cast) -> None:
    for number in range(SWEPT + 5):
        call = as_lan(app, cast, f"camera-{number:04d}")
        assert call("POST", "/api/v1/cameras", {"code": f"A{number}", "name": "Ngã ba"}).status_code == 201
    with time_machine.travel(clock.now() + LIFETIME + timedelta(minutes=1), tick=False):
        call = as_lan(app, cast, "camera-0000")
        assert call("POST", "/api/v1/cameras", {"code": "B0", "name": "Ngã ba"}).status_code == 201
        assert cast.count(FormSubmission) == 5
        assert call("POST", "/api/v1/cameras", {"code": "B0", "name": "Ngã ba"}).status_code == 201
        assert cast.count(FormSubmission) == 5
    assert cast.count(Camera) == SWEPT + 6


def test_what_was_answered_cannot_be_read_without_the_key(app: Flask, cast: Cast) -> None:
    owner = cast.owner(name="Nguyễn Thị Sáu")
    url, reason = f"/api/v1/owners/{owner.id}/reveal", {"reason": "Cần gọi để lấy dữ liệu"}
    call = as_lan(app, cast, "ask-for-the-owner")
    first, again = call("POST", url, reason), call("POST", url, reason)
    assert first.get_json()["name"] == "Nguyễn Thị Sáu"
    assert again.data == first.data
    with cast.database.reading() as session:
        (row,) = session.query(FormSubmission)
        assert "Sáu".encode() not in row.answer
        events = audit.listing(session, after=None, limit=20).items
    assert [event["action"] for event in events].count("owner:reveal") == 1


def test_a_new_secret_of_the_app_does_nothing_twice_either(app: Flask, cast: Cast) -> None:
    call, body = as_lan(app, cast, "before-and-after"), {"code": "CAM-9", "name": "Ngã ba"}
    assert call("POST", "/api/v1/cameras", body).status_code == 201
    with cast.database.writing() as session:
        session.execute(update(FormSubmission).values(answer=b"sealed under another secret"))
    assert call("POST", "/api/v1/cameras", body).status_code == 409
    assert cast.count(Camera) == 1


def test_what_only_reads_reads_again(people: People, cast: Cast) -> None:
    key = keys_on(people.an.get("/audit").text)[-1]
    for _ in range(2):
        people.an.post("/audit/verify", {"form_key": key}, 200)
    cast.camera()
    page = people.lan.get("/exports/new")
    for _ in range(2):
        people.lan.post("/exports/new", {"form_key": keys_on(page.text)[-1], "format": "csv"}, 200)
    assert cast.count(FormSubmission) == 0


def test_a_file_under_a_key_is_told_from_another_file(people: People) -> None:
    key = keys_on(people.lan.get("/imports/new").text)[-1]
    sent = [_upload(people.lan, key, content) for content in (b"code,name\nA,B\n", b"code,name\nA,B\n", b"code\nC\n")]
    assert [answer.status_code for answer in sent] == [302, 302, 422]
    assert sent[0].location == sent[1].location
    assert "hãy chọn lại tệp" in sent[2].text


def _upload(person: Person, key: str, content: bytes) -> TestResponse:
    body = {"csrf_token": person.token, "form_key": key, "file": (io.BytesIO(content), "a.csv")}
    return person.client.post("/imports/new", data=body)


def test_a_key_whose_answer_is_gone_meanwhile_is_refused(app: Flask, cast: Cast) -> None:
    with app.test_request_context("/api/v1/cameras", method="POST"), pytest.raises(errors.WrongState):
        submissions.repeat(submissions.Key(cast.lan.id, "the-first-one", "x"))
