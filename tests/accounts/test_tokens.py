"""Programs that act for a person: no more than the token's scope, no longer than it holds."""

import re
from datetime import timedelta
from typing import Any

import time_machine
from flask import Flask

from tests.cast import Cast
from tests.people import People, Person
from tracker.core import clock
from tracker.register.cameras.models import Camera

CAMERA = {"code": "C-01", "name": "Ngã tư Bờ Hồ"}


def token(person: Person, scope: str) -> str:
    """A token that a person made on the page, which shows it this once."""
    page = person.post("/accounts/me/tokens", {"name": "máy tính", "scope": scope, "days": "30"}, 200).text
    match = re.search(r"<code>(trk_[\w-]+)</code>", page)
    assert match
    assert match.group(1) not in person.get("/accounts/me").text
    return match.group(1)


def ask(app: Flask, secret: str, url: str = "/api/v1/cameras", body: Any = None) -> int:
    """What a program with a token is answered: the status."""
    method = "GET" if body is None else "POST"
    headers = {"Authorization": f"Bearer {secret}"}
    return app.test_client().open(url, method=method, json=body, headers=headers).status_code


def test_a_reading_token_reads_and_cannot_write(people: People, app: Flask, cast: Cast) -> None:
    secret = token(people.lan, "read")
    assert ask(app, secret) == 200
    assert ask(app, secret, body=CAMERA) == 403
    assert cast.count(Camera) == 0


def test_a_writing_token_can_do_what_its_owner_can_and_no_more(people: People, app: Flask) -> None:
    assert ask(app, token(people.lan, "write"), body=CAMERA) == 201
    assert ask(app, token(people.minh, "write"), body=CAMERA) == 403
    assert ask(app, token(people.lan, "write"), "/api/v1/incidents") == 403


def test_a_token_ends_by_its_date_by_its_owner_and_with_the_account(people: People, app: Flask, cast: Cast) -> None:
    first, second, third = token(people.lan, "read"), token(people.lan, "read"), token(people.hoa, "read")
    assert [ask(app, secret) for secret in (first, second, third)] == [200, 200, 200]
    people.lan.post("/accounts/me/tokens/1/revoke")
    people.hoa.post("/accounts/me/tokens/2/revoke", {}, 404)
    people.binh.post(f"/accounts/{cast.hoa.id}/disable", {"version": "1", "reason": "Chuyển công tác"})
    assert [ask(app, secret) for secret in (first, second, third)] == [401, 200, 401]
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert ask(app, second) == 401


def test_a_token_is_no_key_to_the_pages_and_nothing_else_is_a_token(people: People, app: Flask) -> None:
    secret = token(people.lan, "write")
    assert ask(app, secret, "/cameras") == 302
    for made_up in ("", "trk_", secret[:-1], secret.removeprefix("trk_"), "trk_" + "x" * 43):
        assert ask(app, made_up) == 401


def test_a_token_in_the_header_does_not_spare_a_cookie_its_csrf_token(people: People) -> None:
    headers = {"Authorization": "Bearer made-up"}
    answer = people.lan.client.post("/api/v1/cameras", json=CAMERA, headers=headers)
    assert answer.status_code == 400
