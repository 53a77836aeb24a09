"""A camera entered by mistake or twice: out of lists, figures and finder, never out of the log, and not for ever."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.cast import HOUR, Cast
from tests.exchange.bulk_edits.test_pages import MANAGER
from tests.exchange.imports.test_actions import faults as faults_of
from tests.exchange.imports.test_actions import listed, tried
from tests.people import People
from tracker import tables
from tracker.cases.extractions import overlaps
from tracker.cases.extractions.line_moves import LineCameraMove
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.cases.finder import queries as finder
from tracker.core import clock
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Connection
from tracker.register.faults.models import Fault
from tracker.register.faults.rules import FaultKind
from tracker.register.inspections.models import InspectionRound
from tracker.register.owners import consents
from tracker.reports import inventory
from tracker.reports.rules import CameraFigure

WHY = "Nhập hai lần từ hai danh sách"


def send(people: People, camera: Camera, verb: str, status: int = 200, who: str = "lan", **facts: Any) -> Any:
    """Void, merge or restore a camera through the API, as it stands now."""
    version = people.cast.fresh(camera).version
    body = {"version": version, "reason": WHY, **facts}
    return getattr(people, who).json("POST", f"/api/v1/cameras/{camera.id}/{verb}", body, status)


def codes(people: People, query: str = "") -> set[str]:
    return {row["code"] for row in people.lan.json("GET", f"/api/v1/cameras{query}")["items"]}


def fault(cast: Cast, camera: Camera, **values: Any) -> Fault:
    facts = {
        "kind": FaultKind.BLURRED,
        "note": "",
        "opened_at": clock.now() - HOUR,
        "opened_by": "Lan",
        "recorder_id": None,
    }
    facts |= {"closed_at": None, "closed_by": "", "repair": "", "cost": None} | values
    return cast.add(Fault(camera_id=camera.id, **facts))


def test_only_who_registers_in_the_ward_voids_merges_and_restores(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-01")
    for verb, facts in (("void", {}), ("merge", {"into": "HT-02"}), ("restore", {})):
        for who, status in (("minh", 403), ("thuy", 403), ("hoa", 404), ("an", 403)):
            send(people, camera, verb, status, who, **facts)
        people.minh.get(f"/cameras/{camera.id}/{verb}", 403)
    assert cast.fresh(camera).voided_at is None


def test_a_reason_and_the_version_that_was_seen_are_asked_for(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-01")
    assert set(send(people, camera, "void", 422, reason="")["errors"]) == {"reason"}
    assert set(send(people, camera, "merge", 422, into="")["errors"]) == {"into"}
    send(people, camera, "void", 409, version=7)
    page = people.lan.post(f"/cameras/{camera.id}/void", {"version": "1", "reason": ""}, 422).text
    assert "Hủy camera" in page


def test_a_voided_camera_is_out_of_lists_figures_finder_and_search_and_still_has_its_page(
    people: People, cast: Cast
) -> None:
    network = cast.network()
    camera = cast.camera(code="HT-01", network_id=network.id, owner_id=cast.owner().id)
    cast.camera(code="HT-02", network_id=network.id)
    cast.incident()
    looked_at = (
        "/cameras", "/search?q=HT-01", f"/networks/{network.id}", "/labels", f"/places/{camera.point_id}",
        f"/finder?latitude=19.8067&longitude=105.7852&q=HT-01&occurred_from={clock.now():%Y-%m-%dT%H:%MZ}",
    )  # fmt: skip
    shown = [url for url in looked_at if ">HT-01" in people.lan.client.get(url).text]
    assert "/cameras" in shown
    assert "/search?q=HT-01" in shown
    send(people, camera, "void")
    assert [url for url in shown if "HT-01 " in people.lan.get(url).text.replace('value="HT-01', "")] == []
    assert codes(people) == {"HT-02"}
    assert codes(people, "?voided=true") == {"HT-01"}
    page = people.lan.get(f"/cameras/{camera.id}").text
    assert WHY in page
    assert "Khôi phục camera này" in page
    assert "/take-down" not in page


def test_a_voided_camera_is_counted_neither_in_reports_nor_for_its_owner_nor_found_for_a_request(
    people: People, cast: Cast
) -> None:
    owner = cast.owner()
    facts = {"network_id": cast.network().id, "owner_id": owner.id, "connection": Connection.MOBILISABLE}
    camera = cast.camera(**facts)

    by_code = finder.Search((clock.now(), clock.now()), words=camera.code)

    def counted() -> tuple[int, int, int]:
        with cast.database.reading() as session:
            in_networks = inventory.count_cameras(session, CameraFigure.MOBILISABLE, clock.today())
            (row,) = consents.listing(session, cast.lan, consents.OwnerCriteria()).items
            candidates = finder.search(session, cast.minh, by_code).candidates
        return in_networks, row.mobilisable, len(candidates)

    assert counted() == (1, 1, 1)
    send(people, camera, "void")
    assert counted() == (0, 0, 0)


def test_nothing_more_is_written_to_a_voided_camera_and_its_code_stays_its_own(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-01")
    send(people, camera, "restore", 409)
    send(people, camera, "void")
    for verb, facts in (("void", {}), ("merge", {"into": "HT-02"}), ("take-down", {"removed_on": "2026-01-01"})):
        facts |= {} if verb == "take-down" else {"reason": WHY}
        body = {"version": cast.fresh(camera).version, **facts}
        people.lan.json("POST", f"/api/v1/cameras/{camera.id}/{verb}", body, 409)
    people.lan.json("POST", f"/api/v1/cameras/{camera.id}/health", {"health": "working"}, 409)
    told = people.lan.json("POST", "/api/v1/faults", {"camera_id": camera.id, "kind": "blurred"}, 422)
    assert "đã hủy" in str(told["errors"]["camera_id"])
    told = people.lan.json("POST", "/api/v1/cameras", {"code": "HT-01", "name": "Cổng chợ"}, 422)
    assert set(told["errors"]) == {"code"}


def test_what_was_voided_counts_again_once_it_is_restored(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-01")
    send(people, camera, "void")
    people.lan.post(f"/cameras/{camera.id}/restore", {"version": str(cast.fresh(camera).version), "reason": "Nhầm"})
    assert codes(people) == {"HT-01"}
    restored = cast.fresh(camera)
    assert (restored.voided_at, restored.voided_by_id, restored.void_reason) == (None, None, "")
    told = people.lan.get(f"/timeline/{camera.id}").text
    assert "hủy camera nhập nhầm" in told
    assert "khôi phục camera đã hủy" in told


@pytest.mark.parametrize("status", [RequestStatus.DRAFT, RequestStatus.FILED, RequestStatus.APPROVED])
def test_a_camera_whose_footage_somebody_waits_for_is_not_voided(
    people: People, cast: Cast, status: RequestStatus
) -> None:
    camera = cast.camera()
    cast.request(camera, status=status)
    assert "1 lượt" in send(people, camera, "void", 422)["errors"]["reason"]


def test_an_open_fault_is_mended_before_or_it_would_be_lost(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-01")
    opened = fault(cast, camera)
    for verb, facts in (("void", {}), ("merge", {"into": cast.camera().code})):
        assert f"số {opened.id}" in send(people, camera, verb, 422, **facts)["errors"]["reason"]


def test_a_camera_is_merged_into_one_other_live_camera_of_its_ward(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-01")
    cast.camera(code="HR-01", ward_id=cast.ham_rong.id)
    gone = cast.camera(code="HT-09")
    send(people, gone, "void")
    for code in ("HT-01", "HR-01", "HT-09", "HT-77"):
        assert "không có camera" in str(send(people, camera, "merge", 422, into=code)["errors"]["into"])
    for ward in (cast.old_dong_son, cast.old_dong_ve):
        cast.camera(code="HT-05", registered_ward_id=ward.id)
    assert "nhiều camera" in str(send(people, camera, "merge", 422, into="HT-05")["errors"]["into"])


def test_what_waits_at_a_double_goes_on_at_the_survivor_and_what_was_answered_is_read_there(
    people: People, cast: Cast
) -> None:
    double, kept = cast.camera(code="HT-01"), cast.camera(code="HT-02", recorder_id=cast.recorder().id)
    open_line = cast.request(double).lines[0]
    twice = cast.request(double, kept).lines
    handed_over = {"status": LineStatus.HANDED_OVER, "handed_over_at": clock.now()}
    window = {"window_from": clock.now() - 2 * HOUR, "window_to": clock.now() - HOUR}
    closed = cast.request(cast.camera(), status=RequestStatus.CLOSED)
    settled = cast.line(closed, double, **handed_over, **window)
    shown = send(people, double, "merge", into="ht-02")
    assert shown["merged_into_id"] == kept.id
    assert [cast.fresh(line).camera_id for line in (open_line, *twice, settled)] == [
        kept.id, double.id, kept.id, double.id,
    ]  # fmt: skip
    at_survivor = people.minh.get(f"/extractions/lines?camera_id={kept.id}&open=0").text
    for line in (open_line, settled, *twice):
        assert f'/extractions/{line.request_id}"' in at_survivor
    page = people.lan.get(f"/cameras/{kept.id}").text
    assert "Đã gộp vào camera này" in page
    assert "HT-01" in page
    assert "Gộp vào camera HT-02" in people.lan.get(f"/cameras/{double.id}").text
    assert "nhận camera nhập trùng gộp vào" in people.lan.get(f"/timeline/{kept.id}").text


def test_a_line_that_stays_at_a_double_says_so_to_whoever_waits_and_whoever_answers(people: People, cast: Cast) -> None:
    double, kept = cast.camera(code="HT-01"), cast.camera(code="HT-02")
    request = cast.request(double, kept)
    send(people, double, "merge", into="HT-02")
    for url in ("/", "/extractions/lines?open=1", f"/extractions/{request.id}"):
        for who in (people.minh, people.lan):
            assert who.get(url).text.count("camera nhập trùng, đã hủy") == 1, url


def test_the_code_of_a_merged_camera_is_found_and_leads_to_the_survivor(people: People, cast: Cast) -> None:
    double, kept = cast.camera(code="DS-77"), cast.camera(code="HT-02")
    send(people, double, "merge", into="HT-02")
    for who in (people.lan, people.minh):
        page = who.get("/search?q=DS-77").text
        assert f"/cameras/{kept.id}" in page
        assert f'/cameras/{double.id}"' not in page
        assert "→ HT-02" in page


def test_a_merger_is_undone_and_its_lines_come_back(people: People, cast: Cast) -> None:
    double, kept = cast.camera(code="HT-01"), cast.camera(code="HT-02")
    line = cast.request(double).lines[0]
    send(people, double, "merge", into="HT-02")
    third = cast.camera(code="HT-03")
    send(people, kept, "merge", into="HT-03")
    assert "HT-02" in send(people, double, "restore", 422)["errors"]["reason"]
    send(people, kept, "restore")
    assert cast.fresh(line).camera_id == kept.id
    send(people, double, "restore")
    assert cast.fresh(line).camera_id == double.id
    assert cast.fresh(third).voided_at is None
    with cast.database.reading() as session:
        assert all(move.undone_at for move in session.query(LineCameraMove))
        assert session.query(ExtractionLine).count() == 1
    send(people, double, "merge", into="HT-02")
    assert cast.fresh(line).camera_id == kept.id


def test_repairs_of_a_merged_camera_count_and_stand_at_the_survivor_those_of_a_mistake_do_not(
    people: People, cast: Cast
) -> None:
    double, kept, mistake = cast.camera(code="HT-01"), cast.camera(code="HT-02"), cast.camera(code="HT-03")
    for camera, cost in ((double, 100_000), (mistake, 7_000_000)):
        fault(cast, camera, closed_at=clock.now(), closed_by="Lan", repair="Lau ống kính", cost=cost)
    send(people, double, "merge", into="HT-02")
    send(people, mistake, "void")
    of_survivor = people.lan.get(f"/faults?state=closed&camera_id={kept.id}").text
    assert "100.000" in of_survivor
    assert [row["cost"] for row in people.lan.json("GET", "/api/v1/faults?state=closed")["items"]] == [100_000]
    assert "7.100.000" not in people.lan.get("/faults?state=closed").text


def test_nobody_walks_to_a_camera_that_was_voided_after_the_round_began(people: People, cast: Cast) -> None:
    cast.camera(code="HT-01")
    gone = cast.camera(code="HT-02")
    people.lan.post("/inspections/new", {"name": "Tháng 11", "due_on": "30/12/2099"})
    with cast.database.reading() as session:
        round_id = session.query(InspectionRound).one().id
    send(people, gone, "void")
    page = people.lan.get(f"/inspections/{round_id}").text
    assert "HT-01" in page
    assert "HT-02" not in page
    people.lan.post(f"/inspections/{round_id}/cameras/{gone.id}", {"seen": "working"}, 404)


def test_neither_a_list_nor_a_bulk_edit_writes_to_a_voided_camera(people: People, cast: Cast) -> None:
    camera = cast.camera(code="HT-01")
    send(people, camera, "void")
    assert "đã hủy" in faults_of(tried(cast, cast.lan, listed("HT-01;x", header="Mã;Tên")))[0][2]
    assert "Không có camera nào khớp" in people.lan.post("/bulk-edits/new?voided=true", MANAGER, 422).text


def test_a_migration_lets_cameras_stand_and_those_voided_count_again_below(cast: Cast) -> None:
    double, kept = cast.camera(), cast.camera()
    tables.downgrade(cast.database, "0021")
    tables.upgrade(cast.database)
    assert {cast.fresh(camera).voided_at for camera in (double, kept)} == {None}
    with cast.database.writing() as session:
        camera = session.get_one(Camera, double.id)
        camera.voided_at, camera.voided_by_id, camera.merged_into_id = clock.now(), cast.lan.id, kept.id
    tables.downgrade(cast.database, "0021")
    with cast.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM cameras")).scalar_one() == 2
    tables.upgrade(cast.database)
    assert cast.fresh(double).merged_into_id is None


def test_a_window_asked_at_the_double_is_told_to_whoever_asks_the_survivor(people: People, cast: Cast) -> None:
    double, kept = cast.camera(code="HT-01"), cast.camera(code="HT-02")
    closed = cast.request(double, status=RequestStatus.CLOSED, requester_id=cast.tuan.id)
    line = closed.lines[0]
    window = (line.window_from, line.window_to)
    send(people, double, "merge", into="HT-02")
    incident = cast.incident()
    with cast.database.reading() as session:
        earlier = overlaps.earlier_lines(session, cast.minh, incident.id, [kept.id], window)
    assert [earlier_line.request for earlier_line in earlier[kept.id]] == [closed.code]
