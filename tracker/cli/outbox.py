"""`flask outbox`: trying the ways out, and what waits or could not be sent."""

import uuid

import click
from flask import current_app

from tracker.cli.frame import Commands, reading, stop
from tracker.core import clock
from tracker.jobs.outbox import queries
from tracker.jobs.outbox.courier import Courier, DeliveryFailed, Letter
from tracker.jobs.outbox.rules import MessageKind, MessageState

outbox = Commands("outbox", help="Tin gửi ra ngoài.")
TEST_SUBJECT = "Thư thử từ Sổ theo dõi trích xuất dữ liệu camera ANTT"
TEST_BODY = "Thư này thử việc gửi thư của hệ thống. Không cần trả lời."


@outbox.command("status")
def status() -> None:
    """Đếm tin theo tình trạng, in các tin không gửi được."""
    with reading() as session:
        for state, count in queries.counts(session).items():
            click.echo(f"{state.text}\t{count}")
        for row in queries.listing(session, MessageState.DEAD, None).items:
            click.echo(f"#{row.id}\t{row.kind.text}\t{row.error}")


@outbox.command("test-mail")
@click.argument("address")
def test_mail(address: str) -> None:
    """Gửi ngay một thư thử tới ADDRESS."""
    _try(MessageKind.MAIL, address)


@outbox.command("test-command")
@click.argument("recipient")
def test_command(recipient: str) -> None:
    """Chạy ngay lệnh gửi tin với một tin thử tới RECIPIENT."""
    _try(MessageKind.COMMAND, recipient)


def _try(kind: MessageKind, recipient: str) -> None:
    courier: Courier = current_app.extensions["tracker_courier"]
    try:
        courier.hand_over(Letter(uuid.uuid4().hex, kind, recipient, TEST_SUBJECT, TEST_BODY, clock.now(), 1))
    except DeliveryFailed as error:
        stop(str(error))
    click.echo(f"Đã giao tin thử tới {recipient}.")
