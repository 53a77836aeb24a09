"""The overwrite clock runs by what is known today, and by what was known at the end once a line has come to its end."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.extractions.test_actions import advance, asked, draft
from tests.cases.extractions.test_taking_back import take_back
from tests.cast import HOUR, Cast
from tests.people import People
from tracker.cases.extractions import queries, rules, steps
from tracker.cases.extractions.actions import advance_line
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, RequestStatus, UnavailableReason, Urgency
from tracker.core import clock
from tracker.register.recorders.models import Recorder

DAY = timedelta(days=1)


def keep(people: People, recorder: Recorder, days: int) -> None:
    """Lan finds out how many days a recorder really keeps, and corrects it in the register."""
    url = f"/api/v1/recorders/{recorder.id}"
    version = people.lan.json("GET", url)["version"]
    people.lan.json("PATCH", url, {"retention_days": days, "version": version})


def queue(cast: Cast, **criteria: Any) -> list[Any]:
    with cast.database.reading() as session:
        return queries.line_listing(session, cast.minh, queries.LineCriteria(**criteria)).items


def days_of(cast: Cast, request: ExtractionRequest) -> int:
    with cast.database.reading() as session:
        return queries.lines_of(session, cast.minh, request.id)[0].days_kept


def answer(cast: Cast, request: ExtractionRequest, step: steps.LineStep, **facts: Any) -> ExtractionLine:
    line = cast.fresh(request.lines[0])
    with cast.database.writing() as session:
        return advance_line(session, cast.lan, line.id, line.version, step, facts)


def test_a_recorder_corrected_from_15_days_to_3_moves_every_open_line_at_once(people: People, cast: Cast) -> None:
    recorder = cast.recorder(retention_days=15)
    requests = [
        cast.request(cast.camera(recorder_id=recorder.id), status=RequestStatus.DRAFT, filed_at=None),
        cast.request(cast.camera(recorder_id=recorder.id)),
        cast.request(cast.camera(recorder_id=recorder.id), status=RequestStatus.APPROVED),
    ]
    other = cast.request(cast.camera(retention_days=4))
    assert next(row.request_id for row in queue(cast)) == other.id
    keep(people, recorder, 3)
    rows = {row.request_id: row for row in queue(cast)}
    for request in requests:
        row = rows[request.id]
        assert (row.overwrite_at - row.window_from, row.gone_at - row.window_to) == (3 * DAY, 3 * DAY)
        line = people.minh.json("GET", f"/api/v1/extractions/{request.id}")["lines"][0]
        assert line["retention_days"] == 3
    order = [row.request_id for row in queue(cast)]
    assert order[-1] == other.id
    page = people.minh.get(f"/extractions/{requests[1].id}").text
    assert "phút cuối còn đến" in page


@pytest.mark.parametrize(("step", "who"), [(steps.REFUSE, "thuy"), (steps.WITHDRAW, "minh")])
def test_a_line_whose_request_ended_keeps_the_days_known_then_and_runs_again_once_that_is_taken_back(
    people: People, cast: Cast, step: steps.Step, who: str
) -> None:
    recorder = cast.recorder(retention_days=15)
    request = cast.request(cast.camera(recorder_id=recorder.id))
    keep(people, recorder, 10)
    advance(cast, who, request, step, note="Thiếu căn cứ", confirmed=True)
    keep(people, recorder, 3)
    assert days_of(cast, request) == 10
    take_back(cast, who, request)
    assert days_of(cast, request) == 3


def test_a_settled_line_keeps_the_days_known_then(people: People, cast: Cast) -> None:
    recorder = cast.recorder(retention_days=15)
    request = cast.request(cast.camera(recorder_id=recorder.id))
    keep(people, recorder, 10)
    answer(cast, request, steps.DECLARE, reason=UnavailableReason.OWNER_REFUSED)
    keep(people, recorder, 3)
    assert days_of(cast, request) == 10
    row = queue(cast)[0]
    assert row.overwrite_at - row.window_from == 10 * DAY


def test_a_page_goes_on_after_the_moment_at_which_the_last_one_ended(people: People, cast: Cast) -> None:
    now = clock.now()
    for hours in (5, 3, 4):
        since = now - hours * HOUR
        cast.request(incident=cast.incident(occurred_from=since, occurred_to=since + HOUR))
    first = people.minh.json("GET", "/api/v1/extractions/lines?limit=2")
    rest = people.minh.json("GET", f"/api/v1/extractions/lines?limit=2&after={first['next']}")
    moments = [row["overwrite_at"] for row in (*first["items"], *rest["items"])]
    assert (len(moments), moments) == (3, sorted(moments))


def test_the_chip_counts_to_the_first_minute_lost_and_knows_that_the_last_one_still_lives() -> None:
    start = clock.now()
    end = start + 2 * HOUR
    moments = {-4: Urgency.CALM, -2: Urgency.SOON, -1: Urgency.VERY_SOON}
    for days, expected in moments.items():
        assert rules.urgency(LineStatus.ASKED, start, end, start + days * DAY) is expected
    assert rules.urgency(LineStatus.ASKED, start, end, start) is Urgency.VANISHING
    assert rules.urgency(LineStatus.ASKED, start, end, end) is Urgency.GONE
    assert rules.urgency(LineStatus.PRESERVED, start, end, end) is Urgency.HELD
    assert rules.urgency(LineStatus.PRESERVED, start, end, end, lapsed=True) is Urgency.GONE
    assert rules.urgency(LineStatus.UNAVAILABLE, start, end, end) is Urgency.NONE


def test_minh_asks_a_camera_for_what_came_before_it_was_taken_down_and_the_line_says_so(
    people: People, cast: Cast
) -> None:
    removed = cast.camera(removed_on=clock.today())
    request = draft(cast, "minh", asked(cast, removed))
    assert "đã tháo dỡ ngày" in people.minh.get(f"/extractions/{request.id}").text


def hold(cast: Cast, request: ExtractionRequest, status: LineStatus, until: date | None) -> None:
    with cast.database.writing() as session:
        line = session.get_one(ExtractionLine, request.lines[0].id)
        line.status, line.preserved_at, line.preserved_until = status, clock.now(), until
        line.extracted_at = clock.now() if status is LineStatus.EXTRACTED else None


def test_what_is_held_does_not_stand_in_the_queue_as_about_to_vanish_until_its_last_day_is_over(
    people: People, cast: Cast
) -> None:
    soon = [cast.request(cast.camera(retention_days=days), status=RequestStatus.APPROVED) for days in (2, 3, 4)]
    for request, status in zip(soon, (LineStatus.PRESERVED, LineStatus.PRESERVED, LineStatus.EXTRACTED), strict=True):
        hold(cast, request, status, clock.today() if request is soon[0] else None)
    waiting = cast.request(cast.camera(retention_days=9))
    settled = cast.request(cast.camera(retention_days=1), status=RequestStatus.CLOSED)
    order = [waiting.id, *(request.id for request in soon)]
    assert [row.request_id for row in queue(cast, open=True)] == order
    assert [row.request_id for row in queue(cast)] == [*order, settled.id]
    paged, after = [], ""
    while after is not None:
        listed = people.minh.json("GET", f"/api/v1/extractions/lines?limit=2{after and '&after=' + after}")
        paged += [row["request_id"] for row in listed["items"]]
        after = listed["next"]
    assert paged == [*order, settled.id]
    hold(cast, soon[1], LineStatus.PRESERVED, clock.today() - DAY)
    assert [row.request_id for row in queue(cast, open=True)] == [soon[1].id, waiting.id, soon[0].id, soon[2].id]


def test_what_can_still_be_saved_stands_before_what_is_gone(people: People, cast: Cast) -> None:
    gone = cast.request(cast.camera(retention_days=1), status=RequestStatus.APPROVED)
    held = cast.request(cast.camera(retention_days=1), status=RequestStatus.APPROVED)
    hold(cast, held, LineStatus.PRESERVED, None)
    waiting = cast.request(cast.camera(retention_days=30))
    since = clock.now() - 3 * DAY
    with cast.database.writing() as session:
        for line in session.query(ExtractionLine):
            line.window_from, line.window_to = since, since + HOUR
    assert [row.request_id for row in queue(cast, open=True)] == [waiting.id, held.id, gone.id]
    page = people.lan.get("/").text
    assert page.index(waiting.code) < page.index(gone.code)
