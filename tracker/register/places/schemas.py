"""Shapes of installation points."""

from tracker.register.places.rules import Sign
from tracker.web.fields import Boolean, Choice, Decimal, Integer, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class EditedPoint(StrictSchema):
    """A point as changed, with the version that was seen. Degrees in WGS 84."""

    name = Text(required=True)
    address = Text(most=300)
    latitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)  # beyond 90: swapped, said in words
    longitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)
    sign_posted = Boolean(load_default=None, allow_none=True)
    version = Integer(required=True)


class PointFilter(StrictSchema):
    """The query string of a list of points."""

    q = Text()
    sign = Choice(Sign, load_default=None)
    after = Cursor(str, int)
    limit = Limit()


class PointOut(OutSchema):
    """A point as shown to programs. `sign_posted` is null where nobody has looked."""

    id = Integer()
    version = Integer()
    name = Text()
    ward_id = Integer()
    address = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    sign_posted = Boolean(allow_none=True)


class PointRow(OutSchema):
    """A point in a list."""

    id = Integer()
    name = Text()
    ward_id = Integer()
    ward = Text()
    address = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    sign_posted = Boolean(allow_none=True)
