"""Shapes of rounds of inspection."""

from tracker.register.faults.rules import FaultKind
from tracker.register.inspections.rules import Seen
from tracker.web.fields import Choice, Day, Flag, Shape, Text, Whole
from tracker.web.paging import Cursor


class NewRound(Shape):
    """A round over the cameras that match all of what is given. `stale`: only those not checked for 30 days."""

    name = Text(required=True)
    due_on = Day(required=True)
    network_id = Whole(least=1, load_default=None, allow_none=True)
    point_id = Whole(least=1, load_default=None, allow_none=True)
    recorder_id = Whole(least=1, load_default=None, allow_none=True)
    q = Text()
    stale = Flag(load_default=False)


class Tap(Shape):
    """What was seen of one camera. `kind` says what is wrong with a broken one."""

    seen = Choice(Seen, required=True)
    kind = Choice(FaultKind, load_default=None, allow_none=True)
    note = Text(most=300)


class Closing(Shape):
    """The version of a round that was seen."""

    version = Whole(required=True)


class RoundFilter(Shape):
    """The query string of a list of rounds."""

    closed = Flag(load_default=False)
    after = Cursor(str, int)
    limit = Whole(least=1, most=200, load_default=50)


class RoundQuestion(Shape):
    """Which camera of a round to look at now instead of the next; whether to list all."""

    camera = Whole(least=1, load_default=None)
    all = Flag(load_default=False)
