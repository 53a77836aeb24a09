"""What a book cannot say: each refused at its row and column, and then nothing is written."""

import pytest

from tests.cast import MERGER, Cast
from tests.exchange.case_imports.books import (
    FIGHT,
    HEADER,
    INCIDENT,
    INCIDENT_HEADER,
    SECOND_LINE,
    THEFT,
    book,
    faults,
    taken_over,
)
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.incidents.models import Incident
from tracker.core import clock, errors
from tracker.exchange.imports.field_sets import ImportKind

COLUMNS = HEADER.split(";")


@pytest.fixture(autouse=True)
def cameras(cast: Cast) -> None:
    """The two cameras of the book, and a point with two more."""
    for code in ("CAM-1", "CAM-2"):
        cast.camera(code=code)
    crossing = cast.point(name="Ngã tư Voi")
    for code in ("V-1", "V-2"):
        cast.camera(code=code, point_id=crossing.id)


def changed(**cells: str) -> str:
    """The theft's row with other cells, by the folded beginning of their headers."""
    row = dict(zip(COLUMNS, THEFT.split(";"), strict=True))
    for name, cell in cells.items():
        row[NAMES[name]] = cell
    return ";".join(row.values())


NAMES = {
    "received": "Ngày giờ tiếp nhận",
    "type": "Loại vụ việc",
    "occurred": "Thời gian xảy ra",
    "ward": "Địa bàn",
    "number": "Số phiếu/số công văn",
    "camera": "Mã camera/điểm",
    "since": "Khung giờ từ",
    "until": "Khung giờ đến",
    "asked": "Ngày giờ yêu cầu",
    "decided": "Ngày duyệt",
    "preserved": "Ngày bảo toàn",
    "extracted": "Ngày trích xuất",
    "handed": "Ngày bàn giao",
    "reason": "Không có dữ liệu – lý do",
    "worth": "Kết quả sử dụng",
    "result": "Kết quả vụ việc",
    "ended": "Ngày kết thúc",
    "summary": "Nội dung vụ việc",
    "basis": "Căn cứ",
}
TOMORROW = "23:59 31/12/2199"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"number": ""}, "number", "không nối tiếp dòng nào"),
        ({"type": "xyz", "summary": "?"}, "type", "Không hiểu từ này. Dùng một trong: Trộm cắp"),
        ({"type": "", "summary": "Việc lạ"}, "type", "hoặc chọn khi gửi tệp"),
        ({"basis": ""}, "basis", "hoặc chọn khi gửi tệp"),
        ({"occurred": ""}, "occurred", "Cần điền"),
        ({"occurred": "3/9"}, "occurred", "Không đọc được"),
        ({"occurred": "20h30"}, "occurred", "Cần ghi cả ngày"),
        ({"occurred": TOMORROW}, "occurred", "tương lai"),
        ({"received": "20:00 03/09/2025"}, "received", "Không thể trước 20:30 03/09/2025"),
        ({"asked": "02/09/2025"}, "asked", "Không thể trước"),
        ({"decided": "08:00 04/09/2025"}, "decided", "Không thể trước 09:00 04/09/2025"),
        ({"preserved": "08:00 04/09/2025"}, "preserved", "Không thể trước 09:00"),
        ({"extracted": "09:45 04/09/2025"}, "extracted", "Không thể trước 10:00"),
        ({"handed": "13:00 04/09/2025"}, "handed", "Không thể trước 14:00"),
        ({"ended": "01/09/2025"}, "ended", "Không thể trước"),
        ({"ended": ""}, "ended", "Cần điền"),
        ({"result": ""}, "result", "cần ghi kết quả vụ việc"),
        ({"ward": "Phường Không Có"}, "ward", "Không có phường, xã này"),
        ({"camera": "CAM-404"}, "camera", "cũng không có điểm lắp đặt"),
        ({"camera": ""}, "camera", "Cần điền"),
        ({"camera": "Ngã tư Voi"}, "camera", "Có 2 camera"),
        ({"since": ""}, "since", "Cần điền"),
        ({"until": ""}, "until", "Cần điền"),
        ({"since": "20:00 03/09/2025", "until": "19:00 03/09/2025"}, "until", "phải sau giờ bắt đầu"),
        ({"since": "20:00 01/01/2199", "until": "21:00 01/01/2199"}, "until", "tương lai"),
        ({"reason": "Hỏng"}, "reason", "vừa có ngày trích xuất"),
        ({"handed": "", "worth": "Có ích"}, "handed", "cần ghi ngày bàn giao"),
    ],
)
def test_a_wrong_cell_says_where_and_why(cast: Cast, cells: dict[str, str], column: str, words: str) -> None:
    report = taken_over(cast, cast.son, book(changed(**cells)))
    assert [(row, header) for row, header, _ in faults(report)] == [(2, NAMES[column])]
    assert words in faults(report)[0][2]
    assert cast.count(Incident) == 0


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        ((THEFT, SECOND_LINE.replace("CAM-2", "CAM-1")), 3, "đã có ở dòng 2 của cùng phiếu"),
        ((THEFT, FIGHT.replace("16/YC", "15/YC")), 3, "Khác với dòng 2"),
        ((THEFT, f"{SECOND_LINE};thừa"), 3, "nhiều ô hơn"),
    ],
)
def test_rows_of_one_number_must_agree(cast: Cast, rows: tuple[str, ...], row: int, words: str) -> None:
    report = taken_over(cast, cast.son, book(*rows))
    assert {line for line, _, _ in faults(report)} == {row}
    assert any(words in message for _, _, message in faults(report))
    assert cast.count(ExtractionLine) == 0


