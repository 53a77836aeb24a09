"""Who asks is told once what speaks against it, goes on with a reason, or uses the line that stands already."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.extractions.test_actions import asked, draft
from tests.cast import HOUR, Cast
from tests.people import People
from tracker.accounts.models import User
from tracker.audit_log.models import AuditEvent
from tracker.cases.extractions import following, steps
from tracker.cases.extractions.actions import advance
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.cases.incidents.models import Incident
from tracker.core import clock, errors
from tracker.core.vietnamese import search_key, sort_key
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health
from tracker.territory.wards.models import Province, Ward
from tracker.territory.wards.rules import UNRECORDED_START, WardKind
from tracker.web.fields import DateTime

REASON = "Cần hình của cả hai đầu đường"
Case = tuple[Incident, Camera]


def asking(incident: Incident, *cameras: Camera, **changes: Any) -> dict[str, Any]:
    body = {"incident_id": incident.id, "legal_basis": "crime_report", "purpose": "Tìm xe", "bases": ["TTHS-88"]}
    body |= {"camera_ids": [camera.id for camera in cameras]}
    body |= {"window_from": incident.occurred_from.isoformat(), "window_to": incident.occurred_to.isoformat()}
    return {**body, **changes}


def filed(cast: Cast, *cameras: Camera, **values: Any) -> Any:
    """A request whose code no draft of the app takes."""
    number = 90_000 + cast.count(ExtractionRequest)
    return cast.request(*cameras, **{"code": f"YC-{number}/2026", **values})


def typed(body: dict[str, Any], cast: Cast) -> dict[str, Any]:
    """What the finder's form sends of it: around the scene, or by the camera's code."""
    moments = {name: DateTime().deserialize(body[name]) for name in ("window_from", "window_to")}
    (camera_id,) = body["camera_ids"]
    with cast.database.reading() as session:
        code = session.get_one(Camera, camera_id).code
    return {**body, **{name: DateTime.written(moment) for name, moment in moments.items()}, "q": code, "then": "file"}


def asked_already(cast: Cast) -> Case:
    camera, incident = cast.camera(), cast.incident()
    filed(cast, camera, incident=incident)
    return incident, camera


def outside_the_incident(cast: Cast) -> Case:
    return cast.incident(), cast.camera()


def not_yet_hung(cast: Cast) -> Case:
    happened = clock.now() - timedelta(days=4)
    return cast.incident(occurred_from=happened, occurred_to=happened + HOUR), cast.camera(installed_on=clock.today())


def taken_down(cast: Cast) -> Case:
    return cast.incident(), cast.camera(removed_on=clock.today() - timedelta(days=5))


def broken(cast: Cast) -> Case:
    camera, since = cast.camera(), clock.now() - timedelta(days=3)
    for health, start, end in ((Health.BROKEN, since, clock.now() - HOUR), (Health.WORKING, clock.now() - HOUR, None)):
        row = HealthInterval(camera_id=camera.id, health=health, since=start, until=end, evidence="", seen_by="Lan")
        cast.add(row)
    return cast.incident(), camera


def of_a_silent_ward(cast: Cast) -> Case:
    with cast.database.writing() as session:
        session.query(User).filter_by(login="hoa").one().active = False
    return cast.incident(), cast.camera(ward_id=cast.ham_rong.id)


def far_away(cast: Cast) -> Case:
    return cast.incident(), cast.camera(point_id=cast.point(latitude=10.95, longitude=106.82).id)


def of_another_province(cast: Cast) -> Case:
    place = {"name": "Tỉnh Ninh Bình", "valid_from": UNRECORDED_START, "valid_to": None, "sort_key": "ninh binh"}
    province = cast.add(Province(code="37", **place))
    name, rest = "Phường Hoa Lư", {"latitude": None, "longitude": None, "valid_to": None, "basis": ""}
    keys = {"search_key": search_key(name), "sort_key": sort_key(name)}
    facts = {"code": "14329", "kind": WardKind.PHUONG, "province_id": province.id, "district": ""}
    ward = cast.add(Ward(name=name, valid_from=date(2025, 7, 1), **facts, **rest, **keys))
    return cast.incident(), cast.camera(ward_id=ward.id)


YEARS_AGO = {"window_from": "2024-03-01T12:00:00+00:00", "window_to": "2024-03-01T13:00:00+00:00"}
CASES: list[tuple[Callable[[Cast], Case], dict[str, str], list[str], str]] = [
    (asked_already, {}, ["already_asked"], "Nguyễn Văn Minh (Phòng Cảnh sát hình sự) đã yêu cầu cho vụ này"),
    (outside_the_incident, YEARS_AGO, ["outside_incident"], "hơn một ngày"),
    (not_yet_hung, {}, ["before_installation"], "Camera lắp ngày"),
    (taken_down, {}, ["after_removal"], "Camera đã tháo ngày"),
    (broken, {}, ["broken_then"], "Camera hỏng từ"),
    (of_a_silent_ward, {}, ["nobody_answers"], "Phường Hàm Rồng chưa có cán bộ nào"),
    (far_away, {}, ["far_away"], "Camera cách nơi xảy ra 991 km."),
    (of_another_province, {}, ["nobody_answers", "far_away"], "Camera ở Tỉnh Ninh Bình, cách nơi xảy ra 0 km."),
]


@pytest.mark.parametrize(("case", "hours", "kinds", "words"), CASES, ids=lambda part: getattr(part, "__name__", ""))
def test_a_program_is_cautioned_and_goes_on_with_a_reason(
    people: People, cast: Cast, case: Callable[[Cast], Case], hours: dict[str, str], kinds: list[str], words: str
) -> None:
    body = asking(*case(cast)) | hours
    before = cast.count(ExtractionRequest)
    refused = people.minh.json("POST", "/api/v1/extractions", body, 422)
    assert set(refused["errors"]) == {"caution_reason"}
    assert [caution["kind"] for caution in refused["cautions"]] == kinds
    assert {caution["camera_id"] for caution in refused["cautions"]} == set(body["camera_ids"])
    assert cast.count(ExtractionRequest) == before
    (line,) = people.minh.json("POST", "/api/v1/extractions", {**body, "caution_reason": REASON}, 201)["lines"]
    assert [caution["kind"] for caution in line["cautions"]] == kinds
    assert line["caution_reason"] == REASON
    with cast.database.reading() as session:
        (event,) = session.query(AuditEvent).filter_by(action="line:caution").all()
    assert event.reason == REASON
    assert [told["caution_kind"] for told in json.loads(event.detail)["cautions"]] == [sorted(kinds)]


@pytest.mark.parametrize(("case", "hours", "kinds", "words"), CASES, ids=lambda part: getattr(part, "__name__", ""))
def test_minh_reads_it_at_the_camera_and_goes_on_with_a_reason(
    people: People, cast: Cast, case: Callable[[Cast], Case], hours: dict[str, str], kinds: list[str], words: str
) -> None:
    form = typed(asking(*case(cast)) | hours, cast)
    before = cast.count(ExtractionRequest)
    assert 'id="f-caution_reason"' not in people.minh.post("/extractions/new", {**form, "then": "search"}, 200).text
    page = people.minh.post("/extractions/new", form, 422).text
    assert words in page
    assert 'id="e-caution_reason"' in page
    assert cast.count(ExtractionRequest) == before
    there = people.minh.post("/extractions/new", {**form, "caution_reason": REASON}).location
    assert f"Lý do vẫn yêu cầu: {REASON}" in people.minh.get(there).text
    with cast.database.reading() as session:
        newest = session.query(ExtractionRequest).order_by(ExtractionRequest.id.desc()).first()
    assert newest.status is RequestStatus.FILED


def test_who_has_nothing_to_be_told_is_asked_for_no_reason(people: People, cast: Cast) -> None:
    form = typed(asking(cast.incident(), cast.camera()), cast)
    page = people.minh.get(people.minh.post("/extractions/new", form).location).text
    assert "Lý do vẫn yêu cầu" not in page
    assert cast.count(ExtractionLine) == 1


def test_of_a_case_out_of_reach_only_the_unit_is_told(people: People, cast: Cast) -> None:
    camera, incident = cast.camera(), cast.incident()
    theirs = filed(cast, camera, requester_id=cast.son.id, unit_id=cast.hac_thanh_police.id, incident=_sons(cast))
    refused = people.minh.json("POST", "/api/v1/extractions", asking(incident, camera), 422)
    assert [caution["facts"] for caution in refused["cautions"]] == [{"unit": "Công an phường Hạc Thành"}]
    page = people.minh.post("/extractions/new", typed(asking(incident, camera), cast), 422).text
    assert "Công an phường Hạc Thành đã yêu cầu camera này trong khung giờ trùng." in page
    assert theirs.code not in page
    assert "Mai Hồng Sơn" not in page
    assert "join_line_ids" not in page
    body = {"incident_id": incident.id}
    people.minh.json("POST", f"/api/v1/extractions/lines/{theirs.lines[0].id}/join", body, 404)


def _sons(cast: Cast) -> Incident:
    return cast.incident(investigator_id=cast.son.id, unit_id=cast.hac_thanh_police.id)


@pytest.mark.parametrize("status", [RequestStatus.DRAFT, RequestStatus.REFUSED, RequestStatus.WITHDRAWN])
def test_what_was_never_filed_refused_or_withdrawn_is_no_duplicate(
    people: People, cast: Cast, status: RequestStatus
) -> None:
    camera, incident = cast.camera(), cast.incident()
    filed(cast, camera, incident=incident, status=status)
    filed(cast, camera, incident=incident, voided_at=clock.now(), voided_by_id=cast.minh.id, void_reason="Nhầm")
    people.minh.json("POST", "/api/v1/extractions", asking(incident, camera), 201)


def test_the_next_hour_of_the_same_camera_is_no_duplicate(people: People, cast: Cast) -> None:
    incident, camera = asked_already(cast)
    until = (incident.occurred_to + HOUR).isoformat()
    body = asking(incident, camera, window_from=incident.occurred_to.isoformat(), window_to=until)
    people.minh.json("POST", "/api/v1/extractions", body, 201)


def test_what_came_between_draft_and_filing_is_told_before_filing(people: People, cast: Cast) -> None:
    incident, camera = cast.incident(), cast.camera()
    mine = people.minh.json("POST", "/api/v1/extractions", asking(incident, camera), 201)["request"]
    url = f"/extractions/{mine['id']}"
    assert "Lý do vẫn yêu cầu" not in people.minh.get(url).text
    filed(cast, camera, incident=cast.incident(), requester_id=cast.tuan.id)
    assert "Phạm Anh Tuấn" in people.minh.get(url).text
    (caution,) = people.minh.json("POST", f"/api/v1{url}/file", {"version": 1}, 422)["cautions"]
    assert caution["kind"] == "already_asked"
    assert 'id="e-caution_reason"' in people.minh.post(f"{url}/file", {"version": 1}, 422).text
    people.minh.post(f"{url}/file", {"version": 1, "caution_reason": REASON})
    assert f"Lý do vẫn yêu cầu: {REASON}" in people.thuy.get(url).text


def test_what_was_answered_at_the_draft_is_not_asked_again_at_filing(people: People, cast: Cast) -> None:
    body = asking(*asked_already(cast), caution_reason=REASON)
    mine = people.minh.json("POST", "/api/v1/extractions", body, 201)["request"]
    people.minh.json("POST", f"/api/v1/extractions/{mine['id']}/file", {"version": mine["version"]})


def test_a_camera_added_to_a_draft_is_told_of_and_the_others_are_not(people: People, cast: Cast) -> None:
    incident, camera = asked_already(cast)
    request = filed(cast, status=RequestStatus.DRAFT, filed_at=None, incident=incident)
    url = f"/api/v1/extractions/{request.id}/lines"
    hours = {name: asking(incident)[name] for name in ("window_from", "window_to")}
    people.minh.json("POST", url, {"camera_ids": [camera.id], **hours}, 422)
    assert cast.count(ExtractionLine) == 2
    people.minh.json("POST", url, {"camera_ids": [camera.id], **hours, "caution_reason": REASON})
    assert [
        line["caution_reason"] for line in people.minh.json("POST", url, {"camera_ids": [camera.id], **hours})["lines"]
    ] == ["", REASON]


def test_what_is_asked_again_is_told_before_filing(cast: Cast) -> None:
    incident, camera = asked_already(cast)
    refused = filed(cast, camera, incident=incident, status=RequestStatus.REFUSED)
    with cast.database.writing() as session:
        again = following.ask_again(session, cast.minh, refused.id)
    with pytest.raises(errors.Cautioned), cast.database.writing() as session:
        advance(session, cast.minh, again.id, 1, steps.FILE)
    with cast.database.writing() as session:
        assert advance(session, cast.minh, again.id, 1, steps.FILE, {"caution_reason": REASON}).filed_at


def test_an_old_wards_cameras_are_answered_for_by_the_ward_it_went_into(cast: Cast) -> None:
    assert draft(cast, "minh", asked(cast, cast.camera(ward_id=cast.old_dong_son.id)))


def test_the_finder_marks_what_was_asked_for_this_incident_and_for_another(people: People, cast: Cast) -> None:
    camera, incident = cast.camera(), cast.incident()
    other = cast.incident()
    filed(cast, camera, incident=incident)
    held = filed(cast, camera, incident=other)
    with cast.database.writing() as session:
        session.get_one(ExtractionLine, held.lines[0].id).status = LineStatus.PRESERVED
    page = people.minh.get(f"/extractions/new?incident={incident.id}").text
    assert "Chờ Công an xã, phường trả lời · vụ này" in page
    assert f"Đã bảo toàn · {other.code}" in page
    theirs = filed(cast, camera, requester_id=cast.son.id, unit_id=cast.hac_thanh_police.id, incident=_sons(cast))
    page = people.minh.get(f"/extractions/new?incident={incident.id}").text
    assert "Công an phường Hạc Thành đã yêu cầu" in page
    assert theirs.code not in page
