"""Log-in, log-out, one's own account, and the list of accounts."""

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import logout_user
from markupsafe import Markup
from werkzeug import Response

from tracker.accounts import actions, delegations, password_setting, posts, queries, schemas, signing_in
from tracker.accounts.models import User
from tracker.accounts.slots import account_slots
from tracker.core import clock
from tracker.core.permissions import Can, Position, Role, Scope
from tracker.territory.units.models import Unit
from tracker.territory.units.rules import alive
from tracker.web import drafts
from tracker.web.forms import Form, NextPage, query_args, query_schema
from tracker.web.request import (
    actor,
    needs,
    render_fragment,
    safe_next,
    session,
    viewer,
)

pages = Blueprint("accounts", __name__)


@pages.route("/login", methods=["GET", "POST"])
@needs(Can.ENTER)
@query_schema(NextPage)
def login() -> Any:
    """Sign in. Looking at the password happens between two transactions, because it is slow on purpose."""
    form = Form(schemas.LogIn())
    reader = viewer()
    if reader is not None:
        return signing_in.onward(reader, request.form.get(drafts.DRAFT, ""), "/")
    if form.sent:
        answer = form.submit(signing_in.try_to)
        if answer:
            return answer
    target = safe_next(query_args()["next"])
    return render_template("accounts/login.html", form=form, next=target), form.status


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
    if form.sent and form.submit(password_setting.change_own):
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


@pages.route("/accounts/delegations", methods=["GET", "POST"])
@needs(Can.DELEGATE)
def delegate() -> Any:
    """Have an officer decide instead of oneself for some days; what was delegated so far."""
    form = _new_delegation()
    if form.sent:
        post = form.submit(lambda typed: delegations.delegate(session(), actor(), delegations.NewDelegation(**typed)))
        if post:
            flash(_("Đã ủy quyền phê duyệt."))
            return redirect(url_for("accounts.delegate"))
    return _delegations_page(form, form)


def _new_delegation(*, fresh: bool = False) -> Form:
    stored_values = {"valid_from": clock.today(), "unit_id": min(actor().heads)}
    return Form(schemas.DelegationForm(), stored_values, fresh=fresh)


def _delegations_page(form: Form, sent: Form) -> Any:
    headed = [(post.unit_id, post.unit_name) for post in actor().posts if post.unit_id in actor().heads]
    people = delegations.officers(session(), actor(), clock.today())
    return render_template(
        "accounts/delegations.html",
        form=form,
        sent=sent,
        headed=sorted(set(headed)),
        officers=[(user.login, user.name) for user in people],
        given=delegations.given(session(), actor()),
        today=clock.today(),
    ), sent.status


@pages.post("/accounts/delegations/<int:post_id>/end")
@needs(Can.DELEGATE)
def end_delegation(post_id: int) -> Any:
    """End at once what one delegated."""
    form = Form(schemas.EndedDelegation())
    officer = form.submit(lambda typed: delegations.end(session(), actor(), post_id, typed["reason"]))
    if officer:
        flash(_("%(name)s không còn phê duyệt thay bạn.", name=officer.name))
        return redirect(url_for("accounts.delegate"))
    return _delegations_page(_new_delegation(fresh=True), form)


def people_of_unit(unit: Unit) -> Markup:
    """Who has a post in a unit today, or had on its last day."""
    on = min(unit.valid_to or clock.today(), clock.today())
    people = queries.people_of(session(), unit.id, on)
    return render_fragment("accounts/_people.html", people=people, may_delegate=unit.id in actor().heads)


@pages.get("/accounts")
@needs(Can.MANAGE_ACCOUNTS)
@query_schema(schemas.UserFilter)
def index() -> str:
    """All accounts, or those with some words in name, log-in name or unit."""
    users, following = queries.listing(session(), **query_args())
    last_sign_ins = queries.last_sign_ins(session(), [user.id for user in users])
    context = {"users": users, "following": following, "last_sign_ins": last_sign_ins}
    return render_template("accounts/index.html", alive=alive, today=clock.today(), **context)


