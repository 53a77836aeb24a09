"""A camera's logbook in people's browsers."""

import json
from datetime import date, datetime
from typing import Any

from tests.cast import Cast, at
from tests.people import People
from tracker.audit_log.models import AuditEvent
from tracker.core import clock, cursors
from tracker.exchange.bulk_edits.models import BulkEdit, BulkEditEntry
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.models import ImportEntry, ListImport
from tracker.exchange.ward_changes.models import Move
from tracker.portal.timeline import queries
from tracker.portal.timeline.models import CameraNote
from tracker.portal.timeline.rules import Source, TimelinePosition
from tracker.register.cameras.models import Camera, HealthInterval, Membership
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault
from tracker.register.faults.rules import FaultKind

BULK = {"query": "{}", "changes": '{"model": "KX-2"}', "reason": "Thay cả tuyến", "cameras": 1}
FILE = {"kind": ImportKind.CAMERAS, "file_name": "to-7.xlsx", "sha256": "", "mapping": "{}", "counts": "{}"}


def note(cast: Cast, camera: Camera, **values: Any) -> CameraNote:
    """A note of Lan's."""
    facts = {"created_by_id": cast.lan.id, "written_by": cast.lan.name, "written_at": clock.now(), "text": "Cây che"}
    return cast.add(CameraNote(camera_id=camera.id, **(facts | values)))


def fault(cast: Cast, camera: Camera, **values: Any) -> Fault:
    """A cut cable that was mended."""
    facts = {"kind": FaultKind.CABLE, "note": "", "opened_at": at(1), "opened_by": "Lan", "closed_at": at(5)}
    facts |= {"closed_by": "Lan", "repair": "Thay dắc", "cost": 150_000, "recorder_id": None}
    return cast.add(Fault(camera_id=camera.id, **(facts | values)))


def a_long_life(cast: Cast) -> Camera:
    """A camera to which everything happened, most of it at one moment."""
    camera = cast.camera(network_id=cast.network().id)
    for moment in (at(5), at(5), at(1, 5, 7, 2025)):  # the last on the day of the move, of which no hour is known
        note(cast, camera, written_at=moment)
    fault(cast, camera)
    evidence = {"evidence": "", "seen_by": "Lan", "confirmed_at": None}
    cast.add(HealthInterval(camera_id=camera.id, health=Health.WORKING, since=at(2), until=at(4), **evidence))
    cast.add(HealthInterval(camera_id=camera.id, health=Health.BROKEN, since=at(4), until=None, **evidence))
    moved = {"from_ward_id": cast.old_dong_son.id, "to_ward_id": cast.hac_thanh.id, "effective_on": date(2025, 7, 1)}
    cast.add(Move(camera_id=camera.id, **moved, decided_at=at(1), decided_by="Lan", reason="1686/NQ-UBTVQH15"))
    keeper = {"created_by_id": cast.lan.id, "ward_id": cast.hac_thanh.id, "created_at": at(5), "applied_at": at(5)}
    edit, file = cast.add(BulkEdit(**BULK, **keeper)), cast.add(ListImport(**FILE, **keeper, network_id=None))
    cast.add(BulkEditEntry(edit_id=edit.id, camera_id=camera.id, before='{"model": "KX-1"}'))
    entry = {"version": 2, "made": False, "before": '{"manager": "Tổ 7"}', "mended": '{"address": "2 Nguyễn Trãi"}'}
    cast.add(ImportEntry(import_id=file.id, camera_id=camera.id, **entry))
    return camera


def test_a_logbook_is_read_and_written_by_who_sees_the_camera(people: People, cast: Cast) -> None:
    camera = cast.camera()
    url = f"/timeline/{camera.id}"
    people.hoa.get(url, 404)
    people.hoa.post(url, {"text": "Của Hoa"}, 404)
    for person in (people.an, people.binh):
        person.get(url, 403)
        person.post(url, {"text": "Không được"}, 403)
    people.lan.post(url, {"text": " "}, 422)
    assert cast.count(CameraNote) == 0


