"""Where the cameras of a list stand: written in every way that people have, and judged by their ward."""

import pytest
from sqlalchemy import update

from tests.cast import Cast
from tests.exchange.imports.test_actions import brought, cameras, counts, faults, listed, tried
from tests.exchange.imports.test_pages import pressed, sent
from tests.people import People
from tracker.core.geodesy import distance
from tracker.register.cameras.models import Camera
from tracker.territory.wards.models import Ward

MIDDLE = {"latitude": 19.8028, "longitude": 105.789}
CROSSING = (19.80512, 105.77634)


@pytest.fixture
def placed(cast: Cast) -> Cast:
    """Hạc Thành, whose middle is noted."""
    with cast.database.writing() as session:
        session.execute(update(Ward).where(Ward.id == cast.hac_thanh.id).values(**MIDDLE))
    return cast


def place_of(cast: Cast, code: str = "A") -> tuple[float, float]:
    return cameras(cast)[code].point.place


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("https://maps.app.goo.gl/AbCdEf1", "không chứa tọa độ"),
        ("19.805.12; 105.776.34", "Có lẽ là 19,80512; 105,77634"),
        ("gần chợ", "Không đọc được tọa độ"),
        ("RQ4G+32 Nơi không có", "tên phường, xã hoặc tỉnh"),
    ],
)
def test_a_place_that_cannot_be_read_is_told_with_its_likely_cause(cast: Cast, cell: str, words: str) -> None:
    [(line, header, text)] = faults(tried(cast, cast.lan, listed(f'A;x;"{cell}"', header="Mã;Tên;Tọa độ")))
    assert (line, header) == (2, "Tọa độ")
    assert words in text


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("1980512", "10577634"), ["Có lẽ là 19,80512", "Có lẽ là 105,77634"]),
        (("19.805.12", "105.776.34"), ["Có lẽ là 19,80512", "Có lẽ là 105,77634"]),
        (("2190869.005", ""), ["VN-2000"]),
        (("2190869.005", "105,7"), ["VN-2000"]),
    ],
)
def test_halves_that_are_no_degrees_are_told_with_their_likely_cause(
    placed: Cast, cells: tuple[str, str], words: list[str]
) -> None:
    report = tried(placed, placed.lan, listed(f"A;x;{cells[0]};{cells[1]}", header="Mã;Tên;Vĩ độ;Kinh độ"))
    texts = [text for _, _, text in faults(report)]
    assert all(any(each in text for text in texts) for each in words)


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("X;Y", "2190869.005;581139.516"),
        ("X;Y", "581139.516;2190869.005"),
        ("X (m);Y (m)", "2.190.869,005;581.139,516"),
        ("Tọa độ VN-2000", "2190869.005 581139.516"),
        ("Tọa độ", "X=2190869.005 Y=581139.516 KTT 105°00'"),
        ("Tọa độ", "UTM 48N 581310.96 2190101.62"),
        ("Link Google Maps", "https://www.google.com/maps?q=19.80512,105.77634"),
        ("Link bản đồ", "https://maps.apple.com/place?coordinate=19.80512,105.77634&name=x"),
        ("Link", "https://maps.apple.com/?ll=19.80512,105.77634"),
        ("Plus code", "7PF7RQ4G+2GP"),
        ("Plus code", "RQ4G+2GP Phường Hạc Thành"),
        ("Tọa độ", "19°48'18.43\"B 105°46'34.82\"Đ"),
        ("Vĩ độ;Kinh độ", "19°48'18.43\"N;105°46'34.82\"E"),
        ("WKT", "POINT (105.77634 19.80512)"),
        ("Location", "Ngã tư Lê Lợi (19.80512, 105.77634)"),
        ("Địa chỉ", "(19.80512, 105.77634)"),
    ],
)
def test_every_way_of_writing_a_place_is_the_same_place(placed: Cast, header: str, cell: str) -> None:
    report = brought(placed, listed(f"A;x;{cell}", header=f"Mã;Tên;{header}"))
    assert (faults(report), counts(report)) == ([], [1, 0, 0, 0])
    assert distance(*place_of(placed), *CROSSING) < 4


