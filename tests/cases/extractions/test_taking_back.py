"""Nothing is a dead end: a wrong tap, a wrong hash, a wrong refusal is taken back, with both rows staying."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.extractions.test_actions import HANDOVER, advance, handed_over, move
from tests.cast import Cast
from tests.people import People
from tracker.cases import history
from tracker.cases.extractions import correcting, corrections, outcomes, steps
from tracker.cases.extractions.corrections import RequestCorrection
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, LineEvent, RequestEvent
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.handovers.models import Handover
from tracker.core import clock, errors
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault


def take_back(cast: Cast, who: str, request: ExtractionRequest, reason: str = "Nhầm") -> ExtractionRequest:
    return correct(cast, who, request, corrections.TAKE_BACK, note=reason)


def correct(
    cast: Cast, who: str, request: ExtractionRequest, row: RequestCorrection, **facts: Any
) -> ExtractionRequest:
    with cast.database.writing() as session:
        version = session.get_one(ExtractionRequest, request.id).version
        return correcting.correct(session, getattr(cast, who), request.id, version, row, facts)


def take_line_back(cast: Cast, who: str, line: ExtractionLine, reason: str = "Nhầm camera") -> ExtractionLine:
    with cast.database.writing() as session:
        version = session.get_one(ExtractionLine, line.id).version
        row = corrections.TAKE_LINE_BACK
        return correcting.correct_line(session, getattr(cast, who), line.id, version, row, {"note": reason})


def test_a_wrong_broken_is_taken_back_and_the_camera_works_again(people: People, cast: Cast) -> None:
    request = cast.request(status=RequestStatus.APPROVED)
    (line,) = request.lines
    move(cast, "lan", line, steps.DECLARE, reason=UnavailableReason.BROKEN)
    assert cast.fresh(request).status is RequestStatus.ANSWERED
    url, version = f"/extractions/lines/{line.id}/take-back", cast.fresh(line).version
    people.hoa.post(url, {"version": version, "note": "Nhầm"}, 404)
    people.minh.post(url, {"version": version, "note": "Nhầm"}, 403)
    assert 'id="e-note"' in people.lan.post(url, {"version": version}, 422).text
    people.lan.post(url, {"version": version, "note": "Nhầm camera bên cạnh"})
    assert (cast.fresh(line).status, cast.fresh(line).unavailable_reason) == (LineStatus.ASKED, None)
    assert cast.fresh(request).status is RequestStatus.APPROVED
    with cast.database.reading() as session:
        (fault,) = session.query(Fault)
        assert fault.closed_at is not None
        assert "nhầm" in fault.repair
        assert session.get_one(Camera, line.camera_id).health is Health.WORKING
        assert [event.step for event in session.query(LineEvent).order_by(LineEvent.id)] == ["unavailable", "take-back"]
    page = people.minh.get(f"/extractions/{request.id}").text
    assert "Nhầm camera bên cạnh" in page
    move(cast, "lan", line, steps.PRESERVE)


def test_a_fault_that_somebody_mended_meanwhile_is_left_alone(cast: Cast) -> None:
    line = cast.request(status=RequestStatus.APPROVED).lines[0]
    move(cast, "lan", line, steps.DECLARE, reason=UnavailableReason.BROKEN)
    with cast.database.writing() as session:
        fault = session.query(Fault).one()
        fault.closed_at, fault.closed_by, fault.repair = clock.now(), "Lan", "Thay nguồn"
    take_line_back(cast, "lan", line)
    with cast.database.reading() as session:
        assert session.query(Fault).one().repair == "Thay nguồn"


def test_a_wrong_hash_is_put_right_and_what_the_footage_was_worth_is_kept(people: People, cast: Cast) -> None:
    request = handed_over(cast)
    (line,) = request.lines
    with cast.database.writing() as session:
        version = session.get_one(ExtractionLine, line.id).version
        outcomes.judge(session, cast.minh, line.id, version, {"outcome": Outcome.DECISIVE})
    assert take_line_back(cast, "lan", line, "Sai mã băm").outcome is None
    assert cast.fresh(line).status is LineStatus.EXTRACTED
    move(cast, "lan", line, steps.HAND_OVER, **{**HANDOVER, "sha256": "b" * 64})
    assert cast.fresh(line).outcome is Outcome.DECISIVE
    assert cast.fresh(request).status is RequestStatus.ANSWERED
    with cast.database.reading() as session:
        papers = session.query(Handover).order_by(Handover.id).all()
    assert [(paper.sha256[0], paper.voided_at is None) for paper in papers] == [("a", False), ("b", True)]
    page = people.minh.get(f"/extractions/{request.id}").text
    assert "Bàn giao đã rút lại" in page
    assert "b" * 64 in page


def test_a_line_of_a_closed_request_waits_until_that_is_opened_again(people: People, cast: Cast) -> None:
    request = handed_over(cast)
    (line,) = request.lines
    advance(cast, "minh", request, steps.CLOSE, ask_again_on=clock.today())
    with pytest.raises(errors.WrongState, match="mở lại"):
        take_line_back(cast, "lan", line)
    with pytest.raises(errors.Invalid):
        advance(cast, "minh", request, steps.REOPEN)
    reopened = advance(cast, "minh", request, steps.REOPEN, note="Phường bàn giao nhầm tệp")
    assert (reopened.closed_at, reopened.ask_again_on) == (None, None)
    take_line_back(cast, "lan", line)
    assert cast.fresh(request).status is RequestStatus.APPROVED
    with pytest.raises(errors.WrongState, match="Các phường đã làm tiếp"):
        take_back(cast, "minh", request)  # the reopening: the request would be closed while Lan has to answer
    move(cast, "lan", line, steps.HAND_OVER, **HANDOVER)
    assert take_back(cast, "minh", request).status is RequestStatus.CLOSED


def test_nobody_takes_back_what_was_never_done(cast: Cast) -> None:
    request = cast.request()
    with pytest.raises(errors.WrongState, match="Không còn bước nào"):
        take_line_back(cast, "lan", request.lines[0])
    draft = cast.request(status=RequestStatus.DRAFT, filed_at=None)
    with pytest.raises(errors.NotAllowed):
        take_back(cast, "minh", draft)


def test_a_refusal_is_taken_back_by_whoever_refused_or_leads_and_nobody_else(cast: Cast) -> None:
    request = cast.request()
    advance(cast, "thuy", request, steps.REFUSE, note="Thiếu căn cứ")
    with pytest.raises(errors.NotAllowed):
        take_back(cast, "minh", request)
    again = take_back(cast, "dung", request)
    assert (again.status, again.approver_id, again.decided_at, again.decision_note) == (
        *(RequestStatus.FILED, None, None, ""),
    )
    with cast.database.reading() as session:
        events = session.query(RequestEvent).order_by(RequestEvent.id).all()
    assert [event.step for event in events] == ["file", "refuse", "take-back"]
    assert events[1].reverted_by_id == events[2].id
    assert events[2].reverts_id == events[1].id


@pytest.mark.parametrize("step", [steps.PRESERVE, steps.EXTRACT])
def test_what_wards_did_since_holds_the_step_that_it_hangs_on(cast: Cast, step: steps.LineStep) -> None:
    request = cast.request(cast.camera(), cast.camera())
    if step is steps.EXTRACT:
        advance(cast, "thuy", request, steps.APPROVE)
    move(cast, "lan", request.lines[0], step)
    with pytest.raises(errors.WrongState, match="Các phường đã làm tiếp"):
        take_back(cast, "thuy", request)
    take_line_back(cast, "lan", request.lines[0])
    take_back(cast, "thuy", request)


def test_a_filing_taken_back_is_a_draft_in_which_a_camera_once_answered_stays(people: People, cast: Cast) -> None:
    request = cast.request(cast.camera(), cast.camera())
    with cast.database.writing() as session:
        session.query(RequestEvent).one().actor_id = cast.minh.id
    move(cast, "lan", request.lines[0], steps.PRESERVE)
    take_line_back(cast, "lan", request.lines[0])
    taken = take_back(cast, "minh", request)
    assert (taken.status, taken.filed_at) == (RequestStatus.DRAFT, None)
    people.minh.post(f"/extractions/lines/{request.lines[0].id}/remove", {}, 409)
    people.minh.post(f"/extractions/lines/{request.lines[1].id}/remove", {})
    assert cast.count(ExtractionLine) == 1


def test_an_approval_after_which_all_was_answered_by_itself_is_taken_back_with_that(cast: Cast) -> None:
    request = cast.request()
    move(cast, "lan", request.lines[0], steps.DECLARE, reason=UnavailableReason.OVERWRITTEN)
    assert advance(cast, "thuy", request, steps.APPROVE).status is RequestStatus.ANSWERED
    assert take_back(cast, "thuy", request).status is RequestStatus.FILED


def test_one_tap_is_undone_by_the_button_beside_its_words_and_after_a_while_asks_why(
    people: People, cast: Cast
) -> None:
    line = cast.request().lines[0]
    people.lan.post(f"/extractions/lines/{line.id}/preserve", {"version": line.version})
    undo = f"/extractions/lines/{line.id}/undo"
    assert undo in people.lan.get("/").text
    assert undo not in people.lan.get("/").text
    people.lan.post(undo, {"version": cast.fresh(line).version})
    assert cast.fresh(line).status is LineStatus.ASKED
    with cast.database.reading() as session:
        assert session.query(LineEvent).order_by(LineEvent.id.desc()).first().note == history.SLIP
    move(cast, "lan", line, steps.PRESERVE)
    with cast.database.writing() as session:
        event = session.query(LineEvent).order_by(LineEvent.id.desc()).first()
        event.happened_at = event.recorded_at = clock.now() - history.GRACE - timedelta(seconds=1)
    answer = people.lan.post(undo, {"version": cast.fresh(line).version})
    assert answer.location.endswith("/take-back")
    assert cast.fresh(line).status is LineStatus.PRESERVED


def test_an_approval_and_an_outcome_are_undone_with_one_tap_too(people: People, cast: Cast) -> None:
    request = cast.request()
    people.thuy.post(f"/extractions/{request.id}/approve", {"version": request.version})
    people.thuy.post(f"/extractions/{request.id}/undo", {"version": cast.fresh(request).version})
    assert cast.fresh(request).status is RequestStatus.FILED
    people.dung.post(f"/extractions/{request.id}/undo", {"version": cast.fresh(request).version})
    assert cast.fresh(request).status is RequestStatus.FILED
    line = handed_over(cast).lines[0]
    url = f"/extractions/lines/{line.id}/outcome"
    people.minh.post(url, {"version": cast.fresh(line).version, "outcome": "nothing"})
    people.minh.post(f"{url}/undo", {"version": cast.fresh(line).version})
    assert (cast.fresh(line).outcome, cast.fresh(line).outcome_at) == (None, None)
    assert people.minh.post(f"{url}/undo", {"version": cast.fresh(line).version}).location == url
    people.minh.post(url, {"version": cast.fresh(line).version, "outcome": "decisive"})


def test_a_program_takes_back_as_people_do(people: People, cast: Cast) -> None:
    request = cast.request()
    (line,) = request.lines
    url = f"/api/v1/extractions/lines/{line.id}"
    version = people.lan.json("POST", f"{url}/preserve", {"version": line.version})["version"]
    assert set(people.lan.json("POST", f"{url}/take-back", {"version": version}, 422)["errors"]) == {"note"}
    assert people.lan.json("POST", f"{url}/take-back", {"version": version, "note": "Nhầm"})["status"] == "asked"
    url = f"/api/v1/extractions/{request.id}"
    version = people.thuy.json("POST", f"{url}/approve", {"version": request.version})["request"]["version"]
    back = people.thuy.json("POST", f"{url}/take-back", {"version": version, "note": "Nhầm phiếu"})["request"]
    assert (back["status"], back["approver_id"]) == ("filed", None)


def test_where_nothing_was_done_yet_nothing_is_taken_back(cast: Cast) -> None:
    request = cast.request()
    with cast.database.writing() as session:
        session.query(RequestEvent).filter_by(request_id=request.id).delete()
    with pytest.raises(errors.WrongState):
        take_back(cast, "thuy", request)
