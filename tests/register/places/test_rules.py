"""How people write a place, read by one reader for forms and spreadsheets."""

import pytest

from tracker.core.geodesy import distance
from tracker.register.places import rules

CROSSING = (19.8067, 105.7852)


@pytest.mark.parametrize(
    "text",
    [
        *("19.8067, 105.7852", "19,8067; 105,7852", "19,8067,105,7852", "19.8067 105.7852", "(19.8067°, 105.7852°)"),
        *("N19.8067 E105.7852", "105.7852E 19.8067N", "19,8067B; 105,7852Đ", "Kinh độ: 105,7852; Vĩ độ: 19,8067"),
        *("geo:19.8067,105.7852;u=35", "geo:0,0?q=19.8067,105.7852(Chợ)", "POINT (105.7852 19.8067)"),
        *("https://www.google.com/maps/@19.8067,105.7852,17z", "https://maps.google.com/?q=19.8067%2C105.7852"),
        "https://www.google.com/maps/place/X/@19.80,105.70,17z/data=!3d19.8067!4d105.7852",
        "https://www.openstreetmap.org/#map=17/19.8067/105.7852",
    ],
)
def test_a_place_is_read_however_it_is_written_or_copied(text: str) -> None:
    assert rules.coordinates(text) == CROSSING


@pytest.mark.parametrize(
    "text",
    [
        *("19°48'24\"N 105°47'07\"E", "19 48 24 N, 105 47 7 E", "19 48 24,105 47 7", "19° 48.4' N - 105° 47.1167' E"),
        *("19°48’24”B 105°47’07”Đ", "19 độ 48 phút 24 giây Bắc, 105 độ 47 phút 7 giây Đông"),
    ],
)
def test_degrees_minutes_and_seconds_are_a_place(text: str) -> None:
    assert rules.coordinates(text) == pytest.approx((19 + 48 / 60 + 24 / 3600, 105 + 47 / 60 + 7 / 3600), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    ["", "gần chợ", "19.8067", "12 Lê Lợi", "19°48'99\"N 105°47'07\"E", "19.8N 105.7N", "2188000, 582000", "1 2 3 4 5"],
)
def test_what_is_no_place_is_not_made_one(text: str) -> None:
    assert rules.coordinates(text) is None


@pytest.mark.timeout(5)
def test_no_text_keeps_the_reader_busy() -> None:
    assert rules.coordinates(f"1{' ' * 100_000}x") is None
    assert rules.coordinates("1 " * 290) is None


def test_a_southern_place_is_abroad_and_a_turned_one_is_known_as_turned() -> None:
    assert rules.coordinates("19.8067S 105.7852E") == (-19.8067, 105.7852)
    assert rules.swapped(*rules.coordinates("105.7852, 19.8067") or (0, 0))


@pytest.mark.parametrize(
    ("text", "hemispheres", "degrees"),
    [
        ("19.8067", "NS", 19.8067),
        ("19,8067", "NS", 19.8067),
        ("-19.8067", "NS", -19.8067),
        ("19.8067 S", "NS", -19.8067),
        ("105,7852 Đ", "EW", 105.7852),
        ("W 105.5", "EW", -105.5),
        ("19°48'36\"B", "NS", 19.81),
        ("105 30", "EW", 105.5),
        ("19 độ 30 phút", "NS", 19.5),
        (f"{' ' * 700}19.5", "NS", 19.5),
    ],
)
def test_one_angle_is_read_as_a_pair_of_them_is(text: str, hemispheres: str, degrees: float) -> None:
    assert rules.angle(text, hemispheres) == pytest.approx(degrees)


@pytest.mark.parametrize(
    ("text", "hemispheres"),
    [
        ("19.8 E", "NS"),
        ("19.8 N", "EW"),
        ("19.8 N N", "NS"),
        ("19.8 N 5 S", "NS"),
        ("", "NS"),
        ("N", "NS"),
        ("chợ", "NS"),
        ("19 60", "NS"),
        ("19.5 30", "NS"),
        ("19 -30", "NS"),
        ("19 30 15 5", "NS"),
        ("1 " * 400, "NS"),
    ],
)
def test_what_is_no_angle_of_that_kind_is_none(text: str, hemispheres: str) -> None:
    assert rules.angle(text, hemispheres) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("N 19 30 E 105 30", (19.5, 105.5)),
        ("E 105 30, N 19 30", (19.5, 105.5)),
        ("19 30 N 105 30", (19.5, 105.5)),
        ("105 30 E 19 30", (19.5, 105.5)),
        ("19.5 105.5 E", (19.5, 105.5)),
        ("105.5 19.5 N", (19.5, 105.5)),
        ("S 19.5 W 105.5", (-19.5, -105.5)),
        ("105.5 W 19.5 S", (-19.5, -105.5)),
        ("-19.5 -105.5", (-19.5, -105.5)),
        ("180.0, 180.0", (180.0, 180.0)),
        ("19° 105° 30'", (19.0, 105.5)),
        ("19 30 15 105 30 15", (19 + 30.25 / 60, 105 + 30.25 / 60)),
        ("https://www.bing.com/maps?cp=19.5~105.5", (19.5, 105.5)),
        ("https://www.openstreetmap.org/?mlat=19.5&mlon=105.5", (19.5, 105.5)),
        ("https://maps.google.com/maps?ll=0,0&q=19.5,105.5", (19.5, 105.5)),
        ("https://www.google.com/maps/search/19.5,+105.5", (19.5, 105.5)),
        ("POINT Z (105.5 19.5 12)", (19.5, 105.5)),
    ],
)
def test_letters_say_which_is_which_and_without_them_latitude_comes_first(
    text: str, place: tuple[float, float]
) -> None:
    assert rules.coordinates(text) == pytest.approx(place)


