"""A household withdraws its consent while a request runs: the question of another basis is asked anew."""

from datetime import timedelta

from tests.cast import Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.rules import LineStatus, RequestStatus
from tracker.core import clock
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
