"""Incidents in people's browsers."""

from datetime import datetime

from sqlalchemy import update

from tests.cast import Cast, at
from tests.people import People
from tracker.audit_log import queries as audit
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import IncidentStatus
from tracker.core.database import Database
from tracker.territory.wards.models import Ward

NEW = {
    "type": "theft",
    "channel": "hotline_commune",
    "occurred_from": "20:30 03/09/2025",
    "occurred_to": "21:00 03/09/2025",
    "place": "Chợ Vườn Hoa",
    "ward_code": "Phường Hạc Thành",
    "latitude": "19,8067",
    "longitude": "105,7852",
    "summary": "Mất một xe máy trước cổng chợ",
}
END = {"status": "prosecuted", "note": "Quyết định 12", "version": "1"}


def test_a_stranger_is_sent_to_the_log_in_page(people: People) -> None:
    assert people.stranger().get("/incidents", 302).location.startswith("/login?next=/incidents")


def test_ward_admin_auditor_and_administrator_read_no_incident(people: People, cast: Cast) -> None:
    incident = cast.incident()
    for person in (people.lan, people.an, people.binh):
        for url in ("/incidents", f"/incidents/{incident.id}", f"/api/v1/incidents/{incident.id}"):
            assert incident.summary not in person.get(url, 403).text


def test_thuy_reads_but_neither_logs_nor_changes(people: People, cast: Cast) -> None:
    incident = cast.incident()
    page = people.thuy.get(f"/incidents/{incident.id}").text
    assert incident.summary in page
    assert not [word for word in ("Yêu cầu trích xuất camera", "/edit", "/end") if word in page]
    people.thuy.get("/incidents/new", 403)
    people.thuy.post(f"/incidents/{incident.id}/end", END, 403)


def test_tuan_reads_minhs_incident_but_cannot_change_it(people: People, cast: Cast) -> None:
    incident = cast.incident()
    people.tuan.get(f"/incidents/{incident.id}")
    people.tuan.get(f"/incidents/{incident.id}/edit", 403)
    people.tuan.post(f"/incidents/{incident.id}/edit", {**NEW, "version": "1"}, 403)
    people.tuan.post(f"/incidents/{incident.id}/end", END, 403)
    assert cast.fresh(incident).status is IncidentStatus.VERIFYING


FAULTS = (
    ("occurred_from", "20:30 03/09/2199", "không thể ở tương lai"),
    ("occurred_to", "20:29 03/09/2025", "phải sau thời điểm bắt đầu"),
    ("occurred_to", "20:30 03/09/2199", "Thời điểm kết thúc không thể ở tương lai"),
    ("occurred_from", "hôm qua", "Còn thiếu giờ"),
    ("latitude", "", "Cần cả vĩ độ và kinh độ"),
    ("latitude", "51,5", "ngoài Việt Nam"),
    ("ward_code", "99999", "Không có phường, xã này"),
    ("type", "sorcery", "Không có mã này trong danh mục"),
    ("type", "robbery_or_snatching", "hãy chọn: Cướp tài sản; Cướp giật tài sản"),
    ("channel", "hotline", "hãy chọn: Điện thoại 113"),
    ("summary", " ", "Cần điền mục này"),
)


def test_minh_is_told_at_the_field_and_keeps_what_he_typed(people: People, cast: Cast) -> None:
    for field, typed, message in FAULTS:
        page = people.minh.post("/incidents/new", {**NEW, field: typed}, 422).text
        assert message in page
        assert 'value="Chợ Vườn Hoa"' in page
    assert cast.count(Incident) == 0


def test_minh_is_told_how_his_words_were_understood_and_finds_them_in_full(people: People) -> None:
    page = people.minh.post("/incidents/new", {**NEW, "occurred_from": "8 giờ 30 tối 3/9/2025", "place": ""}, 422).text
    assert 'value="20:30 03/09/2025"' in page
    assert "Hiểu là: 20:30 ngày 03/09/2025, thứ tư" in page


