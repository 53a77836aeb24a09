"""A household withdraws its consent while a request runs: the question of another basis is asked anew."""

import json
from datetime import timedelta

from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.core import clock
from tracker.jobs.outbox import channels
from tracker.jobs.outbox.courier import letter_of
from tracker.jobs.outbox.models import OutboxMessage
from tracker.jobs.outbox.rules import MessageKind
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner

DAY = timedelta(days=1)


def running(cast: Cast, withdrawn_days_ago: int | None) -> ExtractionRequest:
    """Minh's request of two days ago for a camera of a household, which withdrew its consent since, or before."""
    withdrawn_on = None if withdrawn_days_ago is None else clock.today() - withdrawn_days_ago * DAY
    owner = cast.owner(consent_withdrawn_on=withdrawn_on)
    asked_at = clock.now() - 2 * DAY
    incident = cast.incident(occurred_from=asked_at - DAY, occurred_to=asked_at - DAY + timedelta(hours=1))
    return cast.request(cast.camera(owner_id=owner.id), incident=incident, created_at=asked_at, filed_at=asked_at)


def test_who_approves_and_who_copies_are_asked_again_and_the_requester_sees_why(people: People, cast: Cast) -> None:
    request = running(cast, 1)
    for reader in ("minh", "thuy", "lan"):
        assert "sau khi lập phiếu" in getattr(people, reader).get(f"/extractions/{request.id}").text
    assert "Chủ camera đã rút lại sự đồng ý" in people.minh.get("/").text
    url = f"/extractions/{request.id}/approve"
    assert 'id="e-without_consent"' in people.thuy.post(url, {"version": 1}, 422).text
    people.thuy.post(url, {"version": 1, "without_consent": "true"})
    assert cast.fresh(request).status is RequestStatus.APPROVED
    line_url = f"/extractions/lines/{request.lines[0].id}/extract"
    refused = people.lan.json("POST", f"/api/v1{line_url}", {"version": 1}, 422)
    assert "CAM-" in refused["errors"]["without_consent"]
    assert "Có căn cứ khác" in people.lan.get(line_url).text
    people.lan.post(line_url, {"version": 1, "without_consent": "true"})
    assert cast.fresh(request.lines[0]).status is LineStatus.EXTRACTED


def test_what_was_withdrawn_before_it_was_asked_was_answered_then(people: People, cast: Cast) -> None:
    for request in (running(cast, 3), running(cast, None)):
        assert "sau khi lập phiếu" not in people.minh.get(f"/extractions/{request.id}").text
        people.thuy.post(f"/extractions/{request.id}/approve", {"version": 1})
        people.lan.post(f"/extractions/lines/{request.lines[0].id}/extract", {"version": 1})
    assert cast.count(Owner) == 2


def withdraw(people: People, request: ExtractionRequest, **facts: str) -> None:
    """Lan notes that the owner of a request's camera withdrew consent today."""
    with people.cast.database.reading() as session:
        owner = session.query(Owner).join(Camera, Camera.owner_id == Owner.id).filter_by(id=request.lines[0].camera_id)
        owner_now = owner.one()
    sent = {
        "version": str(owner_now.version),
        "kind": "household",
        "consent_on": "01/03/2024",
        "consent_scope": "on_request",
    }
    sent |= {"consent_withdrawn_on": f"{clock.today():%d/%m/%Y}", "consent_paper": "CK-06", **facts}
    people.lan.post(f"/owners/{owner_now.id}/edit", sent)


def told(cast: Cast) -> list[tuple[str, str]]:
    """To whom notices went, and of which request."""
    with cast.database.reading() as session:
        messages = session.query(OutboxMessage).order_by(OutboxMessage.id)
        return [(message.recipient, json.loads(message.payload)["facts"]["code"]) for message in messages]


def test_the_requester_and_who_works_on_it_now_are_told_when_consent_is_withdrawn(people: People, cast: Cast) -> None:
    request = running(cast, None)
    with cast.database.writing() as session:
        session.get_one(ExtractionRequest, request.id).responsible_id = cast.tuan.id
    assert "Tin báo" not in people.minh.get("/").text
    withdraw(people, request)
    assert told(cast) == [("minh", request.code), ("tuan", request.code)]
    for reader in (people.minh, people.tuan):
        page = reader.get("/").text
        assert f"Phiếu {request.code}: chủ camera rút lại sự đồng ý" in page
        assert "Nguyễn Thị Sáu" not in page
    assert "Tin báo" not in people.thuy.get("/").text
    withdraw(people, request, consent_paper="CK-07")
    assert len(told(cast)) == 2
    way_out = channels.handlers(None, None, [])[MessageKind.NOTICE]
    with cast.database.reading() as session:
        way_out(letter_of(session.query(OutboxMessage).first()))


def test_nobody_is_told_of_what_was_answered_or_ended(people: People, cast: Cast) -> None:
    request = running(cast, None)
    with cast.database.writing() as session:
        line = session.get_one(ExtractionLine, request.lines[0].id)
        line.status, line.handed_over_at = LineStatus.HANDED_OVER, clock.now()
    withdraw(people, request)
    ended = running(cast, None)
    with cast.database.writing() as session:
        session.get_one(ExtractionRequest, ended.id).status = RequestStatus.WITHDRAWN
    withdraw(people, ended)
    assert told(cast) == []
