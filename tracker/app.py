"""The hall: puts the rooms together, keeps the door, turns refusals into pages or JSON."""

import uuid
from pathlib import Path
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    redirect,
    request,
)
from flask import session as cookie
from flask_babel import Babel
from flask_login import LoginManager
from flask_smorest import Api
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from tracker import cli, components
from tracker.accounts import queries as people
from tracker.accounts.passwords import Passwords
from tracker.accounts.rules import SEEN_EVERY, TOKEN_PREFIX
from tracker.core import clock, errors, permissions
from tracker.core.database import Database
from tracker.core.permissions import Can, Scope
from tracker.core.viewer import Viewer
from tracker.jobs.queue import Carrier
from tracker.jobs.worker import Office
from tracker.web import error_handlers, template_filters
from tracker.web import request as web

TEMPLATES = Path(__file__).parent.parent / "templates"
csrf = CSRFProtect()

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:%s; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


class Tracker(Flask):
    """Flask with one transaction around each answer: kept unless answering it raised.

    A form sent back with its faults has rolled back by itself (Form.fail); what is kept is that somebody read.
    """

    def dispatch_request(self) -> Any:
        answer = self.make_response(super().dispatch_request())
        web.end_transaction(keep=True)
        return answer


def create_app(config: Config) -> Flask:
    """The app, with nothing opened yet: the database is reached by the first request."""
    app = Tracker(__name__, template_folder=str(TEMPLATES))
    app.config.update(_flask_settings(config))
    app.extensions["tracker_config"] = config
    app.extensions["tracker_panels"] = components.PANELS
    install_database(app, config, Database(config.database_url))
    app.extensions["tracker_passwords"] = Passwords(config.argon2_memory_kib, config.argon2_passes)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    csrf.init_app(app)
    Babel(app, default_locale="vi", default_timezone="Asia/Ho_Chi_Minh", locale_selector=language)
    _install_login(app)
    _install_rooms(app)
    template_filters.install(app)
    cli.install(app)
    app.before_request(_open_door)
    if config.jobs == "thread":
        app.before_request(lambda: app.extensions["tracker_office"].be_open())
    app.after_request(_seal)
    app.teardown_request(lambda error: web.end_transaction(keep=False))
    error_handlers.install(app)
    return app


def install_database(app: Flask, config: Config, database: Database) -> None:
    """Put the app on a database, with the office that carries out its jobs."""
    at_once = config.jobs == "at_once"
    carrier = Carrier(database, in_memory=at_once)
    app.extensions["tracker_database"] = database
    app.extensions["tracker_office"] = Office(database, carrier, components.TASKS, at_once=at_once)


def _flask_settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.secret_key,
        "TESTING": config.testing,
        "SESSION_COOKIE_NAME": "__Host-tracker" if config.cookie_secure else "tracker",
        "SESSION_COOKIE_SECURE": config.cookie_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": config.session_longest,
        "MAX_CONTENT_LENGTH": config.most_upload_mb * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_CHECK_DEFAULT": False,  # _open_door asks: a token in the header needs none, a cookie always does
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": config.cookie_secure,
        "API_TITLE": "Camera-footage extraction request tracker",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api/v1",
        "OPENAPI_JSON_PATH": "openapi.json",
        "BABEL_TRANSLATION_DIRECTORIES": str(Path(__file__).parent / "translations"),
    }


def language() -> str:
    """Vietnamese, unless this browser or program asked for English."""
    if not has_request_context():
        return "vi"
    asked = request.headers.get("Accept-Language", "")[:2] if web.wants_json() else cookie.get("language")
    return "en" if asked == "en" else "vi"


def _install_login(app: Flask) -> None:
    manager = LoginManager(app)
    manager.user_loader(_viewer_by_session)
    manager.request_loader(_viewer_by_token)


def _viewer_by_session(secret: str) -> Viewer | None:
    config = web.config()
    found = people.viewer_by_session(web.session(), secret, clock.now(), config.session_idle, config.session_longest)
    if found is None:
        return None
    viewer, seen_at = found
    if clock.now() - seen_at > SEEN_EVERY:
        g.seen = viewer.sign_in_id
    return viewer


def _bearer() -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" and web.wants_json() else ""


def _viewer_by_token(_: Any) -> Viewer | None:
    secret = _bearer()
    return people.viewer_by_token(web.session(), secret, clock.now()) if secret.startswith(TOKEN_PREFIX) else None


def _install_rooms(app: Flask) -> None:
    for pages in components.PAGES:
        app.register_blueprint(pages)
    about = {"description": "JSON API of the tracker. Send `Authorization: Bearer trk_…`."}
    api = Api(app, spec_kwargs={"info": about})
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    api.spec.options["security"] = [{"token": []}]
    for part in components.APIS:
        api.register_blueprint(part)
    app.add_url_rule("/language/<any(vi, en):code>", "language", _switch_language, methods=["POST"])
    app.add_url_rule("/healthz", "healthz", _alive)
    app.add_url_rule("/readyz", "readyz", _ready)
    for endpoint in ("static", "api-docs.openapi_json"):
        app.view_functions[endpoint] = _open_to_all(app.view_functions[endpoint])


def _open_to_all(view: Any) -> Any:
    @web.needs(Can.ENTER)
    def open_view(*given: Any, **named: Any) -> Any:
        return view(*given, **named)

    return open_view


@web.needs(Can.ENTER)
def _switch_language(code: str) -> Any:
    cookie["language"] = code
    return redirect(web.safe_next(request.form.get("next", "/")))


@web.needs(Can.ENTER)
def _alive() -> str:
    return "ok"


@web.needs(Can.ENTER)
def _ready() -> str:
    web.session().connection()
    return "ok"


def _by_cookie() -> bool:
    """Whether it is the cookie that says who calls: then no header spares it the CSRF token."""
    found = web.viewer()
    return found is not None and found.sign_in_id is not None


def _open_door() -> None:
    """Closed by default: a route says what it needs, or nobody gets in."""
    g.request_id = uuid.uuid4().hex
    if request.endpoint is None:
        return
    can = getattr(current_app.view_functions[request.endpoint], "needs", None)
    if can is None:
        raise RuntimeError(f"the route {request.endpoint} declares no permission")
    g.needs = can
    unsafe = request.method not in web.SAFE
    if unsafe:
        request.form  # noqa: B018  the body comes in before a transaction begins, however slowly it comes
    if unsafe and (not _bearer() or _by_cookie()):
        csrf.protect()
    if can is Can.ENTER:
        return
    viewer = web.viewer()
    if unsafe and viewer is not None and viewer.scope is Scope.READ:
        raise errors.NotAllowed()
    permissions.require(viewer, can)


def _seal(answer: Response) -> Response:
    """Headers of every answer, and what is noted after it."""
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY % web.config().map_tiles_origin
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["X-Request-ID"] = g.get("request_id", "")
    if web.config().cookie_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static" and not g.get("may_be_kept"):
        answer.headers["Cache-Control"] = "no-store"
    error_handlers.note_afterwards()
    return answer