@pytest.mark.parametrize(
    "text",
    [
        "19.5 N 105.5 N",
        "19.5 E 105.5 W",
        "N 19.5 S 105.5",
        "180.1, 19.5",
        "19.5, 180.1",
        "19.5 30 105.5 30",
        "https://goo.gl/maps/abc",
        "https://maps.google.com/maps?ll=0,0",
        "1" + " " * 598 + "2 x",
    ],
)
def test_letters_that_contradict_each_other_name_no_place(text: str) -> None:
    assert rules.coordinates(text) is None


def test_links_are_known_as_links() -> None:
    assert rules.is_link(" https://goo.gl/maps/abc")
    assert rules.is_link("geo:19.5,105.5")
    assert not rules.is_link("19.5, 105.5")


def test_metres_and_degrees_between_two_places_are_those_of_the_globe() -> None:
    assert distance(0, 0, 1, 0) == pytest.approx(111_195, abs=1)
    assert distance(0, 179.5, 0, -179.5) == pytest.approx(111_195, abs=1)
    assert distance(60, 0, 60, 1) == pytest.approx(55_595, abs=5)
    assert distance(0, 0, 0, 180) == pytest.approx(20_015_115, abs=1)
    for place, degrees in (((1, 0), 0), ((0, 1), 90), ((-1, 0), 180), ((0, -1), 270)):
        assert rules.bearing(0, 0, *place) == pytest.approx(degrees)
    assert rules.bearing(60, 0, 60, 90) == pytest.approx(49.1, abs=0.1)
    assert rules.bearing(19.8, 105.7, 19.9, 105.8) == pytest.approx(43.2, abs=0.1)


@pytest.mark.parametrize("latitude", [0.0, 19.8, 60.0])
def test_a_box_holds_every_place_so_near_and_hardly_more(latitude: float) -> None:
    south, north, west, east = rules.box(latitude, 105.7, 1_000)
    for corner in ((south, 105.7), (north, 105.7), (latitude, west), (latitude, east)):
        assert 1_000 < distance(latitude, 105.7, *corner) < 1_003
    assert south < latitude < north
    assert west < 105.7 < east
    assert rules.box(90.0, 105.7, 1_000)[3] < 107


def test_the_frame_of_viet_nam_reaches_from_ca_mau_to_truong_sa() -> None:
    inside = [(6.0, 102.0), (24.0, 118.0), (6.0, 118.0), (24.0, 102.0)]
    outside = [(5.99, 105.0), (24.01, 105.0), (19.0, 101.99), (19.0, 118.01)]
    assert [rules.in_vietnam(*place) for place in inside + outside] == [True] * 4 + [False] * 4
    assert not rules.swapped(19.8, 105.7)
    assert not rules.swapped(48.8, 2.3)


def test_a_sign_is_there_or_missing_or_nobody_knows() -> None:
    assert [rules.sign(posted) for posted in (True, False, None)] == [
        rules.Sign.POSTED,
        rules.Sign.MISSING,
        rules.Sign.UNKNOWN,
    ]


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        *(("19.805.12", "19,80512"), ("1980512", "19,80512"), ("105.776.34", "105,77634"), ("8.616.123", "8,616123")),
        *(("1980512, 10577634", "19,80512; 105,77634"), ("19.805.12 105.776.34", "19,80512; 105,77634")),
        *(("19,80512", ""), ("0912345678", ""), ("4885661", ""), ("19,8067; 105,7852", ""), ("19°48'24", "")),
    ],
)
def test_a_point_that_a_spreadsheet_took_for_thousands_is_put_back(text: str, likely: str) -> None:
    assert rules.with_point_again(text) == likely
