"""Days, disks and clocks as people tell them."""

from datetime import date, time

import pytest

from tests.cast import at
from tracker.register.recorders.rules import (
    Storage,
    computed_days,
    offset_between,
    overstated,
    overwritten_at,
    read_clock,
    read_days,
    retention_days,
    told_days,
)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("15", (15, None)),
        ("7–10 ngày", (7, 10)),
        ("từ 7 đến 10 ngày", (7, 10)),
        ("10-7", (7, 10)),
        ("khoảng 15", (15, None)),
        ("hơn 30 ngày", (30, None)),
        ("2 tuần", (14, None)),
        ("dưới 10 ngày", None),  # no end that could be counted on
        ("1 tháng", None),
        ("lâu", None),
    ],
)
def test_days_are_read_as_people_tell_them_and_never_longer(typed: str, days: tuple[int, int | None] | None) -> None:
    assert read_days(typed) == days


def test_a_disk_of_one_terabyte_holds_four_eyes_for_eleven_days() -> None:
    days = computed_days(1000, 2, 4)
    assert days == pytest.approx(11.574, abs=0.001)
    assert (overstated(15, days), overstated(12, days)) == (True, False)
    assert computed_days(1000, 2, 0) is computed_days(None, 2, 4) is None


@pytest.mark.parametrize(
    ("shown_time", "true", "seconds"),
    [
        ("20:31:10", "20:28:00", 190),
        ("20g28", "20:31", -180),
        ("00:01", "23:59", 120),
        ("20:00 02/09/2026", "20:00 03/09/2026", -86_400),
    ],
)
def test_two_times_tell_how_wrong_a_clock_is(shown_time: str, true: str, seconds: int) -> None:
    showed, was = read_clock(shown_time), read_clock(true)
    assert showed is not None
    assert was is not None
    assert offset_between(showed, was) == seconds
    assert read_clock("25:00") is read_clock("sáng") is None


@pytest.mark.parametrize(("declared", "recorder", "days"), [(9, 15, 9), (None, 15, 15), (None, None, 7), (0, 0, 7)])
def test_the_cameras_own_days_count_before_its_recorders_and_those_before_the_usual(
    declared: int | None, recorder: int | None, days: int
) -> None:
    assert retention_days(declared, recorder, Storage.CARD) == days


def test_the_usual_days_are_the_short_end_of_what_such_devices_keep() -> None:
    usual = {storage: retention_days(None, None, storage) for storage in Storage}
    assert usual == {Storage.CARD: 7, Storage.RECORDER: 15, Storage.CLOUD: 7, Storage.CENTRAL: 30}


def test_the_last_of_a_window_is_overwritten_so_many_days_after_it() -> None:
    assert overwritten_at(at(5), 9) == at(14)


def test_days_are_written_as_they_are_typed() -> None:
    assert [told_days(None, None), told_days(15, None), told_days(7, 10)] == ["", "15", "7-10"]
    assert told_days(None, 10) == ""


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("7 - 7", (7, None)),
        ("1-2 tuần", (7, 14)),
        ("2 tuan-3", (14, 21)),
        ("Khoảng 15 ngày.", (15, None)),
        ("~7 ngày", (7, None)),
        ("15 d", (15, None)),
        ("12345", None),
        ("", None),
    ],
)
def test_ranges_and_weeks_are_days_too(typed: str, days: tuple[int, int | None] | None) -> None:
    assert read_days(typed) == days


def test_a_quarter_more_than_a_disk_holds_is_still_believed() -> None:
    assert not overstated(15, 12.0)
    assert overstated(16, 12.0)
    assert not overstated(None, 12.0)
    assert not overstated(16, None)
    assert computed_days(0, 2, 4) is computed_days(1000, 0, 4) is computed_days(1000, None, 4) is None
    assert computed_days(1000, 2, 1) == pytest.approx(46.296, abs=0.001)


@pytest.mark.parametrize(
    ("shown_time", "true", "seconds"),
    [("12:00", "00:00", -43_200), ("11:59:59", "00:00", 43_199), ("00:00", "12:00", -43_200), ("23:59", "00:01", -120)],
)
def test_without_both_days_the_difference_goes_the_short_way_round_midnight(
    shown_time: str, true: str, seconds: int
) -> None:
    assert offset_between(read_clock(shown_time), read_clock(true)) == seconds  # type: ignore[arg-type]
    assert offset_between(read_clock(f"{shown_time} 03/09/2026"), read_clock(true)) == seconds  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("20:31:10 3/9/2026", (time(20, 31, 10), date(2026, 9, 3))),
        ("20.31 03-09-2026", (time(20, 31), date(2026, 9, 3))),
        (" 8h05p07 ", (time(8, 5, 7), None)),
        ("20:31 31/02/2026", None),
        ("20:60", None),
        ("20:31:10 03/09/26", None),
    ],
)
def test_a_clock_is_read_with_its_day_if_one_was_told(typed: str, clock: object) -> None:
    assert read_clock(typed) == clock
