"""The same life through the JSON API."""

from tests.cases.extractions.test_actions import HANDOVER
from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionRequest
from tracker.core import cursors


def test_a_stranger_gets_401(people: People) -> None:
    assert people.stranger().json("GET", "/api/v1/extractions", status=401)["code"] == 401


def test_the_whole_life_of_a_request(people: People, cast: Cast) -> None:
    incident, camera = cast.incident(), cast.camera()
    body = {
        "incident_id": incident.id,
        "legal_basis": "criminal_case",
        "bases": ["TTHS-88"],
        "purpose": "Tìm xe",
        "camera_ids": [camera.id],
    }
    window = {"window_from": incident.occurred_from.isoformat(), "window_to": incident.occurred_to.isoformat()}
    draft = people.minh.json("POST", "/api/v1/extractions", {**body, **window}, 201)
    url, line = f"/api/v1/extractions/{draft['request']['id']}", draft["lines"][0]["id"]
    people.minh.json("POST", f"{url}/file", {"version": 1})
    people.thuy.json("POST", f"{url}/approve", {"version": 2})
    lines = "/api/v1/extractions/lines"
    people.lan.json("POST", f"{lines}/{line}/preserve", {"version": 1})
    people.lan.json("POST", f"{lines}/{line}/extract", {"version": 2})
    people.lan.json("POST", f"{lines}/{line}/hand-over", {**HANDOVER, "version": 3})
    people.minh.json("POST", f"{lines}/{line}/outcome", {"version": 4, "outcome": "decisive"})
    closed = people.minh.json("POST", f"{url}/close", {"version": 4})
    assert closed["request"]["status"] == "closed"


def test_an_unknown_field_is_refused_and_nothing_is_written(people: People, cast: Cast) -> None:
    request = cast.request()
    body = {"version": 1, "status": "approved", "approver_id": 1}
    wrong = people.thuy.json("POST", f"/api/v1/extractions/{request.id}/approve", body, 422)
    assert set(wrong["errors"]) == {"status", "approver_id"}
    assert cast.fresh(request).version == 1


def test_lines_come_by_their_clock(people: People, cast: Cast) -> None:
    for days in (9, 3, 6):
        cast.request(cast.camera(retention_days=days))
    times = [row["overwrite_at"] for row in people.minh.json("GET", "/api/v1/extractions/lines?limit=2")["items"]]
    assert times == sorted(times)
    assert cast.count(ExtractionRequest) == 3


def test_a_page_of_lines_goes_on_where_the_last_ended(people: People, cast: Cast) -> None:
    for _ in range(3):
        cast.request()
    first = people.minh.json("GET", "/api/v1/extractions/lines?limit=2")
    second = people.minh.json("GET", f"/api/v1/extractions/lines?limit=2&after={first['next']}")
    assert len({row["id"] for row in first["items"] + second["items"]}) == 3
    assert second["next"] is None


def test_a_made_up_cursor_is_refused(people: People) -> None:
    made_up = cursors.write("yesterday", 1)
    refused = people.minh.json("GET", f"/api/v1/extractions/lines?after={made_up}", status=422)
    assert refused["errors"] == {"after": "Trang này không còn. Hãy xem lại từ đầu danh sách."}


def test_lan_cannot_feel_her_way_through_what_an_incident_says(people: People, cast: Cast) -> None:
    code = cast.request(incident=cast.incident(summary="Mất một xe máy Wave")).code
    assert people.lan.json("GET", "/api/v1/extractions?q=wave")["items"] == []
    assert len(people.lan.json("GET", f"/api/v1/extractions?q={code}")["items"]) == 1
    assert len(people.minh.json("GET", "/api/v1/extractions?q=wave")["items"]) == 1