def test_coordinates_behind_words_are_taken_out_of_them(cast: Cast) -> None:
    brought(cast, listed("A;x;2 Lê Lợi (19.80512, 105.77634)", "B;y;Chợ (cũ)", header="Mã;Tên;Địa chỉ"))
    by_code = cameras(cast)
    assert (by_code["A"].point.address, by_code["B"].point.address) == ("2 Lê Lợi", "Chợ (cũ)")


def test_foreign_soil_is_refused_once_for_all_rows(placed: Cast) -> None:
    foreign = ("17.9757;102.6331", "11.5564;104.9282", "20.044;110.1999", "19.0;112.0", "48.85;2.35")
    rows = [f"W{number};x;{place}" for number, place in enumerate(foreign)]
    report = tried(placed, placed.lan, listed(*rows, "H;y;19,80512;105,77634", header="Mã;Tên;Vĩ độ;Kinh độ"))
    assert counts(report) == [1, 0, 0, 5]
    assert [fault.text for fault in report.told] == [
        "5 dòng có tọa độ ngoài Việt Nam (dòng 2, 3, 4, 5, 6). Có thể là tọa độ của nước khác, hoặc cột bị lẫn."
    ]
    assert report.far == []


def test_one_foreign_row_is_told_as_one(placed: Cast) -> None:
    report = tried(placed, placed.lan, listed("W;x;17.9757;102.6331", header="Mã;Tên;Vĩ độ;Kinh độ"))
    assert [fault.text for fault in report.told] == ["Tọa độ nằm ngoài Việt Nam."]


def test_a_camera_too_far_from_its_ward_is_told_with_its_distance(placed: Cast) -> None:
    rows = listed("N;x;19,80512;105,77634", "F;y;19,90512;105,77634", "K;z;;", header="Mã;Tên;Vĩ độ;Kinh độ")
    report = tried(placed, placed.lan, rows)
    assert (counts(report), report.far) == ([3, 0, 0, 0], [(3, "F", 11, "Phường Hạc Thành")])
    assert counts(brought(placed, rows)) == [3, 0, 0, 0]
    assert tried(placed, placed.lan, rows).far == []  # what the register knows already is not asked again


def test_lan_confirms_far_cameras_by_one_tick_before_they_are_taken_over(people: People, placed: Cast) -> None:
    rows = listed("F;y;19,90512;105,77634", "G;z;19,91;105,77", header="Mã;Tên;Vĩ độ;Kinh độ")
    url = sent(people.lan, rows)
    page = people.lan.get(url).text
    assert "dòng 2: cách Phường Hạc Thành khoảng 11 km" in page
    assert "Nhập 2 camera" not in page
    assert "xác nhận là đúng chỗ" in pressed(people.lan, url, "apply", 422)
    assert placed.count(Camera) == 0
    pressed(people.lan, url, "columns", field=["code", "name", "latitude", "longitude"], places_confirmed="true")
    assert "Nhập 2 camera" in people.lan.get(url).text
    pressed(people.lan, url, "apply")
    assert placed.count(Camera) == 2


def test_an_old_wards_name_is_never_guessed_into_another_place(cast: Cast) -> None:
    with cast.database.writing() as session:
        session.execute(update(Ward).where(Ward.id == cast.ham_rong.id).values(name="Phường Đông Sơn"))
    rows = listed("A;x;Phường Đông Sơn;19,80512;105,77634", header="Mã;Tên;Phường;Vĩ độ;Kinh độ")
    [(line, header, text)] = faults(brought(cast, rows, ward=""))
    assert (line, header) == (2, "Phường")
    assert "đã nhập vào" in text
    assert "14797 Phường Hạc Thành" in text
    assert cast.count(Camera) == 0
