"""Rows of lists as wards really keep them: which are cameras, how many, and what their headers and words mean."""

from typing import Any

import pytest

from tests.exchange.imports.lists import Row, excel_list, faults, passed, said, text_list, workbook
from tracker.exchange.imports import schemas, tables
from tracker.exchange.imports.answers import Answers, Codes, Eyes, HiddenRows
from tracker.exchange.imports.row_kinds import RowKind
from tracker.register.cameras.rules import CameraForm, Connection, Health

GROUPED: tuple[Row, ...] = (
    ("TT", "Mã camera", "Tên camera", "Vĩ độ", "Kinh độ", "Số ngày lưu"),
    ("A", "TỔ DÂN PHỐ 4", "", "", "", 2),
    (1, "G-1", "Ngã ba bến xe", 19.81, 105.77, 15),
    (2, "G-2", "Cổng trường", 19.82, 105.78, 15),
    ("TT", "Mã camera", "Tên camera", "Vĩ độ", "Kinh độ", "Số ngày lưu"),
    ("B", "Thôn Đông", "", "", "", 1),
    (3, "G-3", "Đình làng", 19.83, 105.79, 30),
    ("", "Cộng", "", "", "", 3),
    ("", "Ghi chú: số liệu đến tháng 6", "", "", "", ""),
    (4, "", "", "", "", ""),
)


def test_headings_totals_and_repeated_headers_are_no_cameras_and_all_are_named() -> None:
    sheet = excel_list(*GROUPED)
    assert said(sheet, "code") == ["G-1", "G-2", "G-3"]
    heading, header = RowKind.HEADING.text, RowKind.HEADER.text
    total, remark = RowKind.TOTAL.text, RowKind.REMARK.text
    assert passed(sheet) == [(2, heading), (5, header), (6, heading), (8, total), (9, remark)]
    assert sheet.faults == []


def test_a_row_that_was_passed_over_is_taken_where_somebody_says_so() -> None:
    sheet = excel_list(*GROUPED, answers=Answers(taken=(2,)))
    assert said(sheet, "code")[0] == "TỔ DÂN PHỐ 4"
    assert 2 not in [line for line, _ in passed(sheet)]


@pytest.mark.parametrize(
    "row",
    [
        ("", "G-9", "", "", "", ""),
        (9, "Khu phố 9", "", "", "", ""),
        ("", "G-9", "Tổng công ty Điện lực", "", "", ""),
        ("", "G-9", "Khu phố 9", 19.8, 105.7, ""),
    ],
)
def test_a_camera_of_which_little_is_known_is_a_camera(row: Row) -> None:
    assert len(excel_list(*GROUPED[:4], row).lines) == 3


def test_who_signs_below_a_total_is_no_camera_in_a_list_without_codes() -> None:
    rows = ("STT,Tên camera,Vĩ độ,Kinh độ", "1,Cổng chợ,19.8,105.7", ",Tổng số: 1,,", ",Nguyễn Văn A,,")
    sheet = text_list(*rows, answers=Answers(codes=Codes.NUMBER))
    assert (len(sheet.lines), [line for line, _ in passed(sheet)]) == (1, [3, 4])


def hiding(book: Any, sheet: Any) -> None:
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column("C:C", None, None, {"hidden": True})
    book.add_worksheet("Nháp").hide()


def test_hidden_rows_columns_and_sheets_are_told_and_the_rows_left_out_where_somebody_says_so() -> None:
    rows = (("Mã", "Tên", "Ghi chú"), ("L-1", "a", "x"), ("L-2", "b", "y"), ("L-3", "c", "z"))
    table = tables.read(workbook(*rows, then=hiding), 9)
    assert (table.hidden_rows, table.hidden_columns, table.hidden_sheets) == ((3,), ("Ghi chú",), ("Nháp",))
    unanswered = schemas.read_rows(table)
    assert (said(unanswered, "code"), unanswered.open_counts()) == (["L-1", "L-2", "L-3"], {"hidden": 1})
    left = schemas.read_rows(table, answers=Answers(hidden=HiddenRows.LEAVE))
    assert (said(left, "code"), passed(left)) == (["L-1", "L-3"], [(3, RowKind.HIDDEN.text)])


# Several cameras in a row


def test_a_row_with_several_eyes_becomes_as_many_cameras_or_is_asked_about() -> None:
    rows = ("Mã camera,Nơi lắp,Số mắt", "K-1,Ngã tư,3", "K-2,Chợ,1")
    unanswered = text_list(*rows)
    assert (unanswered.eyes, unanswered.several, unanswered.open_counts()) == (4, 1, {"eyes": 1})
    assert said(unanswered, "code") == ["K-1", "K-2"]
    split = text_list(*rows, answers=Answers(eyes=Eyes.SPLIT))
    assert (said(split, "code"), split.open_counts()) == (["K-1-1", "K-1-2", "K-1-3", "K-2"], {})
    assert {line.number for line in split.lines} == {2, 3}


def test_more_eyes_than_a_recorder_has_are_a_fault() -> None:
    assert faults(text_list("Mã,Tên,Số lượng", "K-1,a,900"))[0][:2] == (2, "eyes")


# Headers and words


def test_the_form_of_the_ministry_is_understood() -> None:
    header = (
        "TT,Tên tổ chức/cá nhân lắp đặt,Địa chỉ,Vị trí lắp đặt camera,Số lượng camera,Phạm vi quan sát,Góc quay,"
        "Thời gian lưu trữ (ngày),Kết nối với Công an (Có/Không),Tình trạng hoạt động"
    )
    rows = (
        "1,HTX Đoàn Kết,5 Bà Triệu,Cổng sau,2,40m,110,20,Có,Tốt",
        "2,Hộ C,7 Bà Triệu,Cửa,1,25m,90,7,Không,Mất tín hiệu",
    )
    sheet = text_list(header, *rows, answers=Answers(codes=Codes.NUMBER, eyes=Eyes.SPLIT))
    assert (len(sheet.lines), sheet.eyes, sheet.uncoded, sheet.faults) == (3, 3, 2, [])
    assert said(sheet, "reach_m") == [40, 40, 25]
    police, mobilisable = Connection.POLICE, Connection.MOBILISABLE
    assert said(sheet, "connection") == [police, police, mobilisable]
    assert said(sheet, "health") == [Health.WORKING, Health.WORKING, Health.BROKEN]


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        (
            ("CAM_ID,Camera_Name,Camera_Typ", "Q-1,Gate,Fixed"),
            {"code": "Q-1", "name": "Gate", "form": CameraForm.FIXED},
        ),
        (
            ("@id\t@type\t@lat\t@lon\tcamera:type\tcamera:direction", "7\tnode\t19.8\t105.7\tdome\t45"),
            {"code": "7", "latitude": 19.8, "longitude": 105.7, "form": CameraForm.DOME, "bearing": 45},
        ),
        (("관리번호,설치장소,카메라대수,WGS84위도", "B-2,역,1,19.8"), {"code": "B-2", "place": "역", "latitude": 19.8}),
        (("CCTV_ID,CAM_NUM,LOCATION", "3,9,Market"), {"code": "3", "place": "Market"}),
        (("Mã,Tên,Link Google Maps", 'L-1,a,"https://www.google.com/maps?q=19.8,105.7"'), {"latitude": 19.8}),
    ],
)
def test_headers_of_lists_from_elsewhere_are_understood(rows: tuple[str, ...], facts: dict[str, Any]) -> None:
    assert facts.items() <= dict(text_list(*rows).lines[0].facts).items()
