"""What an old book leaves without an answer is neither open nor overdue; what may still be there is."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.exchange.case_imports.books import FIGHT, THEFT, book, taken_over
from tests.exchange.case_imports.test_actions import hanoi, rows
from tests.exchange.case_imports.test_pages import pressed, sent
from tests.people import People
from tracker.cases.extractions.models import ExtractionRequest, RequestEvent
from tracker.cases.extractions.rules import RequestStatus
from tracker.core import clock
from tracker.reports import queries as reports
from tracker.reports.rules import Period

DAY = timedelta(days=1)
APPROVED = FIGHT.replace("11/10/2025;;;", "11/10/2025;Lê Tiến Dũng;12/10/2025;")


def fight_of(day: datetime, answer: str = "") -> str:
    """The fight of the book on another day, perhaps with what the ward did."""
    happened, received, asked = (f"{moment:%d/%m/%Y}" for moment in (day, day + DAY, day + 2 * DAY))
    row = FIGHT.replace("09/10/2025", happened).replace("10/10/2025", received).replace("11/10/2025", asked)
    return row.replace(f"{asked};;;;", f"{asked};;;{answer};") if answer else row


@pytest.fixture(autouse=True)
def camera(cast: Cast) -> Any:
    return cast.camera(code="CAM-1")


def request_of(cast: Cast, number: str) -> Any:
    return next(row for row in rows(cast, ExtractionRequest) if row.external_number == number)


def test_an_old_line_without_an_answer_is_closed_as_of_the_books_end(cast: Cast) -> None:
    later = FIGHT.replace("3;10/10/2025", "4;01/12/2025").replace("16/YC", "17/YC").replace("11/10/2025", "02/12/2025")
    report = taken_over(cast, cast.son, book(THEFT, APPROVED, later))
    assert report.counts["unanswered"] == 2
    for number in ("16/YC", "17/YC"):
        assert request_of(cast, number).status is RequestStatus.CLOSED
        assert request_of(cast, number).closed_at == hanoi(2025, 12, 2)
    steps = [(event.step, event.before) for event in rows(cast, RequestEvent)]
    assert steps[4:] == [
        ("file", "draft"),
        ("approve", "filed"),
        ("close", "approved"),
        ("file", "draft"),
        ("close", "filed"),
    ]


def test_the_ward_waits_for_nothing_the_figures_count_it_as_asked_and_lose_nothing(people: People, cast: Cast) -> None:
    url = sent(people.son, book(THEFT, FIGHT))
    page = people.son.get(url).text
    assert "Không rõ kết quả" in page
    assert "1 dòng không ghi kết quả" in page
    pressed(people.son, url, "apply")
    assert "CAM-1" not in people.lan.get("/").text
    assert people.lan.json("GET", "/api/v1/extractions/lines?open=true")["items"] == []
    request_id = request_of(cast, "16/YC").id
    assert "không rõ kết quả" in people.son.get(f"/extractions/{request_id}").text
    with cast.database.reading() as session:
        period = Period(hanoi(2025, 1, 1).date(), hanoi(2025, 12, 31).date())
        tally = reports.tally(session, period)
        assert (tally.lines_asked, tally.handed_over) == (2, 1)
        assert reports.unavailable_by_reason(session, period) == {}


def test_what_may_still_be_there_or_is_held_or_copied_stays_open(cast: Cast) -> None:
    recent = fight_of(clock.local(clock.now()) - 4 * DAY)
    held = FIGHT.replace("16/YC", "17/YC").replace("11/10/2025;;;;", "11/10/2025;;;12/10/2025;")
    copied = FIGHT.replace("16/YC", "18/YC").replace("11/10/2025;;;;;", "11/10/2025;;;;13/10/2025;")
    report = taken_over(cast, cast.son, book(recent, held, copied))
    assert report.counts["unanswered"] == 0
    assert [request_of(cast, number).status for number in ("16/YC", "17/YC", "18/YC")] == [
        RequestStatus.FILED, RequestStatus.FILED, RequestStatus.APPROVED,
    ]  # fmt: skip


def test_a_request_with_footage_whose_worth_nobody_noted_waits_for_that(cast: Cast) -> None:
    cast.camera(code="CAM-2")
    unjudged = THEFT.replace(";Có ích;", ";;")
    second = "2;;;;;;;;;;;CAM-2;20h;21h;;;;;;;;;;;"
    taken_over(cast, cast.son, book(unjudged, second))
    request = request_of(cast, "15/YC")
    assert (request.status, request.closed_at) == (RequestStatus.ANSWERED, None)
