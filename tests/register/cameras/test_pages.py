"""The camera register in people's browsers."""

import re

import pytest

from tests.cast import Cast
from tests.people import People
from tracker.register.cameras.models import Camera

NEW = {"code": "CAM-01", "name": "Ngã tư Bờ Hồ", "latitude": "19,8067", "longitude": "105,7852"}


def test_a_stranger_is_sent_to_the_log_in_page(people: People) -> None:
    assert people.stranger().get("/cameras", 302).location.startswith("/login?next=/cameras")


def test_an_administrator_does_not_see_the_register(people: People) -> None:
    people.binh.get("/cameras", 403)


def test_hoa_does_not_find_a_camera_of_lans_ward(people: People, cast: Cast) -> None:
    camera = cast.camera()
    people.hoa.get(f"/cameras/{camera.id}", 404)
    assert camera.code not in people.hoa.get("/cameras").text


def test_lan_registers_a_camera_with_decimal_commas(people: People, cast: Cast) -> None:
    page = people.lan.get(people.lan.post("/cameras/new", NEW).location)
    assert "Ngã tư Bờ Hồ" in page.text
    assert cast.count(Camera) == 1


def test_lan_keeps_what_she_typed_when_a_field_is_wrong(people: People, cast: Cast) -> None:
    page = people.lan.post("/cameras/new", {**NEW, "latitude": "105,7852", "longitude": "19,8067"}, 422).text
    assert "đổi chỗ" in page
    assert "Ngã tư Bờ Hồ" in page
    assert cast.count(Camera) == 0


def test_lan_is_told_when_somebody_changed_the_camera_first(people: People, cast: Cast) -> None:
    camera = cast.camera()
    changed = {**NEW, "code": camera.code, "version": "1"}
    people.lan.post(f"/cameras/{camera.id}/edit", changed)
    people.lan.post(f"/cameras/{camera.id}/edit", {**changed, "name": "Tên khác"}, 409)
    assert cast.fresh(camera).name == "Ngã tư Bờ Hồ"


def test_lan_finds_a_camera_without_typing_diacritics(people: People, cast: Cast) -> None:
    cast.camera(name="Đường Nguyễn Huệ")
    cast.camera(name="Chợ Vườn Hoa")
    page = people.lan.get("/cameras?q=duong+nguyen").text
    assert "Đường Nguyễn Huệ" in page
    assert "Vườn Hoa" not in page


def test_where_owners_are_too_many_to_choose_from_the_number_of_one_is_written(
    people: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = cast.owner()
    assert f'<option value="{owner.id}"' in people.lan.get("/cameras/new").text
    monkeypatch.setattr("tracker.register.owners.queries.MOST_CHOICES", 0)
    for url in ("/cameras/new", "/bulk-edits/new?form=fixed"):
        page = people.lan.get(url).text
        assert f'<option value="{owner.id}"' not in page
        assert re.search(r'<input[^>]*name="owner_id"', page)
