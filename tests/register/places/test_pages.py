"""Installation points in people's browsers."""

from tests.cast import Cast
from tests.people import People

EDITED = {"name": "Cổng chợ Vườn Hoa", "address": "Đường Lê Lợi", "version": "1"}


def test_minh_may_not_edit_a_point_and_hoa_does_not_find_lans(people: People, cast: Cast) -> None:
    point = cast.point()
    people.minh.post(f"/places/{point.id}/edit", EDITED, 403)
    people.hoa.get(f"/places/{point.id}", 404)
    people.hoa.post(f"/places/{point.id}/edit", EDITED, 404)
    assert point.name not in people.hoa.get("/places").text


def test_lan_cannot_leave_half_a_place_or_one_abroad(people: People, cast: Cast) -> None:
    point = cast.point()
    address = f"/places/{point.id}/edit"
    assert "cả vĩ độ và kinh độ" in people.lan.post(address, {**EDITED, "latitude": "19,8"}, 422).text
    assert "ngoài Việt Nam" in people.lan.post(address, {**EDITED, "latitude": "48,8", "longitude": "2,3"}, 422).text
    assert cast.fresh(point).latitude == 19.8067


def test_lan_moves_a_point_and_says_that_the_sign_is_missing(people: People, cast: Cast) -> None:
    point = cast.point()
    moved = {**EDITED, "latitude": "19,81", "longitude": "105,78", "sign_posted": "False"}
    people.lan.post(f"/places/{point.id}/edit", moved)
    page = people.minh.get(f"/places/{point.id}").text
    assert "19,810000" in page
    assert "Chưa gắn biển" in page
    assert '<option value="False" selected>' in people.lan.get(f"/places/{point.id}/edit").text


def test_lan_is_told_when_somebody_changed_the_point_first(people: People, cast: Cast) -> None:
    point = cast.point()
    people.lan.post(f"/places/{point.id}/edit", EDITED)
    people.lan.post(f"/places/{point.id}/edit", {**EDITED, "name": "Tên khác"}, 409)
    assert cast.fresh(point).name == EDITED["name"]


def test_minh_finds_the_points_whose_sign_nobody_looked_at(people: People, cast: Cast) -> None:
    cast.point(name="Đầu cầu Cốc", sign_posted=None)
    cast.point(name="Cuối cầu Cốc", sign_posted=True)
    page = people.minh.get("/places?q=cau+coc&sign=unknown").text
    assert "Đầu cầu" in page
    assert "Cuối cầu" not in page


def test_the_names_of_points_may_be_as_long_as_the_form_lets_them(people: People, cast: Cast) -> None:
    point = cast.point()
    people.lan.post(f"/places/{point.id}/edit", {**EDITED, "name": "ữ" * 200, "address": "ữ" * 300})


def test_the_cameras_of_one_point_are_a_link_away(people: People, cast: Cast) -> None:
    camera, camera_elsewhere = cast.camera(), cast.camera()
    page = people.minh.get(f"/cameras?point_id={camera.point_id}").text
    assert camera.code in page
    assert camera_elsewhere.code not in page
