"""Plus codes against vectors that the standard publishes (test_data of google/open-location-code)."""

import pytest

from tracker.register.places import plus_codes

# code, south, west, north, east
FULL = [
    ("7FG49QCJ+2V", 20.37, 2.782125, 20.370125, 2.78225),
    ("7FG49QCJ+2VX", 20.3701, 2.78221875, 20.370125, 2.78225),
    ("7FG49QCJ+2VXGJ", 20.370113, 2.782234375, 20.370114, 2.78223632813),
    ("8FVC2222+22", 47.0, 8.0, 47.000125, 8.000125),
    ("4VCPPQGP+Q9", -41.273125, 174.785875, -41.273, 174.786),
    ("22222222+22", -90.0, -180.0, -89.999875, -179.999875),
    ("CFX3X2X2+X2", 89.999875, 1, 90, 1.000125),
    ("849VGJQF+VX7QR3J7QR3J", 37.53966912, -122.3750698242, 37.53966916, -122.3750697021),
]
# full code, latitude and longitude of the reference, short code
SHORT = [
    ("9C3W9QCJ+2VX", 51.3708675, -1.217765625, "CJ+2VX"),
    ("9C3W9QCJ+2VX", 51.3701125, -1.218520625, "CJ+2VX"),
    ("9C3W9QCJ+2VX", 51.3852125, -1.217765625, "9QCJ+2VX"),
    ("9C3W9QCJ+2VX", 51.3701125, -1.202665625, "9QCJ+2VX"),
    ("8FJFW222+22", 42.899, 9.012, "22+22"),
    ("796RXG22+22", 14.95125, -23.5001, "22+22"),
    ("8FRCXGRF+PM", 47.00, 8.55, "XGRF+PM"),
    ("CFX22222+22", 89.6, 0.0, "2222+22"),
    ("2CXXXXXX+XX", -81.0, 0.0, "XXXXXX+XX"),
]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "G+",
            "+",
            "8FWC2345+G",
            "8FWC2_45+G6",
            "8FWC2345+G6+",
            "8FWC2345G6+",
            "8FWC2300+G6",
            "WC2345+G",
            "7FG40000+",
        ),
        *("849VGJQF+VX7QR3U", "19,8067; 105,7852", "A+23"),
    ],
)
def test_what_is_no_plus_code_is_left_to_other_readers(text: str) -> None:
    assert plus_codes.plus_code(text) is None


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("7PH7RQ4P+6V", "7PH7RQ4P+6V", ""),
        ("rq4p+6v Thanh Hóa", "RQ4P+6V", "Thanh Hóa"),
        ("RQ4P+6V7, Phường Hạc Thành, Việt Nam", "RQ4P+6V7", "Phường Hạc Thành, Việt Nam"),
    ],
)
def test_a_plus_code_is_found_beside_the_place_it_is_near_to(text: str, code: str, near: str) -> None:
    assert plus_codes.plus_code(text) == (code, near)
    assert plus_codes.is_full(code) is (len(code.split("+")[0]) == 8)


@pytest.mark.parametrize(("code", "south", "west", "north", "east"), FULL)
def test_a_full_code_is_the_middle_of_its_field(
    code: str, south: float, west: float, north: float, east: float
) -> None:
    assert plus_codes.middle(code) == pytest.approx(((south + north) / 2, (west + east) / 2), abs=1e-9)


@pytest.mark.parametrize(("full", "latitude", "longitude", "short"), SHORT)
def test_a_short_code_is_the_nearest_to_its_reference(full: str, latitude: float, longitude: float, short: str) -> None:
    assert plus_codes.nearest(short, (latitude, longitude)) == pytest.approx(plus_codes.middle(full), abs=1e-9)
