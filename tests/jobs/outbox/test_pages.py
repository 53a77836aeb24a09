"""The administrator's page of what leaves the house."""

from tests.jobs.outbox.test_actions import courier, refuse, written
from tests.people import People
from tracker.audit_log.models import AuditEvent
from tracker.jobs.outbox.courier import Undeliverable
from tracker.jobs.outbox.models import OutboxMessage
from tracker.jobs.outbox.rules import MessageState


def dead(people: People) -> OutboxMessage:
    message = written(people.cast)
    courier(people.cast.database, refuse(Undeliverable("hộp thư không có"))).work()
    return people.cast.fresh(message)  # type: ignore[no-any-return]


def test_only_binh_sees_what_could_not_be_sent_and_why(people: People) -> None:
    dead(people)
    people.minh.get("/outbox", 403)
    page = people.binh.get("/outbox").text
    assert "Phiếu YC-00001/2026" in page
    assert "hộp thư không có" in page
    assert "hộp thư không có" not in people.binh.get("/outbox?state=sent").text
    people.binh.get("/outbox?state=lost", 422)


def test_binh_sends_a_dead_message_again(people: People) -> None:
    message = dead(people)
    people.binh.post(f"/outbox/{message.id}/send-again", {"version": str(message.version - 1)}, 409)
    people.binh.post(f"/outbox/{message.id}/send-again", status=422)
    people.binh.post(f"/outbox/{message.id}/send-again", {"version": str(message.version)})
    again = people.cast.fresh(message)
    assert (again.state, again.attempts, again.delivery_id) == (MessageState.WAITING, 0, message.delivery_id)
    sent = []
    courier(people.cast.database, sent.append).work()
    assert [letter.delivery_id for letter in sent] == [message.delivery_id]


def test_binh_puts_a_dead_message_aside_and_the_log_says_so(people: People) -> None:
    message = dead(people)
    people.binh.post(f"/outbox/{message.id}/discard", {"version": str(message.version)})
    assert people.cast.fresh(message).state is MessageState.DISCARDED
    people.binh.post("/outbox/999/discard", {"version": "1"}, 404)
    with people.cast.database.reading() as session:
        actions = [event.action for event in session.query(AuditEvent).order_by(AuditEvent.seq)]
    assert "outbox:discard" in actions
