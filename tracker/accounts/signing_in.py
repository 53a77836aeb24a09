"""Presenters: signing in, between two transactions; going on to where somebody wanted, or to what was being typed."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug import Response

from tracker.accounts import actions, queries, schemas
from tracker.accounts.passwords import Passwords
from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.web import drafts
from tracker.web.forms import Form
from tracker.web.request import database, end_transaction, safe_next, separate_transaction

SESSION_ENDED = N_("Chưa ghi: phiên làm việc đã kết thúc. Hãy đăng nhập lại, nội dung bạn vừa nhập vẫn còn.")
SESSION_ENDED_TEXT_LOST = N_("Chưa ghi: phiên làm việc đã kết thúc. Hãy đăng nhập lại rồi làm lại.")


def passwords() -> Passwords:
    """The app's password hasher."""
    hasher: Passwords = current_app.extensions["tracker_passwords"]
    return hasher


def try_to(typed: dict[str, Any]) -> Response:
    """Sign in with the name and the password typed. Invalid when they are wrong, Throttled after too many tries."""
    end_transaction(keep=False)  # a transaction still open here would wait for the next ones, and they for it
    ip = request.remote_addr or ""
    _count_try(typed["login"], ip)
    with database().reading() as reading:
        user = queries.by_login(reading, typed["login"])
    password_hash = user.password_hash if user and user.active else None
    if not passwords().fits(password_hash, typed["password"]) or user is None:
        with separate_transaction() as writing:
            actions.refuse_sign_in(writing, typed["login"])
        raise errors.Invalid({"password": _("Tên đăng nhập hoặc mật khẩu không đúng.")})
    with separate_transaction() as writing:
        signed_in = actions.sign_in(writing, user, ip, request.user_agent.string)
    language = cookie.get("language")
    cookie.clear()
    if language:
        cookie["language"] = language
    login_user(signed_in)
    return onward(signed_in, typed[drafts.DRAFT], safe_next(typed["next"]))


def onward(reader: Viewer, sealed: str, target: str) -> Response:
    """To where somebody wanted to go, or to the form that a session's end came between, filled in as it was."""
    draft = drafts.opened(sealed, reader.id) if sealed else None
    if draft is None:
        if sealed:
            flash(_(drafts.DRAFT_LOST))
        return redirect(target)
    return Response(render_template("accounts/resume.html", url=draft.url, sealed=sealed), mimetype="text/html")


def sign_in_again() -> tuple[str, int]:
    """The log-in page for somebody whose session ended before a form was sent: what was typed comes along, sealed."""
    sealed = drafts.sealed_request()
    form = Form(schemas.LogIn(), {drafts.DRAFT: sealed}, fresh=True)
    form.message = _(SESSION_ENDED if sealed else SESSION_ENDED_TEXT_LOST)
    return render_template("accounts/login.html", form=form, next="/"), errors.NotSignedIn.status


def _count_try(login: str, ip: str) -> None:
    refusal: errors.Throttled | None = None
    with separate_transaction() as writing:
        try:
            actions.record_login_attempt(writing, login, ip)
        except errors.Throttled as error:
            refusal = error  # after the block: what was noted of it must be kept
    if refusal:
        raise refusal
