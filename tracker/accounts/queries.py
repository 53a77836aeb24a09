"""Reading accounts: who is behind a session or a token, who there is."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts import rules
from tracker.accounts.models import LoginAttempt, SignIn, Token, User
from tracker.core.viewer import Viewer
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward

# Who calls is asked by every request: these are built once, since building takes longer than answering.
_PERSON = (User.id, User.login, User.name, User.role, User.unit, User.ward_id, Ward.name.label("ward_name"))
_BY_SESSION = (
    select(*_PERSON, SignIn.id.label("sign_in_id"), SignIn.created_at, SignIn.seen_at, SignIn.ended_at)
    .join(SignIn, SignIn.user_id == User.id)
    .outerjoin(Ward, Ward.id == User.ward_id)
    .where(SignIn.token_hash == bindparam("digest"), User.active)
)
_BY_TOKEN = (
    select(*_PERSON, Token.scope)
    .join(Token, Token.user_id == User.id)
    .outerjoin(Ward, Ward.id == User.ward_id)
    .where(
        Token.token_hash == bindparam("digest"),
        Token.revoked_at.is_(None),
        Token.expires_at > bindparam("now"),
        User.active,
    )
)


def viewer_by_session(
    session: Session, secret: str, now: datetime, idle: timedelta, longest: timedelta
) -> tuple[Viewer, datetime] | None:
    """Whoever holds the session `secret`, and when it was last noted as used; None when it has ended."""
    row = session.execute(_BY_SESSION, {"digest": rules.digest(secret)}).first()
    if row is None or not rules.is_alive(
        now, created_at=row.created_at, last_seen_at=row.seen_at, ended_at=row.ended_at, idle=idle, absolute=longest
    ):
        return None
    return _viewer(session, row, row.ward_name, sign_in_id=row.sign_in_id, session_token=secret), row.seen_at


def viewer_by_token(session: Session, secret: str, now: datetime) -> Viewer | None:
    """Whoever a program's token stands for, with no more than the token's scope; None when it holds no longer."""
    row = session.execute(_BY_TOKEN, {"digest": rules.digest(secret), "now": now}).first()
    return _viewer(session, row, row.ward_name, scope=row.scope) if row else None


def viewer_of(session: Session, user: User, *, sign_in_id: int | None = None, session_token: str = "") -> Viewer:
    """A user's row as the rest of the code knows the person. `user.ward` must be loaded."""
    ward_name = user.ward.name if user.ward else None
    return _viewer(session, user, ward_name, sign_in_id=sign_in_id, session_token=session_token)


def _viewer(session: Session, person: Any, ward_name: str | None, **sign_in_facts: Any) -> Viewer:
    return Viewer(
        id=person.id,
        login=person.login,
        name=person.name,
        role=person.role,
        unit=person.unit,
        ward_id=person.ward_id,
        ward_name=ward_name or "",
        wards=wards.predecessors(session, person.ward_id) if person.ward_id else frozenset(),
        **sign_in_facts,
    )


def by_login(session: Session, login: str) -> User | None:
    """The account of a log-in name, ward loaded, or None."""
    statement = select(User).options(joinedload(User.ward)).where(User.login == rules.login_key(login))
    return session.scalars(statement).first()


def all_users(session: Session) -> list[User]:
    """All accounts by log-in name, wards loaded."""
    return list(session.scalars(select(User).options(joinedload(User.ward)).order_by(User.login)))


def failed_attempts(session: Session, login: str, ip: str, since: datetime) -> tuple[int, int]:
    """How often this name was tried from this address since then, and how often any name was."""
    recent = select(func.count()).where(LoginAttempt.ip == ip, LoginAttempt.at > since)
    tries_for_login = session.scalar(recent.where(LoginAttempt.login == rules.login_key(login)[:64])) or 0
    return tries_for_login, session.scalar(recent) or 0


def active_sessions(session: Session, user_id: int) -> list[SignIn]:
    """Sessions of a person that nobody ended, newest first."""
    statement = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    return list(session.scalars(statement.order_by(SignIn.seen_at.desc()).limit(50)))


def tokens(session: Session, user_id: int) -> list[Token]:
    """A person's tokens, newest first."""
    return list(session.scalars(select(Token).where(Token.user_id == user_id).order_by(Token.id.desc())))
