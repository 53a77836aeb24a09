"""Shapes of wards."""

from marshmallow.fields import Nested

from tracker.territory.wards.rules import Extent, Kind
from tracker.web.fields import Choice, Day, Decimal, Many, Shape, Text, Whole
from tracker.web.paging import Cursor


class WardFilter(Shape):
    """The query string of a list of wards. `on`: as they stood that day; without it, those of today."""

    q = Text(most=100)
    province_id = Whole(least=1, load_default=None)
    on = Day(load_default=None)
    after = Cursor(str, int)
    limit = Whole(least=1, most=200, load_default=50)


class PassageOut(Shape):
    """A ward on the other side of a succession, and how much of the old one passed over."""

    id = Whole()
    code = Text()
    name = Text()
    district = Text()
    extent = Choice(Extent)
    effective_on = Day()


class WardRow(Shape):
    """A ward in a list. `valid_to` is its last day; null while it exists."""

    id = Whole()
    code = Text()
    name = Text()
    kind = Choice(Kind)
    district = Text()
    province = Text()
    valid_from = Day()
    valid_to = Day(allow_none=True)


class WardPage(Shape):
    """A page of wards."""

    items = Many(Nested(WardRow))
    next = Text(allow_none=True)


class WardOut(Shape):
    """A ward with what went into it and what it went into."""

    id = Whole()
    code = Text()
    name = Text()
    kind = Choice(Kind)
    district = Text()
    province = Text(attribute="province.name")
    valid_from = Day()
    valid_to = Day(allow_none=True)
    basis = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    came_from = Many(Nested(PassageOut))
    went_into = Many(Nested(PassageOut))
