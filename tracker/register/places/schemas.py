"""Shapes of installation points."""

from marshmallow.fields import Nested

from tracker.register.places.rules import Sign
from tracker.web.fields import Choice, Decimal, Flag, Many, Shape, Text, Whole
from tracker.web.paging import Cursor


class EditedPoint(Shape):
    """A point as changed, with the version that was seen. Degrees in WGS 84."""

    name = Text(required=True)
    address = Text(most=300)
    latitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)  # beyond 90: swapped, said in words
    longitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)
    sign_posted = Flag(load_default=None, allow_none=True)
    version = Whole(required=True)


class PointFilter(Shape):
    """The query string of a list of points."""

    q = Text()
    sign = Choice(Sign, load_default=None)
    after = Cursor(str, int)
    limit = Whole(least=1, most=200, load_default=50)


class PointOut(Shape):
    """A point as shown to programs. `sign_posted` is null where nobody has looked."""

    id = Whole()
    version = Whole()
    name = Text()
    ward_id = Whole()
    address = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    sign_posted = Flag(allow_none=True)


class PointRow(Shape):
    """A point in a list."""

    id = Whole()
    name = Text()
    ward_id = Whole()
    ward = Text()
    address = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    sign_posted = Flag(allow_none=True)


class PointPage(Shape):
    """A page of points."""

    items = Many(Nested(PointRow))
    next = Text(allow_none=True)
