"""Shapes of ward changes and of decisions on what was split."""

from tracker.exchange.ward_changes.rules import MovedThing
from tracker.web.fields import Choice, Date, Integer, StrictSchema, Text
from tracker.web.paging import Cursor


class ChangeFilter(StrictSchema):
    """The query string of the list of changes."""

    after = Cursor(int)


class Known(StrictSchema):
    """The day of a change that the register of wards knows."""

    on = Date(required=True)


class ChangeFile(StrictSchema):
    """What goes with a file of units and successions; the file itself is sent beside it."""

    on = Date(required=True)
    basis = Text(required=True, most=200)


class SeenWardChange(StrictSchema):
    """The version of a change that was seen."""

    version = Integer(required=True)


class QueueFilter(StrictSchema):
    """The query string of the queue: of one old ward only."""

    ward_id = Integer(least=1, load_default=None)
    after = Cursor(str, int)


class DecidedFilter(StrictSchema):
    """The query string of what was decided."""

    after = Cursor(int)


class Decision(StrictSchema):
    """Into which ward a thing belongs, with the version of the thing that was seen."""

    thing = Choice(MovedThing, required=True)
    id = Integer(required=True)
    version = Integer(required=True)
    to_ward_id = Integer(required=True)
    reason = Text(most=300)


class Acceptance(StrictSchema):
    """Taking every proposal at once."""

    reason = Text(most=300)