def test_minh_logs_an_incident_and_is_led_on_to_the_request(people: People, cast: Cast) -> None:
    page = people.minh.get(people.minh.post("/incidents/new", NEW).location).text
    assert "20:30–21:00 ngày 03/09/2025" in page
    assert "Tội phạm và vi phạm về trật tự xã hội" in page
    assert "/extractions/new?incident=" in page
    assert "lập vụ việc</span>" in page


def test_minh_is_told_when_he_changed_it_in_another_window(people: People, cast: Cast) -> None:
    incident = cast.incident()
    people.minh.post(f"/incidents/{incident.id}/edit", {**NEW, "version": "1"})
    people.minh.post(f"/incidents/{incident.id}/edit", {**NEW, "place": "Nơi khác", "version": "1"}, 409)
    assert cast.fresh(incident).place == NEW["place"]


def test_what_minh_corrected_is_shown_in_words(people: People, cast: Cast) -> None:
    incident = cast.incident(type="fraud", occurred_from=_moment(), occurred_to=_moment())
    people.minh.post(f"/incidents/{incident.id}/edit", {**NEW, "version": "1", "ward_code": "14758"})
    page = people.thuy.get(f"/incidents/{incident.id}").text
    assert "Loại việc: Lừa đảo chiếm đoạt tài sản → Trộm cắp tài sản" in page
    assert "Phường, xã: 14797 Phường Hạc Thành → 14758 Phường Hàm Rồng" in page


def test_minh_ends_an_incident_and_takes_it_up_again(people: People, cast: Cast) -> None:
    incident = cast.incident()
    people.minh.post(f"/incidents/{incident.id}/end", END)
    assert "Đã làm rõ – khởi tố" in people.thuy.get(f"/incidents/{incident.id}").text
    people.minh.post(f"/incidents/{incident.id}/reopen", {"version": "2"}, 422)
    people.minh.post(f"/incidents/{incident.id}/reopen", {"version": "2", "reason": "Có chứng cứ mới"})
    page = people.thuy.get(f"/incidents/{incident.id}").text
    assert "Đang xác minh" in page
    assert "Có chứng cứ mới" in page


def test_an_incident_cannot_end_as_being_verified(people: People, cast: Cast) -> None:
    incident = cast.incident()
    assert (
        "Hãy chọn kết quả"
        in people.minh.post(f"/incidents/{incident.id}/end", {**END, "status": "verifying"}, 422).text
    )


def test_an_ended_incident_is_not_ended_again(people: People, cast: Cast) -> None:
    incident = cast.incident(status=IncidentStatus.MEDIATED, ended_at=_moment())
    page = people.minh.post(f"/incidents/{incident.id}/end", END, 409).text
    assert "hãy mở lại trước" in page
    assert cast.fresh(incident).status is IncidentStatus.MEDIATED


def test_every_reading_is_written_down(people: People, cast: Cast, database: Database) -> None:
    incident, other = cast.incident(), cast.incident(place="Cầu Hàm Rồng")
    people.thuy.get("/incidents?q=cho+vuon")
    people.thuy.get(f"/incidents/{incident.id}")
    people.minh.get(f"/incidents/{other.id}/edit")
    assert _read(database) == [
        ("Nguyễn Văn Minh", "incident:read", other.code, {}),
        ("Hoàng Thị Thủy", "incident:read", incident.code, {}),
        ("Hoàng Thị Thủy", "incident:list", "", {"filter": {"q": "cho vuon"}, "ids": [incident.id]}),
    ]


def test_who_looked_does_not_bury_what_was_changed(people: People, cast: Cast) -> None:
    incident = cast.incident()
    people.tuan.get(f"/incidents/{incident.id}")
    assert "Phạm Anh Tuấn</time>" not in people.minh.get(f"/incidents/{incident.id}").text


