"""Error handlers: every refusal and fault as a page or as JSON, in the reader's language."""

import logging
from http import HTTPStatus
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from tracker.core import errors
from tracker.core.database import is_unavailable
from tracker.core.i18n import N_, filled
from tracker.web import request as web
from tracker.web.forms import flatten_messages

log = logging.getLogger("tracker")

OLD_PAGE = N_("Chưa ghi: trang đã mở quá lâu hoặc phiên làm việc đã đổi. Hãy kiểm tra rồi gửi lại.")
CLASH = N_("Dữ liệu vừa thay đổi hoặc bị trùng, nên chưa ghi được. Hãy tải lại trang rồi thử lại.")
FAULT = N_("Hệ thống gặp lỗi. Việc vừa làm chưa được ghi.")
HTTP_WORDS = {
    404: errors.NotFound.message,
    405: N_("Trang này không nhận cách gửi đó."),
    413: N_("Tệp gửi lên quá lớn."),
    422: errors.Invalid.message,
}
NOTED = (errors.NotAllowed, errors.NotFound, errors.WrongState)


def install(app: Flask) -> None:
    """Register the answer to everything that can go wrong."""
    app.register_error_handler(errors.Refusal, refuse)
    app.register_error_handler(CSRFError, lambda error: refuse(errors.Refusal(OLD_PAGE)))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(
        ValidationError, lambda error: refuse(errors.Invalid(flatten_messages(error.messages_dict)))
    )
    app.register_error_handler(StaleDataError, lambda error: refuse(errors.Stale()))
    app.register_error_handler(DBAPIError, _database_fault)
    app.register_error_handler(PoolTimeout, _unavailable)
    app.register_error_handler(Exception, _fault)


def refuse(error: errors.Refusal) -> Any:
    """Give up the transaction, answer in the caller's language, and have the refusal written down."""
    web.end_transaction(keep=False)
    if isinstance(error, errors.Busy):
        web.ask_nothing()
    if isinstance(error, errors.NotSignedIn) and not web.wants_json() and not web.by_script():
        flash(gettext(error.message))
        return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
    if isinstance(error, NOTED) and web.viewer() is not None:
        g.refused = error
    fields = {name: filled(gettext(text), error.facts) for name, text in getattr(error, "fields", {}).items()}
    cautions = {"cautions": error.cautions} if isinstance(error, errors.Cautioned) else {}
    answer = _answer(error.status, gettext(error.message), fields, **cautions)
    if error.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        answer.headers["Retry-After"] = "900" if isinstance(error, errors.Throttled) else "5"
    return answer


def _http(error: HTTPException) -> Any:
    code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    messages = getattr(error, "data", {}).get("messages", {})
    field_messages = flatten_messages(messages.get("json") or messages.get("query") or {})
    answer = _answer(HTTPStatus(code), gettext(HTTP_WORDS.get(code, errors.Refusal.message)), field_messages)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def _database_fault(error: DBAPIError) -> Any:
    if isinstance(error, IntegrityError):
        log.warning("the database refused a write: %s", error.orig)
        return refuse(errors.WrongState(CLASH))
    return _unavailable(error) if is_unavailable(error) else _fault(error)


def _unavailable(error: Exception) -> Any:
    log.error("the database is out of reach: %s", error)
    return refuse(errors.Busy())


def _fault(error: Exception) -> Any:
    if web.config().testing or current_app.debug:  # there the test, here Flask's debugger shows it
        raise error
    log.exception("a fault in answering %s %s", request.method, request.path, exc_info=error)
    web.ask_nothing()
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, gettext(FAULT), {})


def _answer(status: HTTPStatus, message: str, fields: dict[str, str], **details: Any) -> Response:
    """A refusal as a page, or as JSON with all its details."""
    web.end_transaction(keep=False)
    if web.wants_json():
        answer = jsonify(code=status.value, status=status.phrase, message=message, errors=fields, **details)
    else:
        template = "unavailable.html" if status is HTTPStatus.SERVICE_UNAVAILABLE else "refusal.html"
        page = render_template(template, status=status.value, message=message, fields=fields)
        answer = Response(page, mimetype="text/html")
    answer.status_code = status.value
    web.end_transaction(keep=False)
    return answer
