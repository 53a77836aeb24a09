"""The application factory: settings, database, blueprints, template filters, hooks and error handlers in one app."""

from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, redirect, request
from flask import session as cookie
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from tracker import cli, components, request_hooks
from tracker.accounts.passwords import Passwords
from tracker.audit_log import template_filters as audit_filters
from tracker.core.database import Database
from tracker.core.permissions import Can
from tracker.jobs.outbox.courier import Courier
from tracker.jobs.progress_store import ProgressStore
from tracker.jobs.schedule.scheduler import Scheduler
from tracker.jobs.worker import Worker
from tracker.register.cameras.fields import coded_words, log_labels
from tracker.territory.code_lists import template_filters as code_filters
from tracker.web import compression, drafts, error_handlers, static_files, submissions, template_filters
from tracker.web import request as web
from tracker.web.limits import RowNumber
from tracker.web.openapi import JsonApi

TEMPLATES = Path(__file__).parent.parent / "templates"


class Tracker(Flask):
    """Flask with one transaction around each answer: kept unless answering it raised.

    A form sent back with its faults has rolled back by itself (Form.fail); what is kept is that somebody read. The
    answer to what came with a key is kept with the work.
    """

    def dispatch_request(self) -> Any:
        try:
            answer = self.make_response(super().dispatch_request())
        except submissions.DoneBefore as error:
            return submissions.repeat(error.key)
        redraw = drafts.pending()
        answer = drafts.settle(redraw, answer) if redraw else submissions.finish(answer)
        web.end_transaction(keep=True)
        return answer


def create_app(config: Config) -> Flask:
    """The app, with nothing opened yet: the database is reached by the first request."""
    app = Tracker(__name__, template_folder=str(TEMPLATES))
    app.config.update(_flask_settings(config))
    app.url_map.converters["int"] = RowNumber
    app.extensions["tracker_config"] = config
    app.extensions["tracker_camera_slots"] = components.CAMERA_SLOTS
    app.extensions["tracker_owner_slots"] = components.OWNER_SLOTS
    app.extensions["tracker_unit_slots"] = components.UNIT_SLOTS
    app.extensions["tracker_account_slots"] = components.ACCOUNT_SLOTS
    install_database(app, config, Database(config.database_url))
    app.extensions["tracker_passwords"] = Passwords(config.argon2_memory_kib, config.argon2_passes)
    compression.install(app)
    static_files.install(app, request_hooks.security_headers(config, debug=app.debug))
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    Babel(app, default_locale="vi", default_timezone="Asia/Ho_Chi_Minh", locale_selector=language)
    request_hooks.install(app)
    app.url_map.converters.update(components.URL_CONVERTERS)
    _register_blueprints(app)
    template_filters.install(app)
    audit_filters.install(app, components.action_labels(), log_labels(), coded_words(), code_filters.logged_code)
    code_filters.install(app)
    cli.install(app)
    if config.jobs == "thread":
        app.before_request(lambda: app.extensions["tracker_worker"].start())
    error_handlers.install(app)
    return app


def install_database(app: Flask, config: Config, database: Database) -> None:
    """Put the app on a database, with the worker that carries out its jobs, and the files that belong to it."""
    store = components.file_store(config)
    tasks = components.tasks(store)
    courier = Courier(database, components.message_handlers(config))
    scheduler = Scheduler(database, components.TIMETABLES, tasks)
    duties = (courier.work, scheduler.work)
    worker = Worker(database, ProgressStore(database), tasks, duties=duties, at_once=config.jobs == "at_once")
    app.extensions["tracker_database"] = database
    app.extensions["tracker_files"] = store
    app.extensions["tracker_courier"] = courier
    app.extensions["tracker_scheduler"] = scheduler
    app.extensions["tracker_worker"] = worker


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
        "WTF_CSRF_CHECK_DEFAULT": False,  # check_permission asks: a header token needs none
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
    language_code = request.headers.get("Accept-Language", "")[:2] if web.wants_json() else cookie.get("language")
    return "en" if language_code == "en" else "vi"


def _register_blueprints(app: Flask) -> None:
    for pages in components.PAGES:
        app.register_blueprint(pages)
    about = {"description": "JSON API of the tracker. Send `Authorization: Bearer trk_…`."}
    api = JsonApi(app, spec_kwargs={"info": about})
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    api.spec.options["security"] = [{"token": []}]
    for part in components.APIS:
        api.register_blueprint(part)
    app.add_url_rule("/language/<any(vi, en):code>", "language", _switch_language, methods=["POST"])
    app.add_url_rule("/healthz", "healthz", _alive)
    app.add_url_rule("/readyz", "readyz", _ready)
    document = "api-docs.openapi_json"
    app.view_functions[document] = _open_to_all(app.view_functions[document])


def _open_to_all(view: Any) -> Any:
    @web.needs(Can.ENTER)
    def open_view(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

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
