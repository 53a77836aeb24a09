"""People, their sessions, their tokens, and tries to log in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.core.permissions import Role, Scope
from tracker.territory.wards.models import Ward


class User(IdMixin, OptimisticLock, Base):
    """A person with an account. A ward admin has a ward; nobody else needs one."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("role <> 'ward_admin' OR ward_id IS NOT NULL", name="ward_admin_has_ward"),)

    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role]
    ward_id: Mapped[int | None] = mapped_column(ForeignKey(Ward.id))
    unit: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool]
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime]

    ward: Mapped[Ward | None] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        """The name this account logs in with."""
        return self.login


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
