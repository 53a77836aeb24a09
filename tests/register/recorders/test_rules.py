"""Days, disks and clocks as people tell them."""

import pytest

from tracker.register.recorders.rules import computed_days, offset_between, overstated, read_clock, read_days


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
    found = computed_days(1000, 2, 4)
    assert found == pytest.approx(11.574, abs=0.001)
    assert (overstated(15, found), overstated(12, found)) == (True, False)
    assert computed_days(1000, 2, 0) is computed_days(None, 2, 4) is None


@pytest.mark.parametrize(
    ("shown", "true", "seconds"),
    [
        ("20:31:10", "20:28:00", 190),
        ("20g28", "20:31", -180),
        ("00:01", "23:59", 120),
        ("20:00 02/09/2026", "20:00 03/09/2026", -86_400),
    ],
)
def test_two_times_tell_how_wrong_a_clock_is(shown: str, true: str, seconds: int) -> None:
    showed, was = read_clock(shown), read_clock(true)
    assert showed is not None
    assert was is not None
    assert offset_between(showed, was) == seconds
    assert read_clock("25:00") is read_clock("sáng") is None
