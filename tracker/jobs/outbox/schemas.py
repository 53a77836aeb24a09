"""Shapes of the outbox: the query string of its list, and what its buttons send."""

from tracker.jobs.outbox.rules import MessageState
from tracker.web.fields import Choice, Integer, StrictSchema
from tracker.web.paging import Cursor


class MessageFilter(StrictSchema):
    """The query string of the list of messages."""

    state = Choice(MessageState, load_default=None)
    after = Cursor(int)


class SeenMessage(StrictSchema):
    """The version of a message that was seen."""

    version = Integer(required=True)
