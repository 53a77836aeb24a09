"""What footage was worth: what can be judged and revised, and on which version."""

from datetime import timedelta

import pytest

from tests.cases.extractions.test_actions import advance, handed_over
from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions import outcomes, steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineOutcome
from tracker.cases.extractions.rules import LineStatus, Outcome, UnavailableReason
from tracker.cases.extractions.steps import Step
from tracker.core import clock, errors
from tracker.register.cameras.models import Camera


def judge(people: People, line: ExtractionLine, outcome: str, status: int = 302, **given: object) -> str:
    sent = {"version": line.version, "outcome": outcome, **given}
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


def test_minh_changes_his_mind_with_a_reason_and_all_that_he_said_is_kept(people: People, cast: Cast) -> None:
    (line,) = handed_over(cast).lines
    judge(people, cast.fresh(line), "nothing")
    assert outcomes.WHY in judge(people, cast.fresh(line), "decisive", 422)
    judge(people, cast.fresh(line), "decisive", reason="Xem lại lần hai, thấy biển số")
    assert cast.fresh(line).outcome is Outcome.DECISIVE
    with cast.database.reading() as session:
        revisions = session.query(LineOutcome).order_by(LineOutcome.id)
        assert [revision.outcome for revision in revisions] == [Outcome.NOTHING, Outcome.DECISIVE]
    page = people.lan.get(f"/extractions/{line.request_id}").text
    assert "Xem lại lần hai, thấy biển số" in page
    assert "Không có hình ảnh liên quan" in page


@pytest.mark.parametrize("step", [None, steps.CLOSE])
def test_an_outcome_that_comes_late_is_taken_also_after_the_request_was_closed(
    people: People, cast: Cast, step: Step | None
) -> None:
    request = handed_over(cast)
    if step:
        advance(cast, "minh", request, step, ask_again_on=clock.today() + timedelta(days=7))
    judge(people, cast.fresh(request.lines[0]), "decisive")
    assert cast.fresh(request.lines[0]).outcome is Outcome.DECISIVE


def test_closing_names_the_cameras_whose_footage_nobody_judged(people: People, cast: Cast) -> None:
    request = handed_over(cast)
    with cast.database.reading() as session:
        code = session.get_one(Camera, request.lines[0].camera_id).code
    version = cast.fresh(request).version
    assert code in people.minh.post(f"/extractions/{request.id}/close", {"version": version}, 422).text


def test_on_the_day_to_ask_again_a_closed_request_comes_back_and_then_rests(people: People, cast: Cast) -> None:
    request = handed_over(cast)
    advance(cast, "minh", request, steps.CLOSE, ask_again_on=clock.today() + timedelta(days=1))
    url, heading = "/api/v1/extractions?ask_again=true", "Phiếu đã đóng cần hỏi lại"
    assert people.minh.json("GET", url)["items"] == []
    assert heading not in people.minh.get("/").text
    assert people.minh.json("GET", "/api/v1/extractions/lines?unjudged=true")["items"] == []
    with cast.database.writing() as session:
        session.get_one(ExtractionRequest, request.id).ask_again_on = clock.today()
    assert [row["id"] for row in people.minh.json("GET", url)["items"]] == [request.id]
    assert heading in people.minh.get("/").text
    assert len(people.minh.json("GET", "/api/v1/extractions/lines?unjudged=true")["items"]) == 1
    judge(people, cast.fresh(request.lines[0]), "supporting")
    assert people.minh.json("GET", url)["items"] == []
    assert heading not in people.minh.get("/").text


def test_an_outcome_is_of_a_day_between_the_hand_over_and_today(people: People, cast: Cast) -> None:
    line = cast.fresh(handed_over(cast).lines[0])
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        page = judge(people, line, "decisive", 422, happened_on=f"{day:%d/%m/%Y}")
        assert 'id="e-happened_on"' in page
    with cast.database.writing() as session:
        session.get_one(ExtractionLine, line.id).handed_over_at = clock.now() - timedelta(days=5)
    day = clock.today() - timedelta(days=3)
    judge(people, cast.fresh(line), "decisive", happened_on=f"{day:%d/%m/%Y}")
    assert clock.local(cast.fresh(line).outcome_at).date() == day


def test_minh_does_not_judge_on_an_old_page(people: People, cast: Cast) -> None:
    line = cast.fresh(handed_over(cast).lines[0])
    judge(people, line, "nothing", 409, version=line.version - 1)
    judge(people, line, "nothing")
    judge(people, line, "decisive", 409)
    assert cast.fresh(line).outcome is Outcome.NOTHING
