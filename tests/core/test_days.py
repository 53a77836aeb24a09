"""Days as people write them: what is read, what is refused and in which words."""

import contextlib
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.core import days
from tracker.core.vietnamese import fold

TODAY = date(2026, 11, 30)  # a Monday
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
QUICKLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines differ in speed
READ = [
    ("03/09/2026", "03/09/2026"),
    ("3-9-2026", "03/09/2026"),
    ("3.9.2026", "03/09/2026"),
    ("3 / 9 / 2026", "03/09/2026"),
    ("2026-09-03", "03/09/2026"),
    ("2026/9/3", "03/09/2026"),
    ("03092026", "03/09/2026"),
    ("20260903", "03/09/2026"),
    ("030926", "03/09/2026"),
    ("3/9/26", "03/09/2026"),
    ("3/9/36", "03/09/2036"),
    ("3/9/37", "03/09/1937"),
    ("０３/０９/２０２６", "03/09/2026"),
    ("ngày 3 tháng 9 năm 2026", "03/09/2026"),
    ("3 tháng 9, 2026", "03/09/2026"),
    ("mùng 2/9", "02/09/2026"),
    ("3/9", "03/09/2026"),
    ("3.9", "03/09/2026"),
    ("0309", "03/09/2026"),
    ("3 tháng 9", "03/09/2026"),
    ("30/11", "30/11/2026"),
    ("1/12", "01/12/2025"),
    ("29/2", "29/02/2024"),
    ("hôm nay", "30/11/2026"),
    ("hôm qua", "29/11/2026"),
    ("ngày hôm qua", "29/11/2026"),
    ("yesterday", "29/11/2026"),
    ("kia", "28/11/2026"),
    ("hôm kia", "28/11/2026"),
    ("hôm kìa", "27/11/2026"),
    ("ngày mai", "01/12/2026"),
    ("ngày kia", "02/12/2026"),
    ("T2", "30/11/2026"),
    ("thứ 3", "24/11/2026"),
    ("thứ năm", "26/11/2026"),
    ("CN", "29/11/2026"),
    ("thứ hai tuần trước", "23/11/2026"),
    ("chủ nhật tuần này", "06/12/2026"),
    ("thứ sáu tuần sau", "11/12/2026"),
    ("thứ bảy vừa rồi", "28/11/2026"),
    ("thứ năm 3/9/2026", "03/09/2026"),
    ("29/11/2026, chủ nhật", "29/11/2026"),
]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/2", "Không có ngày 31/2."),
        ("31/02/2026", "Không có ngày 31/02/2026."),
        ("00/09/2026", "Không có ngày 00/09/2026."),
        ("1/13", "Không có ngày 1/13."),
        ("3/9/9999", "Không có ngày 3/9/9999."),
        ("0001-01-01", "Không có ngày 01/01/0001."),
        ("mùng 5 tết", "Ngày âm lịch không đọc được."),
        ("10/3 âm lịch", "Ngày âm lịch không đọc được."),
        ("thứ hai 29/11/2026", "29/11/2026 là chủ nhật, không phải thứ hai."),
        ("3/9/2026 tuần trước", "Không đọc được ngày."),
        ("3/9/2026 x", "Không đọc được ngày."),
        ("20h30 3/9/2026", "Không đọc được ngày."),
        ("3/9 4/9", "Không đọc được ngày."),
        ("5", "Không đọc được ngày."),
        ("", "Không đọc được ngày."),
        ("9" * 5000, "Không đọc được ngày."),
    ],
)
def test_what_is_no_day_is_refused_and_how_to_write_one_is_said(typed: str, words: str) -> None:
    with pytest.raises(days.Unreadable) as refused:
        days.read_day(typed, TODAY)
    assert refused.value.text.startswith(words)
    assert "ngày/tháng/năm" in refused.value.text


@pytest.mark.parametrize(("typed", "read"), READ)
def test_a_day_is_read_as_people_write_it(typed: str, read: str) -> None:
    ways = {typed, typed.upper(), unicodedata.normalize("NFD", typed), f"  {typed} "}
    if "kìa" not in typed:  # which only its tone tells from «kia»
        ways.add(fold(typed))
    assert {f"{days.read_day(way, TODAY):%d/%m/%Y}" for way in ways} == {read}


@pytest.mark.parametrize("typed", ["3/9", "0309", "3/9/26", "hôm qua", "T2", "thứ hai tuần trước"])
def test_where_nobody_knows_today_a_day_stands_by_itself(typed: str) -> None:
    with pytest.raises(days.Unreadable) as refused:
        days.read_day(typed, None)
    assert refused.value.message == days.NO_YEAR
    assert days.read_day("3/9/2026", None) == date(2026, 9, 3)


@pytest.mark.parametrize(("typed", "read"), [("1/2", "2027-02-01"), ("30/11", "2026-11-30"), ("thứ ba", "2026-12-01")])
def test_where_a_day_is_to_come_the_next_one_is_meant(typed: str, read: str) -> None:
    assert days.read_day(typed, TODAY, ahead=True).isoformat() == read


@QUICKLY
@given(day=DAYS, today=DAYS)
def test_every_day_that_is_printed_is_read_again(day: date, today: date) -> None:
    weekday = days.WEEKDAYS[day.weekday()]
    for written in (
        f"{day:%d/%m/%Y}", day.isoformat(), f"{day:%d%m%Y}", f"{day:%d/%m/%Y}, {weekday}",
        f"ngày {day.day} tháng {day.month} năm {day.year}", f"{day:%d/%m/%Y}, {day:%A}",
    ):  # fmt: skip
        assert days.read_day(written, today) == days.read_day(written, None) == day


@QUICKLY
@given(day=DAYS, back=st.integers(0, 360))
def test_without_its_year_a_day_is_the_last_one_that_was(day: date, back: int) -> None:
    if (day.month, day.day) != (2, 29):
        assert days.read_day(f"{day.day}/{day.month}", day + timedelta(days=back)) == day


@QUICKLY
@given(st.text(max_size=90))
def test_no_text_makes_a_fault(typed: str) -> None:
    with contextlib.suppress(days.Unreadable):
        assert days.read_day(typed, TODAY) in (days.read_day(typed, TODAY, ahead=True), days.read_day(typed, TODAY))
