"""One code, however it is written: in the form, as JSON, in lists, in search; and codes that are nearly taken."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.cast import Cast
from tests.exchange.imports.test_actions import counts, faults, listed, tried
from tests.people import People
from tracker import tables
from tracker.register.cameras import queries
from tracker.register.cameras.codes import LONGEST_KEY, KnownKeys, code_key, key_range, own_key
from tracker.register.cameras.models import Camera

CAMERAS = "/api/v1/cameras"
DRESSES = (
    *("CAM\u201101", "cam 1", "CAM–01", "CAM—1", "ＣＡＭ-０１", "САМ-01", "‘CAM-01’", "CAM_\u206001", "CAM01"),
    "Cam-001\ufe0f",
)


def new(code: str, **facts: Any) -> dict[str, Any]:
    return {"code": code, "name": "Cổng chợ", **facts}


@pytest.mark.parametrize("code", DRESSES)
def test_a_code_is_one_in_all_its_dresses(code: str) -> None:
    assert code_key(code) == code_key("CAM-01") == "cam1"


@pytest.mark.parametrize(
    ("one", "other"), [("1-1", "11"), ("A.1", "A1"), ("ĐV-01", "DV-01"), ("CAM-1", "CAM-10"), ("A1-1", "A-11")]
)
def test_what_differs_by_more_is_two(one: str, other: str) -> None:
    assert code_key(one) != code_key(other)


@given(st.text(min_size=1))
def test_every_code_has_a_key_that_is_its_own_key_and_lies_in_its_range(code: str) -> None:
    key = code_key(code)
    first, end = key_range(code)
    assert len(key) <= LONGEST_KEY
    assert first <= key < end
    assert first <= own_key(key, 12) < end
    assert code_key(code.replace("-", "–")) == key


@pytest.mark.parametrize(
    ("code", "similar"),
    [
        *(("CAM-O1", "CAM-01"), ("CAM-I", "CAM-01"), ("CSM-2", "CAM-02"), ("CMA-2", "CAM-02"), ("CA.M2", "CAM-02")),
        *(("CẠM-02", "CAM-02"), ("CAMM-1", "CAM-01"), ("KAM 1", "CAM-01"), ("CAM-3", None), ("NT-1", None)),
        *(("CAM-11", None), ("CAM-1A", None), ("CSM-3", None), ("X", None), ("CAM-1", None)),
    ],
)
def test_only_a_slip_of_the_pen_makes_a_code_like_another(code: str, similar: str | None) -> None:
    known = {code_key(each): each for each in ("CAM-01", "CAM-02", "NV-01")}
    similar_key = KnownKeys(known).similar(code_key(code))
    assert (known[similar_key] if similar_key else None) == similar


def test_what_is_called_as_others_are_is_no_slip() -> None:
    assert KnownKeys(["cam1", "can2"]).similar("can1") is None
    assert KnownKeys(["cam1"]).similar("can1") == "cam1"


def test_no_more_codes_are_read_than_may_be_meant(cast: Cast) -> None:
    cameras = [cast.camera(code=f"NV-{number:02}") for number in range(1, 31)]
    with cast.database.reading() as session:
        assert queries.codes_like(session, [cameras[0].ward_id], code_key("QT-5")) == {"nv5": "NV-05"}
        assert queries.codes_like(session, [cameras[0].ward_id], code_key("QT-99")) == {}
        assert queries.codes_like(session, [cast.ham_rong.id], code_key("QT-5")) == {}


@pytest.mark.parametrize("code", ["zz1", "ZZ\u20111", "ＺＺ1", "ZZ 01"])
def test_lan_registers_a_code_once_however_she_writes_it(people: People, cast: Cast, code: str) -> None:
    people.lan.json("POST", CAMERAS, new("ZZ1"), 201)
    wrong = people.lan.json("POST", CAMERAS, new(code), 422)
    assert "«ZZ1»" in wrong["errors"]["code"]
    assert cast.count(Camera) == 1
    people.hoa.json("POST", CAMERAS, new(code), 201)


def test_lan_is_asked_about_the_first_of_a_new_row_of_cameras_and_not_about_the_next(
    people: People, cast: Cast
) -> None:
    for number in (1, 2):
        cast.camera(code=f"CAM-{number}")
    people.lan.json("POST", CAMERAS, new("CAN-2"), 422)
    people.lan.json("POST", CAMERAS, new("CAN-2") | {"code_confirmed": True}, 201)
    people.lan.json("POST", CAMERAS, new("CAN-1"), 201)


def test_lan_may_write_the_code_of_her_camera_otherwise(people: People, cast: Cast) -> None:
    camera = cast.fresh(cast.camera(code="cam 1"))
    change = {"code": "CAM-01", "version": camera.version}
    assert people.lan.json("PATCH", f"{CAMERAS}/{camera.id}", change, 200)["code"] == "CAM-01"


def test_lan_is_asked_about_a_code_that_is_nearly_taken(people: People, cast: Cast) -> None:
    cast.camera(code="CAM-01")
    asked = people.lan.json("POST", CAMERAS, new("CAM-O1"), 422)
    assert "«CAM-01»" in asked["errors"]["code_confirmed"]
    other = cast.fresh(cast.camera(code="X-7"))
    renamed = {"code": "CAM-O1", "version": other.version}
    people.lan.json("PATCH", f"{CAMERAS}/{other.id}", renamed, 422)
    people.lan.json("PATCH", f"{CAMERAS}/{other.id}", {**renamed, "code_confirmed": True}, 200)
    people.lan.json("POST", CAMERAS, new("CAM-I", code_confirmed=True), 201)


@pytest.mark.parametrize(
    ("page", "facts"), [("/cameras/new", {"form": "fixed", "storage": "recorder"}), ("/maps/quick", {})]
)
def test_the_forms_ask_with_a_tick(people: People, cast: Cast, page: str, facts: dict[str, str]) -> None:
    cast.camera(code="CAM-01")
    typed = {**new("CAM-O1"), "connection": "police", **facts}
    assert 'name="code_confirmed"' not in people.lan.get(page).text
    asked = people.lan.post(page, typed, 422).text
    assert "gần giống mã «CAM-01»" in asked
    assert 'name="code_confirmed"' in asked
    people.lan.post(page, {**typed, "code_confirmed": "true"}, 302)
    assert cast.count(Camera) == 2


def test_a_list_has_a_code_once_and_finds_it_in_the_register(cast: Cast) -> None:
    cast.camera(code="CAM-01", name="x")
    report = tried(cast, cast.lan, listed("cam 1;x", "NV-2;y", "nv 02;z", header="Mã;Tên"))
    assert counts(report) == [1, 0, 1, 1]
    assert faults(report) == [(4, "Mã", "Mã này đã có ở dòng 3.")]


def test_codes_that_are_almost_one_are_shown(cast: Cast) -> None:
    cast.camera(code="CAM-01")
    report = tried(cast, cast.lan, listed("CAM-O1;x", "NVA-2;y", "NVB-2;z", "NV-I;a", "NV-1;b", header="Mã;Tên"))
    assert report.near == {"CAM-O1": "CAM-01"}
    assert report.twins == {"NVB-2": "NVA-2", "NV-1": "NV-I"}


@pytest.mark.parametrize("typed", ["cam 2", "CAM–02", "cam0002"])
def test_the_search_finds_the_very_code_first_however_it_is_written(people: People, cast: Cast, typed: str) -> None:
    others = [cast.camera(code=code, name="Chợ cam 2") for code in ("CAM-01", "CAM-03")]
    camera = cast.camera(code="CAM-02", name="Cổng trường")
    page = people.lan.get(f"/search?q={typed}").text
    positions = [page.find(f'href="/cameras/{each.id}"') for each in (camera, *others)]
    assert positions[0] > 0
    assert all(position < 0 or position > positions[0] for position in positions[1:])


def test_cameras_whose_codes_are_one_go_on_after_the_migration(people: People, cast: Cast) -> None:
    first, second, third = (cast.camera(code=code) for code in ("CAM-01", "CAM-02", "CAM-03"))
    tables.downgrade(cast.database, "0026")
    with cast.database.writing() as session:
        session.execute(text("UPDATE cameras SET code = 'cam 1' WHERE id = :id"), {"id": second.id})
    tables.upgrade(cast.database)
    keys = [cast.fresh(camera).code_key for camera in (first, second, third)]
    assert keys == ["cam1", own_key("cam1", second.id), "cam3"]
    change = {"note": "x", "version": cast.fresh(second).version}
    assert people.lan.json("PATCH", f"{CAMERAS}/{second.id}", change, 200)["note"] == "x"
    people.lan.json("PATCH", f"{CAMERAS}/{third.id}", {"code": "Cam-1", "version": third.version}, 422)
    report = tried(cast, cast.lan, listed("cam 1;a", "CAM-01;b", header="Mã;Tên"))
    assert faults(report) == [(3, "Mã", "Mã này đã có ở dòng 2.")]
