"""Many cameras changed at once, looked at first, as one act, and set back."""

import json
import re
from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.people import People, Person
from tracker.audit_log.models import AuditEvent
from tracker.core import clock
from tracker.exchange.bulk_edits import queries, rules
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.jobs.models import Job
from tracker.register.cameras.models import Camera, Membership
from tracker.register.cameras.rules import CameraForm
from tracker.register.recorders.rules import Storage

WHY = "Bàn giao theo biên bản số 12"
MANAGER = {"chosen": "manager", "manager": "Công an phường", "reason": WHY}


def drafted(person: Person, query: str = "", **facts: Any) -> str:
    """Where the preview of a change is."""
    return person.post(f"/bulk-edits/new{query}", facts or MANAGER).location


def pressed(person: Person, url: str, deed: str = "apply", status: int = 302, **changed: str) -> str:
    """Press a button of a change's page, sending what the page shows."""
    page = person.get(url).text
    sent = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("version", "seen")}
    data = {name: match.group(1) for name, match in sent.items() if match}
    return person.post(f"{url}/{deed}", {**data, **changed}, status).text


def events(cast: Cast) -> list[AuditEvent]:
    with cast.database.reading() as session:
        statement = (
            session.query(AuditEvent).where(AuditEvent.action.startswith("camera:edit")).order_by(AuditEvent.seq)
        )
        return list(statement)


def memberships(cast: Cast, camera: Camera) -> list[tuple[int, date | None]]:
    with cast.database.reading() as session:
        rows = session.query(Membership).filter_by(camera_id=camera.id).order_by(Membership.id)
        return [(row.network_id, row.left_on) for row in rows]


def test_only_who_keeps_the_register_changes_many(people: People) -> None:
    people.stranger().get("/bulk-edits/new", 302)
    for person in (people.minh, people.thuy, people.an, people.binh):
        person.get("/bulk-edits/new", 403)
        person.get("/bulk-edits", 403)


