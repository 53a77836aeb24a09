"""The JSON API keeps its word: OpenAPI 3.1, no answer that is a fault of ours, whatever is sent."""

from datetime import timedelta

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation

from tests.cast import Cast
from tests.people import People
from tracker.accounts import actions
from tracker.core import clock
from tracker.core.permissions import Scope


def token(cast: Cast, who: str) -> str:
    with cast.database.writing() as session:
        soon = clock.now() + timedelta(days=1)
        return actions.create_token(session, getattr(cast, who), name="hợp đồng", scope=Scope.WRITE, expires_at=soon)[1]


def test_the_document_is_open_to_all_and_is_openapi_3_1(people: People) -> None:
    document = people.stranger().json("GET", "/api/v1/openapi.json")
    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/cameras", "/api/v1/incidents", "/api/v1/extractions"} <= set(document["paths"])


def test_a_program_with_a_token_needs_no_csrf_token(app: Flask, cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {token(cast, 'lan')}"}
    body = {"code": "CAM-9", "name": "Ngã ba"}
    assert app.test_client().post("/api/v1/cameras", json=body, headers=headers).status_code == 201


def test_a_browsers_session_on_the_json_face_needs_one(people: People) -> None:
    answer = people.lan.client.post("/api/v1/cameras", json={"code": "CAM-9", "name": "Ngã ba"})
    assert answer.status_code == 400


def test_a_wrong_method_says_which_are_right(people: People) -> None:
    answer = people.minh.client.get("/api/v1/extractions/1/file")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_no_input_makes_a_fault_of_ours(app: Flask, cast: Cast) -> None:
    cast.request()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    tokens = [token(cast, who) for who in ("lan", "minh")]
    for operation in schema.get_all_operations():
        send_all(operation.ok(), tokens)


def send_all(operation: APIOperation, tokens: list[str]) -> None:
    """A few made-up calls of one operation, the same each time and for everybody."""

    @settings(
        max_examples=3,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: Case) -> None:
        for token in tokens:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=[not_a_server_error])

    send()
