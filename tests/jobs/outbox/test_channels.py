"""The ways out, with a real mail server and a real program at the other end."""

import json
import socket
import ssl
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask

import config
from tests.cast import Cast, at
from tests.test_cli import run
from tracker import components
from tracker.app import install_database
from tracker.core.database import Database
from tracker.jobs.outbox import actions, channels
from tracker.jobs.outbox.channels import MailServer, NoticeCommand
from tracker.jobs.outbox.courier import Courier, DeliveryFailed, Handler, Letter, Undeliverable
from tracker.jobs.outbox.rules import MessageKind, MessageState, Notice

SENDER = "Sổ trích xuất <so@congan.example>"
LETTER = Letter(
    "ab" * 16, MessageKind.MAIL, "minh@congan.example", "Phiếu được duyệt", "Chào đồng chí,\nđã duyệt.", at(1), 1
)


class Mailbox:
    """What a mail server took in. `refusal` is what it answers to a recipient instead."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusal = ""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Whether it knows the recipient."""
        envelope.rcpt_tos.append(address)
        return self.refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail in."""
        self.mails.append(message_from_bytes(envelope.content or b"", policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


class Post:
    """A running mail server on this machine."""

    def __init__(self, **options: Any) -> None:
        self.box = Mailbox()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._controller = Controller(self.box, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> "Post":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def handler(self, tls: str = "off", user: str = "", password: str = "") -> MailServer:
        """The way to it."""
        return MailServer("localhost", self.port, tls, user, password, SENDER)


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as running:
        yield running


def certificate(authority: trustme.CA) -> ssl.SSLContext:
    """What a mail server on this machine shows that it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def test_a_mail_in_vietnamese_arrives_letter_by_letter(post: Post) -> None:
    post.handler()(LETTER)
    (mail,) = post.box.mails
    assert (mail["Subject"], mail["To"], mail["From"]) == ("Phiếu được duyệt", "minh@congan.example", SENDER)
    assert mail.get_content().splitlines() == ["Chào đồng chí,", "đã duyệt."]
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (f"<{'ab' * 16}@congan.example>", "auto-generated")


@pytest.mark.parametrize(
    "to", ["", "minh", "a@b@c", "minh@congan.example\nBcc: x@y.example", "a b@c.example", "a,b@c.d"]
)
def test_no_letter_goes_to_what_is_no_single_address(post: Post, to: str) -> None:
    with pytest.raises(Undeliverable, match="không hợp lệ"):
        post.handler()(Letter(**{**LETTER.__dict__, "recipient": to}))
    assert post.box.mails == []


def test_a_subject_of_two_lines_adds_no_header(post: Post) -> None:
    post.handler()(Letter(**{**LETTER.__dict__, "subject": "a\r\nBcc: x@y.example"}))
    assert post.box.mails[0]["Bcc"] is None


def test_a_mailbox_that_does_not_exist_is_given_up_and_a_full_one_is_not(post: Post) -> None:
    post.box.refusal = "550 khong co"
    with pytest.raises(Undeliverable, match="550"):
        post.handler()(LETTER)
    post.box.refusal = "452 day"
    with pytest.raises(DeliveryFailed, match="452") as full:
        post.handler()(LETTER)
    assert not isinstance(full.value, Undeliverable)


def test_a_mail_server_that_is_down_may_come_back() -> None:
    with Post() as post:
        way = post.handler()
    with pytest.raises(DeliveryFailed, match="Máy chủ thư"):
        way(LETTER)


def test_a_server_without_tls_gets_nothing_where_tls_is_wanted(post: Post) -> None:
    with pytest.raises(DeliveryFailed, match="STARTTLS"):
        post.handler("starttls")(LETTER)
    assert post.box.mails == []


@pytest.mark.parametrize("vouched", [False, True])
def test_a_server_gets_mail_and_password_only_if_somebody_vouches_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, vouched: bool
) -> None:
    authority, other = trustme.CA(), trustme.CA()
    (authority if vouched else other).cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    asked = []

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        asked.append(given)
        return AuthResult(success=given == LoginPassword(b"so", b"mat-khau"))

    with Post(tls_context=certificate(authority), authenticator=authenticate, auth_required=True) as post:
        if vouched:
            post.handler("starttls", "so", "mat-khau")(LETTER)
        else:
            with pytest.raises(DeliveryFailed, match="CERTIFICATE_VERIFY_FAILED"):
                post.handler("starttls", "so", "mat-khau")(LETTER)
        assert (len(post.box.mails), len(asked)) == (int(vouched), int(vouched))