def test_minhs_note_stands_on_the_cameras_page_and_in_the_log_as_a_fingerprint(people: People, cast: Cast) -> None:
    camera = cast.camera()
    people.minh.post(f"/timeline/{camera.id}", {"text": "Hình mờ từ 22 giờ"})
    assert "Hình mờ từ 22 giờ" in people.lan.get(f"/cameras/{camera.id}").text
    with cast.database.reading() as session:
        event = session.query(AuditEvent).filter(AuditEvent.action == "camera:note").one()
    assert len(json.loads(event.detail)["sha256"]) == 64
    assert "Hình mờ" not in event.detail


def test_a_change_is_told_before_and_after_by_names_and_never_by_an_owners(people: People, cast: Cast) -> None:
    camera, network, owner = cast.camera(), cast.network(name="Camera giám sát ANTT phố 9"), cast.owner()
    changed = {"code": camera.code, "name": "Chợ Vườn Hoa", "network_id": network.id, "owner_id": owner.id}
    people.lan.post(f"/cameras/{camera.id}/edit", {**changed, "connection": "mobilisable", "version": "1"})
    page = people.lan.get(f"/timeline/{camera.id}").text
    assert f"<del>{camera.name}</del>" in page
    for after in ("Chợ Vườn Hoa", "Camera giám sát ANTT phố 9", f"#{owner.id}", "Huy động khi cần trích xuất"):
        assert f"<ins>{after}</ins>" in page
    assert "Sáu" not in page


def test_everything_that_happened_stands_in_one_line_of_time(people: People, cast: Cast) -> None:
    camera = a_long_life(cast)
    page = people.lan.get(f"/timeline/{camera.id}").text
    for text in ("Cây che", "Thay dắc", "150.000 đồng", "1686/NQ-UBTVQH15", "Thay cả tuyến", "to-7.xlsx"):
        assert text in page
    assert "<del>Phường Đông Sơn (–\u206030/06/2025)</del>" in page
    assert "<ins>KX-2</ins>" in page
    assert "trước khi nhập là Tổ 7" in page
    assert "trước khi nhập là 2 Nguyễn Trãi" in page


def test_page_after_page_every_event_comes_once(cast: Cast) -> None:
    camera = a_long_life(cast)
    with cast.database.reading() as session:
        all_events, _ = queries.page(session, cast.lan, camera, queries.TimelineCriteria())
        for limit in (1, 3):
            places: list[TimelinePosition] = []
            following: str | None = ""
            while following is not None:
                after = cursors.read(following, (datetime, int, int)) if following else None
                criteria = queries.TimelineCriteria(after=after, limit=limit)
                events, following = queries.page(session, cast.lan, camera, criteria)
                places += [event.place for event in events]
            assert places == [event.place for event in all_events]
    assert {event.source for event in all_events} == set(Source) - {
        Source.DEED,
        Source.LEFT,
        Source.UNDONE,
        Source.SET_BACK,
    }


def test_a_logbook_is_narrowed_to_what_it_is_about(people: People, cast: Cast) -> None:
    camera = a_long_life(cast)
    page = people.lan.get(f"/timeline/{camera.id}?topic=fault").text
    assert "Thay dắc" in page
    assert "Cây che" not in page


def test_programs_read_and_write_a_logbook_too(people: People, cast: Cast) -> None:
    camera = a_long_life(cast)
    url = f"/api/v1/timeline/{camera.id}"
    assert people.lan.json("POST", url, {"text": "Từ máy"}, 201)["written_by"] == cast.lan.name
    page = people.lan.json("GET", f"{url}?limit=2")
    assert page["items"][0]["text"] == "Từ máy"
    assert people.lan.json("GET", f"{url}?limit=2&after={page['next']}")["items"]
    people.hoa.json("GET", url, status=404)


def test_a_camera_that_left_its_network_says_when_and_why(people: People, cast: Cast) -> None:
    camera, network = cast.camera(), cast.network(name="Camera giám sát ANTT phố 2")
    stay = {"joined_on": date(2024, 1, 2), "left_on": date(2024, 5, 6), "left_reason": "Hết hợp đồng"}
    cast.add(Membership(camera_id=camera.id, network_id=network.id, **stay))
    page = people.lan.get(f"/cameras/{camera.id}").text
    for text in ("02/01/2024", "06/05/2024", "Hết hợp đồng", "Camera giám sát ANTT phố 2"):
        assert text in page
