"""Shapes of a camera's logbook."""

from datetime import datetime

from marshmallow import fields
from marshmallow.fields import Nested

from tracker.portal.timeline.rules import Source, Topic
from tracker.web.fields import Choice, Date, DateTime, Integer, List, StrictSchema, Text
from tracker.web.paging import Cursor


class NewCameraNote(StrictSchema):
    """A note about a camera."""

    text = Text(required=True, most=2000, lines=True)


class TimelineQuery(StrictSchema):
    """The query string of a camera's logbook."""

    topic = Choice(Topic, load_default=None)
    after = Cursor(datetime, int, int)
    limit = Integer(least=1, most=200, load_default=50)


class CameraNoteOut(StrictSchema):
    """A note as shown to programs."""

    id = Integer()
    camera_id = Integer()
    written_by = Text()
    written_at = DateTime()
    text = Text()


class EventOut(StrictSchema):
    """One event. `changed` is {column: [before, after]}, or [before]; `action` the code of a deed in the audit log."""

    at = DateTime()
    on = Date(allow_none=True)
    topic = Choice(Topic)
    source = Choice(Source)
    action = Text(allow_none=True)
    who = Text()
    text = Text()
    changed = fields.Dict(keys=fields.String())


class TimelinePage(StrictSchema):
    """A page of a logbook."""

    items = List(Nested(EventOut))
    next = Text(allow_none=True)
