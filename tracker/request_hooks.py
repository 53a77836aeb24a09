"""What happens around every request: who calls, whether they may, security headers, what is logged afterwards."""

import logging
import uuid
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from config import Config
from tracker.accounts import actions as accounts
from tracker.accounts import queries as people
from tracker.accounts import signing_in
from tracker.accounts.rules import SEEN_EVERY, TOKEN_PREFIX
from tracker.audit_log.actions import record
from tracker.audit_log.rules import Result
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can, Scope
from tracker.core.viewer import Viewer
from tracker.web import drafts, submissions
from tracker.web import request as web
from tracker.web.error_handlers import OLD_PAGE
from tracker.web.forms import check_query_names
from tracker.web.json_bodies import receive_body

log = logging.getLogger("tracker")
csrf = CSRFProtect()

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:%s; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)

NEW_PASSWORD_FIRST = N_("Hãy đổi mật khẩu được cấp rồi mới làm việc khác.")
# All that somebody can do whose password was given by somebody else.
BEFORE_NEW_PASSWORD = frozenset({"accounts.account", "accounts.logout", "language", "static", "healthz", "readyz"})


def install(app: Flask) -> None:
    """Register the hooks, in the order in which they run."""
    csrf.init_app(app)
    manager = LoginManager(app, add_context_processor=False)  # it would ask who calls on pages without a database too
    manager.user_loader(_viewer_by_session)
    manager.request_loader(_viewer_by_token)
    app.before_request(check_permission)
    app.before_request(check_query_names)
    app.before_request(begin_writing)
    app.after_request(add_security_headers)
    app.after_request(log_afterwards)
    app.teardown_request(lambda error: web.end_transaction(keep=False))


def _viewer_by_session(secret: str) -> Viewer | None:
    config = web.config()
    signed_in = people.viewer_by_session(
        web.session(), secret, clock.now(), config.session_idle, config.session_longest
    )
    if signed_in is None:
        return None
    viewer, seen_at = signed_in
    if clock.now() - seen_at > SEEN_EVERY:
        g.seen = viewer.sign_in_id
    return viewer


def _bearer() -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" and web.wants_json() else ""


def _viewer_by_token(_: Any) -> Viewer | None:
    secret = _bearer()
    return people.viewer_by_token(web.session(), secret, clock.now()) if secret.startswith(TOKEN_PREFIX) else None


def _by_cookie() -> bool:
    """Whether it is the cookie that says who calls: then no header spares it the CSRF token."""
    viewer = web.viewer()
    return viewer is not None and viewer.sign_in_id is not None


def check_permission() -> Any:
    """Closed by default: a route says what it needs, or nobody gets in. RuntimeError for a route that does not say.

    Who sends a form and is signed in no longer is asked to sign in again, with what was typed kept.
    """
    g.request_id = uuid.uuid4().hex
    if request.endpoint is None:
        return None
    can = getattr(current_app.view_functions[request.endpoint], "needs", None)
    if can is None:
        raise RuntimeError(f"the route {request.endpoint} declares no permission")
    g.needs = can
    unsafe = request.method not in web.SAFE
    if unsafe:
        receive_body()  # before a transaction begins
    viewer = web.viewer()
    if _must_choose_password(viewer):
        return _to_new_password()
    if unsafe and viewer is None and can is not Can.ENTER and not web.wants_json():
        web.end_transaction(keep=False)
        return signing_in.sign_in_again()
    if unsafe and (not _bearer() or _by_cookie()):
        _check_csrf_token()
    if can is not Can.ENTER:
        _require(viewer, can, unsafe)
    return None


def _require(viewer: Viewer | None, can: Can, unsafe: bool) -> None:
    if unsafe and viewer is not None and viewer.scope is Scope.READ:
        raise errors.NotAllowed()
    permissions.require(viewer, can)


def _must_choose_password(viewer: Viewer | None) -> bool:
    """Whether it is somebody who was given a password, and has to choose another one before anything else."""
    return viewer is not None and viewer.must_change_password and request.endpoint not in BEFORE_NEW_PASSWORD


def _to_new_password() -> Any:
    web.end_transaction(keep=False)
    if web.wants_json():
        raise errors.NotAllowed(NEW_PASSWORD_FIRST)
    return redirect(url_for("accounts.account"))


def _check_csrf_token() -> None:
    """CSRFError for a wrong token; but a form that we drew for whoever sends it is drawn again, with a new one."""
    try:
        csrf.protect()
    except CSRFError:
        if not drafts.drawn_for_reader():
            raise
        drafts.ask_again(OLD_PAGE, HTTPStatus.BAD_REQUEST)


def begin_writing() -> Any:
    """Take up a draft, or the key under which nothing is done twice: then what was answered before is answered."""
    viewer = web.viewer() if request.method not in web.SAFE else None
    if viewer is None or request.endpoint is None:
        return None
    if g.needs is not Can.ENTER:
        drafts.take_up(viewer.id)
    return None if drafts.pending() else submissions.begin(viewer.id)


def security_headers(config: Config, *, debug: bool) -> dict[str, str]:
    """What every answer tells a browser, static files included."""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if not debug:  # Flask's debugger brings its script along in the page
        headers["Content-Security-Policy"] = CONTENT_SECURITY % config.map_tiles_origin
    if config.cookie_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def add_security_headers(answer: Response) -> Response:
    """The same headers on every answer; only static files and what a page allows may be kept by the browser."""
    answer.headers.update(security_headers(web.config(), debug=current_app.debug))
    answer.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint != "static" and not g.get("may_be_kept"):
        answer.headers["Cache-Control"] = "no-store"
    return answer


def log_afterwards(answer: Response) -> Response:
    """Log a refusal, or that a session is in use: in a transaction of its own, after the request's."""
    refusal, sign_in_id = g.pop("refused", None), g.pop("seen", None)
    if web.asks_nothing() or (refusal is None and sign_in_id is None):
        return answer
    web.end_transaction(keep=False)
    try:
        with web.database().writing() as session:
            if sign_in_id is not None:
                accounts.touch_session(session, sign_in_id, clock.now())
            if refusal is not None:
                _record_refusal(session, refusal)
    except (DBAPIError, PoolTimeout, errors.Busy) as error:
        log.exception("could not log a refusal or a session's use", exc_info=error)
    return answer


def _record_refusal(session: Session, refusal: errors.Refusal) -> None:
    session.info["origin"] = web.origin()
    record(
        session,
        web.viewer(),
        f"refused:{type(refusal).__name__}",
        kind="Route",
        ending=Result.REFUSED,
        method=request.method,
        path=request.path,
        needs=str(g.get("needs", "")),
        facts=refusal.facts,
    )
