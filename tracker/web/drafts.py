"""What somebody typed outlives a session that ended and a page that grew old: it is drawn again, never carried out.

A request that must not be carried out (`ask_again`) goes through its page as always, but Form.submit refuses, so that
the form is drawn as typed. What was no form of that kind is rolled back and offered again with one button. Before
somebody has signed in again, what was sent travels through the log-in page, sealed, for that person only: see
docs/decisions/0024-typed-text-outlives-a-session.md.
"""

import base64
import zlib
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, g, render_template, request
from flask import session as cookie
from flask_babel import gettext
from werkzeug.datastructures import ImmutableMultiDict

from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.web import request as web
from tracker.web.form_keys import FORM_KEY, drawn_for
from tracker.web.sealing import seal, unseal

DRAFT = "draft_kept"  # the hidden field with what was sealed
LIFETIME = timedelta(hours=12)  # as long as a session may last by default
LARGEST = 500_000  # bytes of what was typed, well below what a form may hold
SECRET_FIELDS = frozenset({"password", "current", "again"})  # never kept
LEFT_OUT = SECRET_FIELDS | {"csrf_token", FORM_KEY, DRAFT}
PURPOSE = "draft"

SIGNED_IN_AGAIN = N_("Bạn vừa đăng nhập lại, nội dung vẫn còn: kiểm tra rồi gửi.")
FILES_LOST = N_("Tệp đã chọn không giữ lại được, hãy chọn lại tệp.")
DRAFT_LOST = N_("Nội dung giữ lại đã quá hạn hoặc không thuộc tài khoản này, nên không mở được.")


@dataclass
class Redraw:
    """Why what was sent is not carried out; `drawn`: whether its form came to be drawn again."""

    message: str
    status: int
    files: bool
    cookie: dict[str, Any]
    drawn: bool = False

    @property
    def words(self) -> str:
        """What the person is text."""
        text = gettext(self.message)
        return " ".join([text, gettext(FILES_LOST)]) if self.files else text


@dataclass(frozen=True)
class Draft:
    """What somebody sent to an address, without secrets and files."""

    owner_id: int
    url: str
    at: datetime
    fields: list[tuple[str, str]]
    files: bool


def ask_again(message: str, status: int = HTTPStatus.OK, *, files: bool | None = None) -> None:
    """Carry out nothing of this request: draw its form again as typed, with a message."""
    lost = any(sent.filename for sent in request.files.values()) if files is None else files
    g.redraw = Redraw(message, status, lost, deepcopy(dict(cookie)))


def pending() -> Redraw | None:
    """Why this request is not to be carried out; None for one that is."""
    redraw: Redraw | None = g.get("redraw")
    return redraw


def settle(redraw: Redraw, answer: Response) -> Response:
    """The form drawn again; where its page drew none, nothing is kept of what it did and one button offers it again."""
    if redraw.drawn and answer.status_code not in range(300, 400):
        return answer
    web.end_transaction(keep=False)
    cookie.clear()
    cookie.update(redraw.cookie)
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT]
    page = render_template("send_again.html", message=redraw.words, fields=fields, url=_here())
    return Response(page, redraw.status, mimetype="text/html")


def drawn_for_reader() -> bool:
    """Whether the form that was sent was drawn by us for whoever calls now: only they may see again what is in it."""
    reader = web.viewer()
    return drawn_for(request.form.get(FORM_KEY, "")) == (reader.id if reader else 0)


def sealed_request() -> str:
    """What was sent, sealed for the person for whom its form was drawn; empty where that is nobody, or too long."""
    owner_id = drawn_for(request.form.get(FORM_KEY, ""))
    if DRAFT in request.form:
        return request.form[DRAFT]
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT]
    files = any(sent.filename for sent in request.files.values())
    content = orjson.dumps((owner_id, _here(), clock.now(), fields, files))
    if not owner_id or len(content) > LARGEST:
        return ""
    return base64.urlsafe_b64encode(seal(zlib.compress(content), PURPOSE)).decode()


def opened(sealed: str, reader_id: int) -> Draft | None:
    """A sealed draft; None when it is another person's, expired, or made up."""
    try:
        content = unseal(base64.urlsafe_b64decode(sealed), PURPOSE)
    except ValueError:
        return None
    if content is None:
        return None
    owner_id, url, moment, fields, files = orjson.loads(zlib.decompress(content))
    draft = Draft(owner_id, url, datetime.fromisoformat(moment), [(name, value) for name, value in fields], files)
    return draft if draft.owner_id == reader_id and clock.now() - draft.at < LIFETIME else None


def take_up(reader_id: int) -> None:
    """Draw the form again to which a draft belongs, if this request brings one. Refusal where it cannot be opened."""
    if DRAFT not in request.form:
        return
    draft = opened(request.form[DRAFT], reader_id)
    if draft is None or draft.url != _here():
        raise errors.Refusal(DRAFT_LOST)
    request.__dict__["form"] = ImmutableMultiDict(draft.fields)
    ask_again(SIGNED_IN_AGAIN, files=draft.files)


def _here() -> str:
    return request.full_path.rstrip("?")