def test_one_number_cannot_be_of_two_incidents(cast: Cast) -> None:
    header = f"Số vụ việc;{HEADER}"
    report = taken_over(cast, cast.son, book(f"1/TB;{THEFT}", f"2/TB;{THEFT}", header=header))
    assert [(row, column) for row, column, _ in faults(report)] == [(3, "Số phiếu/số công văn")]
    twice = taken_over(cast, cast.son, book(INCIDENT, INCIDENT, header=INCIDENT_HEADER), kind=ImportKind.INCIDENTS)
    assert [(row, column) for row, column, _ in faults(twice)] == [(3, "Số vụ việc")]
    nameless = taken_over(
        cast, cast.son, book(INCIDENT.replace("7/TB", ""), header=INCIDENT_HEADER), kind=ImportKind.INCIDENTS
    )
    assert [(row, column) for row, column, _ in faults(nameless)] == [(2, "Số vụ việc")]


def test_a_line_that_a_known_request_has_not_needs_a_supplement(cast: Cast) -> None:
    taken_over(cast, cast.son, book(THEFT))
    report = taken_over(cast, cast.son, book(THEFT, SECOND_LINE))
    assert [row for row, _, _ in faults(report)] == [3]
    assert "phiếu bổ sung" in faults(report)[0][2]
    assert cast.count(ExtractionLine) == 1


def test_a_refused_request_has_no_answers(cast: Cast) -> None:
    header = f"{HEADER};Kết quả duyệt"
    refused = taken_over(cast, cast.son, book(f"{THEFT};Từ chối", header=header))
    assert "Phiếu bị từ chối nhưng" in faults(refused)[0][2]
    assert faults(taken_over(cast, cast.son, book(f"{FIGHT};Từ chối", header=header))) == []


def test_a_place_abroad_and_one_that_cannot_be_read(cast: Cast) -> None:
    header = f"{HEADER};Tọa độ"
    for place, words in (("48.8566, 2.3522", "ngoài Việt Nam"), ("gần chợ", "Không đọc được tọa độ")):
        report = taken_over(cast, cast.son, book(f"{THEFT};{place}", header=header))
        assert words in faults(report)[0][2]


def test_one_cell_may_hold_the_whole_window(cast: Cast) -> None:
    header = HEADER.replace("Khung giờ từ;Khung giờ đến", "Khung giờ;Ghi chú")
    report = taken_over(cast, cast.son, book(THEFT.replace(";20h;21h;", ";tám giờ tối;;"), header=header))
    assert "Cần hai giờ" in faults(report)[0][2]
    assert faults(taken_over(cast, cast.son, book(THEFT.replace(";20h;21h;", ";20h00-21h30;;"), header=header))) == []
    with cast.database.reading() as session:
        line = session.query(ExtractionLine).one()
    assert f"{clock.local(line.window_from):%H:%M}–{clock.local(line.window_to):%H:%M %d/%m}" == "20:00–21:30 03/09"


def test_wards_and_units_are_those_of_the_day(cast: Cast) -> None:
    early = THEFT.replace("/09/2025", "/09/2024").replace("Hạc Thành", "Đông Vệ")
    not_yet = taken_over(cast, cast.son, book(early.replace("Đông Vệ", "14797")))
    assert "Không có phường, xã này" in faults(not_yet)[0][2]
    assert faults(taken_over(cast, cast.son, book(early))) == []
    with cast.database.reading() as session:
        line = session.query(ExtractionLine).one()
        incident = session.query(Incident).one()
    assert clock.local(line.window_from).date() < MERGER
    assert (line.ward_id, incident.ward_id) == (cast.old_dong_ve.id, cast.old_dong_ve.id)


def test_a_camera_whose_old_ward_nobody_says(cast: Cast) -> None:
    early = THEFT.replace("/09/2025", "/09/2024").replace("Hạc Thành", "Hàm Rồng")
    report = taken_over(cast, cast.son, book(early))
    assert faults(report)
    with_ward = f"{early.replace('Hàm Rồng', 'Đông Vệ')};Đông Sơn"
    assert faults(taken_over(cast, cast.son, book(with_ward, header=f"{HEADER};Địa bàn của camera"))) == []
    with cast.database.reading() as session:
        assert session.query(ExtractionLine.ward_id).scalar() == cast.old_dong_son.id


def test_another_units_book_is_refused(cast: Cast) -> None:
    report = taken_over(cast, cast.son, book(f"{THEFT};PC02", header=f"{HEADER};Đơn vị"))
    assert "Chỉ nhập được sổ của đơn vị bạn: Công an phường Hạc Thành" in faults(report)[0][2]
    assert faults(taken_over(cast, cast.minh, book(f"{THEFT};PC02", header=f"{HEADER};Đơn vị"))) == []


def test_a_blank_ward_is_the_one_of_the_police_and_of_no_department(cast: Cast) -> None:
    silent = THEFT.replace("Hạc Thành", "")
    assert "Cần ghi địa bàn" in faults(taken_over(cast, cast.minh, book(silent)))[0][2]
    assert faults(taken_over(cast, cast.son, book(silent))) == []


def test_who_investigates_nowhere_takes_nothing_over(cast: Cast) -> None:
    for person in (cast.lan, cast.khoa):
        with pytest.raises(errors.NotAllowed):
            taken_over(cast, person, book(THEFT))
