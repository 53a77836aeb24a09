"""People, their posts, their sessions, their tokens, and tries to log in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.core.permissions import Position, Role, Scope
from tracker.territory.units.models import Unit


class User(IdMixin, OptimisticLock, Base):
    """A person with an account. What the person may do hangs on the posts that the person holds.

    `must_change_password`: the password was given by somebody else, and is good for choosing another one only.
    """

    __tablename__ = "users"

    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool]
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime]
    must_change_password: Mapped[bool] = mapped_column(default=False)

    posts: Mapped[list["Post"]] = relationship(
        lazy="raise", viewonly=True, foreign_keys="Post.user_id", order_by="Post.valid_from, Post.id"
    )

    @property
    def label(self) -> str:
        """The name this account logs in with."""
        return self.login


class Post(IdMixin, Base):
    """What somebody does in a unit, between two days of Viet Nam. `valid_to` is the last day; empty while it lasts.

    Only whoever keeps the machine needs no unit. `delegated_by_id` is the head instead of whom somebody decides: such
    a post begins and ends with that head's own, and is none of the holder's own.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("unit_id IS NOT NULL OR role = 'administrator'", name="has_unit"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint("delegated_by_id IS NULL OR delegated_by_id <> user_id", name="delegated_by_another"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id), index=True)
    role: Mapped[Role]
    position: Mapped[Position]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    delegated_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    reason: Mapped[str] = mapped_column(String(300))

    user: Mapped[User] = relationship(lazy="raise", foreign_keys=[user_id])
    unit: Mapped[Unit | None] = relationship(lazy="raise")
    delegated_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[delegated_by_id])


class SignIn(IdMixin, Base):
    """A session of somebody signed in. Its row ending ends the session everywhere."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ip: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))


class LoginAttempt(IdMixin, Base):
    """One try to log in, counted before the password is looked at."""

    __tablename__ = "login_tries"
    __table_args__ = (Index("ix_login_tries_login_at", "login", "at"), Index("ix_login_tries_ip_at", "ip", "at"))

    login: Mapped[str] = mapped_column(String(64))
    ip: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Token(IdMixin, Base):
    """A key with which a program acts for a person: kept as a hash, scoped, expiring."""

    __tablename__ = "tokens"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    name: Mapped[str] = mapped_column(String(100))
    hint: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[Scope]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """The token's name and its first letters."""
        return f"{self.name} ({self.hint}…)"
