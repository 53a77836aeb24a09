"""Minh ticks cameras on the finder's drawing, and reads at the foot what was chosen; without a script it works too."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.cast import Cast


def hang(cast: Cast, code: str, north: float, **values: object) -> None:
    point = cast.point(latitude=19.8067 + north / 111_195, longitude=105.7848)
    cast.camera(point_id=point.id, code=code, retention_days=9, **values)


def the_bar(page: Page) -> str:
    return str(page.locator("#chosen strong").inner_text())


def test_a_camera_is_ticked_on_the_drawing_and_the_bar_counts(desk: Desk, cast: Cast) -> None:
    hang(cast, "NORTH", 100)
    hang(cast, "SOUTH", -100, owner_id=cast.owner().id)
    minh = desk.sit("minh")
    minh.goto(f"/extractions/new?incident={cast.incident().id}")
    assert the_bar(minh) == "Chưa chọn camera nào"
    drawing = minh.get_by_role("group", name="Sơ đồ camera quanh nơi xảy ra")
    drawing.locator("a", has_text="SOUTH").locator("circle").click()
    expect(minh.get_by_label("SOUTH")).to_be_checked()
    assert re.fullmatch(r"1 camera · 1 chủ · sớm nhất còn \d ngày( \d+ giờ)?", the_bar(minh))
    minh.get_by_label("NORTH").check()
    assert the_bar(minh).startswith("2 camera · 2 chủ · ")
    expect(drawing.locator("a.chosen")).to_have_count(2)
    drawing.locator("a", has_text="SOUTH").focus()
    minh.keyboard.press("Enter")
    expect(minh.get_by_label("SOUTH")).not_to_be_checked()


def test_without_a_script_looking_again_tells_what_was_chosen(desk: Desk, cast: Cast) -> None:
    hang(cast, "NORTH", 100)
    minh = desk.sit("minh", width=360, script=False)
    minh.goto(f"/extractions/new?incident={cast.incident().id}")
    minh.get_by_label("NORTH").check()
    minh.get_by_role("button", name="Tìm lại").click()
    expect(minh.get_by_label("NORTH")).to_be_checked()
    assert the_bar(minh).startswith("1 camera · 1 chủ · sớm nhất còn ")
