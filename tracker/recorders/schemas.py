"""Shapes of recorders."""

from marshmallow.fields import Nested

from tracker.fields import Choice, Day, Flag, Many, Moment, Shape, Text, Whole
from tracker.paging import Cursor
from tracker.recorders.rules import Storage

TEN_YEARS = 10 * 366 * 86_400  # in seconds: a recorder that lost its battery starts its calendar anew


class NewRecorder(Shape):
    """A recorder to be registered. Days of footage kept; seconds its clock is ahead (+) or behind (-)."""

    code = Text(required=True, most=60)
    place = Text(most=300)
    model = Text(most=100)
    storage = Choice(Storage, load_default=Storage.RECORDER)
    retention_days = Whole(least=1, most=3650, load_default=None, allow_none=True)
    retention_measured_on = Day(load_default=None, allow_none=True)
    clock_offset_seconds = Whole(least=-TEN_YEARS, most=TEN_YEARS, load_default=None, allow_none=True)
    clock_checked_at = Moment(load_default=None, allow_none=True)


class EditedRecorder(NewRecorder):
    """A recorder as changed, with the version that was seen."""

    version = Whole(required=True)


class RecorderFilter(Shape):
    """The query string of a list of recorders."""

    q = Text()
    unmeasured = Flag(load_default=False)
    after = Cursor(str, int)
    limit = Whole(least=1, most=200, load_default=50)


class RecorderOut(Shape):
    """A recorder as shown to programs."""

    id = Whole()
    version = Whole()
    code = Text()
    ward_id = Whole()
    place = Text()
    model = Text()
    storage = Choice(Storage)
    retention_days = Whole(allow_none=True)
    retention_measured_on = Day(allow_none=True)
    clock_offset_seconds = Whole(least=-TEN_YEARS, most=TEN_YEARS, allow_none=True)
    clock_checked_at = Moment(allow_none=True)


class RecorderRow(Shape):
    """A recorder in a list."""

    id = Whole()
    code = Text()
    ward_id = Whole()
    ward = Text()
    place = Text()
    model = Text()
    storage = Choice(Storage)
    retention_days = Whole(allow_none=True)
    retention_measured_on = Day(allow_none=True)
    clock_offset_seconds = Whole(least=-TEN_YEARS, most=TEN_YEARS, allow_none=True)
    clock_checked_at = Moment(allow_none=True)


class RecorderPage(Shape):
    """A page of recorders."""

    items = Many(Nested(RecorderRow))
    next = Text(allow_none=True)