@pages.route("/accounts/new", methods=["GET", "POST"])
@needs(Can.MANAGE_ACCOUNTS)
def new() -> Any:
    """Make an account."""
    form = Form(schemas.NewUser())
    if form.sent:
        user = form.submit(password_setting.create)
        if user:
            flash(_("Đã tạo tài khoản %(login)s.", login=user.login))
            return redirect(url_for("accounts.index"))
    return render_template("accounts/new.html", form=form, roles=Role, positions=Position), form.status


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
    return _show_page(_afresh(user, form), form)


def _afresh(user: User, form: Form) -> User:
    """The account as it is now: what was refused may have been changed in it, and was not kept."""
    return queries.get(session(), user.id) if form.sent else user


def _show_page(user: User, form: Form) -> Any:
    page = render_template(
        "accounts/show.html",
        user=user,
        form=form,
        roles=Role,
        positions=Position,
        today=clock.today(),
        last_sign_in=queries.last_sign_ins(session(), [user.id]).get(user.id),
        work_left=account_slots().work_left(user),
    )
    return page, form.status


@pages.route("/accounts/<int:user_id>/posts/<int:post_id>/end", methods=["GET", "POST"])
@needs(Can.MANAGE_ACCOUNTS)
def end_post(user_id: int, post_id: int) -> Any:
    """End a post after its last day, after showing what open work stays with the person."""
    user = queries.get(session(), user_id)
    form = Form(schemas.EndedPost(), {"valid_to": clock.today()})
    if form.sent:
        ended = form.submit(
            lambda facts: posts.end(session(), actor(), user, post_id, facts["valid_to"], facts["reason"])
        )
        if ended:
            flash(_("Đã ghi ngày kết thúc nhiệm vụ."))
            return redirect(url_for("accounts.show", user_id=user_id))
    user = _afresh(user, form)
    post, work_left = posts.of_user(session(), user, post_id), account_slots().work_left(user)
    return render_template("accounts/end_post.html", form=form, user=user, post=post, work_left=work_left), form.status


@pages.route("/accounts/<int:user_id>/edit", methods=["GET", "POST"])
@needs(Can.MANAGE_ACCOUNTS)
def edit(user_id: int) -> Any:
    """Correct somebody's name."""
    user = queries.get(session(), user_id)
    form = Form(schemas.EditedUser(), {"name": user.name, "version": user.version})
    if form.sent:
        saved = form.submit(lambda typed: actions.rename(session(), actor(), user, **typed))
        if saved:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("accounts.show", user_id=user_id))
    return render_template("accounts/edit.html", form=form, user=_afresh(user, form)), form.status


@pages.route("/accounts/<int:user_id>/password", methods=["GET", "POST"])
@needs(Can.MANAGE_ACCOUNTS)
def reset_password(user_id: int) -> Any:
    """Give somebody a password for one log-in, at which another one must be chosen."""
    user = queries.get(session(), user_id)
    form = Form(schemas.ResetPassword())
    if form.sent and form.submit(lambda typed: password_setting.reset(user, typed["password"])):
        flash(_("Đã đặt lại mật khẩu; người dùng phải đổi ở lần đăng nhập tới."))
        return redirect(url_for("accounts.show", user_id=user_id))
    return render_template("accounts/password.html", form=form, user=_afresh(user, form)), form.status


@pages.route("/accounts/<int:user_id>/disable", methods=["GET", "POST"])
@needs(Can.MANAGE_ACCOUNTS)
def disable(user_id: int) -> Any:
    """Lock an account, after showing what it would leave behind."""
    user = queries.get(session(), user_id)
    form = Form(schemas.LockedUser(), {"version": user.version})
    if form.sent:
        locked = form.submit(lambda typed: actions.disable(session(), actor(), user, **typed))
        if locked:
            flash(_("Đã khóa tài khoản; mọi phiên của họ đã kết thúc."))
            return redirect(url_for("accounts.show", user_id=user_id))
    user = _afresh(user, form)
    work_left = account_slots().work_left(user)
    return render_template("accounts/disable.html", form=form, user=user, work_left=work_left), form.status


@pages.post("/accounts/<int:user_id>/enable")
@needs(Can.MANAGE_ACCOUNTS)
def enable(user_id: int) -> Response:
    """Enable an account again."""
    user = queries.get(session(), user_id)
    version = schemas.VersionIn().load({"version": request.form.get("version", "")})["version"]
    actions.set_active(session(), actor(), user, True, version)
    flash(_("Đã mở tài khoản."))
    return redirect(url_for("accounts.index"))
