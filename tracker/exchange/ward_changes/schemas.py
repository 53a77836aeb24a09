"""Shapes of ward changes and of decisions on what was split."""

from tracker.exchange.ward_changes.rules import Thing
from tracker.web.fields import Choice, Day, Shape, Text, Whole
from tracker.web.paging import Cursor


class ChangeFilter(Shape):
    """The query string of the list of changes."""

    after = Cursor(int)


class Known(Shape):
    """The day of a change that the register of wards knows."""

    on = Day(required=True)


class ChangeFile(Shape):
    """What goes with a file of units and successions; the file itself is sent beside it."""

    on = Day(required=True)
    basis = Text(required=True, most=200)


class Seen(Shape):
    """The version of a change that was seen."""

    version = Whole(required=True)


class QueueFilter(Shape):
    """The query string of the queue: of one old ward only."""

    ward_id = Whole(least=1, load_default=None)
    after = Cursor(str, int)


class DecidedFilter(Shape):
    """The query string of what was decided."""

    after = Cursor(int)


class Decision(Shape):
    """Into which ward a thing belongs, with the version of the thing that was seen."""

    thing = Choice(Thing, required=True)
    id = Whole(required=True)
    version = Whole(required=True)
    to_ward_id = Whole(required=True)
    reason = Text(most=300)


class Acceptance(Shape):
    """Taking every proposal at once."""

    reason = Text(most=300)
