"""Shapes of the log."""

from marshmallow.fields import Nested, Raw

from tracker.audit_log.rules import Ending
from tracker.web.fields import Choice, Many, Moment, Shape, Text, Whole
from tracker.web.paging import Cursor


class LogFilter(Shape):
    """The query string of the log. `person` is a log-in name, `kind` and `action` are codes as the log writes them."""

    person = Text(most=64)
    action = Text(most=64)
    ending = Choice(Ending, load_default=None)
    kind = Text(most=64)
    subject = Text()
    after = Cursor(int)
    limit = Whole(least=1, most=200, load_default=50)


class Mark(Shape):
    """An earlier checkpoint to check the chain against, if there is one."""

    note = Text(most=500, lines=True)


class Event(Shape):
    """One row of the log. `detail` depends on the action."""

    seq = Whole()
    at = Moment()
    actor_id = Whole(allow_none=True)
    actor_name = Text()
    actor_role = Text()
    action = Text()
    ending = Choice(Ending)
    subject_type = Text()
    subject_id = Whole(allow_none=True)
    subject_label = Text()
    reason = Text()
    request_id = Text()
    ip = Text()
    detail = Raw()


class EventPage(Shape):
    """A page of the log."""

    items = Many(Nested(Event))
    next = Text(allow_none=True)
