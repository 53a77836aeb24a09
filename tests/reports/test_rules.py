"""Rates with their doubt, and periods as calendars and the police count them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as some

from tracker.reports import rules
from tracker.reports.rules import Period, PeriodKind, difference, half_up, named, of, rate, wilson
from tracker.reports.waiting_times import quantile
from tracker.web.template_filters import percent

DAY = timedelta(days=1)
COUNTS = some.integers(0, 500).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n)))
NAMED = some.builds(rules.of_year, some.sampled_from(sorted(rules.CALENDARS)), some.integers(1950, 2150)).flatmap(
    some.sampled_from
)


@pytest.fixture
def babel(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_of_nothing_there_is_no_rate_and_no_interval() -> None:
    assert rate(0, 0) is None
    assert wilson(0, 0) is None
    assert difference((1, 2), (0, 0)) is None


@pytest.mark.parametrize(("successes", "trials"), [(2, 1), (-1, 3)])
def test_more_than_all_or_less_than_none_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="of"):
        wilson(successes, trials)


def test_four_of_thirty_may_be_five_or_thirty_percent() -> None:
    low, high = wilson(4, 30) or (0, 0)
    assert (half_up(low * 100, 1), half_up(high * 100, 1)) == (5.3, 29.7)


@settings(deadline=None)  # a busy machine is no fault
@given(COUNTS)
def test_an_interval_holds_its_rate_and_stays_a_share(counted: tuple[int, int]) -> None:
    successes, trials = counted
    if trials:
        low, high = wilson(successes, trials) or (2, -1)
        assert 0 <= low <= successes / trials <= high <= 1
        assert (low == 0) == (successes == 0)
        assert (high == 1) == (successes == trials)


@settings(deadline=None)  # a busy machine is no fault
@given(COUNTS, COUNTS)
def test_a_difference_is_the_other_way_round_the_other_way_round(one: tuple[int, int], two: tuple[int, int]) -> None:
    forth, back = difference(one, two), difference(two, one)
    if forth and back:
        assert forth == pytest.approx((-back[1], -back[0]))


def test_a_small_change_proves_nothing_and_a_great_one_does() -> None:
    near, far = difference((17, 64), (13, 44)) or (0, 0), difference((90, 100), (10, 100)) or (0, 0)
    assert near[0] < 0 < near[1]
    assert far[0] > 0.5


@pytest.mark.parametrize(
    ("solved", "total", "printed"),
    [(39250, 47062, "83,40%"), (2313, 2742, "84,35%"), (3043, 3558, "85,53%"), (2437, 2829, "86,14%")],
)
@pytest.mark.usefixtures("babel")
def test_published_solve_rates_come_out_as_published(solved: int, total: int, printed: str) -> None:
    assert percent(rate(solved, total), 2) == printed


@pytest.mark.usefixtures("babel")
def test_halves_are_rounded_upwards_as_people_do() -> None:
    assert [percent(5 / 16), percent(1 / 8, 0), percent(0.145, 0), percent(1 / 16)] == ["31,3%", "13%", "15%", "6,3%"]
    assert [half_up(0.25, 1), half_up(2.345, 2), half_up(1028 / 152, 1), half_up(None, 1)] == [0.3, 2.35, 6.8, None]


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("CA-2020", date(2019, 12, 15), date(2020, 12, 14)),
        ("CA-2021-09", date(2021, 8, 15), date(2021, 9, 14)),
        ("CA-2024-01", date(2023, 12, 15), date(2024, 1, 14)),
        ("CA-2026-Q1", date(2025, 12, 15), date(2026, 3, 14)),
        ("CA-2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
        ("CA-2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        ("CA-2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
        ("CA-2026-9M", date(2025, 12, 15), date(2026, 9, 14)),
        ("2026-9M", date(2026, 1, 1), date(2026, 9, 30)),
    ],
)
def test_a_named_period_has_these_days(code: str, first: date, last: date) -> None:
    period = named(code)
    assert period is not None
    assert (period.first, period.last, period.code) == (first, last, code)


@pytest.mark.parametrize(
    "code",
    ["", "2024-13", "2024-Q5", "CA-2024-Q5", "CA-2024-1", "2024-6M", "24", "2024 ", "2024\n", "0000", "٢٠٢٤", "x"],
)
def test_what_names_no_period_is_none(code: str) -> None:
    assert named(code) is None


@settings(deadline=None)  # a busy machine is no fault
@given(NAMED)
def test_a_code_is_read_back(period: Period) -> None:
    assert named(period.code) == period


@settings(deadline=None)  # a busy machine is no fault
@given(NAMED)
def test_the_period_before_ends_the_day_before(period: Period) -> None:
    if period.kind not in rules.YEARLY:
        assert period.before().last + DAY == period.first
        assert period.before().before().last + DAY == period.before().first


def test_nine_months_are_compared_with_the_same_of_the_year_before() -> None:
    nine_months = of(PeriodKind.POLICE_NINE_MONTHS, 2026 * 12)
    assert nine_months.before() == of(PeriodKind.POLICE_NINE_MONTHS, 2025 * 12)


def test_a_police_period_says_its_days() -> None:
    for code, words in (
        ("CA-2026-Q1", "Quý I/2026 (15/12–14/3)"),
        ("CA-2026-11", "Tháng 11/2026 (15/10–14/11)"),
        ("CA-2026-9M", "9 tháng đầu năm 2026 (15/12–14/9)"),
        ("2026-Q1", "Quý I/2026"),
    ):
        period = named(code)
        assert period is not None
        assert period.kind.text % period.facts == words


def test_mere_days_are_compared_with_as_many_days_before() -> None:
    before = Period(date(2024, 3, 1), date(2024, 3, 10)).before()
    assert (before.first, before.last) == (date(2024, 2, 20), date(2024, 2, 29))


def test_a_period_that_has_not_begun_is_not_offered() -> None:
    offered = rules.choices(PeriodKind.POLICE_MONTH, [2025, 2026], date(2026, 2, 14))
    assert [period.code for period in offered][:2] == ["CA-2026-02", "CA-2026-01"]
    assert [period.code for period in rules.choices(PeriodKind.SECOND_HALF, [2025, 2026], date(2026, 2, 14))] == [
        "2025-H2"
    ]


def test_a_middle_between_two_is_halfway() -> None:
    assert quantile({1: 2, 2: 3}, 4, 0.5) == 2.5
    assert quantile({0: 10, 1: 20}, 2, 0.9) == pytest.approx(19)
