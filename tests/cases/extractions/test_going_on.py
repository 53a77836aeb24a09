"""From every state there is a way on: asked again after a refusal, more cameras by a supplement, sure before an end."""

from datetime import timedelta

import pytest

from tests.cases.extractions.test_actions import advance
from tests.cases.extractions.test_taking_back import correct, take_back
from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions import corrections, following, steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.core import clock, errors


@pytest.mark.parametrize("status", RequestStatus)
def test_every_state_of_a_request_is_left_by_a_step_a_request_after_it_or_by_taking_back(status: RequestStatus) -> None:
    ways = [step.name for step in steps.STEPS.values() if status in step.leaves]
    assert ways or status in following.ASKED_AGAIN
    assert status in corrections.TAKE_BACK.leaves


@pytest.mark.parametrize("status", LineStatus)
def test_every_state_of_a_line_is_left_by_a_step_or_by_taking_back(status: LineStatus) -> None:
    ways = [step.name for step in steps.LINE_STEPS.values() if status in step.leaves]
    assert ways or status in corrections.TAKE_LINE_BACK.leaves


def test_minh_withdraws_only_once_he_says_that_he_is_sure(people: People, cast: Cast) -> None:
    request = cast.request()
    url = f"/extractions/{request.id}/withdraw"
    assert "Tôi chắc chắn rút phiếu này" in people.minh.get(url).text
    assert 'id="e-confirmed"' in people.minh.post(url, {"version": request.version}, 422).text
    people.minh.json("POST", f"/api/v1{url}", {"version": request.version}, 422)
    people.minh.post(url, {"version": request.version, "confirmed": "true"})
    assert cast.fresh(request).status is RequestStatus.WITHDRAWN
    assert take_back(cast, "minh", request).status is RequestStatus.FILED


def test_a_refused_request_is_made_anew_and_approved_anew(people: People, cast: Cast) -> None:
    gone, stays = cast.camera(), cast.camera()
    request = cast.request(gone, stays, code="YC-90001/2026")
    people.minh.post(f"/extractions/{request.id}/ask-again", {}, 409)
    advance(cast, "thuy", request, steps.REFUSE, note="Thiếu căn cứ")
    with cast.database.writing() as session:
        session.get_one(type(gone), gone.id).removed_on = clock.today() - timedelta(days=5)
    people.thuy.post(f"/extractions/{request.id}/ask-again", {}, 403)
    url = people.minh.post(f"/extractions/{request.id}/ask-again", {}).location
    page = people.minh.get(url).text
    assert request.code in page
    with cast.database.reading() as session:
        draft = session.query(ExtractionRequest).order_by(ExtractionRequest.id.desc()).first()
        lines = session.query(ExtractionLine).filter_by(request_id=draft.id).all()
    assert (draft.status, draft.follows_id, draft.purpose) == (RequestStatus.DRAFT, request.id, request.purpose)
    assert [line.camera_id for line in lines] == [stays.id]
    assert cast.fresh(request).status is RequestStatus.REFUSED
    with cast.database.writing() as session:
        session.get_one(type(gone), stays.id).removed_on = clock.today() - timedelta(days=5)
    people.minh.json("POST", f"/api/v1/extractions/{request.id}/ask-again", {}, 409)


def test_more_cameras_come_by_a_supplement_that_is_approved_by_itself(people: People, cast: Cast) -> None:
    request = cast.request(code="YC-90001/2026", status=RequestStatus.APPROVED)
    assert f"follows={request.id}" in people.minh.get(f"/extractions/{request.id}").text.replace("&amp;", "&")
    at = cast.fresh(request.lines[0])
    body = {"incident_id": request.incident_id, "legal_basis": "crime_report", "purpose": "Thêm", "paper_number": ""}
    body |= {"bases": ["TTHS-88"]}
    body |= {"camera_ids": [cast.camera().id], "window_from": at.window_from.isoformat()}
    body |= {"window_to": at.window_to.isoformat()}
    other = cast.request(code="YC-90002/2026")
    wrong = people.minh.json("POST", "/api/v1/extractions", {**body, "follows_id": other.id}, 422)
    assert set(wrong["errors"]) == {"follows_id"}
    more = people.minh.json("POST", "/api/v1/extractions", {**body, "follows_id": request.id}, 201)["request"]
    assert (more["status"], more["follows_id"]) == ("draft", request.id)
    assert more["code"] in people.minh.get(f"/extractions/{request.id}").text


def test_a_request_made_twice_leaves_lists_and_figures_and_is_still_opened(people: People, cast: Cast) -> None:
    kept = cast.request()
    double = cast.request(incident=_incident_of(cast, kept))
    url, sure = f"/extractions/{double.id}/merge", {"note": "Lập trùng", "confirmed": "true"}
    people.tuan.post(url, {"version": 1, "into": kept.code, **sure}, 403)
    wrong = people.minh.post(url, {"version": 1, "into": cast.request().code, **sure}, 422).text
    assert 'id="e-into"' in wrong
    assert 'id="e-confirmed"' in people.minh.post(url, {"version": 1, "into": kept.code, "note": "x"}, 422).text
    people.minh.post(url, {"version": 1, "into": kept.code, **sure})
    page = people.minh.get(f"/extractions/{double.id}").text
    assert f"Giữ lại phiếu {kept.code}" in page
    listed = [row["id"] for row in people.minh.json("GET", "/api/v1/extractions")["items"]]
    assert double.id not in listed
    assert [row["id"] for row in people.minh.json("GET", "/api/v1/extractions?voided=true")["items"]] == [double.id]
    lines = people.lan.json("GET", "/api/v1/extractions/lines")["items"]
    assert double.id not in [row["request_id"] for row in lines]
    line = double.lines[0]
    people.lan.post(f"/extractions/lines/{line.id}/preserve", {"version": line.version}, 409)
    people.thuy.post(f"/extractions/{double.id}/approve", {"version": cast.fresh(double).version}, 409)
    back = take_back(cast, "minh", double)
    assert (back.voided_at, back.merged_into_id) == (None, None)


def test_what_was_voided_is_not_voided_again(cast: Cast) -> None:
    request = cast.request()
    correct(cast, "minh", request, corrections.VOID, note="Nhầm", confirmed=True)
    with pytest.raises(errors.WrongState, match="đã hủy"):
        correct(cast, "minh", request, corrections.VOID, note="Nhầm", confirmed=True)


def _incident_of(cast: Cast, request: ExtractionRequest) -> object:
    with cast.database.reading() as session:
        return session.get(type(cast.incident()), request.incident_id)
