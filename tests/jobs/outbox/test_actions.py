"""Messages to the outside: with what they tell of or not at all, at least once, in their order, dead with a reason."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from tests.cast import Cast
from tracker.audit_log.models import AuditEvent
from tracker.core import clock, errors
from tracker.core.database import Database
from tracker.jobs.outbox import actions, queries
from tracker.jobs.outbox.courier import Courier, DeliveryFailed, Letter, Undeliverable
from tracker.jobs.outbox.models import OutboxMessage
from tracker.jobs.outbox.rules import MOST_ATTEMPTS, SENT_LAST, MessageKind, MessageState, Notice

NOTICE = Notice("Phiếu %(code)s", "Phiếu %(code)s đã được duyệt.", {"code": "YC-00001/2026"})
TO = "minh@congan.example"
# A program that keeps a message or is in the middle of sending one, until it is killed.
PROGRAM = """
import sys, time
from tracker.core.database import Database
from tracker.jobs.outbox import actions
from tracker.jobs.outbox.courier import Courier
from tracker.jobs.outbox.rules import MessageKind, Notice

def send(letter):
    print("sending", letter.delivery_id, flush=True)
    time.sleep(60)

database = Database(sys.argv[2])
if sys.argv[1] == "enqueue":
    with database.writing() as session:
        actions.enqueue(session, MessageKind.MAIL, Notice("a", "b"), "minh@congan.example")
        print("enqueued", flush=True)
        time.sleep(60)
