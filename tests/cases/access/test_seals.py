"""A case sealed to named people: nobody else learns of it, its figures stay whole, and somebody can always approve."""

import pytest

from tests.cases.access.sealing import (
    REASON,
    SECRET,
    a_case,
    add_reader,
    of_case,
    remove_reader,
    seal,
    share,
    unseal,
)
from tests.cast import Cast
from tests.one_of_each import an_attachment
from tests.people import People
from tracker.accounts.models import Post
from tracker.cases.access.models import IncidentReader
from tracker.cases.extractions.models import ExtractionRequest
from tracker.core import clock
from tracker.core.permissions import Position, Role

BASIS = "TTHS-88"
TO_TUAN = {"to": "tuan", "reason": "Minh nghỉ phép"}


@pytest.fixture
def case(cast: Cast) -> ExtractionRequest:
    """Minh's filed request in an incident of his."""
    return a_case(cast)


def post_of(cast: Cast, who: str, role: Role, position: Position = Position.MEMBER) -> Post:
    """One more post of somebody in PC02."""
    facts = {"unit_id": cast.pc02.id, "valid_from": clock.today(), "valid_to": None, "reason": "", "role": role}
    return cast.add(Post(user_id=getattr(cast, who).id, position=position, delegated_by_id=None, **facts))


def readers(cast: Cast) -> set[int]:
    """Who is named."""
    with cast.database.reading() as session:
        return {reader.user_id for reader in session.query(IncidentReader)}


def test_only_who_leads_the_unit_seals(people: People, cast: Cast, case: ExtractionRequest) -> None:
    for person, status in ((people.minh, 403), (people.tuan, 403), (people.son, 403), (people.lan, 403)):
        seal(cast, person, case, status=status)
    assert "Hạn chế người xem</a>" not in people.minh.get(f"/access/incidents/{case.incident_id}").text
    others = cast.request(incident=cast.incident(unit_id=cast.pc08.id, investigator_id=cast.hoa.id))
    seal(cast, people.thuy, others, status=404)
    assert readers(cast) == set()


