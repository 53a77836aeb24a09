"""Beside how quick things were stands how many of them were keyed in late; what was voided counts nowhere."""

from datetime import date, timedelta

from tests.cases.extractions.test_actions import move
from tests.cases.extractions.test_taking_back import correct, take_line_back
from tests.cast import HOUR, Cast
from tests.exchange.case_imports.books import THEFT, book, taken_over
from tests.people import People
from tracker.cases.extractions import corrections, steps
from tracker.core import clock
from tracker.reports import queries
from tracker.reports.rules import Entries, Period, PeriodKind, of


def this_year() -> Period:
    return of(PeriodKind.YEAR, clock.today().year * 12)


def entries(cast: Cast) -> Entries:
    with cast.database.reading() as session:
        return queries.figures(session, this_year()).entries


def test_late_is_what_was_recorded_a_day_after_it_happened_and_stands(people: People, cast: Cast) -> None:
    filed = clock.now() - timedelta(days=3)
    lines = cast.request(cast.camera(), cast.camera(), filed_at=filed).lines
    assert entries(cast) == Entries(1, 0)
    move(cast, "lan", lines[0], steps.PRESERVE, happened_at=filed + HOUR)
    move(cast, "lan", lines[1], steps.PRESERVE, happened_at=clock.now() - 23 * HOUR)
    assert entries(cast) == Entries(3, 1)
    assert "Ghi vào sổ muộn hơn 24 giờ: 1 trên 3 bước." in people.thuy.get("/reports").text
    assert people.thuy.json("GET", "/api/v1/reports/resolution")["late_entries"] == 1
    take_line_back(cast, "lan", lines[0])
    assert entries(cast) == Entries(2, 0)


def test_what_was_voided_is_in_no_figure_and_comes_back_when_that_is_taken_back(cast: Cast) -> None:
    request = cast.request()
    for row, asked in ((corrections.VOID, 0), (corrections.TAKE_BACK, 1)):
        correct(cast, "minh", request, row, note="Nhầm", confirmed=True)
        with cast.database.reading() as session:
            tally = queries.tally(session, this_year())
            assert (tally.lines_asked, tally.incidents_asked) == (asked, asked)


def test_what_came_out_of_an_old_book_is_counted_apart(cast: Cast) -> None:
    cast.camera(code="CAM-1")
    taken_over(cast, cast.son, book(THEFT))
    with cast.database.reading() as session:
        september = queries.figures(session, Period(date(2025, 9, 1), date(2025, 9, 30)))
    assert september.entries == Entries(0, 0, taken_over=6)
