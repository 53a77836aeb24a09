"""Whoever is on duty in a ward reads that a request waits: the unit is told, not one person of it."""

from datetime import timedelta

from tests.cast import HOUR, Cast
from tests.people import People
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import RequestStatus
from tracker.core import clock
from tracker.jobs.outbox.models import OutboxMessage

DAY = timedelta(days=1)


def filed(people: People, cast: Cast, *ages_in_days: int) -> ExtractionRequest:
    """Minh files a request for cameras of Hạc Thành that keep ten days, of hours so many days ago."""
    request = cast.request(*(cast.camera(retention_days=10) for _ in ages_in_days), status=RequestStatus.DRAFT)
    with cast.database.writing() as session:
        for line, age in zip(session.query(ExtractionLine), ages_in_days, strict=True):
            line.window_from, line.window_to = clock.now() - age * DAY, clock.now() - age * DAY + HOUR
    people.minh.post(f"/extractions/{request.id}/file", {"version": "1", "caution_reason": "Vẫn cần"})
    return request


def recipients(cast: Cast) -> list[str]:
    with cast.database.reading() as session:
        return [message.recipient for message in session.query(OutboxMessage).order_by(OutboxMessage.id)]


def test_all_who_answer_for_the_ward_read_that_lines_wait_and_nobody_else(people: People, cast: Cast) -> None:
    request = filed(people, cast, 8, 3)
    assert recipients(cast) == [f"unit:CA-{cast.hac_thanh.code}"]
    first_gone_at = min(cast.fresh(line).window_from for line in request.lines) + 10 * DAY
    moment = f"{clock.local(first_gone_at):%H:%M %d/%m/%Y}"
    for person in (people.lan, people.son):
        page = person.get("/").text
        assert f"2 camera của địa bàn trong phiếu {request.code} chờ bảo toàn" in page
        assert f'/search?q={request.code}"' in page
        assert f"bắt đầu mất lúc {moment}" in page
    for person in (people.hoa, people.minh, people.thuy, people.binh):
        assert "chờ đơn vị trả lời" not in person.get("/").text


def test_a_draft_tells_nobody_and_neither_does_what_is_gone_by_its_clock(people: People, cast: Cast) -> None:
    cast.request(status=RequestStatus.DRAFT)
    assert "Tin báo" not in people.lan.get("/").text
    with cast.database.writing() as session:
        session.query(ExtractionLine).delete()
    filed(people, cast, 20)
    assert recipients(cast) == []
    with cast.database.writing() as session:
        session.query(ExtractionLine).delete()
    filed(people, cast, 20, 9)
    assert "1 camera của địa bàn" in people.lan.get("/").text
