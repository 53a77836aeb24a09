"""What footage was worth: what can be judged, by when, and on which version."""

import pytest

from tests.cases.extractions.test_actions import advance, handed_over
from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions import steps
from tracker.cases.extractions.models import ExtractionLine
from tracker.cases.extractions.rules import LineStatus, Outcome, UnavailableReason
from tracker.core import clock, errors


def judge(people: People, line: ExtractionLine, outcome: str, status: int = 302, **values: int) -> str:
    sent = {"version": line.version, "outcome": outcome, **values}
    return people.minh.post(f"/extractions/lines/{line.id}/outcome", sent, status).text


@pytest.mark.parametrize("status", [status for status in LineStatus if status is not LineStatus.HANDED_OVER])
def test_minh_judges_only_footage_that_he_was_given(people: People, cast: Cast, status: LineStatus) -> None:
    line = cast.request().lines[0]
    with cast.database.writing() as session:
        stored_line = session.get_one(ExtractionLine, line.id)
        stored_line.status = status
        stored_line.unavailable_reason = UnavailableReason.BROKEN if status is LineStatus.UNAVAILABLE else None
    assert errors.WrongState.message in judge(people, cast.fresh(line), "decisive", 409)
    assert cast.fresh(line).outcome is None


def test_minh_changes_his_mind_until_the_request_is_closed_and_not_after(people: People, cast: Cast) -> None:
    request = handed_over(cast)
    (line,) = request.lines
    for outcome in Outcome:
        judge(people, cast.fresh(line), outcome.value)
        assert cast.fresh(line).outcome is outcome
    advance(cast, "minh", request, steps.CLOSE)
    judge(people, cast.fresh(line), "decisive", 409)
    assert cast.fresh(line).outcome is Outcome.UNCLEAR


def test_a_request_closed_with_a_day_to_ask_again_is_judged_no_more(people: People, cast: Cast) -> None:
    request = handed_over(cast)
    advance(cast, "minh", request, steps.CLOSE, ask_again_on=clock.today())
    judge(people, cast.fresh(request.lines[0]), "decisive", 409)


def test_minh_does_not_judge_on_an_old_page(people: People, cast: Cast) -> None:
    line = cast.fresh(handed_over(cast).lines[0])
    judge(people, line, "nothing", 409, version=line.version - 1)
    judge(people, line, "nothing")
    judge(people, line, "decisive", 409)
    assert cast.fresh(line).outcome is Outcome.NOTHING
