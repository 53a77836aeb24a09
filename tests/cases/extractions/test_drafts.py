"""What a draft says is changed until it is filed: a refusal that found fault with the purpose is no dead end."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.audit_log import queries as audit
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, RequestStatus, Unasked, shown_status

CORRECTED: Mapping[str, Any] = {
    "legal_basis": "criminal_case",
    "bases": ["TTHS-107"],
    "purpose": "Xem hướng xe máy chạy về cầu Hạc",
    "paper_number": "18/YC-CSHS",
}


def refused(people: People, cast: Cast) -> int:
    """The draft that Minh makes of a request that Thủy refused; its number."""
    request = cast.request(code="YC-90001/2026")
    people.thuy.json("POST", f"/api/v1/extractions/{request.id}/refuse", {"version": 1, "note": "Ghi rõ xem gì"})
    again: int = people.minh.json("POST", f"/api/v1/extractions/{request.id}/ask-again", {}, 201)["request"]["id"]
    return again


def test_only_minh_changes_his_draft_and_only_while_it_is_one(people: People, cast: Cast) -> None:
    draft_id = refused(people, cast)
    url, sent = f"/api/v1/extractions/{draft_id}/edit", {"version": 1, **CORRECTED}
    people.lan.json("POST", url, sent, 403)
    people.tuan.json("POST", url, sent, 404)
    edited = people.minh.json("POST", url, sent)
    people.minh.json("POST", url, sent, 409)
    version = edited["request"]["version"]
    people.minh.json("POST", f"/api/v1/extractions/{draft_id}/file", {"version": version})
    people.minh.json("POST", url, {"version": version + 1, **CORRECTED}, 409)
    assert people.minh.get(f"/extractions/{draft_id}/edit", 302).location.endswith(f"/extractions/{draft_id}")


def test_minh_writes_what_the_refusal_missed_and_sends_it_again(people: People, cast: Cast) -> None:
    draft_id = refused(people, cast)
    page = f"/extractions/{draft_id}/edit"
    assert page in people.minh.get(f"/extractions/{draft_id}").text
    missing = people.minh.post(page, {"version": "1", "legal_basis": "criminal_case", "purpose": "Xem xe"}, 422).text
    assert "Hãy chọn ít nhất một căn cứ pháp lý" in missing
    assert "Xem xe" in missing
    people.minh.post(page, {"version": "1", **CORRECTED})
    shown = people.minh.get(f"/extractions/{draft_id}").text
    assert "Xem hướng xe máy chạy về cầu Hạc" in shown
    assert "Điều 107 BLTTHS" in shown
    with cast.database.reading() as session:
        edits = [
            row for row in audit.history(session, "ExtractionRequest", draft_id) if row["action"] == "request:edit"
        ]
    assert edits[0]["detail"]["changed"]["bases"] == [[], ["TTHS-107"]]


def test_a_supplement_says_what_it_is_and_begins_with_the_words_of_the_request(people: People, cast: Cast) -> None:
    request = cast.request(purpose="Tìm xe wave đỏ")
    page = people.minh.get(f"/extractions/new?incident={request.incident_id}&follows={request.id}").text
    assert f"Phiếu bổ sung cho {request.code}" in page
    assert "Tìm xe wave đỏ" in page
    people.minh.get(f"/extractions/new?incident={request.incident_id}&follows=999", 404)


def test_minh_finds_on_his_first_page_what_was_refused_until_he_asks_again(people: People, cast: Cast) -> None:
    draft_id = refused(people, cast)
    left = "Phiếu bị từ chối, chưa lập lại"
    assert left not in people.minh.get("/").text
    people.thuy.json("POST", f"/api/v1/extractions/{cast.request().id}/refuse", {"version": 1, "note": "Không rõ"})
    assert left in people.minh.get("/").text
    assert left not in people.tuan.get("/").text
    with cast.database.reading() as session:
        assert session.get_one(ExtractionRequest, draft_id).status is RequestStatus.DRAFT


@pytest.mark.parametrize(
    ("status", "voided", "shown"),
    [
        (RequestStatus.DRAFT, False, Unasked.NOT_FILED),
        (RequestStatus.FILED, False, LineStatus.ASKED),
        (RequestStatus.APPROVED, False, LineStatus.ASKED),
        (RequestStatus.FILED, True, Unasked.NOT_WANTED),
        (RequestStatus.REFUSED, False, Unasked.NOT_WANTED),
        (RequestStatus.WITHDRAWN, False, Unasked.NOT_WANTED),
        (RequestStatus.CLOSED, False, Unasked.NOT_KNOWN),
    ],
)
def test_nobody_is_said_to_wait_for_a_ward_that_need_not_answer(status: Any, voided: bool, shown: Any) -> None:
    assert shown_status(LineStatus.ASKED, status, voided=voided) is shown
    assert shown_status(LineStatus.PRESERVED, status, voided=voided) is LineStatus.PRESERVED


def test_a_refused_requests_cameras_wait_for_nobody(people: People, cast: Cast) -> None:
    request = cast.request()
    assert "Chờ Công an xã, phường trả lời" in people.minh.get(f"/extractions/{request.id}").text
    people.thuy.json("POST", f"/api/v1/extractions/{request.id}/refuse", {"version": 1, "note": "Không rõ"})
    page = people.minh.get(f"/extractions/{request.id}").text
    assert "Chờ Công an xã, phường trả lời" not in page
    assert "Không phải trả lời nữa" in page
    assert "Lý do từ chối" in page


def test_son_who_answers_for_the_ward_does_not_read_what_the_incident_says(people: People, cast: Cast) -> None:
    request = cast.request()
    summary = "Mất một xe máy trước cửa chợ"
    assert summary in people.thuy.get(f"/extractions/{request.id}").text
    page = people.son.get(f"/extractions/{request.id}").text
    assert summary not in page
    assert f"/incidents/{request.incident_id}" not in page
