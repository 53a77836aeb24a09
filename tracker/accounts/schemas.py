"""Shapes of accounts."""

from tracker.core.permissions import Position, Role, Scope
from tracker.web.fields import Choice, Date, Integer, OutSchema, Password, StrictSchema, Text
from tracker.web.limits import LONGEST_DRAFT
from tracker.web.paging import Cursor


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


class ResetPassword(StrictSchema):
    """A password that somebody is given."""

    password = Password(required=True)


class UserFilter(StrictSchema):
    """The query string of the list of accounts: words of a name, a log-in name or a unit."""

    q = Text(most=100)
    after = Cursor(str)


class EditedUser(StrictSchema):
    """An account as corrected, with the version that was seen."""

    name = Text(required=True, most=100)
    version = Integer(required=True)


class LockedUser(StrictSchema):
    """Locking an account as it was seen."""

    reason = Text(required=True, most=300)
    version = Integer(required=True)


class NewUser(StrictSchema):
    """An account to be made."""

    login = Text(required=True, most=64)
    name = Text(required=True, most=100)
    role = Choice(Role, required=True)
    position = Choice(Position, load_default=None)
    unit = Text(most=230)
    password = Password(required=True)


class PostForm(StrictSchema):
    """A post to be given. `unit` is the name or the code of a unit, or the code of a ward for its police."""

    role = Choice(Role, required=True)
    position = Choice(Position, required=True)
    unit = Text(most=230)
    valid_from = Date(required=True)
    valid_to = Date(load_default=None)
    reason = Text(most=300)


class EndedPost(StrictSchema):
    """The last day of a post."""

    valid_to = Date(required=True)
    reason = Text(required=True, most=300)


class DelegationForm(StrictSchema):
    """Whom a head has decide instead: a log-in name, the unit headed, the first and the last day."""

    unit_id = Integer(required=True)
    to = Text(required=True, most=64)
    valid_from = Date(required=True, ahead=True)
    valid_to = Date(required=True, ahead=True)
    reason = Text(required=True, most=300)


class EndedDelegation(StrictSchema):
    """Why a delegation ends early."""

    reason = Text(required=True, most=300)


class DelegationOut(OutSchema):
    """That somebody decides instead of the head of a unit, from the first to the last day."""

    id = Integer()
    unit_id = Integer()
    unit = Text(attribute="unit.name")
    user_id = Integer()
    to = Text(attribute="user.login")
    name = Text(attribute="user.name")
    valid_from = Date()
    valid_to = Date(allow_none=True)
    reason = Text()


class NewToken(StrictSchema):
    """A token to be made."""

    name = Text(required=True, most=100)
    scope = Choice(Scope, required=True)
    days = Integer(required=True, least=1, most=366)


class VersionIn(StrictSchema):
    """A step on a thing as the person saw it."""

    version = Integer(required=True)
