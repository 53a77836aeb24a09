"""The JSON API keeps its word: a valid OpenAPI 3.1 document, and only answers that it describes, whatever is sent."""

import re
from datetime import timedelta
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import Cast
from tests.marks import ALL
from tests.people import People
from tracker.accounts import actions
from tracker.core import clock
from tracker.core.permissions import Scope

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


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


def test_the_document_is_valid_and_names_each_call_once(people: People) -> None:
    document = people.stranger().json("GET", "/api/v1/openapi.json")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    calls = [call for path in document["paths"].values() for name, call in path.items() if name != "parameters"]
    ids = [call["operationId"] for call in calls]
    assert len(ids) == len(set(ids)) >= 60
    assert {tag for call in calls for tag in call["tags"]} == {tag["name"] for tag in document["tags"]}
    assert all(re.fullmatch(f"{call['tags'][0]}_[a-z_]+", call["operationId"]) for call in calls)


def test_whatever_is_sent_is_answered_as_the_document_says(app: Flask, cast: Cast) -> None:
    cast.request()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    tokens = [token(cast, who) for who in ("lan", "minh")]
    operations = [result.ok() for result in schema.get_all_operations()]
    for operation in operations if ALL else operations[cast.database.embedded :: 2]:  # the others on the other database
        send_all(operation, tokens)


def test_whatever_there_is_to_read_looks_as_the_document_says(app: Flask, people: People, cast: Cast) -> None:
    keys = a_little_of_everything(people, cast)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    tokens = [token(cast, who) for who in ("lan", "minh", "an", "thuy")]
    reading = [result.ok() for result in schema.get_all_operations() if result.ok().method == "get"]
    for operation in reading:
        path = {name: keys[name] for name in keys if f"{{{name}}}" in operation.path}
        answers = [called(operation.Case(path_parameters=path), token) for token in tokens]
        read = [answer.json() for answer in answers if answer.status_code == 200]
        assert any(result.get("items", result) if isinstance(result, dict) else result for result in read), (
            operation.path
        )


def a_little_of_everything(people: People, cast: Cast) -> dict[str, Any]:
    """At least one row for each list; what stands in paths."""
    network = cast.network()
    camera = cast.camera(owner_id=cast.owner().id, network_id=network.id, recorder_id=cast.recorder().id)
    request, of_network = cast.request(camera), f"/api/v1/networks/{network.id}"
    people.lan.json(
        "POST", f"{of_network}/join", {"codes": cast.camera().code, "on": "2024-03-01", "reason": "Mở rộng"}
    )
    people.lan.json("POST", f"{of_network}/points", {"name": "Tổ 7", "started_on": "2024-03-01"}, 201)
    people.lan.json("PUT", f"{of_network}/notes", {"month": f"{clock.today():%Y-%m}", "text": "Họp"})
    fault = people.lan.json("POST", "/api/v1/faults", {"camera_id": camera.id}, 201)
    today = clock.today().isoformat()
    facts = {"unit_id": cast.pc02.id, "to": "tuan", "valid_from": today, "valid_to": today, "reason": "Đi họp"}
    people.thuy.json("POST", "/api/v1/accounts/delegations", facts, 201)
    return {
        "camera_id": camera.id,
        "fault_id": fault["id"],
        "incident_id": request.incident_id,
        "network_id": network.id,
        "owner_id": camera.owner_id,
        "point_id": camera.point_id,
        "recorder_id": camera.recorder_id,
        "request_id": request.id,
        "unit_id": cast.pc02.id,
        "ward_id": camera.ward_id,
        "list_name": "incident_type",
    }


def called(case: Case, token: str) -> Any:
    """The answer to a call, found to be as the document says."""
    # The client offers what it then does not decompress.
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    return case.call_and_validate(headers=headers, checks=CHECKS)


def send_all(operation: APIOperation, tokens: list[str]) -> None:
    """Some made-up calls of one operation, the same each time and for everybody."""

    @settings(
        max_examples=50 if ALL else 3,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: Case) -> None:
        for token in tokens:
            called(case, token)

    send()
