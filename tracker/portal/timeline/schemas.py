"""Shapes of a camera's logbook."""

from datetime import datetime

from marshmallow import fields
from marshmallow.fields import Nested

from tracker.portal.timeline.rules import Source, Topic
from tracker.web.fields import Choice, Day, Many, Moment, Shape, Text, Whole
from tracker.web.paging import Cursor


class NewCameraNote(Shape):
    """A note about a camera."""

    text = Text(required=True, most=2000, lines=True)


class LogFilter(Shape):
    """The query string of a camera's logbook."""

    topic = Choice(Topic, load_default=None)
    after = Cursor(datetime, int, int)
    limit = Whole(least=1, most=200, load_default=50)


class CameraNoteOut(Shape):
    """A note as shown to programs."""

    id = Whole()
    camera_id = Whole()
    written_by = Text()
    written_at = Moment()
    text = Text()


class EventOut(Shape):
    """One event. `changed` is {column: [before, after]}, or [before]; `action` the code of a deed in the audit log."""

    at = Moment()
    on = Day(allow_none=True)
    topic = Choice(Topic)
    source = Choice(Source)
    action = Text(allow_none=True)
    who = Text()
    text = Text()
    changed = fields.Dict(keys=fields.String())


class LogPage(Shape):
    """A page of a logbook."""

    items = Many(Nested(EventOut))
    next = Text(allow_none=True)
