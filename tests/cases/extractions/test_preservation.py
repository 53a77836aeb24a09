"""How footage is secured, by whom and until when; and footage that should be gone by the clock and is still there."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.extractions.test_overwriting import answer, days_of
from tests.cast import HOUR, Cast
from tests.people import People
from tracker.audit_log.models import AuditEvent
from tracker.cases.extractions import steps
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, PreservationWay, RequestStatus
from tracker.core import clock, errors
from tracker.register.cameras.models import Camera
from tracker.register.recorders.models import Recorder

DAY = timedelta(days=1)


def asked_of(cast: Cast, days_ago: int, days_kept: int = 5, **values: Any) -> ExtractionRequest:
    """A request of long ago for an hour of a camera whose recorder is said to keep so many days."""
    happened = clock.now() - days_ago * DAY
    incident = cast.incident(occurred_from=happened, occurred_to=happened + HOUR)
    recorder = cast.recorder(retention_days=days_kept)
    filed = {"created_at": happened + HOUR, "filed_at": happened + HOUR} | values
    return cast.request(cast.camera(recorder_id=recorder.id), incident=incident, **filed)


def line_of(cast: Cast, request: ExtractionRequest) -> ExtractionLine:
    line: ExtractionLine = cast.fresh(request.lines[0])
    return line


def test_one_tap_secures_as_lan_did_the_last_time(people: People, cast: Cast) -> None:
    first, second, third = cast.request(), cast.request(), cast.request()
    kept = answer(cast, first, steps.PRESERVE)
    assert (kept.preserved_how, kept.preserved_by, kept.preserved_until) == (PreservationWay.CALL, cast.lan.name, None)
    until = clock.today() + 10 * DAY
    answer(cast, second, steps.PRESERVE, preserved_how=PreservationWay.LOCKED, preserved_until=until)
    people.lan.post(f"/extractions/lines/{third.lines[0].id}/preserve", {"version": 1})
    kept = line_of(cast, third)
    assert (kept.preserved_how, kept.preserved_until) == (PreservationWay.LOCKED, until)
    page = people.minh.get(f"/extractions/{third.id}").text
    assert "Khóa trên đầu ghi" in page
    assert f"đến hết {until:%d/%m/%Y}" in page


def test_footage_is_kept_at_least_until_the_day_on_which_it_was_secured(people: People, cast: Cast) -> None:
    line = cast.request().lines[0]
    sent = {"version": 1, "preserved_until": (clock.today() - DAY).isoformat()}
    refused = people.lan.json("POST", f"/api/v1/extractions/lines/{line.id}/preserve", sent, 422)
    assert "từ ngày bảo toàn" in refused["errors"]["preserved_until"]
    sent["preserved_until"] = clock.today().isoformat()
    assert people.lan.json("POST", f"/api/v1/extractions/lines/{line.id}/preserve", sent)["status"] == "preserved"


def test_after_its_last_day_the_clock_runs_again_until_it_is_extended(people: People, cast: Cast) -> None:
    request = cast.request()
    answer(cast, request, steps.PRESERVE, preserved_until=clock.today())
    page = people.lan.get(f"/extractions/{request.id}").text
    assert "hết hạn bảo toàn" not in page
    with cast.database.writing() as session:
        session.get_one(ExtractionLine, request.lines[0].id).preserved_until = clock.today() - DAY
    page = people.lan.get(f"/extractions/{request.id}").text
    assert "hết hạn bảo toàn" in page
    assert "phút cuối còn đến" in page
    assert "hết hạn bảo toàn" in people.lan.get("/").text
    before = line_of(cast, request)
    kept = answer(cast, request, steps.EXTEND, unlimited=True)
    assert (kept.status, kept.preserved_until) == (LineStatus.PRESERVED, None)
    assert kept.preserved_at == before.preserved_at
    assert "hết hạn bảo toàn" not in people.lan.get(f"/extractions/{request.id}").text


@pytest.mark.parametrize("step", ["preserve", "extract"])
def test_what_should_be_gone_cannot_be_tapped_as_there_but_the_recorder_may_have_been_noted_wrongly(
    people: People, cast: Cast, step: str
) -> None:
    decided = {"approver_id": cast.thuy.id, "decided_at": clock.now() - 19 * DAY}
    request = asked_of(cast, 20, status=RequestStatus.APPROVED, **decided)
    url = f"/extractions/lines/{request.lines[0].id}/{step}"
    page = people.lan.post(url, {"version": 1}, 422).text
    assert 'id="e-days_kept"' in page
    assert 'id="e-days_reason"' in page
    few = {"version": 1, "days_kept": 10, "days_reason": "Xem lại trên đầu ghi"}
    assert "ít nhất phải là 20 ngày" in people.lan.json("POST", f"/api/v1{url}", few, 422)["errors"]["days_kept"]
    assert days_of(cast, request) == 5
    people.lan.post(url, {**few, "days_kept": 25})
    assert days_of(cast, request) == 25
    with cast.database.reading() as session:
        logged = session.query(AuditEvent).filter_by(action="recorder:edit").one()
    assert (logged.reason, json.loads(logged.detail)["changed"]["retention_days"]) == (
        f"{request.code}: Xem lại trên đầu ghi",
        [5, 25],
    )


def test_a_cameras_own_days_are_corrected_where_it_has_some(cast: Cast) -> None:
    request = asked_of(cast, 20)
    camera_id = request.lines[0].camera_id
    with cast.database.writing() as session:
        camera = session.get_one(ExtractionLine, request.lines[0].id).camera_id
        session.get_one(Camera, camera).retention_days = 4
    answer(cast, request, steps.PRESERVE, days_kept=30, days_reason="Đã xem")
    with cast.database.reading() as session:
        camera_row = session.get_one(Camera, camera_id)
        assert camera_row.retention_days == 30
        recorder = session.get_one(Recorder, camera_row.recorder_id)
        assert recorder.retention_days == 5


def test_secured_while_it_was_there_it_may_be_keyed_in_when_the_clock_has_run_out(cast: Cast) -> None:
    request = asked_of(cast, 20)
    with pytest.raises(errors.Invalid):
        answer(cast, request, steps.PRESERVE)
    answer(cast, request, steps.PRESERVE, happened_at=clock.now() - 16 * DAY)
    assert days_of(cast, request) == 5


def test_one_tap_says_that_it_was_overwritten(people: People, cast: Cast) -> None:
    request = asked_of(cast, 20)
    line_id = request.lines[0].id
    for page in ("/", f"/extractions/{request.id}"):
        text = people.lan.get(page).text
        assert 'name="reason" value="overwritten"' in text
        assert "Vẫn còn:" in text
    people.lan.post(f"/extractions/lines/{line_id}/unavailable", {"version": 1, "reason": "overwritten"})
    assert line_of(cast, request).status is LineStatus.UNAVAILABLE
