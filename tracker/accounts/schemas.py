"""Shapes of accounts."""

from tracker.core.permissions import Role, Scope
from tracker.web.fields import Choice, Integer, Password, StrictSchema, Text
from tracker.web.limits import LONGEST_DRAFT


class LogIn(StrictSchema):
    """A name and a password."""

    login = Text(required=True, most=200)
    password = Password(required=True)
    next = Text(most=500)
    draft_kept = Text(most=LONGEST_DRAFT)


class NewPassword(StrictSchema):
    """Changing one's own password."""

    current = Password(required=True)
    password = Password(required=True)
    again = Password(required=True)


class NewUser(StrictSchema):
    """An account to be made."""

    login = Text(required=True, most=64)
    name = Text(required=True, most=100)
    role = Choice(Role, required=True)
    ward_code = Text(most=5)
    unit = Text(most=200)
    password = Password(required=True)


class NewToken(StrictSchema):
    """A token to be made."""

    name = Text(required=True, most=100)
    scope = Choice(Scope, required=True)
    days = Integer(required=True, least=1, most=366)


class VersionIn(StrictSchema):
    """A step on a thing as the person saw it."""

    version = Integer(required=True)