def test_minh_narrows_the_list(people: People, cast: Cast) -> None:
    cast.incident(place="Đường Nguyễn Huệ", ward_id=cast.ham_rong.id)
    cast.incident(
        place="Chợ Vườn Hoa", investigator_id=cast.tuan.id, type="fire", occurred_from=_moment(), occurred_to=_moment()
    )
    for query in ("q=nguyen+hue", "mine=1", "type=theft", f"ward_id={cast.ham_rong.id}", "since=01/04/2024"):
        page = people.minh.get(f"/incidents?{query}").text
        assert "Đường Nguyễn Huệ" in page, query
        assert "Chợ Vườn Hoa" not in page, query
    assert "Chợ Vườn Hoa" in people.minh.get("/incidents?since=10/03/2024&until=10/03/2024").text


def _moment() -> datetime:
    return at(10)


def _read(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as session:
        events = [
            event for event in audit.listing(session, after=None, limit=20).items if event["subject_type"] == "Incident"
        ]
    return [(event["actor_name"], event["action"], event["subject_label"], event["detail"]) for event in events]


def test_minh_pastes_a_pair_and_is_told_when_it_is_swapped(people: People, cast: Cast) -> None:
    facts = {name: value for name, value in NEW.items() if name not in ("latitude", "longitude")}
    for typed, words in (("gần chợ", "Không đọc được vị trí"), ("51,5; 0,1", "nằm ngoài Việt Nam")):
        page = people.minh.post("/incidents/new", {**facts, "coordinates": typed, "summary": ""}, 422).text
        assert words in page
        assert f'value="{typed}"' in page
        assert "Cần điền mục này." in page
    mended = people.minh.post("/incidents/new", {**facts, "coordinates": "105,7852; 19,8067"}, 422).text
    assert "bị đổi chỗ cho nhau" in mended
    assert 'value="19,8067; 105,7852"' in mended
    assert cast.count(Incident) == 0
    people.minh.post("/incidents/new", {**facts, "coordinates": "19°48'24.12\"N 105°47'06.72\"E"})
    with cast.database.reading() as session:
        incident = session.query(Incident).one()
    assert (incident.latitude, incident.longitude) == (19.8067, 105.7852)
    assert 'value="19,8067; 105,7852"' in people.minh.get(f"/incidents/{incident.id}/edit").text


def test_a_place_known_by_name_is_proposed_once_and_its_coordinates_are_taken(people: People, cast: Cast) -> None:
    point = cast.point(name="Ngã tư Lê Lai – Phan Chu Trinh", address="Đường Lê Lai", latitude=19.81, longitude=105.78)
    cast.point(name="Ngã ba Lê Lai – Tản Đà", address="Đường Lê Lai", latitude=None, longitude=None)
    facts = {**NEW, "place": "Ngã tư Phan Chu Trinh - Lê Lai", "coordinates": ""}
    facts = {name: value for name, value in facts.items() if name not in ("latitude", "longitude")}
    page = people.minh.post("/incidents/new", facts, 422).text
    assert "Ngã tư Lê Lai – Phan Chu Trinh, Phường Hạc Thành" in page
    assert "Tản Đà" not in page
    people.minh.post("/incidents/new", {**facts, "point_id": "0"})
    people.minh.post("/incidents/new", {**facts, "point_id": str(point.id)})
    with cast.database.reading() as session:
        without, placed = session.query(Incident).order_by(Incident.id)
    assert (without.latitude, placed.latitude, placed.longitude) == (None, 19.81, 105.78)


def test_a_ward_far_from_the_coordinates_must_be_confirmed(people: People, cast: Cast) -> None:
    with cast.database.writing() as session:
        session.execute(update(Ward).where(Ward.id == cast.hac_thanh.id).values(latitude=19.8067, longitude=105.7852))
    facts = {**NEW, "latitude": "21,0288", "longitude": "105,8525"}
    page = people.minh.post("/incidents/new", facts, 422).text
    assert "Phường Hạc Thành, Tỉnh Thanh Hóa cách tọa độ khoảng 136 km" in page
    assert 'name="sure"' in page
    people.minh.post("/incidents/new", {**facts, "sure": "true"})
    assert cast.count(Incident) == 1