def test_unknown_people_a_stale_page_and_a_voided_case_are_refused(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    for login in ("nobody", "lan", "an"):
        assert login in seal(cast, people.thuy, case, login, status=422)["errors"]["readers"]
    url = f"/api/v1/access/incidents/{case.incident_id}"
    people.thuy.json("POST", f"{url}/seal", {"readers": [], "reason": REASON, "version": 9}, 409)
    voided = cast.incident(voided_at=clock.now(), voided_by_id=cast.minh.id, void_reason="Nhầm")
    seal(cast, people.thuy, cast.request(incident=voided), status=409)
    unseal(cast, people.thuy, case, 409)
    add_reader(people.thuy, case, "tuan", 409)
    remove_reader(people.thuy, case, cast.minh.id, 409)
    seal(cast, people.thuy, case)
    seal(cast, people.thuy, case, status=409)
    people.thuy.json("POST", f"{url}/unseal", {"reason": REASON, "version": 9}, 409)


def test_it_needs_a_leader_who_may_approve_and_works_on_none_of_it(people: People, cast: Cast) -> None:
    post_of(cast, "thuy", Role.INVESTIGATOR)
    own = a_case(cast, investigator_id=cast.thuy.id)
    assert "ít nhất một lãnh đạo" in seal(cast, people.thuy, own, "tuan", status=422)["errors"]["readers"]
    seal(cast, people.thuy, own, "dung")
    assert readers(cast) == {cast.thuy.id, cast.dung.id, cast.minh.id}  # Minh works on its request


def test_who_decides_instead_of_the_head_does_not_count_as_the_leader(people: People, cast: Cast) -> None:
    case = a_case(cast)
    post = post_of(cast, "tuan", Role.LEADERSHIP, Position.DEPUTY)
    with cast.database.writing() as session:
        session.get_one(Post, post.id).delegated_by_id = cast.thuy.id
    seal(cast, people.dung, case, "tuan")
    remove_reader(people.dung, case, cast.dung.id, status=409)


def test_the_page_seals_to_whom_is_ticked_and_shows_who_reads(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    url = f"/access/incidents/{case.incident_id}"
    page = people.thuy.get(f"{url}/seal").text
    assert "Phạm Anh Tuấn (tuan)" in page
    assert "(son)" not in page
    assert "Lý do" in people.thuy.post(f"{url}/seal", {"readers": ["dung"], "version": 1}, 422).text
    people.thuy.post(f"{url}/seal", {"readers": ["dung"], "version": 1, "reason": REASON})
    page = people.thuy.get(url).text
    for words in ("Lê Tiến Dũng", "luôn được xem", "lãnh đạo phê duyệt được", "hạn chế người xem", REASON):
        assert words in page
    assert "Thêm người được xem" in people.minh.get(url).text
    people.minh.get(f"{url}/unseal", 403)
    people.tuan.get(url, 404)
    people.thuy.post(f"{url}/unseal", {"reason": "Đã công khai", "version": of_case(cast, case).version})
    assert "Đã công khai" in people.tuan.get(f"/incidents/{case.incident_id}").text


def test_readers_are_added_and_removed_with_reasons_and_the_log_names_them(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    seal(cast, people.thuy, case)
    people.tuan.get(f"/incidents/{case.incident_id}", 404)
    add_reader(people.tuan, case, "tuan", 404)
    add_reader(people.minh, case, "minh", 422)
    add_reader(people.minh, case, "khoa", 422)
    url = f"/access/incidents/{case.incident_id}/add-reader"
    assert "nobody" in people.minh.post(url, {"to": "nobody", "reason": REASON}, 422).text
    people.minh.post(url, {"to": "tuan", "reason": "Cùng tổ công tác"})
    assert "Cùng tổ công tác" in people.tuan.get(f"/incidents/{case.incident_id}").text
    remove_reader(people.minh, case, cast.tuan.id, 403)
    remove_reader(people.thuy, case, cast.minh.id, 409)
    remove_reader(people.thuy, case, cast.thuy.id, 409)
    remove_reader(people.thuy, case, cast.son.id, 404)
    people.thuy.post(
        f"/access/incidents/{case.incident_id}/readers/{cast.tuan.id}/remove", {"reason": "Rút khỏi tổ công tác"}
    )
    people.tuan.get(f"/incidents/{case.incident_id}", 404)
    page = people.minh.get(f"/incidents/{case.incident_id}").text
    for words in ("Người được xem: Phạm Anh Tuấn", "Rút khỏi tổ công tác", "hạn chế người xem vụ việc"):
        assert words in page


def test_who_removes_themselves_is_led_to_the_list(people: People, cast: Cast, case: ExtractionRequest) -> None:
    seal(cast, people.thuy, case, "dung")
    url = f"/access/incidents/{case.incident_id}/readers/{cast.thuy.id}/remove"
    assert people.thuy.post(url, {"reason": "Không cần biết"}).location == "/incidents"
    people.thuy.get(f"/incidents/{case.incident_id}", 404)


def test_the_ward_sees_what_it_is_asked_and_no_more_than_before(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    seal(cast, people.thuy, case)
    for person in (people.lan, people.son):
        assert SECRET not in person.get(f"/extractions/{case.id}").text
    line = case.lines[0]  # type: ignore[attr-defined]
    people.lan.json("POST", f"/api/v1/extractions/lines/{line.id}/preserve", {"version": 1})
    people.son.get(f"/incidents/{case.incident_id}", 404)
    page = people.son.get(f"/search?q={SECRET}").text
    assert f"/incidents/{case.incident_id}" not in page


def test_its_documents_are_its_readers_alone(people: People, cast: Cast, case: ExtractionRequest) -> None:
    link = an_attachment(cast, case.incident_id)
    seal(cast, people.thuy, case)
    people.dung.get(f"/files/{link.file_id}", 404)
    assert "Biên bản.pdf" in people.thuy.get(f"/incidents/{case.incident_id}").text


def test_shares_rest_while_it_is_sealed(people: People, cast: Cast, case: ExtractionRequest) -> None:
    share(people.minh, case, "CA-14797")
    seal(cast, people.thuy, case)
    people.son.get(f"/incidents/{case.incident_id}", 404)
    assert "không xem được" in people.thuy.get(f"/access/incidents/{case.incident_id}").text
    unseal(cast, people.thuy, case)
    people.son.get(f"/incidents/{case.incident_id}")


def test_figures_count_it_and_the_rows_behind_say_that_one_is_hidden(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    cast.request()
    seal(cast, people.thuy, case)
    page = people.dung.get("/reports/incidents?set=asked").text
    assert "<strong>2</strong>" in page
    assert "1 dòng thuộc đơn vị khác" in page
    assert of_case(cast, case).code not in page
    assert "dòng thuộc đơn vị khác" not in people.thuy.get("/reports/incidents?set=asked").text


def test_a_question_for_the_same_camera_hears_nothing_of_whose_it_was(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    line = case.lines[0]  # type: ignore[attr-defined]
    window = {"window_from": line.window_from.isoformat(), "window_to": line.window_to.isoformat()}
    asked = {"incident_id": cast.incident(investigator_id=cast.tuan.id).id, "camera_ids": [line.camera_id], **window}
    asked |= {"legal_basis": "crime_report", "bases": [BASIS], "purpose": "Tìm xe", "paper_number": ""}
    told = str(people.tuan.json("POST", "/api/v1/extractions", asked, 422))
    assert "VV-90001/2026" in told
    seal(cast, people.thuy, case)
    told = people.tuan.json("POST", "/api/v1/extractions", asked, 422)
    assert [caution["facts"] for caution in told["cautions"]] == [{"unit": ""}]
    page = people.tuan.post("/extractions/new", {**asked, "then": "file"}, 422).text
    assert "Đã có yêu cầu camera này trong khung giờ trùng." in page
    assert "Phòng Cảnh sát hình sự đã yêu cầu" not in page


def test_a_reader_who_asks_again_leaves_no_trace_of_whose_it_was(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    seal(cast, people.thuy, case, "tuan")
    line = case.lines[0]  # type: ignore[attr-defined]
    window = {"window_from": line.window_from.isoformat(), "window_to": line.window_to.isoformat()}
    asked = {"incident_id": cast.incident(investigator_id=cast.tuan.id).id, "camera_ids": [line.camera_id], **window}
    asked |= {"legal_basis": "crime_report", "bases": [BASIS], "purpose": "Tìm xe", "paper_number": ""}
    drafted = people.tuan.json("POST", "/api/v1/extractions", {**asked, "caution_reason": "Cần bản riêng"}, 201)[
        "request"
    ]
    people.tuan.json("POST", f"/api/v1/extractions/{drafted['id']}/file", {"version": drafted["version"]})
    page = people.dung.get(f"/extractions/{drafted['id']}").text
    assert "Đã có yêu cầu camera này trong khung giờ trùng." in page
    assert case.code not in page


def test_the_auditor_learns_who_did_something_to_a_sealed_case_and_not_to_which(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    people.minh.get(f"/extractions/{case.id}")
    people.minh.json("POST", f"/api/v1/access/incidents/{case.incident_id}/notes", {"text": "x"}, 201)
    seal(cast, people.thuy, case)
    answer = people.an.json("GET", "/api/v1/audit")
    about = [row for row in answer["items"] if row["action"] in ("incident:seal", "incident:note", "request:read")]
    assert {row["actor_name"] for row in about} == {"Nguyễn Văn Minh", "Hoàng Thị Thủy"}
    assert {(row["subject_label"], row["reason"]) for row in about} == {("", "")}
    assert all(row["detail"] == {"sealed": True} for row in about)
    page = people.an.get("/audit").text
    for words in (of_case(cast, case).code, case.code, REASON):
        assert words not in page
    assert people.an.json("GET", "/api/v1/audit?subject=90001")["items"] == []
    unseal(cast, people.thuy, case)
    assert len(people.an.json("GET", "/api/v1/audit?subject=VV-90001")["items"]) >= 3


def test_a_row_that_only_names_a_sealed_case_tells_no_details(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    other = cast.request(incident=cast.incident(investigator_id=cast.minh.id))
    line = other.lines[0]  # type: ignore[attr-defined]
    people.minh.json("POST", f"/api/v1/extractions/lines/{line.id}/join", {"incident_id": case.incident_id}, 201)
    seal(cast, people.thuy, case)
    rows = people.an.json("GET", "/api/v1/audit?action=line:join")["items"]
    assert [(row["subject_label"], row["detail"]) for row in rows] == [(f"#{line.id}", {"sealed": True})]


def test_tuấn_who_takes_the_work_over_reads_it_and_minh_no_more(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    seal(cast, people.thuy, case)
    url = f"/reassignment/incidents/{case.incident_id}"
    assert "được thêm vào danh sách người được xem" in people.minh.get(url).text
    answer = people.minh.post(url, {**TO_TUAN, "version": of_case(cast, case).version})
    assert answer.location == "/incidents"
    people.minh.get(f"/incidents/{case.incident_id}", 404)
    page = people.tuan.get(f"/incidents/{case.incident_id}").text
    assert "Người được xem: Nguyễn Văn Minh" in page
    assert readers(cast) == {cast.thuy.id, cast.tuan.id}


def test_work_is_not_given_to_the_only_one_who_may_approve(people: People, cast: Cast, case: ExtractionRequest) -> None:
    post_of(cast, "thuy", Role.INVESTIGATOR)
    seal(cast, people.thuy, case)
    body = {"to": "thuy", "reason": "Nghỉ phép", "version": of_case(cast, case).version}
    url = f"/api/v1/reassignment/incidents/{case.incident_id}"
    assert "VV-90001/2026" in people.minh.json("POST", url, body, 422)["errors"]["to"]
    add_reader(people.minh, case, "dung")
    people.minh.json("POST", url, {**body, "version": of_case(cast, case).version})


def test_all_work_of_a_locked_account_goes_to_somebody_who_then_reads_it(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    seal(cast, people.thuy, case)
    people.binh.post(f"/accounts/{cast.minh.id}/disable", {"reason": "Nghỉ hưu", "version": 1})
    people.binh.post(f"/reassignment/people/{cast.minh.id}", TO_TUAN)
    people.tuan.get(f"/incidents/{case.incident_id}")
    people.binh.get(f"/incidents/{case.incident_id}", 403)
    assert readers(cast) == {cast.thuy.id, cast.tuan.id}


def test_it_is_merged_neither_way_and_what_was_merged_into_it_is_sealed_with_it(
    people: People, cast: Cast, case: ExtractionRequest
) -> None:
    double, other = cast.incident(), cast.incident()
    merge = {"reason": "Trùng", "into": of_case(cast, case).code, "confirmed": True, "version": 1}
    people.minh.json("POST", f"/api/v1/incidents/{double.id}/merge", merge)
    seal(cast, people.thuy, case)
    people.tuan.get(f"/incidents/{double.id}", 404)
    people.minh.json("POST", f"/api/v1/incidents/{other.id}/merge", merge, 409)
    away = {**merge, "into": cast.fresh(other).code, "version": of_case(cast, case).version}
    people.minh.json("POST", f"/api/v1/incidents/{case.incident_id}/merge", away, 409)
    add_reader(people.thuy, case, "tuan")
    people.tuan.get(f"/incidents/{double.id}")
    remove_reader(people.thuy, case, cast.tuan.id)
    people.tuan.get(f"/incidents/{double.id}", 404)
    unseal(cast, people.thuy, case)
    people.tuan.get(f"/incidents/{double.id}")
