"""What every page and endpoint needs: the permission on a route, the transaction and the viewer of a request, forms."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, current_app, g, render_template, request
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import Session

from config import Config
from tracker.core import errors
from tracker.core.database import Database
from tracker.core.permissions import Can
from tracker.core.viewer import Origin, Viewer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
View = TypeVar("View", bound=Callable[..., Any])


def needs(can: Can) -> Callable[[View], View]:
    """Declare what a route's caller must be permitted. A route without it answers 500 to everybody."""

    def declare(view: View) -> View:
        view.needs = can  # type: ignore[attr-defined]
        return view

    return declare


def read_only(view: View) -> View:
    """Declare that a route which is sent a form writes nothing into the database."""
    view.reads = True  # type: ignore[attr-defined]
    return view


def repeatable(view: View) -> View:
    """Declare that a route which is sent a form only reads: sent again, it reads again, and that is logged again."""
    view.repeatable = True  # type: ignore[attr-defined]
    return view


def database(app: Flask | None = None) -> Database:
    """The app's database."""
    app_database: Database = (app or current_app).extensions["tracker_database"]
    return app_database


def config() -> Config:
    """The settings of the app that answers this request."""
    settings: Config = current_app.extensions["tracker_config"]
    return settings


def session() -> Session:
    """The request's one transaction, opened on first use: able to write only if the route writes."""
    if "unit" not in g:
        view = current_app.view_functions[request.endpoint] if request.endpoint else None
        may_write = request.method not in SAFE and not getattr(view, "reads", False)
        unit = database().writing() if may_write else database().reading()
        g.session = unit.__enter__()
        g.unit = unit
        g.session.info["origin"] = origin()
    request_session: Session = g.session
    return request_session


def origin() -> Origin:
    """Where this request came from, for the audit log."""
    return Origin(g.get("request_id", ""), request.remote_addr or "")


@contextmanager
def separate_transaction() -> Iterator[Session]:
    """A writing transaction of its own, for what must be kept whatever becomes of the request's."""
    with database().writing() as own_session:
        own_session.info["origin"] = origin()
        if "before_writing" in g:
            g.pop("before_writing")(own_session)
        yield own_session


def end_transaction(*, keep: bool) -> None:
    """End the request's transaction: all of it is kept, or nothing. Raises what the database says to a commit."""
    unit = g.pop("unit", None)
    if unit is None:
        return
    request_session = g.pop("session")
    if not keep:
        request_session.rollback()
    unit.__exit__(None, None, None)


def ask_nothing() -> None:
    """From now on this request asks the database nothing: it is out of reach, and to ask again is to wait again."""
    g.asks_nothing = True


def asks_nothing() -> bool:
    """Whether the database was found out of reach in answering this request."""
    return bool(g.get("asks_nothing"))


def viewer() -> Viewer | None:
    """Who is signed in, or None. Whom a request without a database has not found out yet counts as nobody."""
    if asks_nothing() and "_login_user" not in g:  # where Flask-Login keeps whom it has found
        return None
    user = current_user._get_current_object()
    return user if isinstance(user, Viewer) else None


def actor() -> Viewer:
    """Who is signed in. NotSignedIn when nobody is."""
    current_viewer = viewer()
    if current_viewer is None:
        raise errors.NotSignedIn()
    return current_viewer


def render_fragment(template: str, **values: Any) -> Markup:
    """A piece of a page for another template to show as it is."""
    return Markup(render_template(template, **values))  # noqa: S704  Jinja has escaped it


def wants_json() -> bool:
    """Whether the caller is a program: everything below /api/ speaks JSON."""
    return request.path.startswith("/api/")


def by_script() -> bool:
    """Whether a script of a page calls, which can show no other page: browsers tell a navigation from that."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def safe_next(target: str) -> str:
    """`target` if it leads to a page of this app, else the home page: no open redirect."""
    is_local = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_local and target.isprintable() and "\\" not in target else "/"
