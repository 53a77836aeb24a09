"""An incident logged twice or by mistake, ended too early, ended wrongly: nothing of it is a dead end."""

from typing import Any

import pytest

from tests.cases.extractions.test_actions import advance
from tests.cast import HOUR, Cast
from tests.people import People
from tracker.cases.extractions import steps as request_steps
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.incidents import actions, correcting, corrections, steps
from tracker.cases.incidents.corrections import IncidentCorrection
from tracker.cases.incidents.models import Incident, IncidentEvent
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core import clock, errors

SURE = {"reason": "Lập trùng", "confirmed": "true"}


def correct(cast: Cast, who: str, incident: Incident, row: IncidentCorrection, **facts: Any) -> Incident:
    with cast.database.writing() as session:
        version = session.get_one(Incident, incident.id).version
        return correcting.correct(session, getattr(cast, who), incident.id, version, row, {"reason": "Nhầm", **facts})


def end(cast: Cast, incident: Incident, **facts: Any) -> Incident:
    with cast.database.writing() as session:
        version = session.get_one(Incident, incident.id).version
        given = {"status": IncidentStatus.MEDIATED, **facts}
        return actions.advance(session, cast.minh, incident.id, version, steps.END, given)


@pytest.mark.parametrize("status", IncidentStatus)
def test_every_state_of_an_incident_is_left_by_a_step_and_by_taking_back(status: IncidentStatus) -> None:
    assert [step for step in steps.STEPS.values() if status in step.leaves]
    assert status in corrections.TAKE_BACK.leaves


def test_minh_is_asked_once_before_he_ends_what_wards_still_have_to_answer(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-09")
    incident = cast.incident()
    cast.request(camera, incident=incident)
    url, sent = f"/incidents/{incident.id}/end", {"version": 1, "status": "mediated"}
    assert "Vẫn kết thúc vụ việc" not in people.minh.get(url).text
    page = people.minh.post(url, sent, 422).text
    assert "HT-09" in page
    assert "Vẫn kết thúc vụ việc" in page
    assert set(people.minh.json("POST", f"/api/v1{url}", sent, 422)["errors"]) == {"confirmed"}
    people.minh.post(url, {**sent, "confirmed": "true"})
    assert cast.fresh(incident).status is IncidentStatus.MEDIATED


def test_a_wrong_end_is_taken_back_by_minh_or_by_who_leads_and_not_by_tuan(people: People, cast: Cast) -> None:
    incident = cast.incident()
    with pytest.raises(errors.NotAllowed):
        correct(cast, "minh", incident, corrections.TAKE_BACK)
    ended = end(cast, incident, happened_at=incident.occurred_to + HOUR, note="Hòa giải xong")
    assert ended.ended_at == incident.occurred_to + HOUR
    with pytest.raises(errors.NotAllowed):
        correct(cast, "tuan", incident, corrections.TAKE_BACK)
    people.minh.post(f"/incidents/{incident.id}/take-back", {"version": cast.fresh(incident).version}, 422)
    for who in ("minh", "thuy"):
        back = correct(cast, who, incident, corrections.TAKE_BACK)
        assert (back.status, back.ended_at, back.ending_note) == (IncidentStatus.VERIFYING, None, "")
        end(cast, incident)
    with cast.database.reading() as session:
        steps_taken = [event.step for event in session.query(IncidentEvent).order_by(IncidentEvent.id)]
    assert steps_taken == ["end", "take-back", "end", "take-back", "end"]


def test_of_an_incident_to_which_nothing_was_done_nothing_is_taken_back(cast: Cast) -> None:
    with pytest.raises(errors.WrongState, match="Không còn bước nào"):
        correct(cast, "thuy", cast.incident(), corrections.TAKE_BACK)


def test_an_incident_with_requests_is_not_voided_but_merged_and_they_go_with_it(people: People, cast: Cast) -> None:
    kept, double = cast.incident(), cast.incident()
    request = cast.request(incident=double)
    url = f"/incidents/{double.id}"
    people.tuan.post(f"{url}/void", {"version": 1, **SURE}, 403)
    assert request.code in people.minh.post(f"{url}/void", {"version": 1, **SURE}, 422).text
    assert 'id="e-confirmed"' in people.minh.post(f"{url}/merge", {"version": 1, "into": kept.code}, 422).text
    for wrong in (double.code, "VV-99999/2026"):
        assert 'id="e-into"' in people.minh.post(f"{url}/merge", {"version": 1, "into": wrong, **SURE}, 422).text
    people.minh.post(f"{url}/merge", {"version": 1, "into": kept.code, **SURE})
    assert cast.fresh(request).incident_id == kept.id
    assert f"Giữ lại vụ việc {kept.code}" in people.minh.get(url).text
    assert [row["id"] for row in people.minh.json("GET", "/api/v1/incidents")["items"]] == [kept.id]
    assert [row["id"] for row in people.minh.json("GET", "/api/v1/incidents?voided=true")["items"]] == [double.id]
    advance(cast, "thuy", request, request_steps.APPROVE)
    with pytest.raises(errors.WrongState, match="đã hủy"):
        correct(cast, "minh", double, corrections.VOID, confirmed=True)
    correct(cast, "minh", double, corrections.TAKE_BACK)
    assert cast.fresh(request).incident_id == double.id
    assert cast.fresh(double).voided_at is None


def test_with_an_incident_that_was_voided_nothing_goes_on(people: People, cast: Cast) -> None:
    incident = cast.incident()
    correct(cast, "thuy", incident, corrections.VOID, confirmed=True)
    with pytest.raises(errors.WrongState, match="hủy nhầm"):
        end(cast, incident)
    camera, since = cast.camera(), clock.now() - 5 * HOUR
    body = {"incident_id": incident.id, "legal_basis": "crime_report", "purpose": "Tìm", "paper_number": ""}
    body |= {"bases": ["TTHS-88"]}
    body |= {"camera_ids": [camera.id], "window_from": since.isoformat(), "window_to": (since + HOUR).isoformat()}
    people.minh.json("POST", "/api/v1/extractions", body, 409)
    assert cast.count(ExtractionRequest) == 0
    assert "Yêu cầu trích xuất camera" not in people.minh.get(f"/incidents/{incident.id}").text
