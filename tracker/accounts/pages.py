"""Log-in, log-out, one's own account, and the list of accounts."""

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import login_user, logout_user
from werkzeug import Response

from tracker.accounts import actions, posts, queries, rules, schemas
from tracker.accounts.models import User
from tracker.accounts.passwords import Passwords
from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.core.permissions import Can, Position, Role, Scope
from tracker.core.viewer import Viewer
from tracker.territory.units.rules import alive
from tracker.web import drafts
from tracker.web.forms import Form, NextPage, query_args, query_schema
from tracker.web.request import (
    actor,
    database,
    end_transaction,
    needs,
    safe_next,
    separate_transaction,
    session,
    viewer,
)

pages = Blueprint("accounts", __name__)
SESSION_ENDED = N_("Chưa ghi: phiên làm việc đã kết thúc. Hãy đăng nhập lại, nội dung bạn vừa nhập vẫn còn.")
SESSION_ENDED_TEXT_LOST = N_("Chưa ghi: phiên làm việc đã kết thúc. Hãy đăng nhập lại rồi làm lại.")


def passwords() -> Passwords:
    """The app's password hasher."""
    hasher: Passwords = current_app.extensions["tracker_passwords"]
    return hasher


@pages.route("/login", methods=["GET", "POST"])
@needs(Can.ENTER)
@query_schema(NextPage)
def login() -> Any:
    """Sign in. Looking at the password happens between two transactions, because it is slow on purpose."""
    form = Form(schemas.LogIn())
    reader = viewer()
    if reader is not None:
        return _onward(reader, request.form.get(drafts.DRAFT, ""), "/")
    if form.sent:
        answer = form.submit(_try_login)
        if answer:
            return answer
    target = safe_next(query_args()["next"])
    return render_template("accounts/login.html", form=form, next=target), form.status


def _try_login(typed: dict[str, Any]) -> Response:
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
    return _onward(signed_in, typed[drafts.DRAFT], safe_next(typed["next"]))


def _onward(reader: Viewer, sealed: str, target: str) -> Response:
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


@pages.post("/logout")
@needs(Can.ENTER)
def logout() -> Response:
    """End this session, here and wherever its cookie was copied to."""
    current = viewer()
    if current is not None:
        actions.sign_out(session(), current)
        logout_user()
        cookie.clear()
    return redirect(url_for("accounts.login"))


@pages.route("/accounts/me", methods=["GET", "POST"])
@needs(Can.OWN_ACCOUNT)
def account() -> Any:
    """One's own password, sessions and tokens."""
    form = Form(schemas.NewPassword())
    if form.sent and form.submit(_change_password):
        flash(_("Đã đổi mật khẩu. Mọi phiên đăng nhập cũ đã kết thúc, mời đăng nhập lại."))
        return redirect(url_for("accounts.login"))
    return _account_page(form), form.status


def _account_page(form: Form, token_form: Form | None = None, secret: str = "") -> str:
    return render_template(
        "accounts/account.html",
        form=form,
        token_form=token_form or Form(schemas.NewToken()),
        secret=secret,
        sessions=queries.active_sessions(session(), actor().id),
        tokens=queries.tokens(session(), actor().id),
        scopes=Scope,
        now=clock.now(),
    )


def _change_password(typed: dict[str, Any]) -> bool:
    user = session().get_one(User, actor().id)
    if not passwords().fits(user.password_hash, typed["current"]):
        raise errors.Invalid({"current": _("Mật khẩu hiện tại không đúng.")})
    if typed["password"] != typed["again"]:
        raise errors.Invalid({"again": _("Hai lần nhập mật khẩu mới không giống nhau.")})
    fault = rules.password_fault(typed["password"], user.login)
    if fault:
        raise errors.Invalid({"password": fault})
    actions.set_password(session(), actor(), user, passwords().hash(typed["password"]))
    cookie.clear()
    return True


