"""The map and quick registration in people's browsers."""

import io
from typing import Any

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD

from tests.cast import Cast
from tests.people import People
from tests.territory.boundaries.test_actions import feature, written
from tracker.register.cameras.models import Camera
from tracker.register.maps import photo, rules
from tracker.register.places.models import InstallationPoint

FOUR = {"code": "CAM-042", "name": "Cổng chợ Vườn Hoa", "connection": "mobilisable", "coordinates": "19,8067; 105,7852"}

WRONG = {
    "gần chợ": "Không đọc được vị trí",
    "https://maps.app.goo.gl/abc": "không chứa tọa độ",
    "0, 0": "ngoài khơi châu Phi",
    "48.85, 2.35": "ngoài Việt Nam",
}


def photograph(**tags: Any) -> bytes:
    """A JPEG taken at the crossing, with other GPS tags as `given`."""
    north = {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (19.0, 48.0, 24.12)}
    east = {GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: (105.0, 47.0, 6.72)}
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo).update({**north, **east, **{GPS[name]: value for name, value in tags.items()}})
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_hoa_sees_nothing_of_lans_ward_on_the_map(people: People, cast: Cast) -> None:
    cast.camera()
    window = "window=19.7,105.7,19.9,105.9&zoom=17"
    assert people.hoa.get(f"/maps/cameras.json?{window}").get_json() == {"cameras": []}
    people.binh.get(f"/maps/cameras.json?{window}", 403)
    assert people.hoa.get("/maps/cameras.json").get_json()["cameras"] == 0


