"""What Minh, Lan, Hoa and Thủy can do with a request, and what they cannot."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.cast import HOUR, Cast
from tracker.cases.extractions import actions, outcomes, steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.core import clock, errors
from tracker.core.database import Database
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.rules import Health
from tracker.register.faults.models import Fault

HANDOVER = {
    "file_name": "cam01_2030.dav",
    "bytes": 1_048_576,
    "sha256": "a" * 64,
    "medium": "USB",
    "seal_number": "",
    "clock_offset_seconds": 95,
    "minutes_number": "03/BB",
    "received_by": "Nguyễn Văn Minh",
}


def asked(cast: Cast, *cameras: Camera, **values: Any) -> dict[str, Any]:
    happened = clock.now() - timedelta(hours=5)
    facts = {
        "incident_id": cast.incident().id,
        "legal_basis": "crime_report",
        "purpose": "Tìm xe",
        "bases": ["TTHS-88"],
    }
    facts |= {"paper_number": "", "camera_ids": [camera.id for camera in cameras]}
    return {**facts, "window_from": happened, "window_to": happened + HOUR, **values}


def draft(cast: Cast, who: str, facts: dict[str, Any]) -> ExtractionRequest:
    with cast.database.writing() as session:
        return actions.draft(session, getattr(cast, who), facts)


def advance(cast: Cast, who: str, request: ExtractionRequest, step: steps.Step, **values: Any) -> ExtractionRequest:
    with cast.database.writing() as session:
        version = values.pop("version", session.get_one(ExtractionRequest, request.id).version)
        return actions.advance(session, getattr(cast, who), request.id, version, step, values)


def move(cast: Cast, who: str, line: ExtractionLine, step: steps.LineStep, **facts: Any) -> ExtractionLine:
    with cast.database.writing() as session:
        version = session.get_one(ExtractionLine, line.id).version
        return actions.advance_line(session, getattr(cast, who), line.id, version, step, facts)


def test_lan_cannot_ask_for_footage(cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        draft(cast, "lan", asked(cast, cast.camera()))


def test_minh_cannot_ask_without_an_incident(cast: Cast) -> None:
    with pytest.raises(errors.NotFound):
        draft(cast, "minh", asked(cast, cast.camera(), incident_id=999))


def test_a_camera_that_was_taken_down_is_asked_for_its_past(cast: Cast) -> None:
    gone, gone_since = cast.camera(removed_on=clock.today() - timedelta(days=9)), cast.camera(removed_on=clock.today())
    with pytest.raises(errors.Cautioned):
        draft(cast, "minh", asked(cast, gone))
    assert cast.count(ExtractionRequest) == 0
    draft(cast, "minh", asked(cast, gone_since))
    assert cast.count(ExtractionLine) == 1


def test_a_request_without_cameras_cannot_be_filed(cast: Cast) -> None:
    request = cast.request(status=RequestStatus.DRAFT, filed_at=None)
    with cast.database.writing() as session:
        actions.remove_line(session, cast.minh, request.lines[0].id)
    with pytest.raises(errors.Invalid):
        advance(cast, "minh", request, steps.FILE)


def test_tuan_cannot_file_or_withdraw_minhs_request(cast: Cast) -> None:
    request = cast.request()
    with pytest.raises(errors.NotAllowed):
        advance(cast, "tuan", request, steps.WITHDRAW)


def test_tuan_does_not_find_minhs_draft(cast: Cast) -> None:
    request = cast.request(status=RequestStatus.DRAFT, filed_at=None)
    with pytest.raises(errors.NotFound):
        advance(cast, "tuan", request, steps.FILE)


def test_nobody_approves_an_own_request(cast: Cast) -> None:
    request = cast.request(requester_id=cast.thuy.id)
    with pytest.raises(errors.NotAllowed):
        advance(cast, "thuy", request, steps.APPROVE)
    assert advance(cast, "dung", request, steps.APPROVE).approver_id == cast.dung.id


def test_the_database_too_refuses_an_approver_who_asked(cast: Cast) -> None:
    request = cast.request()
    own = text("UPDATE extraction_requests SET approver_id = requester_id WHERE id = :id")
    with pytest.raises(IntegrityError), cast.database.writing() as session:
        session.execute(own, {"id": request.id})


def test_a_refusal_needs_a_reason(cast: Cast) -> None:
    request = cast.request()
    with pytest.raises(errors.Invalid) as refused:
        advance(cast, "thuy", request, steps.REFUSE)
    assert "note" in refused.value.fields
    assert cast.fresh(request).status is RequestStatus.FILED


def test_a_stale_version_changes_nothing(cast: Cast) -> None:
    request = cast.request()
    with pytest.raises(errors.Stale):
        advance(cast, "thuy", request, steps.APPROVE, version=request.version + 1)
    assert cast.fresh(request).status is RequestStatus.FILED


def test_hoa_does_not_find_a_line_of_lans_ward(cast: Cast) -> None:
    line = cast.request().lines[0]
    with pytest.raises(errors.NotFound):
        move(cast, "hoa", line, steps.PRESERVE)


def test_lan_answers_for_a_ward_that_went_into_hers(cast: Cast) -> None:
    camera = cast.camera(ward_id=cast.old_dong_son.id)
    line = cast.request(camera).lines[0]
    assert move(cast, "lan", line, steps.PRESERVE).status is LineStatus.PRESERVED


def test_minh_cannot_answer_for_the_ward(cast: Cast) -> None:
    with pytest.raises(errors.NotAllowed):
        move(cast, "minh", cast.request().lines[0], steps.PRESERVE)


def test_lan_secures_footage_before_approval_and_copies_it_after(cast: Cast) -> None:
    request = cast.request()
    line = request.lines[0]
    move(cast, "lan", line, steps.PRESERVE)
    with pytest.raises(errors.WrongState):
        move(cast, "lan", line, steps.EXTRACT)
    advance(cast, "thuy", request, steps.APPROVE)
    assert move(cast, "lan", line, steps.EXTRACT).extracted_at


def test_a_broken_camera_becomes_a_fault_by_itself(cast: Cast) -> None:
    camera = cast.camera()
    line = cast.request(camera).lines[0]
    move(cast, "lan", line, steps.DECLARE, reason=UnavailableReason.BROKEN)
    assert cast.fresh(camera).health is Health.BROKEN
    assert cast.count(HealthInterval) == 1


@pytest.mark.parametrize(
    ("reason", "opened"),
    [
        (UnavailableReason.NO_CAMERA, ["camera: missing"]),
        (UnavailableReason.CLOCK_WRONG, ["recorder: clock"]),
        (UnavailableReason.WRONG_DIRECTION, []),
    ],
)
def test_an_answer_opens_the_fault_that_it_tells_of(cast: Cast, reason: UnavailableReason, opened: list[str]) -> None:
    line = cast.request(cast.camera(recorder_id=cast.recorder().id)).lines[0]
    move(cast, "lan", line, steps.DECLARE, reason=reason)
    with cast.database.reading() as session:
        faults = session.query(Fault).all()
    assert [f"{'camera' if fault.camera_id else 'recorder'}: {fault.kind.value}" for fault in faults] == opened


def test_a_request_is_answered_when_its_last_line_is_settled(cast: Cast) -> None:
    request = cast.request(cast.camera(), cast.camera(), status=RequestStatus.APPROVED)
    first, second = request.lines
    move(cast, "lan", first, steps.DECLARE, reason=UnavailableReason.OVERWRITTEN)
    assert cast.fresh(request).status is RequestStatus.APPROVED
    move(cast, "lan", second, steps.EXTRACT)
    move(cast, "lan", second, steps.HAND_OVER, **HANDOVER)
    assert cast.fresh(request).status is RequestStatus.ANSWERED


def test_a_request_settled_before_approval_is_answered_at_approval(cast: Cast) -> None:
    request = cast.request()
    move(cast, "lan", request.lines[0], steps.DECLARE, reason=UnavailableReason.NO_CAMERA)
    advance(cast, "thuy", request, steps.APPROVE)
    assert cast.fresh(request).status is RequestStatus.ANSWERED


def test_minh_cannot_close_without_an_outcome_or_a_date_to_ask_again(cast: Cast) -> None:
    request = handed_over(cast)
    with pytest.raises(errors.Invalid):
        advance(cast, "minh", request, steps.CLOSE)
    assert advance(cast, "minh", request, steps.CLOSE, ask_again_on=clock.today()).status is RequestStatus.CLOSED


def test_minh_judges_the_footage_and_closes(cast: Cast) -> None:
    request = handed_over(cast)
    with cast.database.writing() as session:
        line = session.query(ExtractionLine).filter_by(request_id=request.id).one()
        outcomes.judge(session, cast.minh, line.id, line.version, {"outcome": Outcome.DECISIVE})
    assert advance(cast, "minh", request, steps.CLOSE).status is RequestStatus.CLOSED


def test_tuan_cannot_judge_minhs_footage(cast: Cast) -> None:
    request = handed_over(cast)
    with pytest.raises(errors.NotAllowed), cast.database.writing() as session:
        outcomes.judge(session, cast.tuan, request.lines[0].id, 3, {"outcome": Outcome.DECISIVE})


def test_of_many_who_approve_at_once_one_wins(cast: Cast, database: Database) -> None:
    request, won, lost = cast.request(), list[str](), list[Exception]()

    def approve(who: str) -> None:
        try:
            with database.writing() as session:
                actions.advance(session, getattr(cast, who), request.id, request.version, steps.APPROVE)
            won.append(who)
        except errors.Refusal as error:
            lost.append(error)

    together = [threading.Thread(target=approve, args=(who,)) for who in ("thuy", "dung") * 8]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert (len(won), len(lost)) == (1, 15)


def handed_over(cast: Cast) -> ExtractionRequest:
    request = cast.request(status=RequestStatus.APPROVED)
    line = request.lines[0]
    move(cast, "lan", line, steps.EXTRACT)
    move(cast, "lan", line, steps.HAND_OVER, **HANDOVER)
    assert cast.fresh(request).status is RequestStatus.ANSWERED
    return request