@pages.post("/accounts/me/tokens")
@needs(Can.OWN_ACCOUNT)
def create_token() -> Any:
    """A new token; its secret is on the answer and nowhere else."""
    form = Form(schemas.NewToken())
    token_and_secret = form.submit(
        lambda typed: actions.create_token(
            session(),
            actor(),
            name=typed["name"],
            scope=typed["scope"],
            expires_at=clock.now() + timedelta(days=typed["days"]),
        )
    )
    return _account_page(
        Form(schemas.NewPassword()), form, token_and_secret[1] if token_and_secret else ""
    ), form.status


@pages.post("/accounts/me/tokens/<int:token_id>/revoke")
@needs(Can.OWN_ACCOUNT)
def revoke_token(token_id: int) -> Response:
    """End a token."""
    actions.revoke_token(session(), actor(), token_id)
    flash(_("Đã thu hồi khóa truy cập."))
    return redirect(url_for("accounts.account"))


@pages.get("/accounts")
@needs(Can.MANAGE_ACCOUNTS)
def index() -> str:
    """All accounts."""
    users = queries.all_users(session())
    return render_template("accounts/index.html", users=users, alive=alive, today=clock.today())


@pages.route("/accounts/new", methods=["GET", "POST"])
@needs(Can.MANAGE_ACCOUNTS)
def new() -> Any:
    """Make an account."""
    form = Form(schemas.NewUser())
    if form.sent:
        user = form.submit(_create)
        if user:
            flash(_("Đã tạo tài khoản %(login)s.", login=user.login))
            return redirect(url_for("accounts.index"))
    return render_template("accounts/new.html", form=form, roles=Role, positions=Position), form.status


def _create(typed: dict[str, Any]) -> User:
    password = typed.pop("password")
    fault = rules.password_fault(password, typed["login"])
    if fault:
        raise errors.Invalid({"password": fault})
    return actions.create_user(session(), actor(), password_hash=passwords().hash(password), **typed)


@pages.route("/accounts/<int:user_id>", methods=["GET", "POST"])
@needs(Can.MANAGE_ACCOUNTS)
def show(user_id: int) -> Any:
    """One account with its posts, and a form for one more."""
    user = queries.get(session(), user_id)
    form = Form(schemas.PostForm(), {"valid_from": clock.today(), "position": Position.MEMBER})
    if form.sent:
        post = form.submit(lambda facts: posts.add(session(), actor(), user, posts.NewPost(**facts)))
        if post:
            flash(_("Đã giao thêm nhiệm vụ cho %(name)s.", name=user.name))
            return redirect(url_for("accounts.show", user_id=user_id))
    return _show_page(user_id, form)


def _show_page(user_id: int, form: Form) -> Any:
    page = render_template(
        "accounts/show.html",
        user=queries.get(session(), user_id),
        form=form,
        roles=Role,
        positions=Position,
        today=clock.today(),
    )
    return page, form.status


@pages.post("/accounts/<int:user_id>/posts/<int:post_id>/end")
@needs(Can.MANAGE_ACCOUNTS)
def end_post(user_id: int, post_id: int) -> Any:
    """End a post after its last day."""
    user = queries.get(session(), user_id)
    form = Form(schemas.EndedPost())
    ended = form.submit(lambda facts: posts.end(session(), actor(), user, post_id, facts["valid_to"], facts["reason"]))
    if ended:
        flash(_("Đã ghi ngày kết thúc nhiệm vụ."))
        return redirect(url_for("accounts.show", user_id=user_id))
    return _show_page(user_id, form)


@pages.post("/accounts/<int:user_id>/<any(disable, enable):step>")
@needs(Can.MANAGE_ACCOUNTS)
def switch(user_id: int, step: str) -> Response:
    """Disable or enable an account."""
    user = session().get(User, user_id)
    if user is None:
        raise errors.NotFound()
    version = schemas.VersionIn().load({"version": request.form.get("version", "")})["version"]
    actions.set_active(session(), actor(), user, step == "enable", version)
    flash(_("Đã mở tài khoản.") if step == "enable" else _("Đã khóa tài khoản; mọi phiên của họ đã kết thúc."))
    return redirect(url_for("accounts.index"))
