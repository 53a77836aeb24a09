"""Presenters: passwords as they are typed, hashed outside of what the actions know."""

from typing import Any

from flask import session as cookie
from flask_babel import gettext as _

from tracker.accounts import actions, rules
from tracker.accounts.models import User
from tracker.accounts.signing_in import passwords
from tracker.core import errors
from tracker.web.request import actor, session


def change_own(typed: dict[str, Any]) -> bool:
    """A new password of one's own, which ends this session too. Invalid names the field at fault."""
    user = session().get_one(User, actor().id)
    if not passwords().fits(user.password_hash, typed["current"]):
        raise errors.Invalid({"current": _("Mật khẩu hiện tại không đúng.")})
    if typed["password"] != typed["again"]:
        raise errors.Invalid({"again": _("Hai lần nhập mật khẩu mới không giống nhau.")})
    if typed["password"] == typed["current"]:
        raise errors.Invalid({"password": _("Mật khẩu mới phải khác mật khẩu hiện tại.")})
    actions.set_password(session(), actor(), user, _hashed(typed["password"], user.login))
    cookie.clear()
    return True


def create(typed: dict[str, Any]) -> User:
    """An account as it was typed, with a password for the first log-in."""
    password_hash = _hashed(typed.pop("password"), typed["login"])
    return actions.create_user(session(), actor(), password_hash=password_hash, **typed)


def reset(user: User, password: str) -> bool:
    """A password that somebody is given, for the next log-in."""
    actions.set_password(session(), actor(), user, _hashed(password, user.login))
    return True


def _hashed(password: str, login: str) -> str:
    fault = rules.password_fault(password, login)
    if fault:
        raise errors.Invalid({"password": fault})
    return passwords().hash(password)
