"""Writing accounts: making them, disabling them, passwords, sessions, tokens."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts import delegations, posts, queries, rules
from tracker.accounts.models import LoginAttempt, SignIn, Token, User
from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions, post_rules
from tracker.core.database import apply_changes, check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can, Position, Role
from tracker.core.viewer import Viewer


def create_user(
    session: Session,
    actor: Viewer | None,
    *,
    login: str,
    name: str,
    role: Role,
    password_hash: str,
    unit: str = "",
    position: Position | None = None,
    must_change_password: bool = False,
) -> User:
    """A new account with its first post, from today on. `actor` is None at the command line. Invalid on a taken name.

    Whoever gets it from somebody signed in chooses another password at the first log-in.

    `unit` is the name or the code of a unit of today, or the code of a ward for its police.
    """
    if actor is not None:
        permissions.require(actor, Can.MANAGE_ACCOUNTS)
    key = _free_login(session, login)
    posts.unit_for(session, role, unit, clock.today())  # refused before anything is written
    user = User(
        login=key,
        name=name,
        password_hash=password_hash,
        active=True,
        created_at=clock.now(),
        password_changed_at=clock.now(),
        must_change_password=must_change_password or actor is not None,
    )
    session.add(user)
    session.flush()
    post = posts.give(
        session, user, posts.NewPost(role, unit, position or post_rules.default_position(role), clock.today())
    )
    record(session, actor, "user:create", user, role=role.value, unit=post.unit.label if post.unit else "")
    return user


def _free_login(session: Session, login: str) -> str:
    key = rules.login_key(login)
    if not key or len(key) > 64 or any(letter.isspace() for letter in key):
        raise errors.Invalid({"login": N_("Tên đăng nhập là một từ, không có khoảng trắng, tối đa 64 ký tự.")})
    if queries.by_login(session, key):
        raise errors.Invalid({"login": N_("Tên đăng nhập này đã có người dùng.")})
    return key


def set_password(
    session: Session, actor: Viewer | None, user: User, password_hash: str, *, must_change: bool = False
) -> None:
    """A new password: every session of the account ends. One given by somebody else is changed at the next log-in."""
    is_given = actor is not None and actor.id != user.id
    if is_given:
        permissions.require(actor, Can.MANAGE_ACCOUNTS)
    user.must_change_password = is_given or must_change
    user.password_hash = password_hash
    user.password_changed_at = clock.now()
    end_sessions(session, user.id)
    record(session, actor, "user:password-reset" if user.must_change_password else "user:password", user)


def rename(session: Session, actor: Viewer, user: User, name: str, version: int) -> User:
    """Correct somebody's name. Stale when the account was changed first."""
    permissions.require(actor, Can.MANAGE_ACCOUNTS)
    check_version(user, version)
    changed = apply_changes(user, {"name": name})
    if changed:
        session.flush()
        record(session, actor, "user:edit", user, changed=changed)
    return user


def disable(session: Session, actor: Viewer | None, user: User, reason: str, version: int | None = None) -> User:
    """Lock an account for a reason; what is open with it stays until somebody hands it over."""
    set_active(session, actor, user, False, version, reason)
    return user


def set_active(
    session: Session,
    actor: Viewer | None,
    user: User,
    active: bool,
    version: int | None = None,
    reason: str = "",
) -> None:
    """Disable an account, which ends its sessions and tokens at once, or enable it again."""
    if actor is not None:
        permissions.require(actor, Can.MANAGE_ACCOUNTS)
        if actor.id == user.id:
            raise errors.NotAllowed(N_("Không thể tự khóa tài khoản của mình."))
    if version is not None and version != user.version:
        raise errors.Stale()
    user.active = active
    record(session, actor, "user:enable" if active else "user:disable", user, reason=reason)
    if not active:
        end_sessions(session, user.id)
        delegations.end_all_of(session, actor, user.id, reason)


