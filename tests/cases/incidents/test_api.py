"""Incidents for programs."""

from datetime import timedelta

from tests.cases.incidents.test_pages import END, NEW
from tests.cast import Cast
from tests.people import People
from tracker.core import clock


def test_thuy_cannot_log_or_change_through_the_back_door(people: People, cast: Cast) -> None:
    incident = cast.incident()
    people.thuy.json("POST", "/api/v1/incidents", NEW, 403)
    people.tuan.json("PATCH", f"/api/v1/incidents/{incident.id}", {**NEW, "version": 1}, 403)
    people.tuan.json("POST", f"/api/v1/incidents/{incident.id}/end", END, 403)
    assert people.minh.json("GET", "/api/v1/incidents/0", status=404)["code"] == 404


def test_an_incident_from_log_to_end_and_back(people: People) -> None:
    incident = people.minh.json("POST", "/api/v1/incidents", NEW, 201)
    assert (incident["group"], incident["occurred_from"]) == ("social_order", "2025-09-03T13:30:00Z")
    url = f"/api/v1/incidents/{incident['id']}"
    moved = people.minh.json("PATCH", url, {**NEW, "ward_code": "14758", "version": incident["version"]})
    ended = people.minh.json("POST", f"{url}/end", {**END, "version": moved["version"]})
    assert (ended["status"], ended["ending_note"]) == ("prosecuted", "Quyết định 12")
    again = people.minh.json("POST", f"{url}/reopen", {"version": ended["version"], "reason": "Tin mới"})
    assert (again["status"], again["ended_at"]) == ("verifying", None)
    assert people.minh.json("POST", f"{url}/reopen", {"version": again["version"], "reason": "Nữa"}, 409)


def test_pages_of_the_list_follow_without_gap_or_repeat(people: People, cast: Cast) -> None:
    moment = clock.now() - timedelta(days=2)
    incidents = [cast.incident(occurred_from=moment, occurred_to=moment) for _ in range(3)] + [cast.incident()]
    listed_ids, after = [], ""
    while after is not None:
        page = people.minh.json("GET", f"/api/v1/incidents?limit=2&after={after}")
        listed_ids, after = [*listed_ids, *(item["id"] for item in page["items"])], page["next"]
    assert listed_ids == [incidents[3].id, incidents[2].id, incidents[1].id, incidents[0].id]


def test_a_made_up_cursor_is_refused(people: People) -> None:
    for after in ("x", "WyIyMDI2LTAxLTAxIiwgMV0", "WyIyMDI2LTAxLTAxVDAwOjAwOjAwWiIsIDFlOTldXQ"):
        assert "after" in people.minh.json("GET", f"/api/v1/incidents?after={after}", status=422)["errors"]


def test_a_result_by_procedure_stands_beside_the_end_and_may_not_contradict_it(people: People) -> None:
    incident = people.minh.json("POST", "/api/v1/incidents", NEW, 201)
    url, version = f"/api/v1/incidents/{incident['id']}", incident["version"]
    for wrong in ("sorcery", "report_suspended"):
        refused = people.minh.json("POST", f"{url}/end", {**END, "result_code": wrong, "version": version}, 422)
        assert "result_code" in refused["errors"]
    ended = people.minh.json("POST", f"{url}/end", {**END, "result_code": "prosecuted", "version": version})
    assert ended["result_code"] == "prosecuted"
    assert "Khởi tố vụ án hình sự" in people.minh.get(f"/incidents/{incident['id']}").text
    again = people.minh.json("POST", f"{url}/reopen", {"version": ended["version"], "reason": "Tin mới"})
    assert again["result_code"] is None


def test_a_type_that_stands_already_may_stay_although_nobody_may_choose_it(people: People, cast: Cast) -> None:
    incident = cast.incident(type="robbery_or_snatching", investigator_id=cast.minh.id)
    corrected = {"type": "robbery_or_snatching", "summary": "Giật túi", "version": 1}
    edited = people.minh.json("PATCH", f"/api/v1/incidents/{incident.id}", corrected)
    assert (edited["type"], edited["group"]) == ("robbery_or_snatching", "social_order")
    other = cast.incident(investigator_id=cast.minh.id)
    refused = people.minh.json("PATCH", f"/api/v1/incidents/{other.id}", corrected, 422)
    assert "Cướp giật tài sản" in refused["errors"]["type"]