Courier(database, dict.fromkeys(MessageKind, send)).work()
"""


def courier(database: Database, send: Callable[[Letter], None]) -> Courier:
    return Courier(database, dict.fromkeys(MessageKind, send))


def written(cast: Cast, notice: Notice = NOTICE, to: str = TO) -> OutboxMessage:
    with cast.database.writing() as session:
        return actions.enqueue(session, MessageKind.MAIL, notice, to)


def killed_while(what: str, database: Database) -> str:
    """What a program said before it was killed in the middle of its work."""
    command = [sys.executable, "-c", PROGRAM, what, database.url.render_as_string(hide_password=False)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        os.kill(program.pid, signal.SIGKILL)
    return said


def refuse(error: Exception) -> Callable[[Letter], None]:
    def send(letter: Letter) -> None:
        raise error

    return send


def test_a_notice_with_an_owners_name_in_it_is_not_even_kept(cast: Cast) -> None:
    with pytest.raises(ValueError, match="owner"), cast.database.writing() as session:
        actions.enqueue(session, MessageKind.MAIL, Notice("a", "b", {"owner": "Nguyễn Thị Sáu"}), TO)
    assert cast.count(OutboxMessage) == 0


def test_nothing_is_sent_of_what_was_rolled_back(cast: Cast) -> None:
    with pytest.raises(errors.Busy), cast.database.writing() as session:
        actions.enqueue(session, MessageKind.MAIL, NOTICE, TO)
        raise errors.Busy()
    assert not courier(cast.database, lambda letter: None).work()


def test_nothing_is_sent_of_what_a_killed_program_did_not_finish(cast: Cast) -> None:
    assert killed_while("enqueue", cast.database) == "enqueued\n"
    assert cast.count(OutboxMessage) == 0


def test_what_was_being_sent_by_a_killed_worker_is_sent_again_under_the_same_number(cast: Cast) -> None:
    message, sent = written(cast), list[Letter]()
    assert killed_while("send", cast.database) == f"sending {message.delivery_id}\n"
    another = courier(cast.database, sent.append)
    assert not another.work()  # perhaps it lives
    with time_machine.travel(clock.now() + actions.LEASE, tick=False):
        assert another.work()
    assert [(letter.delivery_id, letter.attempt) for letter in sent] == [(message.delivery_id, 2)]
    assert cast.fresh(message).state is MessageState.SENT


def test_what_was_kept_is_sent_once_and_filled_in(cast: Cast) -> None:
    written(cast)
    sent = list[Letter]()
    carrier = courier(cast.database, sent.append)
    assert [carrier.work(), carrier.work()] == [True, False]
    assert [(letter.subject, letter.body) for letter in sent] == [
        ("Phiếu YC-00001/2026", "Phiếu YC-00001/2026 đã được duyệt.")
    ]


def test_of_two_workers_one_sends(cast: Cast) -> None:
    written(cast)
    sent = list[Letter]()
    workers = [threading.Thread(target=courier(cast.database, sent.append).work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(sent) == 1


def test_messages_to_one_person_keep_their_order_and_hold_up_nobody_else(cast: Cast) -> None:
    for number, to in enumerate([TO, TO, "thuy@congan.example"]):
        written(cast, Notice(f"{number}", ""), to)
    sent = list[str]()

    def send(letter: Letter) -> None:
        if letter.subject == "0" and letter.attempt == 1:
            raise DeliveryFailed("bận")
        sent.append(letter.subject)

    carrier = courier(cast.database, send)
    while carrier.work():
        pass
    assert sent == ["2"]
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        while carrier.work():
            pass
    assert sent == ["2", "0", "1"]


def test_a_message_that_fails_for_a_night_and_a_morning_is_dead_with_its_error(cast: Cast) -> None:
    message = written(cast)
    carrier, now = courier(cast.database, refuse(DeliveryFailed("máy chủ không trả lời"))), clock.now()
    for _ in range(MOST_ATTEMPTS):
        now += timedelta(hours=7)
        with time_machine.travel(now, tick=False):
            assert carrier.work()
    assert not carrier.work()
    dead = cast.fresh(message)
    assert (dead.state, dead.attempts, dead.error) == (MessageState.DEAD, MOST_ATTEMPTS, "máy chủ không trả lời")
    with cast.database.reading() as session:
        event = session.query(AuditEvent).one()
    assert (event.action, event.actor_name, event.actor_role) == ("outbox:dead", "Hệ thống", "system")


def test_what_can_never_be_sent_is_dead_at_once(cast: Cast) -> None:
    message = written(cast)
    courier(cast.database, refuse(Undeliverable("không có người nhận"))).work()
    assert (cast.fresh(message).state, cast.fresh(message).attempts) == (MessageState.DEAD, 1)


def test_an_error_that_nobody_foresaw_is_kept_and_tried_again(cast: Cast) -> None:
    message = written(cast)
    courier(cast.database, refuse(RuntimeError("hỏng"))).work()
    assert (cast.fresh(message).state, cast.fresh(message).error) == (MessageState.WAITING, "RuntimeError: hỏng")


def test_an_answer_that_comes_after_the_lease_changes_nothing(cast: Cast) -> None:
    message = written(cast)
    with cast.database.writing() as session:
        first = actions.claim(session, message.id, message.version)
    assert first is not None
    with cast.database.writing() as session:
        assert actions.claim(session, message.id, first.version)
    with cast.database.writing() as session:
        actions.note_failed(session, first, "muộn", hopeless=True)
        actions.note_sent(session, first.id, first.version)
    assert cast.fresh(message).state is MessageState.WAITING


def test_a_kind_of_message_without_a_handler_stops_the_start(database: Database) -> None:
    with pytest.raises(ValueError, match="alarm"):
        Courier(database, {MessageKind.MAIL: print, MessageKind.COMMAND: print})


def test_only_what_is_dead_can_be_sent_again(cast: Cast) -> None:
    message = written(cast)
    with pytest.raises(errors.WrongState), cast.database.writing() as session:
        actions.send_again(session, cast.binh, message.id, message.version)
    with pytest.raises(errors.NotAllowed), cast.database.writing() as session:
        actions.discard(session, cast.minh, message.id, message.version)


def test_what_was_sent_is_dropped_after_a_month_and_what_waits_is_not(cast: Cast) -> None:
    written(cast)
    courier(cast.database, lambda letter: None).work()
    written(cast)
    later = clock.now() + SENT_LAST + timedelta(days=1)
    with cast.database.writing() as session:
        assert actions.drop_old(session, later) == 1
        assert queries.counts(session)[MessageState.WAITING] == 1
