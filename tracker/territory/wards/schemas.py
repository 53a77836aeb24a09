"""Shapes of wards."""

from marshmallow.fields import Nested

from tracker.territory.wards.rules import Extent, WardKind
from tracker.web.fields import Choice, Date, Decimal, Integer, List, StrictSchema, Text
from tracker.web.paging import Cursor


class WardFilter(StrictSchema):
    """The query string of a list of wards. `on`: as they stood that day; without it, those of today."""

    q = Text(most=100)
    province_id = Integer(least=1, load_default=None)
    on = Date(load_default=None)
    after = Cursor(str, int)
    limit = Integer(least=1, most=200, load_default=50)


class PassageOut(StrictSchema):
    """A ward on the other side of a succession, and how much of the old one passed over."""

    id = Integer()
    code = Text()
    name = Text()
    district = Text()
    extent = Choice(Extent)
    effective_on = Date()


class WardRow(StrictSchema):
    """A ward in a list. `valid_to` is its last day; null while it exists."""

    id = Integer()
    code = Text()
    name = Text()
    kind = Choice(WardKind)
    district = Text()
    province = Text()
    valid_from = Date()
    valid_to = Date(allow_none=True)


class WardPage(StrictSchema):
    """A page of wards."""

    items = List(Nested(WardRow))
    next = Text(allow_none=True)


class WardOut(StrictSchema):
    """A ward with what went into it and what it went into."""

    id = Integer()
    code = Text()
    name = Text()
    kind = Choice(WardKind)
    district = Text()
    province = Text(attribute="province.name")
    valid_from = Date()
    valid_to = Date(allow_none=True)
    basis = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    came_from = List(Nested(PassageOut))
    went_into = List(Nested(PassageOut))
