"""Shapes of rounds of inspection."""

from datetime import date

from tracker.register.faults.rules import FaultKind
from tracker.register.inspections.rules import SeenState
from tracker.web.fields import Boolean, Choice, Date, Integer, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class RoundCameras(StrictSchema):
    """The cameras that match all of what is given. `stale`: only those not checked for 30 days."""

    network_id = Integer(least=1, load_default=None, allow_none=True)
    point_id = Integer(least=1, load_default=None, allow_none=True)
    recorder_id = Integer(least=1, load_default=None, allow_none=True)
    q = Text()
    stale = Boolean(load_default=False)


class NewRound(RoundCameras):
    """A round over such cameras."""

    name = Text(required=True)
    due_on = Date(ahead=True, required=True)


class VisitIn(StrictSchema):
    """What was seen of one camera. `kind` says what is wrong with a broken one."""

    seen = Choice(SeenState, required=True)
    kind = Choice(FaultKind, load_default=None, allow_none=True)
    note = Text(most=300)


class RoundClosing(StrictSchema):
    """The version of a round that was seen."""

    version = Integer(required=True)


class RoundFilter(StrictSchema):
    """The query string of a list of rounds."""

    closed = Boolean(load_default=False)
    after = Cursor(date, int)
    limit = Limit()


class RoundQuestion(StrictSchema):
    """Which camera of a round to look at now instead of the next; whether to list all."""

    camera = Integer(least=1, load_default=None)
    all = Boolean(load_default=False)
