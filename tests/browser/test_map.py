"""The map in a real browser: what it draws, what keys and hands do to it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Desk
from tests.cast import Cast
from tests.register.streets.town import street


def drawn(page: Page, selector: str) -> int:
    """How many of something the map shows, once it shows one."""
    page.locator(selector).first.wait_for(state="attached")
    return page.locator(selector).count()


def test_a_camera_near_by_is_drawn_with_what_it_sees_and_named(desk: Desk, cast: Cast) -> None:
    camera = cast.camera()
    page = desk.sit("lan")
    page.goto("/cameras")
    assert drawn(page, "#camera-map path.view-sector") == 1
    page.locator("#camera-map svg.glyph.working").click(force=True)
    assert page.locator(".leaflet-popup-content a").get_attribute("href") == f"/cameras/{camera.id}"
    assert page.locator(f'tr.highlighted[data-camera-row="{camera.id}"]').count() == 1


def test_a_phone_loads_what_draws_a_map_when_the_map_is_opened(desk: Desk, cast: Cast) -> None:
    cast.camera()
    page = desk.sit("lan", width=360)
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/cameras")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "leaflet" in url or "/maps" in url]
    page.locator("[data-fold=map] summary").click()
    assert drawn(page, "#camera-map path.view-sector") == 1
    assert [url for url in asked if "leaflet" in url]


@pytest.mark.parametrize(
    ("url", "words"),
    [("/cameras", "Danh sách vẫn đầy đủ."), ("/maps/quick", "Hãy nhập tọa độ vào ô.")],
)
def test_lan_is_told_when_what_draws_the_map_does_not_come(desk: Desk, cast: Cast, url: str, words: str) -> None:
    page = desk.sit("lan")
    page.route("**/leaflet.*.js", lambda route: route.abort("connectionfailed"))
    page.goto(url)
    page.get_by_text(f"Mất kết nối mạng. Chưa tải được bản đồ. {words}").wait_for()
    desk.complaints.clear()  # the browser's console says so too


def test_where_the_map_shows_the_country_it_shows_the_islands(desk: Desk, cast: Cast) -> None:
    cast.camera()
    cast.camera(point_id=cast.point(latitude=10.78, longitude=106.7).id)
    page = desk.sit("thuy")
    page.goto("/cameras")
    assert drawn(page, ".map-island") == 2
    assert page.locator(".map-island").all_inner_texts() == [
        "Quần đảo Hoàng Sa (Việt Nam)",
        "Quần đảo Trường Sa (Việt Nam)",
    ]
    inside = "isle => { const map = document.getElementById('camera-map').getBoundingClientRect();"
    inside += " const at = isle.getBoundingClientRect(); return at.x < map.right && at.y < map.bottom; }"
    assert page.locator(".map-island").last.evaluate(inside)


def test_lan_adds_a_camera_by_pasting_and_turns_it_by_keys(desk: Desk, cast: Cast) -> None:
    page = desk.sit("lan", width=360)
    page.goto("/maps/quick")
    page.get_by_label("Tên hoặc địa chỉ").fill("Cổng chợ")
    page.get_by_label("Tọa độ").fill("105.7852, 19.8067")
    page.get_by_text("đã được sửa lại đúng thứ tự").wait_for()
    page.locator(".handle").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.get_by_role("heading", level=1, name="Cổng chợ").wait_for()
    assert "35 m" in page.inner_text("main")  # one step from where it is drawn while nobody says how far it sees


def test_minh_writes_as_he_speaks_and_taps_a_place_of_the_register(desk: Desk, cast: Cast) -> None:
    cast.point(name="Ngã tư Lê Lai – Phan Chu Trinh", latitude=19.81, longitude=105.78)
    page = desk.sit("minh", width=360)
    page.goto("/incidents/new")
    page.get_by_label("Xảy ra lúc").fill("20h30")
    page.locator("[data-days-of=f-occurred_from]").get_by_role("button", name="hôm qua").click()
    page.locator("#u-occurred_from").get_by_text("Hiểu là: 20:30 ngày").wait_for()
    page.locator("#place-map").scroll_into_view_if_needed()
    page.locator("#place-map .leaflet-tile-pane").wait_for(state="attached")
    page.get_by_label("Nơi xảy ra").fill("ngã tư phan chu trinh - lê lai")
    page.locator("#place-named").get_by_role("button", name="Ngã tư Lê Lai – Phan Chu Trinh").click()
    page.locator(".leaflet-marker-icon.pin").wait_for(state="attached")
    assert page.locator(".leaflet-marker-icon.handle").count() == 0
    assert page.get_by_label("Tọa độ").input_value() == "19,81; 105,78"
    assert page.get_by_label("Phường, xã").input_value() == "14797 Phường Hạc Thành"


def test_minh_types_a_known_crossing_and_its_pin_stands_in_a_ring(desk: Desk, cast: Cast) -> None:
    street(cast, "Lê Lai")
    page = desk.sit("minh", width=360)
    page.goto("/incidents/new")
    page.locator("#place-map").scroll_into_view_if_needed()
    page.locator("#place-map .leaflet-tile-pane").wait_for(state="attached")
    page.get_by_label("Nơi xảy ra").fill("le lai")
    page.locator("#place-named button").nth(4).wait_for()
    assert page.get_by_label("Tọa độ").input_value() == ""
    page.get_by_label("Nơi xảy ra").fill("le lai hang dong")
    page.locator("#place-map path.accuracy-ring").wait_for(state="attached")
    assert page.get_by_label("Tọa độ").input_value() == "19,8; 105,788"
    assert page.get_by_text("điểm đã biết · sai khoảng ±70 m").count() == 2
    assert drawn(page, "#place-map path.street.solid") > 0
    assert page.get_by_text("Hình vẽ từ sổ đăng ký, không phải bản đồ địa chính.").is_visible()


def test_what_a_map_tells_of_a_camera_at_its_edge_is_not_cut(desk: Desk, cast: Cast) -> None:
    for north in range(3):
        cast.camera(point_id=cast.point(latitude=19.8067 + north * 0.003).id)
    page = desk.sit("lan")
    page.goto("/cameras")
    assert drawn(page, "#camera-map svg.glyph.working") == 3
    glyphs = [glyph for glyph in page.locator("#camera-map svg.glyph.working").all() if glyph.bounding_box()]
    min(glyphs, key=lambda glyph: glyph.bounding_box()["y"]).click(force=True)  # type: ignore[index]
    inside = "() => { const box = (name) => document.querySelector(name).getBoundingClientRect();"
    inside += " return box('.leaflet-popup').top >= box('#camera-map').top; }"
    page.wait_for_function(inside)


def test_lan_sees_ten_cameras_at_once_and_reads_the_name_of_each_once(desk: Desk, cast: Cast) -> None:
    point = cast.point(name="Ngã tư Lê Lai – Phan Chu Trinh", address="Đường Lê Lai")
    for _ in range(12):
        cast.camera(name=point.name, point_id=point.id)
    page = desk.sit("lan")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/cameras")
    rows = page.locator("tr[data-camera-row]")
    in_sight = "rows => rows.filter((row) => row.getBoundingClientRect().bottom <= window.innerHeight).length"
    assert rows.evaluate_all(in_sight) >= 10
    assert rows.first.inner_text().count("Lê Lai") == 1