def test_hoa_neither_changes_lans_cameras_nor_sees_her_changes(people: People, cast: Cast) -> None:
    camera, url = cast.camera(), ""
    assert "Không có camera nào khớp" in people.hoa.post("/bulk-edits/new", MANAGER, 422).text
    url = drafted(people.lan)
    for deed in ("apply", "undo", "discard"):
        people.hoa.post(f"{url}/{deed}", {"version": "1", "seen": "1/1"}, 404)
    pressed(people.lan, url)
    people.hoa.get(url, 404)
    assert camera.code not in people.hoa.get("/bulk-edits").text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": WHY}, "Chưa chọn mục nào"),
        ({**MANAGER, "reason": "vì thế"}, "ít nhất 10 ký tự"),
        ({"chosen": "manager", "model": "Dahua", "reason": WHY}, "chưa đánh dấu đổi mục này"),
        ({"chosen": "form", "reason": WHY}, "Cần điền mục này"),
        ({"chosen": "removed_on", "removed_on": "01/01/2200", "reason": WHY}, "không thể ở tương lai"),
        ({"chosen": ["removed_on", "network_id"], "removed_on": "01/01/2026", "reason": WHY}, "rời mô hình"),
        ({"chosen": "note", "note": "x" * 999, "reason": WHY}, "1 camera có ghi chú sẽ dài quá"),
        ({"chosen": "storage", "storage": "recorder", "reason": WHY}, "không có gì để đổi"),
        ({"chosen": "network_id", "network_id": "99", "reason": WHY}, "Không có mô hình này"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_kept(
    people: People, cast: Cast, facts: dict[str, Any], words: str
) -> None:
    cast.camera(note="y" * 1_001, manager="Tổ dân phố")
    assert words in people.lan.post("/bulk-edits/new", facts, 422).text
    assert cast.count(BulkEdit) == 0


def test_lan_sees_what_would_change_before_anything_does(people: People, cast: Cast) -> None:
    camera = cast.camera(manager="Tổ dân phố 3")
    cast.camera(manager="Công an phường")
    cast.camera(form=CameraForm.PTZ)
    page = people.lan.get(drafted(people.lan, "?form=fixed")).text
    assert re.search(r'value="2/1/\d+"', page)
    assert "Tổ dân phố 3" in page
    assert "Kiểu camera: Cố định" in page
    network = cast.network(name="Camera giám sát phố 9").id
    assert "Mô hình: Camera giám sát phố 9" in people.lan.get(f"/bulk-edits/new?network_id={network}").text
    assert cast.fresh(camera).manager == "Tổ dân phố 3"
    assert events(cast) == []


def test_one_act_changes_all_that_match_and_no_others(people: People, cast: Cast) -> None:
    inside = [cast.camera(), cast.camera(ward_id=cast.old_dong_ve.id), cast.camera(manager="Công an phường")]
    outside = [cast.camera(form=CameraForm.PTZ), cast.camera(ward_id=cast.ham_rong.id)]
    url = drafted(people.lan, "?form=fixed")
    pressed(people.lan, url)
    assert [cast.fresh(camera).manager for camera in inside + outside] == ["Công an phường"] * 3 + ["", ""]
    assert [cast.fresh(camera).version for camera in inside + outside] == [2, 2, 1, 1, 1]
    (event,) = events(cast)
    assert (event.action, event.reason, event.subject_label) == ("camera:edit-many", WHY, "#1")
    detail = {"filter": {"form": "fixed"}, "count": 2, "changes": {"manager": "Công an phường"}}
    assert json.loads(event.detail) == detail
    assert "đã ghi" in people.lan.get(url).text


def test_every_part_can_be_set_at_once(people: People, cast: Cast) -> None:
    network, recorder, owner = cast.network(), cast.recorder(), cast.owner()
    camera = cast.camera(note="cũ", network_id=cast.network().id)
    facts = {"network_id": network.id, "recorder_id": recorder.id, "owner_id": owner.id, "connection": "mobilisable"}
    facts |= {"form": "dome", "model": "Dahua", "storage": "cloud", "retention_days": "7", "manager": "Chủ hộ"}
    facts |= {"sign_posted": "missing", "note": "mới"}
    pressed(people.lan, drafted(people.lan, chosen=list(facts), **facts, reason=WHY))
    changed = cast.fresh(camera)
    assert (changed.note, changed.storage, changed.retention_days) == ("cũ\nmới", Storage.CLOUD, 7)
    assert (changed.recorder_id, changed.owner_id, changed.network_id) == (recorder.id, owner.id, network.id)
    assert "dahua" in changed.search_key
    assert [left_on for _, left_on in memberships(cast, camera)] == [clock.today(), None]
    with cast.database.reading() as session:
        assert queries.of_camera(session, camera.id)[0].reason == WHY
    assert "Nguyễn Thị Sáu" not in people.lan.get("/bulk-edits/1").text


def test_cameras_taken_down_together_leave_their_network_that_day(people: People, cast: Cast) -> None:
    network, removed = cast.network(), cast.camera(removed_on=date(2025, 1, 1))
    camera = cast.camera(network_id=network.id)
    pressed(people.lan, drafted(people.lan, chosen="removed_on", removed_on="01/02/2026", reason=WHY))
    assert (cast.fresh(camera).removed_on, cast.fresh(camera).network_id) == (date(2026, 2, 1), None)
    assert memberships(cast, camera) == [(network.id, date(2026, 2, 1))]
    facts = {"chosen": "removed_on", "removed_on": "01/02/2026", "reason": WHY}
    assert "không có gì để đổi" in people.lan.post("/bulk-edits/new?removed=1", facts, 422).text
    assert cast.fresh(removed).removed_on == date(2025, 1, 1)
    pressed(people.lan, "/bulk-edits/1", "undo")
    assert (cast.fresh(camera).removed_on, cast.fresh(camera).network_id) == (None, network.id)


def test_when_the_number_changed_meanwhile_it_is_said_and_asked_again(people: People, cast: Cast) -> None:
    cast.camera()
    url = drafted(people.lan)
    late = cast.camera()
    page = pressed(people.lan, url, "apply", 422, seen="1/1/1")
    assert "vừa thay đổi" in page
    assert "Đổi 2 camera" in page
    assert cast.count(BulkEditEntry) == 0
    pressed(people.lan, url)
    assert cast.fresh(late).manager == "Công an phường"


def test_what_somebody_edited_since_the_preview_is_not_written_over_unseen(people: People, cast: Cast) -> None:
    camera = cast.camera(manager="A")
    url = drafted(people.lan)
    shown_tally = re.findall(r'name="seen" value="([^"]+)"', people.lan.get(url).text)[0]
    with cast.database.writing() as session:
        session.get_one(Camera, camera.id).manager = "B"
    page = pressed(people.lan, url, "apply", 422, seen=shown_tally)
    assert "Vừa có người sửa" in page
    assert cast.fresh(camera).manager == "B"


def test_how_many_are_changed_hangs_on_no_version_and_a_note_of_health_stands_in_nobodys_way(
    people: People, cast: Cast
) -> None:
    camera = cast.camera(manager="A", version=900)
    url = drafted(people.lan)
    shown_tally = re.findall(r'name="seen" value="([^"]+)"', people.lan.get(url).text)[0]
    assert rules.agreed(shown_tally) == 1
    people.lan.json("POST", f"/api/v1/cameras/{camera.id}/health", {"health": "working"})
    pressed(people.lan, url, "apply", seen=shown_tally)
    assert cast.fresh(camera).manager == "Công an phường"
    assert cast.count(Job) == 0


def test_a_change_is_made_once(people: People, cast: Cast) -> None:
    cast.camera()
    url = drafted(people.lan)
    pressed(people.lan, url)
    people.lan.post(f"{url}/apply", {"version": "2", "seen": "1/0"}, 409)
    people.lan.post(f"{url}/discard", {"version": "2"}, 409)
    assert len(events(cast)) == 1


def test_an_undo_sets_back_what_nobody_changed_since(people: People, cast: Cast) -> None:
    first, later = cast.camera(manager="A"), cast.camera(manager="B")
    pressed(people.lan, drafted(people.lan))
    with cast.database.writing() as session:
        session.get(Camera, later.id).manager = "Người khác"
    pressed(people.lan, "/bulk-edits/1", "undo")
    assert [cast.fresh(camera).manager for camera in (first, later)] == ["A", "Người khác"]
    assert "Giữ nguyên vì đã sửa tiếp" in people.lan.get("/bulk-edits/1").text
    assert [event.action for event in events(cast)] == ["camera:edit-many", "camera:edit-many-undo"]
    people.lan.post("/bulk-edits/1/undo", {"version": "3"}, 409)


def test_nothing_goes_back_into_a_network_that_is_closed(people: People, cast: Cast) -> None:
    network = cast.network()
    camera = cast.camera(network_id=network.id)
    pressed(people.lan, drafted(people.lan, chosen="network_id", reason=WHY))
    with cast.database.writing() as session:
        session.merge(network).closed_on = date(2026, 1, 1)
    assert "không hoàn tác được" in pressed(people.lan, "/bulk-edits/1", "undo", 422)
    assert cast.fresh(camera).network_id is None


def test_a_long_change_is_a_job(people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 1)
    monkeypatch.setattr(queries, "CHUNK", 2)
    cameras = [cast.camera(manager=str(number)) for number in range(5)]
    url = drafted(people.lan)
    pressed(people.lan, url)
    assert {cast.fresh(camera).manager for camera in cameras} == {"Công an phường"}
    assert "Đã xong" in people.lan.get("/jobs/1").text
    pressed(people.lan, url, "undo")
    assert [cast.fresh(camera).manager for camera in cameras] == list("01234")


def test_a_draft_can_be_taken_up_again_or_given_up(people: People, cast: Cast) -> None:
    cast.camera()
    url = drafted(people.lan)
    assert "Công an phường" in people.lan.get("/bulk-edits/new?draft=1").text
    people.hoa.get("/bulk-edits/new?draft=1", 404)
    pressed(people.lan, drafted(people.lan, **MANAGER, draft="1"), "discard")
    people.lan.get(url, 404)
    assert cast.count(BulkEdit) == 0
