"""Another unit reads a case that was shared with it, notes on it, asks for footage of its own, and changes nothing."""

from typing import Any

import pytest

from tests.cases.access.sealing import REASON, SECRET, a_case, of_case, seal, share
from tests.cast import Cast
from tests.people import People
from tracker.cases.access.models import IncidentNote, IncidentShare
from tracker.cases.extractions.models import ExtractionRequest
from tracker.core import clock

SONS_POLICE = "CA-14797"


@pytest.fixture
def case(cast: Cast) -> ExtractionRequest:
    """Minh's filed request in an incident of his, which Sơn of Hạc Thành does not see."""
    return a_case(cast)


def a_request(cast: Cast, case: ExtractionRequest, camera_id: int) -> dict[str, Any]:
    """What somebody sends to ask for a camera in an incident."""
    incident = of_case(cast, case)
    window = {"window_from": incident.occurred_from.isoformat(), "window_to": incident.occurred_to.isoformat()}
    asked = {"incident_id": incident.id, "camera_ids": [camera_id], "legal_basis": "crime_report", **window}
    return asked | {
        "purpose": "Tìm đường chạy",
        "paper_number": "9/YC",
        "caution_reason": "Cần thêm",
        "bases": ["TTHS-88"],
    }


def test_only_whoever_keeps_the_incident_or_leads_its_unit_shares_it(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    for person, status in ((people.tuan, 403), (people.son, 404), (people.lan, 403), (people.an, 403)):
        share(person, case, status=status)
        person.get(f"/access/incidents/{case.incident_id}", status)
    assert cast.count(IncidentShare) == 0
    for person, unit in ((people.minh, "PC08"), (people.thuy, SONS_POLICE), (people.dung, "CA-14758")):
        share(person, case, unit)
        assert "Hạn chế người xem" not in people.minh.get(f"/access/incidents/{case.incident_id}").text


@pytest.mark.parametrize("unit", ["Không có đơn vị này", "38-PC02", "38-CAT", ""])
def test_it_goes_to_a_known_unit_that_does_not_see_it_anyway(
    people: People, case: ExtractionRequest, unit: str
) -> None:
    assert "unit" in share(people.minh, case, unit, 422)["errors"]


def test_not_twice_not_while_sealed_and_not_when_voided(people: People, cast: Cast, case: ExtractionRequest) -> None:
    share(people.minh, case)
    assert "đã chia sẻ" in share(people.minh, case, status=422)["errors"]["unit"]
    voided = cast.incident(voided_at=clock.now(), voided_by_id=cast.minh.id, void_reason="Nhầm")
    share(people.minh, cast.request(incident=voided), status=409)
    seal(cast, people.thuy, case)
    share(people.minh, case, SONS_POLICE, 409)


def test_sơn_reads_it_all_and_changes_nothing(people: People, cast: Cast, case: ExtractionRequest) -> None:
    people.son.get(f"/incidents/{case.incident_id}", 404)
    share(people.minh, case, SONS_POLICE)
    page = people.son.get(f"/incidents/{case.incident_id}").text
    assert SECRET in page
    assert "Công an phường Hạc Thành" in page
    assert "/edit" not in page
    assert f"/incidents/{case.incident_id}" in people.son.get("/incidents").text
    assert f"/extractions/{case.id}" in people.son.get(f"/extractions?incident_id={case.incident_id}").text
    people.son.get(f"/incidents/{case.incident_id}/edit", 403)
    people.son.json("POST", f"/api/v1/extractions/{case.id}/withdraw", {"version": 1, "confirmed": True}, 403)
    people.son.json("POST", f"/api/v1/extractions/{case.id}/approve", {"version": 1}, 403)
    end = {"status": "mediated", "version": 1, "confirmed": True}
    people.son.json("POST", f"/api/v1/incidents/{case.incident_id}/end", end, 403)
    people.son.json(
        "POST", f"/api/v1/incidents/{case.incident_id}/void", {"version": 1, "reason": "x", "confirmed": True}, 403
    )


def test_sơn_asks_for_footage_of_his_own_which_his_own_leaders_approve(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    share(people.minh, case, SONS_POLICE)
    assert "Yêu cầu trích xuất camera" in people.son.get(f"/incidents/{case.incident_id}").text
    drafted = people.son.json("POST", "/api/v1/extractions", a_request(cast, case, cast.camera().id), 201)["request"]
    filed = people.son.json("POST", f"/api/v1/extractions/{drafted['id']}/file", {"version": drafted["version"]})[
        "request"
    ]
    people.minh.get(f"/extractions/{drafted['id']}")
    approve = f"/api/v1/extractions/{drafted['id']}/approve"
    people.thuy.json("POST", approve, {"version": filed["version"]}, 403)
    people.dung.json("POST", approve, {"version": filed["version"]})


def test_readers_note_and_read_each_others_notes(people: People, cast: Cast, case: ExtractionRequest) -> None:
    url = f"/access/incidents/{case.incident_id}/note"
    people.son.post(url, {"text": "Đã thấy xe ở phường"}, 404)
    share(people.minh, case, SONS_POLICE)
    assert "Cần điền" in people.son.post(url, {"text": ""}, 422).text
    people.son.post(url, {"text": "Đã thấy xe ở phường"})
    page = people.minh.get(f"/incidents/{case.incident_id}").text
    assert "Đã thấy xe ở phường" in page
    assert "Mai Hồng Sơn · Công an phường Hạc Thành" in page
    people.thuy.json("POST", f"/api/v1{url}s", {"text": "Tiếp tục"}, 201)
    assert cast.count(IncidentNote) == 2
    people.khoa.get(url, 403)


def test_nobody_notes_on_what_was_voided(people: People, cast: Cast) -> None:
    voided = cast.incident(voided_at=clock.now(), voided_by_id=cast.minh.id, void_reason="Nhầm")
    people.minh.json("POST", f"/api/v1/access/incidents/{voided.id}/notes", {"text": "x"}, 409)


def test_it_ends_with_a_reason_and_own_requests_stay(people: People, cast: Cast, case: ExtractionRequest) -> None:
    shared = share(people.minh, case, SONS_POLICE)
    drafted = people.son.json("POST", "/api/v1/extractions", a_request(cast, case, cast.camera().id), 201)["request"]
    end = f"/access/shares/{shared['id']}/end"
    people.son.get(end, 403)
    people.hoa.get(end, 403)
    assert "Lý do" in people.minh.post(end, {}, 422).text
    people.minh.post("/access/shares/999/end", {"reason": REASON}, 404)
    people.minh.post(end, {"reason": "Xong phối hợp"})
    people.son.get(f"/incidents/{case.incident_id}", 404)
    people.son.get(f"/extractions/{drafted['id']}")
    people.minh.json("POST", f"/api/v1{end}", {"reason": REASON}, 409)
    history = people.minh.get(f"/incidents/{case.incident_id}").text
    for words in ("chia sẻ vụ việc cho đơn vị khác", "thôi chia sẻ vụ việc", "Xong phối hợp", REASON):
        assert words in history
    assert "đã thôi chia sẻ" in people.minh.get(f"/access/incidents/{case.incident_id}").text


def test_a_head_of_a_unit_above_the_shared_one_sees_it_too(people: People, cast: Cast) -> None:
    """Dũng leads the police above all three units, so he sees a case of Hàm Rồng with or without a share."""
    case = cast.request(incident=cast.incident(unit_id=cast.ham_rong_police.id, investigator_id=cast.hoa.id))
    people.thuy.get(f"/incidents/{case.incident_id}", 404)
    share(people.dung, case, "38-PC02")
    people.thuy.get(f"/incidents/{case.incident_id}")
    people.tuan.get(f"/incidents/{case.incident_id}")


def test_the_page_shares_and_says_with_whom(people: People, case: ExtractionRequest) -> None:
    url = f"/access/incidents/{case.incident_id}/share"
    page = people.minh.post(url, {"unit": "chẳng có", "reason": "Phối hợp"}, 422).text
    assert "Không có đơn vị nào" in page
    assert "Phối hợp" in page
    people.minh.post(url, {"unit": "Công an phường Hạc Thành", "reason": "Phối hợp"})
    assert "Công an phường Hạc Thành" in people.minh.get(f"/access/incidents/{case.incident_id}").text
    answer = people.minh.json("GET", f"/api/v1/access/incidents/{case.incident_id}")
    assert [row["reason"] for row in answer["shares"]] == ["Phối hợp"]
