"""Reading accounts: who is behind a session or a token, who there is."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.accounts import rules
from tracker.accounts.models import LoginTry, SignIn, Token, User
from tracker.accounts.viewer import Viewer
from tracker.wards import queries as wards


def viewer_by_session(
    session: Session, secret: str, now: datetime, idle: timedelta, longest: timedelta
) -> tuple[Viewer, datetime] | None:
    """Whoever holds the session `secret`, and when it was last noted as used; None when it has ended."""
    statement = (
        select(SignIn, User)
        .join(User, User.id == SignIn.user_id)
        .options(joinedload(User.ward))
        .where(SignIn.token_hash == rules.digest(secret), User.active)
    )
    found = session.execute(statement).first()
    if found is None:
        return None
    row, user = found
    if not rules.is_alive(
        now, created=row.created_at, seen=row.seen_at, ended=row.ended_at, idle=idle, absolute=longest
    ):
        return None
    return viewer_of(session, user, sign_in_id=row.id, session_token=secret), row.seen_at


def viewer_by_token(session: Session, secret: str, now: datetime) -> Viewer | None:
    """Whoever a program's token stands for, with no more than the token's scope; None when it holds no longer."""
    statement = (
        select(Token, User)
        .join(User, User.id == Token.user_id)
        .options(joinedload(User.ward))
        .where(
            Token.token_hash == rules.digest(secret),
            Token.revoked_at.is_(None),
            Token.expires_at > now,
            User.active,
        )
    )
    found = session.execute(statement).first()
    return viewer_of(session, found[1], scope=found[0].scope) if found else None


def viewer_of(
    session: Session,
    user: User,
    *,
    sign_in_id: int | None = None,
    session_token: str = "",
    scope: rules.Scope = rules.Scope.WRITE,
) -> Viewer:
    """A user's row as the rooms know the person. `user.ward` must be loaded."""
    return Viewer(
        id=user.id,
        login=user.login,
        name=user.name,
        role=user.role,
        unit=user.unit,
        ward_id=user.ward_id,
        ward_name=user.ward.name if user.ward else "",
        wards=wards.predecessors(session, user.ward_id) if user.ward_id else frozenset(),
        sign_in_id=sign_in_id,
        session_token=session_token,
        scope=scope,
    )


def by_login(session: Session, login: str) -> User | None:
    """The account of a log-in name, ward loaded, or None."""
    statement = select(User).options(joinedload(User.ward)).where(User.login == rules.login_key(login))
    return session.scalars(statement).first()


def everybody(session: Session) -> list[User]:
    """All accounts by log-in name, wards loaded."""
    return list(session.scalars(select(User).options(joinedload(User.ward)).order_by(User.login)))


def tries(session: Session, login: str, ip: str, since: datetime) -> tuple[int, int]:
    """How often this name was tried from this address since then, and how often any name was."""
    recent = select(func.count()).where(LoginTry.ip == ip, LoginTry.at > since)
    mine = session.scalar(recent.where(LoginTry.login == rules.login_key(login)[:64])) or 0
    return mine, session.scalar(recent) or 0


def living_sessions(session: Session, user_id: int) -> list[SignIn]:
    """Sessions of a person that nobody ended, newest first."""
    statement = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    return list(session.scalars(statement.order_by(SignIn.seen_at.desc()).limit(50)))


def tokens(session: Session, user_id: int) -> list[Token]:
    """A person's tokens, newest first."""
    return list(session.scalars(select(Token).where(Token.user_id == user_id).order_by(Token.id.desc())))
