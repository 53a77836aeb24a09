"""Shapes of units."""

from marshmallow.fields import Nested

from tracker.territory.units.rules import UnitKind
from tracker.web.fields import Choice, Date, Integer, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class UnitFilter(StrictSchema):
    """The query string of a list of units. `on`: as they stood that day; without it, those of today."""

    q = Text(most=100)
    kind = Choice(UnitKind, load_default=None)
    parent_id = Integer(least=1, load_default=None)
    on = Date(load_default=None)
    after = Cursor(str, int)
    limit = Limit()


class UnitFacts(StrictSchema):
    """What is written of a unit. `parent` is a name or a code, `ward_code` the code of the ward whose police it is."""

    kind = Choice(UnitKind, required=True)
    name = Text(required=True)
    short_name = Text(most=60)
    sign = Text(most=30)
    parent = Text(most=230)
    ward_code = Text(most=120)
    basis = Text(most=200)


class EditedUnit(UnitFacts):
    """A unit as corrected, with the version that was seen."""

    version = Integer(required=True)


class NewUnit(UnitFacts):
    """A unit to be made, from a day on."""

    code = Text(required=True, most=20)
    valid_from = Date(required=True)


class RenamedUnit(StrictSchema):
    """A unit's new name from a day on."""

    name = Text(required=True)
    short_name = Text(most=60)
    sign = Text(most=30)
    on = Date(required=True)
    basis = Text(most=200)
    version = Integer(required=True)


class ClosedUnit(StrictSchema):
    """The last day of a unit, and the name or code of what takes over its work."""

    on = Date(required=True)
    successor = Text(most=230)
    basis = Text(most=200)
    version = Integer(required=True)


class UnitPassageOut(OutSchema):
    """A unit on the other side of a succession."""

    id = Integer()
    code = Text()
    name = Text()
    effective_on = Date()


class UnitRow(OutSchema):
    """A unit in a list. `valid_to` is its last day; null while it exists."""

    id = Integer()
    code = Text()
    kind = Choice(UnitKind)
    name = Text()
    short_name = Text()
    sign = Text()
    parent_id = Integer(allow_none=True)
    ward_id = Integer(allow_none=True)
    province_code = Text()
    valid_from = Date()
    valid_to = Date(allow_none=True)


class UnitOut(UnitRow):
    """A unit with what went into it and what took over from it."""

    version = Integer()
    basis = Text()
    came_from = Nested(UnitPassageOut, many=True)
    went_into = Nested(UnitPassageOut, many=True)
