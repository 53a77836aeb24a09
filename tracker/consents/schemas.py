"""Shapes of lists of owners with their cameras."""

from marshmallow.fields import Nested

from tracker.owners.rules import Consent, ConsentScope, OwnerKind
from tracker.owners.schemas import MaskedOwner
from tracker.web.fields import Choice, Flag, Many, Shape, Text, Whole
from tracker.web.paging import Cursor


class OwnerFilter(Shape):
    """The query string of a list of owners."""

    kind = Choice(OwnerKind, load_default=None)
    consent = Choice(Consent, load_default=None)
    scope = Choice(ConsentScope, load_default=None)
    unsigned = Flag(load_default=False)
    after = Cursor(int)
    limit = Whole(least=1, most=200, load_default=50)


class OwnerRow(MaskedOwner):
    """An owner in a list: masked, with the cameras in use, those of the police and others apart."""

    cameras_police = Whole()
    cameras_mobilisable = Whole()


class OwnerPage(Shape):
    """A page of owners."""

    items = Many(Nested(OwnerRow))
    next = Text(allow_none=True)