def test_the_map_follows_the_filter_of_the_list(people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matching, _ = cast.camera(name="Đường Nguyễn Huệ"), cast.camera(name="Chợ Vườn Hoa")
    address = "/maps/cameras.json?window=19.7,105.7,19.9,105.9&zoom=17"
    cameras = people.lan.get(f"{address}&q=nguyen+hue&sort=name").get_json()["cameras"]
    assert [(camera["id"], camera["health"]) for camera in cameras] == [(matching.id, "working")]
    monkeypatch.setattr(rules, "MOST_DRAWN", 1)
    assert people.lan.get(address).get_json() == {"cells": [[19.8067, 105.7852, 2, 0, 0]]}
    people.lan.get("/maps/cameras.json?window=a,b,c,d", 422)


def test_the_proposed_code_is_of_the_ward_of_today_not_of_one_that_ended(people: People, cast: Cast) -> None:
    old = {"ward_id": cast.hac_thanh.id, "registered_ward_id": cast.old_dong_ve.id}
    cast.camera(code="DV-007", **old)
    assert 'value="DV-008"' in people.lan.get("/maps/quick").text
    cast.camera(code="HT-01")
    cast.camera(code="DV-009", **old)
    assert 'value="HT-02"' in people.lan.get("/maps/quick").text


def test_only_a_ward_admin_registers_quickly(people: People) -> None:
    people.minh.get("/maps/quick", 403)
    people.minh.post("/maps/quick", FOUR, 403)


def test_lan_registers_by_four_answers_and_goes_on_with_the_next_code(people: People, cast: Cast) -> None:
    assert people.lan.post("/maps/quick", {**FOUR, "next": "again", "bearing": "45"}).location == "/maps/quick"
    assert 'value="CAM-043"' in people.lan.get("/maps/quick").text
    with cast.database.reading() as session:
        camera, point = session.query(Camera).one(), session.query(InstallationPoint).one()
        assert (camera.connection.value, camera.bearing) == ("mobilisable", 45)
        assert (point.name, point.latitude, point.longitude) == (FOUR["name"], 19.8067, 105.7852)


def test_a_place_that_cannot_be_is_refused_in_words(people: People, cast: Cast) -> None:
    for typed, words in WRONG.items():
        page = people.lan.post("/maps/quick", {**FOUR, "coordinates": typed}, 422).text
        assert words in page
        assert FOUR["name"] in page
    assert cast.count(Camera) == 0


def test_a_turned_pair_is_put_right_and_asked_about(people: People, cast: Cast) -> None:
    page = people.lan.post("/maps/quick", {**FOUR, "coordinates": "105.7852, 19.8067"}, 422).text
    assert "đổi chỗ" in page
    assert 'value="19,806700; 105,785200"' in page
    answer = people.lan.get("/maps/place.json?place=105.7852,+19.8067").get_json()
    assert answer["place"] == [19.8067, 105.7852]
    assert cast.count(Camera) == 0


def test_a_place_in_another_ward_must_be_meant(people: People, cast: Cast) -> None:
    file = (io.BytesIO(written(feature(14797, "Hạc Thành"), feature(14758, "Hàm Rồng", west=105.9))), "a.json")
    people.binh.post("/boundaries", {"file": file}, 200)
    people.lan.post("/maps/quick", FOUR)
    elsewhere = {**FOUR, "code": "CAM-050", "coordinates": "19.80, 105.91"}
    assert "Phường Hàm Rồng" in people.lan.post("/maps/quick", elsewhere, 422).text
    far = {**elsewhere, "coordinates": "19.80, 105.85"}
    assert "khoảng 6 km" in people.lan.post("/maps/quick", far, 422).text
    people.lan.post("/maps/quick", {**far, "sure": "true"})
    assert cast.count(Camera) == 2


def test_a_photograph_tells_the_place_also_without_javascript(people: People, cast: Cast) -> None:
    sent = {**FOUR, "coordinates": "", "photo": (io.BytesIO(photograph()), "a.jpg")}
    people.lan.post("/maps/quick", sent)
    with cast.database.reading() as session:
        assert session.query(InstallationPoint).one().latitude == 19.8067
    without_place = {**sent, "code": "CAM-050", "photo": (io.BytesIO(b"\xff\xd8 no picture"), "a.jpg")}
    assert "Ảnh không ghi vị trí" in people.lan.post("/maps/quick", without_place, 422).text


def test_a_photographs_beginning_is_enough_and_a_broken_one_tells_nothing(people: People) -> None:
    sent = {"photo": (io.BytesIO(photograph()[:2000]), "a.jpg")}
    answer = people.lan.post("/maps/photo-place", sent, 200).get_json()
    assert answer == {"coordinates": "19,806700; 105,785200"}
    assert photo.place(photograph()[:60]) is None
    assert photo.place(photograph(GPSLatitude=(190.0, 0.0, 0.0))) is None
    assert photo.place(photograph(GPSLatitude=(0.0, 0.0, 0.0), GPSLongitude=(0.0, 0.0, 0.0))) is None
    assert photo.place(photograph(GPSLatitudeRef="S")) == pytest.approx((-19.8067, 105.7852))


def test_a_map_that_shows_the_sea_shows_the_islands(people: People) -> None:
    page = people.lan.get("/cameras").text
    assert 'data-paracels="Quần đảo Hoàng Sa (Việt Nam)"' in page
    assert 'data-spratlys="Quần đảo Trường Sa (Việt Nam)"' in page


def test_the_base_map_is_for_those_who_see_cameras_and_in_parts(
    people: People, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.lan.get("/maps/base.pmtiles", 404)
    (tmp_path / "base.pmtiles").write_bytes(b"PMTiles0123456789")
    settings = people.app.extensions["tracker_config"]
    object.__setattr__(settings, "map_pmtiles", str(tmp_path / "base.pmtiles"))
    part = people.lan.client.get("/maps/base.pmtiles", headers={"Range": "bytes=0-6"})
    assert (part.status_code, part.data) == (206, b"PMTiles")
    part.close()
    people.binh.get("/maps/base.pmtiles", 403)


def test_pictures_may_come_only_from_the_operators_own_server(people: People) -> None:
    assert "img-src 'self' data:;" in people.lan.get("/cameras").headers["Content-Security-Policy"]
    settings = people.app.extensions["tracker_config"]
    object.__setattr__(settings, "map_tiles", "https://ban-do.example.vn/{z}/{x}/{y}.png")
    policy = people.lan.get("/cameras").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://ban-do.example.vn;" in policy
