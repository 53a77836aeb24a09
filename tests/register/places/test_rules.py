"""How people write a place, read by one reader for forms and spreadsheets."""

import pytest

from tracker.register.places import rules

CROSSING = (19.8067, 105.7852)


@pytest.mark.parametrize(
    "written",
    [
        *("19.8067, 105.7852", "19,8067; 105,7852", "19,8067,105,7852", "19.8067 105.7852", "(19.8067°, 105.7852°)"),
        *("N19.8067 E105.7852", "105.7852E 19.8067N", "19,8067B; 105,7852Đ", "Kinh độ: 105,7852; Vĩ độ: 19,8067"),
        *("geo:19.8067,105.7852;u=35", "geo:0,0?q=19.8067,105.7852(Chợ)", "POINT (105.7852 19.8067)"),
        *("https://www.google.com/maps/@19.8067,105.7852,17z", "https://maps.google.com/?q=19.8067%2C105.7852"),
        "https://www.google.com/maps/place/X/@19.80,105.70,17z/data=!3d19.8067!4d105.7852",
        "https://www.openstreetmap.org/#map=17/19.8067/105.7852",
    ],
)
def test_a_place_is_read_however_it_is_written_or_copied(written: str) -> None:
    assert rules.coordinates(written) == CROSSING


@pytest.mark.parametrize(
    "written",
    [
        *("19°48'24\"N 105°47'07\"E", "19 48 24 N, 105 47 7 E", "19 48 24,105 47 7", "19° 48.4' N - 105° 47.1167' E"),
        *("19°48’24”B 105°47’07”Đ", "19 độ 48 phút 24 giây Bắc, 105 độ 47 phút 7 giây Đông"),
    ],
)
def test_degrees_minutes_and_seconds_are_a_place(written: str) -> None:
    assert rules.coordinates(written) == pytest.approx((19 + 48 / 60 + 24 / 3600, 105 + 47 / 60 + 7 / 3600), abs=1e-6)


@pytest.mark.parametrize(
    "written",
    ["", "gần chợ", "19.8067", "12 Lê Lợi", "19°48'99\"N 105°47'07\"E", "19.8N 105.7N", "2188000, 582000", "1 2 3 4 5"],
)
def test_what_is_no_place_is_not_made_one(written: str) -> None:
    assert rules.coordinates(written) is None


@pytest.mark.timeout(5)
def test_no_text_keeps_the_reader_busy() -> None:
    assert rules.coordinates(f"1{' ' * 100_000}x") is None
    assert rules.coordinates("1 " * 290) is None


def test_a_southern_place_is_abroad_and_a_turned_one_is_known_as_turned() -> None:
    assert rules.coordinates("19.8067S 105.7852E") == (-19.8067, 105.7852)
    assert rules.swapped(*rules.coordinates("105.7852, 19.8067") or (0, 0))
