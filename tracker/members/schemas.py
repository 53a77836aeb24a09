"""Shapes of cameras joining and leaving networks."""

from marshmallow.fields import Nested

from tracker.cameras.rules import Connection
from tracker.members.rules import Way
from tracker.networks.schemas import Month
from tracker.web.fields import Choice, Day, Flag, Many, Shape, Text, Whole
from tracker.web.paging import Cursor


class Leaving(Shape):
    """Cameras that leave a network: their codes, as pasted; since which day; why."""

    codes = Text(required=True, most=100_000, lines=True)
    on = Day(required=True)
    reason = Text(required=True)


class Joining(Leaving):
    """Cameras that join a network; `move`: also those of another one."""

    move = Flag(load_default=False)


class LifeOf(Shape):
    """Which year of a network's life is shown, and on which day its cameras are counted; now if none is named."""

    year = Whole(least=1900, most=2200, load_default=None)
    day = Day(load_default=None)


class MemberFilter(Shape):
    """The query string of a list of memberships: those on a day, or those that began or ended in a month."""

    day = Day(load_default=None)
    month = Month(load_default=None)
    way = Choice(Way, load_default=None)
    connection = Choice(Connection, load_default=None)
    after = Cursor(str, int)
    limit = Whole(least=1, most=200, load_default=50)


class NoteArgs(Shape):
    """Which month's note is opened; last month's if none is named."""

    month = Month(load_default=None)


class MemberRow(Shape):
    """A camera's time in a network: from `joined_on`, no longer at the end of `left_on`."""

    id = Whole()
    camera_id = Whole()
    code = Text()
    name = Text()
    connection = Choice(Connection)
    joined_on = Day()
    left_on = Day(allow_none=True)
    reason = Text()
    left_reason = Text()


class MemberPage(Shape):
    """A page of memberships."""

    items = Many(Nested(MemberRow))
    next = Text(allow_none=True)


class Moved(Shape):
    """The codes of the cameras that joined or left."""

    codes = Many(Text())
