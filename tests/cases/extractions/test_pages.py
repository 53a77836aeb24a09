"""The main path in people's browsers: ask, approve, answer, judge, close."""

from datetime import date

from tests.cases.extractions.test_actions import HANDOVER, handed_over
from tests.cast import Cast
from tests.people import People
from tracker.audit_log.models import AuditEvent
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus
from tracker.cases.handovers.models import Handover
from tracker.register.owners.rules import ConsentScope
from tracker.web.fields import DateTime

ASK = {"legal_basis": "crime_report", "bases": "TTHS-88", "purpose": "Tìm xe máy bị mất", "radius": "200"}


def ask(people: People, cast: Cast, **changes: object) -> dict[str, object]:
    camera, incident = cast.camera(), cast.incident()
    window = {
        "window_from": DateTime.written(incident.occurred_from),
        "window_to": DateTime.written(incident.occurred_to),
    }
    return {**ASK, **window, "incident_id": incident.id, "camera_ids": [camera.id], **changes}


def latest(cast: Cast, table: type) -> object:
    with cast.database.reading() as session:
        return session.query(table).order_by(table.id.desc()).first()


def deeds(cast: Cast, action: str) -> int:
    with cast.database.reading() as session:
        return session.query(AuditEvent).filter_by(action=action).count()


def test_the_finder_says_why_each_camera_is_on_the_list(people: People, cast: Cast) -> None:
    near = cast.point(latitude=19.8067, longitude=105.7848)
    cast.camera(point_id=near.id, code="SEES", bearing=90)
    cast.camera(point_id=near.id, code="LOOKS-AWAY", bearing=270)
    cast.camera(point_id=cast.point(latitude=19.9, longitude=105.9).id, code="FAR")
    page = people.minh.get(f"/extractions/new?incident={cast.incident().id}").text
    assert "trong góc nhìn, 42 m" in page
    assert page.index("SEES") < page.index("LOOKS-AWAY")
    assert "FAR" not in page


def test_minh_asks_for_footage_from_the_finder(people: People, cast: Cast) -> None:
    page = people.minh.post("/extractions/new", ask(people, cast, then="file"))
    assert "Chờ phê duyệt" in people.minh.get(page.location).text
    assert cast.count(ExtractionLine) == 1


def test_minh_keeps_what_he_typed_when_he_forgot_the_basis(people: People, cast: Cast) -> None:
    page = people.minh.post("/extractions/new", ask(people, cast, legal_basis="", then="file"), 422).text
    assert "Tìm xe máy bị mất" in page
    assert " checked" in page
    assert cast.count(ExtractionRequest) == 0


def test_searching_again_keeps_the_purpose(people: People, cast: Cast) -> None:
    page = people.minh.post("/extractions/new", ask(people, cast, then="search", radius="500"), 200).text
    assert "Tìm xe máy bị mất" in page
    assert cast.count(ExtractionRequest) == 0


def test_hoa_does_not_find_a_request_that_asks_nothing_of_her_ward(people: People, cast: Cast) -> None:
    request = cast.request()
    people.hoa.get(f"/extractions/{request.id}", 404)
    people.hoa.post(f"/extractions/lines/{request.lines[0].id}/preserve", {"version": 1}, 404)
    assert cast.fresh(request.lines[0]).status is LineStatus.ASKED


def test_hoa_sees_only_her_own_lines_of_a_shared_request(people: People, cast: Cast) -> None:
    request = cast.request(cast.camera(code="OF-LAN"), cast.camera(code="OF-HOA", ward_id=cast.ham_rong.id))
    page = people.hoa.get(f"/extractions/{request.id}").text
    assert "OF-HOA" in page
    assert "OF-LAN" not in page


def test_a_refusal_is_one_row_of_the_audit_log(people: People, cast: Cast) -> None:
    request = cast.request(requester_id=cast.thuy.id)
    people.thuy.get("/")
    before = cast.count(AuditEvent)
    people.thuy.post(f"/extractions/{request.id}/approve", {"version": request.version}, 403)
    assert cast.count(AuditEvent) == before + 1
    assert deeds(cast, "refused:NotAllowed") == 1


def test_a_stale_approval_is_refused_and_written_down(people: People, cast: Cast) -> None:
    request = cast.request()
    people.thuy.post(f"/extractions/{request.id}/approve", {"version": 99}, 409)
    assert cast.fresh(request).status is RequestStatus.FILED
    assert deeds(cast, "refused:Stale") == 1