def record_login_attempt(session: Session, login: str, ip: str) -> None:
    """Count a try to log in, before its password is looked at. Throttled when there were too many."""
    now = clock.now()
    tries_for_login, tries_from_address = queries.failed_attempts(session, login, ip, now - rules.TRY_WINDOW)
    if tries_for_login >= rules.TRIES or tries_from_address >= rules.TRIES_PER_ADDRESS:
        record(session, None, "login:throttled", kind="User", login=rules.login_key(login)[:64])
        raise errors.Throttled()
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - 4 * rules.TRY_WINDOW))
    session.add(LoginAttempt(login=rules.login_key(login)[:64], ip=ip, at=now))


def sign_in(session: Session, user: User, ip: str, agent: str) -> Viewer:
    """Open a session for somebody whose password was right; the tries before it are forgotten."""
    now, secret = clock.now(), rules.new_secret()
    row = SignIn(
        token_hash=rules.digest(secret), user_id=user.id, created_at=now, seen_at=now, ip=ip, agent=agent[:200]
    )
    session.add(row)
    session.execute(delete(LoginAttempt).where(LoginAttempt.login == user.login, LoginAttempt.ip == ip))
    session.flush()
    viewer = queries.viewer_of(session, user, sign_in_id=row.id, session_token=secret)
    record(session, viewer, "login:done", user)
    return viewer


def refuse_sign_in(session: Session, login: str) -> None:
    """Note that somebody gave a wrong name or password."""
    record(session, None, "login:refused", kind="User", login=rules.login_key(login)[:64])


def sign_out(session: Session, actor: Viewer) -> None:
    """End the session that the actor is in."""
    statement = update(SignIn).where(SignIn.id == actor.sign_in_id, SignIn.ended_at.is_(None))
    session.execute(statement.values(ended_at=clock.now()))
    record(session, actor, "login:ended", kind="User")


def end_sessions(session: Session, user_id: int) -> None:
    """End every session of an account."""
    living = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    session.execute(living.values(ended_at=clock.now()))


def touch_session(session: Session, sign_in_id: int, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id, SignIn.seen_at < now).values(seen_at=now))


def drop_old_sign_ins(session: Session, now: datetime) -> int:
    """Drop the sessions that ended long ago, but for each account's last; how many that was."""
    last = select(func.max(SignIn.id)).group_by(SignIn.user_id)
    old = delete(SignIn).where(SignIn.created_at < now - rules.SIGN_INS_LAST, SignIn.id.not_in(last))
    return cast("CursorResult[Any]", session.execute(old)).rowcount


def drop_old_attempts(session: Session, now: datetime) -> int:
    """Drop the tries to log in that no longer count; how many that was."""
    old = delete(LoginAttempt).where(LoginAttempt.at < now - 4 * rules.TRY_WINDOW)
    return cast("CursorResult[Any]", session.execute(old)).rowcount


def create_token(
    session: Session, actor: Viewer, *, name: str, scope: permissions.Scope, expires_at: datetime
) -> tuple[Token, str]:
    """A token for a program, and its secret, which is shown once and kept nowhere."""
    permissions.require(actor, Can.OWN_ACCOUNT)
    if expires_at <= clock.now():
        raise errors.Invalid({"days": N_("Hạn dùng phải ở sau hôm nay.")})
    secret = rules.TOKEN_PREFIX + rules.new_secret()
    token = Token(
        user_id=actor.id,
        name=name,
        hint=secret[:8],
        token_hash=rules.digest(secret),
        scope=scope,
        created_at=clock.now(),
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    record(session, actor, "token:create", token, scope=scope.value)
    return token, secret


def revoke_token(session: Session, actor: Viewer, token_id: int) -> None:
    """End one of the actor's own tokens."""
    token = session.scalars(select(Token).where(Token.id == token_id, Token.user_id == actor.id)).first()
    if token is None:
        raise errors.NotFound()
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        record(session, actor, "token:revoke", token)
