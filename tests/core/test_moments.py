"""Moments as people write them: what is read, what is refused and in which words."""

import contextlib
import unicodedata
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.core import clock, days, moments
from tracker.core.vietnamese import fold

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=clock.LOCAL)  # a Monday morning
MOMENTS = st.builds(
    lambda day, hour, minute: datetime.combine(day, time(hour, minute), clock.LOCAL),
    *(st.dates(date(1980, 1, 1), date(2199, 12, 31)), st.integers(0, 23), st.integers(0, 59)),
)
QUICKLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines differ in speed
READ = [
    ("20h30 tối qua", "20:30 29/11/2026"),
    ("tối qua 20h30", "20:30 29/11/2026"),
    ("8 giờ rưỡi tối qua", "20:30 29/11/2026"),
    ("20.30 29/11", "20:30 29/11/2026"),
    ("20h30", "20:30 29/11/2026"),
    ("8h30", "08:30 30/11/2026"),
    ("9:04", "09:04 30/11/2026"),
    ("9:06", "09:06 29/11/2026"),
    ("20.30", "20:30 29/11/2026"),
    ("20:30 hôm qua", "20:30 29/11/2026"),
    ("hôm qua 20:30", "20:30 29/11/2026"),
    ("khoảng 20h30 tối ngày hôm qua", "20:30 29/11/2026"),
    ("8 giờ 30 tối 3/9", "20:30 03/09/2026"),
    ("8h tối hôm kia", "20:00 28/11/2026"),
    ("20:30 ngày 3 tháng 9 năm 2026", "20:30 03/09/2026"),
    ("20 giờ 30 phút, ngày 03/9/2026", "20:30 03/09/2026"),
    ("0h15 sáng nay", "00:15 30/11/2026"),
    ("12h trưa nay", "12:00 30/11/2026"),
    ("1h trưa hôm qua", "13:00 29/11/2026"),
    ("3h chiều 29/11", "15:00 29/11/2026"),
    ("12h đêm", "00:00 30/11/2026"),
    ("12h đêm 28/11", "00:00 29/11/2026"),
    ("12h đêm qua", "00:00 30/11/2026"),
    ("đêm qua 23h", "23:00 29/11/2026"),
    ("đêm qua 2h", "02:00 30/11/2026"),
    ("1 giờ sáng", "01:00 30/11/2026"),
    ("20h 3/9", "20:00 03/09/2026"),
    ("20g30 03092026", "20:30 03/09/2026"),
    ("2026-09-03T20:30", "20:30 03/09/2026"),
    ("2026-09-03T13:30:00Z", "20:30 03/09/2026"),
    ("2026-09-03 20:30:00", "20:30 03/09/2026"),
    ("20:30 3/9/26", "20:30 03/09/2026"),
    ("20:30 3.9.2026", "20:30 03/09/2026"),
    ("２０h３０ ３/９", "20:30 03/09/2026"),
    ("3/9/2026 8:30 PM", "20:30 03/09/2026"),
    ("12:30 AM 3/9/2026", "00:30 03/09/2026"),
    ("8:30 CH 3/9/2026", "20:30 03/09/2026"),
    ("8h30 thứ hai tuần trước", "08:30 23/11/2026"),
    ("20:30 ngày 29/11/2026, chủ nhật", "20:30 29/11/2026"),
    ("20:30 on 29/11/2026, Sunday", "20:30 29/11/2026"),
]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("25h 3/9", "Không có giờ 25:00."),
        ("20:60 03/09/2026", "Không có giờ 20:60."),
        ("20:30:99 03/09/2026", "Không có giờ 20:30."),
        ("24:00 03/09/2026", "Nửa đêm ghi là 0h của ngày hôm sau"),
        ("20:30 31/2", "Không có ngày 31/2."),
        ("20h30 mùng 5 tết", "Ngày âm lịch không đọc được."),
        ("trưa nay", "Còn thiếu giờ."),
        ("03/09/2026", "Còn thiếu giờ. Hãy ghi cả giờ và ngày, ví dụ 20h30 03/09/2026."),
        ("20.10", "«20.10» có thể là giờ hoặc ngày."),
        ("12h sáng", "12 giờ không phải giờ sáng."),
        ("13h sáng nay", "13 giờ không phải giờ sáng."),
        ("20h30-21h hôm qua", "Không đọc được giờ và ngày."),
        ("20:15–21:00 ngày 03/09/2026", "Không đọc được giờ và ngày."),
        ("20h30 abc", "Không đọc được giờ và ngày."),
        ("20h30 thứ hai 29/11/2026", "29/11/2026 là chủ nhật"),
        ("2026-09-03T25:00", "Không đọc được giờ và ngày."),
        ("0001-01-01T00:00", "Không đọc được giờ và ngày."),
        ("9999-12-31T23:59:59-12:00", "Không đọc được giờ và ngày."),
        ("", "Không đọc được giờ và ngày."),
    ],
)
def test_what_is_no_moment_is_refused_and_how_to_write_one_is_said(typed: str, words: str) -> None:
    with pytest.raises(days.Unreadable) as refused:
        moments.read_moment(typed, NOW)
    assert refused.value.text.startswith(words)
    assert "Hãy" in refused.value.text or "ghi là" in refused.value.text


@pytest.mark.parametrize(("typed", "read"), READ)
def test_a_moment_is_read_as_people_write_it(typed: str, read: str) -> None:
    ways = {typed, typed.upper(), unicodedata.normalize("NFD", typed), fold(typed), f" {typed} "}
    assert {f"{moments.read_moment(way, NOW):%H:%M %d/%m/%Y}" for way in ways} == {read}


@QUICKLY
@given(MOMENTS, MOMENTS)
def test_every_moment_that_is_printed_is_read_again(there: datetime, now: datetime) -> None:
    weekday, english = days.WEEKDAYS[there.weekday()], f"{there:%A}"
    for written in (
        f"{there:%H:%M %d/%m/%Y}", f"{there:%H:%M} ngày {there:%d/%m/%Y}",
        f"{there:%H:%M} on {there:%d/%m/%Y}, {english}",
        f"{there:%H:%M} ngày {there:%d/%m/%Y}, {weekday}", there.isoformat(), there.astimezone(UTC).isoformat(),
        f"{there.hour} giờ {there.minute:02d} phút, ngày {there.day} tháng {there.month} năm {there.year}",
        f"{there:%Hh%M} {there:%d%m%Y}",
    ):  # fmt: skip
        assert moments.read_moment(written, now) == there


@QUICKLY
@given(MOMENTS, st.integers(0, 23), st.integers(0, 59))
def test_a_clock_alone_is_the_last_time_it_showed_that(now: datetime, hour: int, minute: int) -> None:
    ago = now - moments.read_moment(f"{hour}h{minute:02d}", now)
    assert -moments.SKEW <= ago < timedelta(days=1)


@QUICKLY
@given(st.text(max_size=90) | st.text("0123456789:hg./- tốiqua", max_size=30))
def test_no_text_makes_a_fault(typed: str) -> None:
    with contextlib.suppress(days.Unreadable):
        assert moments.read_moment(typed, NOW).tzinfo is NOW.tzinfo


@pytest.mark.parametrize("typed", ["2026-09-03 00:00:00", "2026-09-03T20:30", "3/9/2026 8:30 CH", "Thứ năm, 3/9/2026"])
def test_of_a_cell_with_day_and_time_the_day_counts(typed: str) -> None:
    assert moments.day_of(typed) == date(2026, 9, 3)
