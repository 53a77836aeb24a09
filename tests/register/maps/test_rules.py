"""The next free code of a ward; how far a place is from an outline."""

import pytest

import config
from tests.territory.boundaries.test_rules import outline, square
from tracker.register.maps import rules


@pytest.mark.parametrize(
    ("newest", "alike", "following"),
    [
        ("CAM-009", ["CAM-041", "CAM-040"], "CAM-042"),
        ("CAM-999", [], "CAM-1000"),
        ("7", ["12"], "13"),
        ("CAM-2", ["CAM-2-011"], "CAM-3"),
        ("", [], "CAM-001"),
        ("Cổng chợ", [], "CAM-001"),
        ("X1234567890123", [], "CAM-001"),
    ],
)
def test_the_next_code_follows_the_wards_own_pattern(newest: str, alike: list[str], following: str) -> None:
    assert rules.next_code(newest, alike) == following


def test_a_place_is_as_far_off_as_the_nearest_corner() -> None:
    assert rules.metres_off(outline([square(105.70, 19.80)]), (19.80, 105.73)) == pytest.approx(1046, rel=0.01)


@pytest.mark.parametrize(
    "address",
    [
        "http://a.vn/{z}/{x}/{y}.png",
        "//a.vn/{z}/{x}/{y}",
        "https://a.vn/tiles",
        "https://a.vn; script-src */{z}/{x}/{y}",
    ],
)
def test_pictures_from_anywhere_else_are_refused_at_start(address: str) -> None:
    with pytest.raises(config.ConfigError):
        config.from_environment({"TRACKER_MAP_TILES": address, "TRACKER_SECRET_KEY": "x" * 32})


def test_cells_and_outlines_are_twice_as_fine_at_the_next_zoom() -> None:
    assert rules.cell(0) == 360 * rules.CELL_PX / rules.TILE_PX
    assert rules.cell(11) == rules.cell(10) / 2
    assert rules.tolerance(0) == 180 / rules.TILE_PX
    assert rules.tolerance(11) == rules.tolerance(10) / 2
