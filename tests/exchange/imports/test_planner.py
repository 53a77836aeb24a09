"""Lists matched with a register that moved on since: wards merged, networks closed, codes that lost their zeros."""

from datetime import date

from tests.cast import Cast
from tests.exchange.imports.test_actions import brought, cameras, counts, faults, listed, tried
from tracker.exchange.imports import schemas, tables
from tracker.exchange.imports.planner import build_plan
from tracker.register.cameras.models import Camera
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent


def test_a_list_of_2024_finds_its_cameras_and_registers_new_ones_in_the_ward_of_today(cast: Cast) -> None:
    camera = cast.camera(code="A", ward_id=cast.old_dong_son.id)
    with cast.database.writing() as session:
        session.get_one(Camera, camera.id).ward_id = cast.hac_thanh.id
    rows = listed("A;x;14785", "B;y;14785", header="Mã;Tên;Mã phường")
    assert counts(brought(cast, rows, who=cast.lan)) == [1, 1, 0, 0]
    assert cameras(cast)["B"].registered_ward_id == cast.hac_thanh.id
    assert counts(brought(cast, rows, who=cast.lan)) == [0, 0, 2, 0]


def test_a_closed_network_takes_no_more_cameras_and_keeps_its_own(cast: Cast) -> None:
    network = cast.network(closed_on=date(2024, 1, 1), closing_decision="1/QĐ")
    cast.camera(code="A", network_id=network.id, name="x")
    rows = listed(f"A;x;{network.code}", f"B;y;{network.code}", header="Mã;Tên;Mã mô hình")
    report = tried(cast, cast.lan, rows)
    assert ([line for line, _, _ in faults(report)], report.counts["unchanged"]) == ([3], 1)


def test_codes_that_lost_their_zeros_are_proposed_and_taken_only_when_lan_says_so(cast: Cast) -> None:
    for code in ("A-0001", "CAM-02"):
        cast.camera(code=code)
    sheet = schemas.read_rows(tables.read(listed("1;x", "cam.2;y", "3;z", header="Mã;Tên"), 10))
    with cast.database.reading() as session:
        exact_only = build_plan(session, cast.lan, sheet, cast.hac_thanh, None)
        by_near = build_plan(session, cast.lan, sheet, cast.hac_thanh, None, by_near=True)
    assert (len(exact_only.new), exact_only.near) == (3, {"1": "A-0001", "cam.2": "CAM-02"})
    assert ([draft.code for draft in by_near.changed], len(by_near.new)) == (["A-0001", "CAM-02"], 1)


def test_the_machines_keeper_may_name_ended_wards_of_cameras_that_are_there(cast: Cast) -> None:
    camera = cast.camera(code="A", name="x", ward_id=cast.old_dong_son.id)
    with cast.database.writing() as session:
        session.get_one(Camera, camera.id).ward_id = cast.hac_thanh.id
    report = brought(cast, listed("A;x;14785", "B;y;14785", header="Mã;Tên;Mã phường"), ward="")
    assert (counts(report), [line for line, _, _ in faults(report)]) == ([0, 0, 1, 1], [3])
    assert "đã kết thúc" in faults(report)[0][2]


def test_a_ward_whose_kind_changed_under_its_number_is_meant_by_it_all_the_same(cast: Cast) -> None:
    camera = cast.camera(code="A", name="x", ward_id=cast.old_dong_son.id)
    with cast.database.writing() as session:
        old = session.get_one(Ward, cast.old_dong_son.id)
        old.valid_to = date(2024, 12, 31)
        facts = {name: getattr(old, name) for name in ("code", "name", "kind", "province_id", "district", "basis")}
        keys = {"search_key": old.search_key, "sort_key": old.sort_key, "latitude": None, "longitude": None}
        between = Ward(**facts, **keys, valid_from=date(2025, 1, 1), valid_to=date(2025, 6, 30))
        session.add(between)
        session.flush()
        whole = {"extent": Extent.WHOLE, "effective_on": date(2025, 1, 1), "basis": ""}
        session.add(Succession(old_id=old.id, new_id=between.id, **whole))
        session.add(Succession(old_id=between.id, new_id=cast.hac_thanh.id, **whole))
        session.get_one(Camera, camera.id).ward_id = cast.hac_thanh.id
    rows = listed("A;x;14785", header="Mã;Tên;Mã phường")
    assert counts(brought(cast, rows, ward="", dry_run=True)) == [0, 0, 1, 0]