def gateway(folder: Path, body: str) -> NoticeCommand:
    """The operator's own program."""
    path = folder / "gateway"
    path.write_text(f"#!{sys.executable}\nimport json, sys\nletter = json.load(sys.stdin)\n{body}")
    path.chmod(0o700)
    return NoticeCommand([str(path)], 10)


def test_the_operators_program_gets_the_letter_as_json(tmp_path: Path) -> None:
    gateway(tmp_path, f"json.dump(letter, open({str(tmp_path / 'sms')!r}, 'w'))")(LETTER)
    told = json.loads((tmp_path / "sms").read_text())
    assert told == {
        "delivery_id": "ab" * 16,
        "kind": "mail",
        "recipient": "minh@congan.example",
        "subject": "Phiếu được duyệt",
        "body": "Chào đồng chí,\nđã duyệt.",
        "written_at": at(1).isoformat(),
        "attempt": 1,
    }


def test_a_program_that_does_not_end_well_is_asked_again(tmp_path: Path) -> None:
    with pytest.raises(DeliveryFailed, match="mã 7: hết tiền"):
        gateway(tmp_path, "print('hết tiền'); sys.exit(7)")(LETTER)
    with pytest.raises(DeliveryFailed, match="Không chạy được"):
        NoticeCommand([str(tmp_path / "nothing")], 1)(LETTER)


def test_everything_is_off_until_it_is_set(cast: Cast, app: Flask) -> None:
    with cast.database.writing() as session:
        messages = [actions.enqueue(session, kind, Notice("a", "b"), "x@y.example") for kind in MessageKind]
    courier: Courier = app.extensions["tracker_courier"]
    while courier.work():
        pass
    rows = {message.kind: cast.fresh(message) for message in messages}
    assert rows.pop(MessageKind.NOTICE).state is MessageState.SENT  # it stands on the person's first page
    assert {row.state for row in rows.values()} == {MessageState.DEAD}
    assert [row.error for row in rows.values()] == [channels.MAIL_OFF, channels.COMMAND_OFF, channels.NO_WAY_OUT]


def test_an_alarm_goes_to_each_address_and_to_the_program(post: Post, tmp_path: Path) -> None:
    command = gateway(tmp_path, f"open({str(tmp_path / 'sms')!r}, 'w').write(letter['recipient'])")
    ways: dict[MessageKind, Handler] = channels.handlers(post.handler(), command, ["a@x.example", "b@x.example"])
    ways[MessageKind.ALARM](Letter(**{**LETTER.__dict__, "recipient": actions.ADMINISTRATORS}))
    assert [mail["To"] for mail in post.box.mails] == ["a@x.example", "b@x.example"]
    assert (tmp_path / "sms").read_text() == "administrators"


def test_the_command_line_tries_the_mail_out(app: Flask, database: Database, database_url: str, post: Post) -> None:
    assert "TRACKER_SMTP_HOST" in run(app, "outbox test-mail minh@congan.example", code=1)
    server = post.handler()
    settings = {"smtp_host": server.host, "smtp_port": server.port, "smtp_tls": "off", "smtp_sender": SENDER}
    install_database(app, config.for_tests(database_url, **settings), database)
    assert "Đã giao" in run(app, "outbox test-mail minh@congan.example")
    assert post.box.mails[0]["Subject"] == "Thư thử từ Sổ theo dõi trích xuất dữ liệu camera ANTT"
    assert "TRACKER_NOTICE_COMMAND" in run(app, "outbox test-command 0912345678", code=1)
    assert "Chờ gửi\t0" in run(app, "outbox status")


def test_the_settings_make_the_ways(database_url: str) -> None:
    set_up = config.for_tests(database_url, smtp_host="thu.example", smtp_sender=SENDER, notice_command="/bin/cat -u")
    ways = components.message_handlers(set_up)
    assert ways[MessageKind.MAIL] == MailServer("thu.example", 587, "starttls", "", "", SENDER)
    assert ways[MessageKind.COMMAND] == NoticeCommand(["/bin/cat", "-u"], 30)
