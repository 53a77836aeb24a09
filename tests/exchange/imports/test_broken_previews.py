"""What a try-out told is shown whatever is wrong with the list; a list that waits can be given up whatever was kept."""

import json

import pytest
from sqlalchemy import text

from tests.cast import Cast
from tests.exchange.imports.test_pages import pressed, sent
from tests.people import People

TWICE = "Mã camera,Tên\nHT-01,A\nHT-01,B\n"
TWO_ADDRESSES = (
    "Mã camera,Điểm lắp đặt,Địa chỉ,Vĩ độ,Kinh độ\n"
    "A1,Ngã tư Vườn Hoa,1 Lê Lợi,19.8,105.7\nA2,Ngã tư Vườn Hoa,2 Lê Lợi,19.8,105.7\n"
)
LISTS = [
    (TWICE, "Mã này đã có ở dòng 2.", "This code already stands in row 2."),
    (
        TWO_ADDRESSES,
        "Cùng điểm lắp đặt với dòng 2 nhưng khác địa chỉ.",
        "Same installation point as row 2 but another address.",
    ),
]
BROKEN = [
    "{",
    "[]",
    "7",
    '"x"',
    "{}",
    '{"coded": true}',
    "null",
    "WHOLE:faults:[[1]]",
    "WHOLE:counts:{}",
    "WHOLE:columns:7",
]


@pytest.mark.parametrize(("content", "vietnamese", "english"), LISTS, ids=["twice", "two addresses"])
def test_lan_reads_in_either_language_what_is_wrong(
    people: People, content: str, vietnamese: str, english: str
) -> None:
    url = sent(people.lan, content.encode())
    assert vietnamese in people.lan.get(url).text
    assert vietnamese in people.lan.get(f"{url}/errors").get_data().decode("utf-8-sig")
    people.lan.post("/language/en")
    assert english in people.lan.get(url).text
    assert english in people.lan.get(f"{url}/errors").get_data().decode("utf-8-sig")


def test_what_an_older_version_kept_is_shown_and_can_be_given_up(people: People, cast: Cast) -> None:
    url = sent(people.lan, TWICE.encode())
    with cast.database.writing() as session:
        session.execute(text("UPDATE camera_imports SET report = replace(report, '%(first)s', '%(first)d')"))
    assert "Mã này đã có ở dòng 2." in people.lan.get(url).text
    pressed(people.lan, url, "discard")


@pytest.mark.parametrize("report", BROKEN)
def test_a_list_whose_preview_is_broken_is_read_again_or_given_up(people: People, cast: Cast, report: str) -> None:
    url = sent(people.lan, TWICE.encode())
    with cast.database.writing() as session:
        if report.startswith("WHOLE:"):
            _, name, odd = report.split(":", 2)
            stored_report = json.loads(session.scalar(text("SELECT report FROM camera_imports")) or "")
            report = json.dumps({**stored_report, name: json.loads(odd)})
        session.execute(text("UPDATE camera_imports SET report = :report"), {"report": report})
    assert "chưa có bản xem trước" in people.lan.get(url).text
    people.lan.get("/imports")
    people.lan.post(f"{url}/columns", {"version": "1", "field": "code"}, 409)
    people.lan.post(f"{url}/apply", {"version": "1"}, 409)
    people.lan.post(f"{url}/read")
    assert "Mã này đã có ở dòng 2." in people.lan.get(url).text
    with cast.database.writing() as session:
        session.execute(text("UPDATE camera_imports SET report = :report"), {"report": report})
    pressed(people.lan, url, "discard")
    assert "đã bỏ" in people.lan.get("/imports").text
