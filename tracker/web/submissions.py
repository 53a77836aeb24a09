"""Nothing is done twice: a form's key, or the Idempotency-Key of a call, is written down with the work it came with.

The row of a key is written first and its answer last, both in the request's own transaction. Whoever sends the key
again while that runs waits for its end (SQLite's writers take turns; PostgreSQL waits at the unique constraint). Once
it is kept, the key gives the same answer again and does nothing; a refusal keeps nothing: the key may be sent again.
"""

import hashlib
import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

import orjson
from flask import Response, current_app, flash, g, request
from flask_babel import gettext
from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.web import drafts
from tracker.web.form_keys import FORM_KEY
from tracker.web.models import FormSubmission
from tracker.web.request import SAFE, end_transaction, separate_transaction, session, wants_json
from tracker.web.sealing import seal, unseal

HEADER = "Idempotency-Key"
HEADER_SHAPE = r"[!-~]{8,255}"
LIFETIME = timedelta(hours=24)
SWEPT = 20  # expired keys that one write deletes: more than it adds, and never so many that somebody waits for it
PART = 1024 * 1024  # bytes of a file that are read at once
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
NOT_OF_THE_CONTENT = {"csrf_token", FORM_KEY}

MALFORMED = N_("Cần từ 8 đến 255 ký tự ASCII nhìn thấy được, không có khoảng trắng.")
OTHER_CONTENT = N_("Khóa này đã dùng cho một lần gửi khác. Mỗi việc mới cần một khóa mới.")
FORM_SENT_BEFORE = N_(
    "Chưa ghi: mẫu này đã được gửi một lần với nội dung khác. Hãy kiểm tra lại, nếu đây là một việc mới thì gửi tiếp."
)
DONE_BEFORE = N_("Nội dung này đã được ghi ở lần gửi trước, không ghi thêm lần nữa.")


@dataclass(frozen=True)
class Key:
    """A key as it came: for whom, its text, and the digests under which it is written down."""

    user_id: int
    text: str
    request_hash: str

    @property
    def hash(self) -> str:
        """What is written down of the key."""
        return _digest(f"{self.user_id} {self.text}".encode())

    @property
    def purpose(self) -> str:
        """Under what its answer is sealed."""
        return f"answer {self.text}"


class DoneBefore(Exception):
    """What came with a key was carried out while this request was at work on the same."""

    def __init__(self, key: Key) -> None:
        super().__init__(key.hash)
        self.key = key


def begin(user_id: int) -> Response | None:
    """Write down the key of this request, if it has one. The answer given before when its work is done already.

    Invalid for a malformed key and for a call with other content; a form with other content is drawn again.
    """
    text = _given()
    view = current_app.view_functions[request.endpoint or ""]
    if request.method in SAFE or not text or getattr(view, "repeatable", False):
        return None
    key = Key(user_id, text, _request_hash())
    if getattr(view, "reads", False):
        g.before_writing = partial(_claim_apart, key)
        return _answer_again(session(), key)
    if _claim(session(), key):
        g.submission = key
        return None
    return _answer_again(session(), key)


def _claim_apart(key: Key, opened: Session) -> None:
    """Write down the key with what a route that itself only reads writes in a transaction of its own. DoneBefore."""
    if not _claim(opened, key):
        raise DoneBefore(key)
    g.submission_apart = key


def finish(answer: Response) -> Response:
    """Write down what is answered to the key of this request; where somebody else was first, answer as they were."""
    apart: Key | None = g.pop("submission_apart", None)
    if apart is not None:
        end_transaction(keep=True)
        with separate_transaction() as opened:
            _keep(opened, apart, answer)
    key: Key | None = g.pop("submission", None)
    if key is None:
        return answer
    if answer.status_code >= 400 or answer.is_streamed or "Content-Disposition" in answer.headers:
        session().execute(delete(FormSubmission).where(*_row(key), FormSubmission.status == 0))
        return answer
    _sweep(session())
    if _keep(session(), key, answer):
        return answer
    return repeat(key)


def repeat(key: Key) -> Response:
    """Give up what this request did, for its key was used while it was at work: what was answered to that.

    WrongState where that was other content.
    """
    end_transaction(keep=False)
    answer = _answer_again(session(), key)
    if answer is None:
        raise errors.WrongState(DONE_BEFORE)
    return answer


