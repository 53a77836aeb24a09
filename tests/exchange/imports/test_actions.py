"""Lists matched with the register and written into it, whole or not at all."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import joinedload

from tests.cast import Cast
from tracker.audit_log.models import AuditEvent
from tracker.core import errors
from tracker.core.viewer import Viewer
from tracker.exchange.imports import actions, commands, plan_writer, schemas, tables
from tracker.exchange.imports.answers import Answers
from tracker.exchange.imports.rules import Report
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import CameraForm, Connection, Health
from tracker.register.places.models import InstallationPoint

HEADER = "Mã camera;Tên camera;Địa chỉ;Vĩ độ;Kinh độ;Hướng (độ);Loại;Nguồn"
ROWS = (
    "TTH 22.7;Nguyễn Thị Định;Đường D;10,7646823693643;106,781423091888;300;tth;",
    "UDC 21;71 Mai Thị Lựu;;10,7919165909517;106,698220968246;;Quay quét;huy động khi cần trích xuất",
    "Khu3 5;;An Sương;;;360;kbcamera;",
)


POLICE = Answers(connection=Connection.POLICE)


def listed(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows)).encode("utf-8-sig")


def tried(cast: Cast, who: Viewer, content: bytes, network_id: int | None = None) -> Report:
    sheet = schemas.read_rows(tables.read(content, 1_000))
    with cast.database.reading() as session:
        return actions.examine(session, who, sheet, cast.hac_thanh if who is cast.lan else cast.ham_rong, network_id)


def brought(cast: Cast, content: bytes, **values: Any) -> Report:
    facts: dict[str, Any] = {
        "mapping": {},
        "ward": "14797",
        "network": "",
        "dry_run": False,
        "answers": POLICE,
        **values,
    }
    with cast.database.writing() as session:
        return commands.import_file(session, facts.pop("who", None), file_name="a.csv", content=content, **facts)


def faults(report: Report) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.header, fault.text) for fault in report.faults]


def counts(report: Report) -> list[int]:
    return [report.counts[name] for name in ("new", "changed", "unchanged", "wrong")]


def cameras(cast: Cast) -> dict[str, Camera]:
    with cast.database.reading() as session:
        return {camera.code: camera for camera in session.query(Camera).options(joinedload(Camera.point))}


def events(cast: Cast) -> list[AuditEvent]:
    with cast.database.reading() as session:
        return list(session.query(AuditEvent).order_by(AuditEvent.seq))


@pytest.mark.parametrize(
    ("row", "header", "words"),
    [
        ("A;x;;105,7852;19,8067;;;", "Vĩ độ", "đổi chỗ"),
        ("A;x;;48,8566;2,3522;;;", "Vĩ độ", "ngoài Việt Nam"),
        ("A;x;;19,8067;;;;", "Kinh độ", "cả vĩ độ và kinh độ"),
        ("A;x;;1O,8;105,7852;;;", "Vĩ độ", "Cần một số"),
        ("A;x;;;;400;;", "Hướng (độ)", "từ 0 đến 360"),
        ("A;x;;;;;;vệ tinh", "Nguồn", "Kết nối về Công an; Huy động"),
        (";x;;;;;;", "Mã camera", "Cần điền"),
        ("A;x;;;;;;;;thừa", "Mã camera", "nhiều ô hơn"),
    ],
)
def test_a_wrong_row_says_where_and_why(cast: Cast, row: str, header: str, words: str) -> None:
    all_faults = faults(tried(cast, cast.lan, listed(*ROWS, row)))
    assert [(line, column) for line, column, _ in all_faults] == [(5, header)]
    assert words in all_faults[0][2]


def test_one_wrong_row_and_nothing_is_written(cast: Cast) -> None:
    report = brought(cast, listed(*ROWS, "A;x;;105,7852;19,8067;;;"))
    assert counts(report) == [3, 0, 0, 1]
    assert (cast.count(Camera), cast.count(InstallationPoint), events(cast)) == (0, 0, [])


def test_every_row_of_a_foreign_list_says_that_it_is_foreign(cast: Cast) -> None:
    paris = [f"P{number};Rue {number};;48,85{number};2,35;;;" for number in range(5)]
    assert [text for _, _, text in faults(tried(cast, cast.lan, listed(*paris)))] == ["Tọa độ nằm ngoài Việt Nam."] * 5


def test_a_code_that_comes_twice_names_the_first_row(cast: Cast) -> None:
    report = tried(cast, cast.lan, listed(*ROWS, ROWS[0]))
    assert faults(report) == [(5, "Mã camera", "Mã này đã có ở dòng 2.")]


def test_lan_cannot_import_into_hoas_ward(cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        brought(cast, listed(*ROWS), who=cast.lan, ward="14758")
    by_row = listed("A;x;14758", header="Mã;Tên;Mã phường")
    assert "trong phạm vi của bạn" in faults(brought(cast, by_row, who=cast.lan))[0][2]
    assert cast.count(Camera) == 0


def test_lan_cannot_put_cameras_into_a_network_of_another_ward(cast: Cast) -> None:
    network = cast.network(ward_id=cast.ham_rong.id)
    with pytest.raises(errors.Invalid, match="chưa đúng"):
        tried(cast, cast.lan, listed(*ROWS), network.id)
    by_row = listed(f"A;x;{network.code}", header="Mã;Tên;Mã mô hình")
    assert "mô hình" in faults(tried(cast, cast.lan, by_row))[0][2]


def test_the_register_gets_what_the_rows_say(cast: Cast) -> None:
    network = cast.network()
    assert counts(brought(cast, listed(*ROWS), network=network.code)) == [3, 0, 0, 0]
    by_code = cameras(cast)
    first, second, third = (by_code[code] for code in ("TTH 22.7", "UDC 21", "Khu3 5"))
    assert (first.bearing, first.form, first.connection) == (300, CameraForm.FIXED, Connection.POLICE)
    assert (first.point.latitude, first.point.longitude) == (10.7646823693643, 106.781423091888)
    assert (second.bearing, second.form, second.connection) == (None, CameraForm.PTZ, Connection.MOBILISABLE)
    assert (third.name, third.bearing, third.model, third.point.name) == ("An Sương", 0, "kbcamera", "An Sương")
    assert {(c.ward_id, c.registered_ward_id, c.network_id, c.health, c.version) for c in by_code.values()} == {
        (cast.hac_thanh.id, cast.hac_thanh.id, network.id, Health.UNKNOWN, 1)
    }


def test_cameras_of_one_place_share_one_point(cast: Cast) -> None:
    point = cast.point(name="Cổng chợ", latitude=19.8, longitude=105.7)
    rows = [f"{code};{code};{place};19,8;105,7" for code, place in (("A", "Cổng chợ"), ("B", "Ga"), ("C", "Ga"))]
    brought(cast, listed(*rows, header="Mã;Tên;Điểm lắp đặt;Vĩ độ;Kinh độ"))
    by_code = cameras(cast)
    assert by_code["A"].point_id == point.id
    assert by_code["B"].point_id == by_code["C"].point_id != point.id


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    brought(cast, listed(*ROWS))
    before = {code: camera.version for code, camera in cameras(cast).items()}
    assert counts(brought(cast, listed(*ROWS))) == [0, 0, 3, 0]
    assert {code: camera.version for code, camera in cameras(cast).items()} == before
    assert cast.count(InstallationPoint) == 3


def test_only_changed_rows_rise_in_version_and_only_by_their_columns(cast: Cast) -> None:
    for code in "ABCD":
        cast.camera(code=code, note="Giữ nguyên", bearing=10.0)
    rows = ("A;11", "B;12", "C;13", "D;", "E;14")
    assert counts(brought(cast, listed(*rows, header="Mã;Hướng"))) == [1, 3, 1, 0]
    by_code = cameras(cast)
    assert [(by_code[code].bearing, by_code[code].version) for code in "ABCD"] == [(11, 2), (12, 2), (13, 2), (10, 1)]
    assert {by_code[code].note for code in "ABCD"} == {"Giữ nguyên"}


def test_a_new_address_mends_the_point_and_the_search_key(cast: Cast) -> None:
    camera = cast.camera(code="A")
    content = listed("A;8 Phan Chu Trinh", header="Mã;Địa chỉ")
    assert counts(brought(cast, content)) == [0, 1, 0, 0]
    changed = cameras(cast)["A"]
    assert (changed.point_id, changed.point.address, changed.point.version) == (camera.point_id, "8 Phan Chu Trinh", 2)
    assert "phan chu trinh" in changed.search_key
    assert counts(brought(cast, content)) == [0, 0, 1, 0]


def test_two_addresses_for_one_point_are_a_fault(cast: Cast) -> None:
    rows = ("A;Chợ;19,8;105,7;1 Lê Lợi", "B;Chợ;19,8;105,7;2 Lê Lợi")
    report = tried(cast, cast.lan, listed(*rows, header="Mã;Điểm lắp đặt;Vĩ độ;Kinh độ;Địa chỉ"))
    assert faults(report) == [(3, "Địa chỉ", "Cùng điểm lắp đặt với dòng 2 nhưng khác địa chỉ.")]


def test_new_coordinates_hang_the_camera_elsewhere_and_leave_the_old_point_alone(cast: Cast) -> None:
    old = cast.point()
    cast.camera(code="A", point_id=old.id)
    brought(cast, listed("A;19,81;105,79", header="Mã;Vĩ độ;Kinh độ"))
    point = cameras(cast)["A"].point
    assert (point.name, point.latitude) == (old.name, 19.81)
    assert cast.fresh(old).latitude == 19.8067


def test_a_camera_of_a_merged_ward_is_found_again(cast: Cast) -> None:
    cast.camera(code="A", ward_id=cast.old_dong_son.id, name="Tên cũ")
    assert counts(brought(cast, listed("A;Tên mới", header="Mã;Tên"))) == [0, 1, 0, 0]
    assert cameras(cast)["A"].ward_id == cast.old_dong_son.id


def test_a_code_that_two_merged_wards_had_needs_the_wards_code(cast: Cast) -> None:
    for ward in (cast.old_dong_son, cast.old_dong_ve):
        cast.camera(code="A", ward_id=ward.id)
    assert "các phường, xã cũ" in faults(tried(cast, cast.lan, listed("A;x", header="Mã;Tên")))[0][2]
    by_row = listed("A;x;14785", header="Mã;Tên;Mã phường")
    assert counts(tried(cast, cast.lan, by_row)) == [0, 1, 0, 0]


def test_a_camera_taken_down_does_not_come_back_by_a_list(cast: Cast) -> None:
    camera = cast.camera(code="A")
    cast.camera(code="A", ward_id=cast.ham_rong.id)
    with cast.database.writing() as session:
        session.merge(camera).removed_on = camera.installed_on
    assert "đã tháo dỡ" in faults(tried(cast, cast.lan, listed("A;x", header="Mã;Tên")))[0][2]
    assert counts(tried(cast, cast.hoa, listed("A;x", header="Mã;Tên"))) == [0, 1, 0, 0]


def test_a_code_is_not_reused_while_its_camera_stands_in_another_ward(cast: Cast) -> None:
    camera = cast.camera(code="A")
    with cast.database.writing() as session:
        session.merge(camera).ward_id = cast.ham_rong.id
    assert "đã chuyển sang" in faults(tried(cast, cast.lan, listed("A;x", header="Mã;Tên")))[0][2]


def test_one_event_tells_of_the_whole_import(cast: Cast) -> None:
    brought(cast, listed(*ROWS))
    (event,) = events(cast)
    detail = json.loads(event.detail)
    assert (event.action, event.subject_type, event.actor_id) == ("camera:import", "Camera", None)
    assert (detail["file"], detail["wards"], detail["counts"]["new"]) == ("a.csv", ["14797"], 3)
    assert len(detail["sha256"]) == 64


def test_the_machines_keeper_may_name_a_ward_in_each_row(cast: Cast) -> None:
    content = listed("A;x;14797", "B;y;14758", "C;z;14785", header="Mã;Tên;Mã phường")
    report = brought(cast, content, ward="")
    assert [(line, header) for line, header, _ in faults(report)] == [(4, "Mã phường")]
    brought(cast, listed("A;x;14797", "B;y;14758", header="Mã;Tên;Mã phường"), ward="")
    assert {code: camera.ward_id for code, camera in cameras(cast).items()} == {
        "A": cast.hac_thanh.id,
        "B": cast.ham_rong.id,
    }


def test_a_ward_in_a_column_is_understood_by_its_name_and_a_strange_one_refused(cast: Cast) -> None:
    rows = ("A;x;P. Hạc Thành", "B;y;phuong hac thanh", "C;z;Phường Đông Vệ", "D;t;Phường Hàm Rồng", "E;u;Nơi khác")
    report = tried(cast, cast.lan, listed(*rows, header="Mã;Tên;Phường/xã"))
    assert [(line, header) for line, header, _ in faults(report)] == [(5, "Phường/xã"), (6, "Phường/xã")]
    assert "mang mã hoặc tên này trong phạm vi của bạn" in faults(report)[0][2]
    operators = brought(cast, listed("F;x;Phường Hàm Rồng", "G;x;Nơi khác", header="Mã;Tên;Phường"), ward="")
    assert [line for line, _, _ in faults(operators)] == [3]


def test_a_file_is_known_by_its_name_without_its_folders() -> None:
    assert actions.named("C:\\Phường\\camera.csv") == actions.named("Phường/camera.csv") == "camera.csv"


def test_a_dry_run_writes_nothing(cast: Cast) -> None:
    assert counts(brought(cast, listed(*ROWS), dry_run=True)) == [3, 0, 0, 0]
    assert (cast.count(Camera), events(cast)) == (0, [])


def test_columns_that_nobody_knows_are_told(cast: Cast) -> None:
    report = brought(cast, listed("1;A;Quận 1;0912", header="STT;Mã;Quận/Huyện;SĐT chủ hộ"))
    assert report.ignored == ("STT", "Quận/Huyện", "SĐT chủ hộ")


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"mapping": {"Ký hiệu": "mã"}}, "mapping", "Các cột có: Biển; Tên; Vĩ độ"),
        ({"mapping": {"Biển": "màu sơn"}}, "mapping", "Không có mục «màu sơn»"),
        ({}, "mapping", "Các cột có: Biển; Tên; Vĩ độ"),
        ({"mapping": {"Biển": "code"}, "ward": ""}, "ward", "--ward"),
        ({"mapping": {"Biển": "code"}, "ward": "99999"}, "ward", "Không có phường"),
        ({"mapping": {"Biển": "code"}, "network": "X"}, "network", "Không có mô hình"),
    ],
)
def test_the_command_line_is_told_what_it_named_wrongly(
    cast: Cast, values: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(errors.Invalid) as refused:
        brought(cast, listed("A;x;", header="Biển;Tên;Vĩ độ"), **values)
    assert words in refused.value.fields[field]


def test_the_command_line_says_which_column_is_the_code(cast: Cast) -> None:
    brought(cast, listed("A;x;", header="Biển;Tên;Vĩ độ"), mapping={"biển": "code"})
    assert list(cameras(cast)) == ["A"]


def test_a_camera_that_somebody_changed_meanwhile_is_not_written_over(cast: Cast) -> None:
    camera = cast.camera(note="Của người khác")
    with pytest.raises(errors.Stale), cast.database.writing() as session:
        plan_writer.change(session, Camera, [{"at": camera.id, "seen": camera.version - 1, "note": "Của tệp"}])
    assert cast.fresh(camera).note == "Của người khác"
