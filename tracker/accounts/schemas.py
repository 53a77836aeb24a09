"""Shapes of accounts."""

from tracker.core.permissions import Role, Scope
from tracker.web.fields import Choice, Secret, Shape, Text, Whole


class LogIn(Shape):
    """A name and a password."""

    login = Text(required=True, most=200)
    password = Secret(required=True)
    next = Text(most=500)


class NewPassword(Shape):
    """Changing one's own password."""

    current = Secret(required=True)
    password = Secret(required=True)
    again = Secret(required=True)


class NewUser(Shape):
    """An account to be made."""

    login = Text(required=True, most=64)
    name = Text(required=True, most=100)
    role = Choice(Role, required=True)
    ward_code = Text(most=5)
    unit = Text(most=200)
    password = Secret(required=True)


class NewToken(Shape):
    """A token to be made."""

    name = Text(required=True, most=100)
    scope = Choice(Scope, required=True)
    days = Whole(required=True, least=1, most=366)


class Versioned(Shape):
    """A step on a thing as the person saw it."""

    version = Whole(required=True)
