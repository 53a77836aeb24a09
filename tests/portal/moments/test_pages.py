"""What a field says while somebody types a day or a moment."""

from urllib.parse import quote

import pytest
from time_machine import travel

from tests.people import People

NOW = "2026-11-30T02:00:00Z"  # 9:00 on a Monday


def test_a_stranger_is_sent_to_the_door(people: People) -> None:
    people.stranger().get("/moments/understood.json?day=3/9", 302)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [("moment=h%C3%B4m qua", "Còn thiếu giờ."), ("day=31/2", "Không có ngày 31/2."), ("day=x", "Không đọc được ngày.")],
)
def test_lan_is_told_what_is_wrong_while_she_types(people: People, asked: str, fault: str) -> None:
    assert people.lan.get(f"/moments/understood.json?{asked}").json["fault"].startswith(fault)


@pytest.mark.parametrize(
    ("kind", "typed", "written", "understood"),
    [
        ("moment", "20h30 tối qua", "20:30 29/11/2026", "Hiểu là: 20:30 ngày 29/11/2026, chủ nhật"),
        ("day", "1/12", "01/12/2025", "Hiểu là: 01/12/2025, thứ hai"),
        ("coming_day", "1/12", "01/12/2026", "Hiểu là: 01/12/2026, thứ ba"),
    ],
)
@travel(NOW, tick=False)
def test_lan_sees_what_is_understood_and_how_it_is_written_in_full(
    people: People, kind: str, typed: str, written: str, understood: str
) -> None:
    answer = people.lan.get(f"/moments/understood.json?{kind}={quote(typed)}").json
    assert answer == {"written": written, "understood": understood}
    assert people.lan.get("/moments/understood.json").json == {}