def _given() -> str:
    if not wants_json():
        return request.form.get(FORM_KEY, "")
    text = request.headers.get(HEADER, "")
    if HEADER in request.headers and not re.fullmatch(HEADER_SHAPE, text):
        raise errors.Invalid({HEADER: MALFORMED})
    return text


def _request_hash() -> str:
    """The digest of what is sent and where: the fields of a form but its tokens, the bytes of its files and of JSON."""
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name not in NOT_OF_THE_CONTENT)
    files = [(name, sent.filename, _file_digest(sent)) for name, sent in request.files.items(multi=True)]
    body = _digest(request.get_data()) if request.is_json else ""
    return _digest(orjson.dumps((request.method, request.full_path, fields, files, body)))


def _file_digest(sent: FileStorage) -> str:
    digest = hashlib.sha256()
    while part := sent.stream.read(PART):
        digest.update(part)
    sent.stream.seek(0)
    return digest.hexdigest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _row(key: Key) -> tuple[Any, ...]:
    return FormSubmission.user_id == key.user_id, FormSubmission.key_hash == key.hash


def _claim(opened: Session, key: Key, **answered: Any) -> bool:
    """Write the row of a key; whether there was none. Waits while another transaction is at work on it."""
    values = {
        "user_id": key.user_id,
        "key_hash": key.hash,
        "request_hash": key.request_hash,
        "endpoint": str(request.endpoint)[:100],
        "created_at": clock.now(),
        **({"status": 0, "answer": b""} | answered),
    }
    kind = sqlite.insert if opened.get_bind().dialect.name == "sqlite" else postgresql.insert
    expired = delete(FormSubmission).where(*_row(key), FormSubmission.created_at < clock.now() - LIFETIME)
    opened.execute(expired)
    row = kind(FormSubmission).values(values).on_conflict_do_nothing().returning(FormSubmission.id)
    return opened.scalar(row) is not None


def _keep(opened: Session, key: Key, answer: Response) -> bool:
    """Write an answer into the row of its key; where the row went with a rollback, anew. False: somebody else has."""
    answered = {"status": answer.status_code, "answer": _packed(key, answer)}
    claimed = update(FormSubmission).where(*_row(key), FormSubmission.status == 0).values(answered)
    return opened.scalar(claimed.returning(FormSubmission.id)) is not None or _claim(opened, key, **answered)


def _sweep(opened: Session) -> None:
    """Delete some expired keys, but none that another transaction is just deleting."""
    expired = select(FormSubmission.id).where(FormSubmission.created_at < clock.now() - LIFETIME)
    batch = expired.order_by(FormSubmission.created_at).limit(SWEPT).with_for_update(skip_locked=True)
    opened.execute(delete(FormSubmission).where(FormSubmission.id.in_(batch.scalar_subquery())))


def drop_expired(opened: Session, now: datetime) -> int:
    """Drop the keys that nobody can repeat any more; how many that was."""
    expired = delete(FormSubmission).where(FormSubmission.created_at < now - LIFETIME)
    return cast("CursorResult[Any]", opened.execute(expired)).rowcount


def _answer_again(opened: Session, key: Key) -> Response | None:
    """What was answered to a key. Other content: a call is refused, a form drawn again; None then."""
    still_good = FormSubmission.created_at >= clock.now() - LIFETIME
    submission = opened.scalars(select(FormSubmission).where(*_row(key), still_good)).first()
    if submission is None:
        return None
    if submission.request_hash == key.request_hash:
        if not wants_json():
            flash(gettext(DONE_BEFORE))
        return _unpacked(key, submission)
    if wants_json():
        raise errors.Invalid({HEADER: OTHER_CONTENT})
    drafts.ask_again(FORM_SENT_BEFORE, errors.Invalid.status)
    return None


def _packed(key: Key, answer: Response) -> bytes:
    headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    return seal(zlib.compress(orjson.dumps(headers) + b"\n" + answer.get_data()), key.purpose)


def _unpacked(key: Key, submission: FormSubmission) -> Response:
    opened = unseal(submission.answer, key.purpose)
    if opened is None:  # the app's secret was changed meanwhile, or what a route wrote apart is not answered yet
        raise errors.WrongState(DONE_BEFORE)
    headers, _, body = zlib.decompress(opened).partition(b"\n")
    answer = Response(body, status=submission.status)
    for name, value in orjson.loads(headers).items():
        answer.headers[name] = value
    return answer
