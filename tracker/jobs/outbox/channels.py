"""Actions: the ways out of the house: mail by SMTP, and the operator's own command. Each is off until it is set."""

import json
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from tracker.core.i18n import N_, filled
from tracker.jobs import programs
from tracker.jobs.outbox.courier import DeliveryFailed, Handler, Letter, Undeliverable
from tracker.jobs.outbox.rules import MessageKind

SECONDS = 20.0  # for each answer of the mail server
MAIL_OFF = N_("Chưa bật gửi thư (TRACKER_SMTP_HOST).")
COMMAND_OFF = N_("Chưa bật lệnh gửi tin (TRACKER_NOTICE_COMMAND).")
NO_WAY_OUT = N_("Chưa bật kênh gửi nào: hãy đọc cảnh báo tại trang này.")
BAD_ADDRESS = N_("Địa chỉ thư không hợp lệ.")
MAIL_SERVER = N_("Máy chủ thư: %(message)s")
NO_SUCH_MAILBOX = N_("Máy chủ thư không nhận người nhận: %(code)s %(message)s")
BAD_ENDING = N_("Lệnh gửi tin kết thúc với mã %(code)s: %(message)s")
_ADDRESS = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclass(frozen=True)
class MailServer:
    """Whom mail is given to. `tls` is starttls, tls (from the first byte) or off."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str

    def __call__(self, letter: Letter) -> None:
        """Give a letter to the server."""
        message = mail_of(letter, self.sender)
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFailed(filled(MAIL_SERVER, {"message": error})) from error

    def _connected(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        if self.tls == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trusted)
        server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        if self.tls == "starttls":
            try:
                server.starttls(context=trusted)
            except BaseException:
                server.close()
                raise
        return server


def is_address(text: str) -> bool:
    """Whether something is the address of one mailbox."""
    return bool(_ADDRESS.fullmatch(text))


def mail_of(letter: Letter, sender: str) -> EmailMessage:
    """A letter as a mail in UTF-8. Its number is that of the message, so that one sent twice is known as one."""
    if not is_address(letter.recipient):
        raise Undeliverable(BAD_ADDRESS)
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.recipient
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.delivery_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _refused(error: smtplib.SMTPRecipientsRefused) -> DeliveryFailed:
    """5xx: there is no such mailbox, and will be none tomorrow. 4xx: perhaps later."""
    code, reply = next(iter(error.recipients.values()))
    words = filled(NO_SUCH_MAILBOX, {"code": code, "message": reply.decode("utf-8", "replace")})
    return Undeliverable(words) if code >= 500 else DeliveryFailed(words)


@dataclass(frozen=True)
class NoticeCommand:
    """The operator's own gateway (SMS, Zalo…): a program that reads one letter as JSON from its standard input.

    0 means that it took the letter over; anything else that it did not, and the letter comes again later.
    """

    command: Sequence[str]
    seconds: float

    def __call__(self, letter: Letter) -> None:
        """Give a letter to the program."""
        content = {
            "delivery_id": letter.delivery_id,
            "kind": letter.kind.value,
            "recipient": letter.recipient,
            "subject": letter.subject,
            "body": letter.body,
            "written_at": letter.written_at.isoformat(),
            "attempt": letter.attempt,
        }
        try:
            ending = programs.run(self.command, json.dumps(content, ensure_ascii=False).encode(), self.seconds)
        except programs.ProgramFailed as error:
            raise DeliveryFailed(str(error)) from error
        if ending.code:
            raise DeliveryFailed(filled(BAD_ENDING, {"code": ending.code, "message": ending.output[:500]}))


def shut(words: str) -> Handler:
    """A way out that is off: what should leave by it is kept, with these words."""

    def refuse(letter: Letter) -> None:
        raise Undeliverable(words)

    return refuse


def handlers(
    mail: MailServer | None, command: NoticeCommand | None, alarm_mail: Sequence[str]
) -> dict[MessageKind, Handler]:
    """How each kind of message leaves. An alarm goes to every address for alarms, and to the operator's command."""
    channels: list[Handler] = [_to(mail, address) for address in alarm_mail if mail]
    if command:
        channels.append(command)

    def sound_alarm(letter: Letter) -> None:
        for send in channels:
            send(letter)

    return {
        MessageKind.MAIL: mail or shut(MAIL_OFF),
        MessageKind.COMMAND: command or shut(COMMAND_OFF),
        MessageKind.NOTICE: command or _read_here,
        MessageKind.ALARM: sound_alarm if channels else shut(NO_WAY_OUT),
    }


def _read_here(letter: Letter) -> None:
    """A notice to somebody stands on that person's first page: without a command there is nothing more to do."""


def _to(mail: MailServer, address: str) -> Handler:
    return lambda letter: mail(replace(letter, recipient=address))