def test_a_line_moved_backwards_is_refused(people: People, cast: Cast) -> None:
    request = handed_over(cast)
    line = cast.fresh(request.lines[0])
    people.lan.post(f"/extractions/lines/{line.id}/preserve", {"version": line.version}, 409)
    assert cast.fresh(line).status is LineStatus.HANDED_OVER
    assert deeds(cast, "refused:WrongState") == 1


def test_reading_a_request_is_one_row(people: People, cast: Cast) -> None:
    request = cast.request()
    people.minh.get(f"/extractions/{request.id}")
    people.minh.get("/extractions")
    assert deeds(cast, "request:read") == 1
    assert deeds(cast, "request:list") >= 1


def test_lan_answers_from_her_first_page(people: People, cast: Cast) -> None:
    line = cast.request().lines[0]
    assert "Ghi: đã bảo toàn" in people.lan.get("/").text
    people.lan.post(f"/extractions/lines/{line.id}/preserve", {"version": 1, "next": "/"})
    assert cast.fresh(line).status is LineStatus.PRESERVED


def test_lan_hands_over_and_what_is_wrong_stands_at_the_field(people: People, cast: Cast) -> None:
    request = cast.request(status=RequestStatus.APPROVED)
    line, url = request.lines[0], f"/extractions/lines/{request.lines[0].id}"
    people.lan.post(f"{url}/extract", {"version": 1})
    form = {**HANDOVER, "version": 2, "sha256": "abc"}
    page = people.lan.post(f"{url}/hand-over", form, 422).text
    assert "64 ký tự" in page
    assert "cam01_2030.dav" in page
    people.lan.post(f"{url}/hand-over", {**form, "sha256": "A" * 64})
    assert latest(cast, Handover).sha256 == "a" * 64
    assert cast.fresh(line).status is LineStatus.HANDED_OVER


def test_minh_says_what_the_footage_was_worth_in_one_tap(people: People, cast: Cast) -> None:
    line = cast.fresh(handed_over(cast).lines[0])
    assert "dữ liệu có ích không" in people.minh.get("/").text
    people.minh.post(f"/extractions/lines/{line.id}/outcome", {"version": line.version, "outcome": "supporting"})
    assert cast.fresh(line).outcome is Outcome.SUPPORTING


def test_the_request_shows_the_window_in_the_recorders_own_time(people: People, cast: Cast) -> None:
    camera = cast.camera(recorder_id=cast.recorder(clock_offset_seconds=600).id)
    page = people.lan.get(f"/extractions/{cast.request(camera).id}").text
    assert "Giờ trên đầu ghi" in page


def test_a_camera_whose_owner_withdrew_is_never_asked_in_silence(people: People, cast: Cast) -> None:
    owner = cast.owner(consent_scope=ConsentScope.ASK_EACH_TIME, consent_withdrawn_on=date(2025, 3, 1))
    facts = ask(people, cast, then="file")
    facts["camera_ids"] = [cast.camera(owner_id=owner.id, code="RUT-01").id]
    page = people.minh.post("/extractions/new", facts, 422).text
    assert "Chủ camera đã rút lại sự đồng ý: RUT-01" in page
    assert owner.name not in page
    sent = people.minh.post("/extractions/new", {**facts, "without_consent": "true"})
    for person in (people.minh, people.lan):
        assert "Chủ camera đã rút lại sự đồng ý" in person.get(sent.location).text
    assert deeds(cast, "line:ask") == 1


def test_the_finder_says_what_an_owner_consented_to_and_not_who_it_is(people: People, cast: Cast) -> None:
    owner = cast.owner(consent_scope=ConsentScope.ASK_EACH_TIME)
    near = cast.point(latitude=19.8067, longitude=105.7848)
    cast.camera(point_id=near.id, owner_id=owner.id)
    page = people.minh.get(f"/extractions/new?incident={cast.incident().id}").text
    assert "hỏi từng lần" in page
    assert owner.name not in page


def test_an_incident_without_coordinates_finds_cameras_by_its_street_at_once(people: People, cast: Cast) -> None:
    cast.camera(code="ON-STREET", name="Đầu ngõ 12 Lò Chum")
    cast.camera(code="ELSEWHERE", name="Cổng trường Lý Thường Kiệt")
    for place in ("Lò Chum", "Số 5 Lò Chum, gần cầu Sâng", "Ngã tư Lò Chum – Bến Ngự"):
        incident = cast.incident(latitude=None, longitude=None, place=place)
        page = people.minh.get(f"/extractions/new?incident={incident.id}").text
        assert "ON-STREET" in page, place
        assert "ELSEWHERE" not in page
