"""Shapes of the log."""

from marshmallow.fields import Nested, Raw

from tracker.audit_log.rules import Result
from tracker.web.fields import Choice, DateTime, Integer, List, StrictSchema, Text
from tracker.web.paging import Cursor


class AuditQuery(StrictSchema):
    """The query string of the log. `person` is a log-in name, `kind` and `action` are codes as the log writes them."""

    person = Text(most=64)
    action = Text(most=64)
    ending = Choice(Result, load_default=None)
    kind = Text(most=64)
    subject = Text()
    after = Cursor(int)
    limit = Integer(least=1, most=200, load_default=50)


class CheckpointIn(StrictSchema):
    """An earlier checkpoint to check the chain against, if there is one."""

    note = Text(most=500, lines=True)


class AuditEventOut(StrictSchema):
    """One row of the log. `detail` depends on the action."""

    seq = Integer()
    at = DateTime()
    actor_id = Integer(allow_none=True)
    actor_name = Text()
    actor_role = Text()
    action = Text()
    ending = Choice(Result)
    subject_type = Text()
    subject_id = Integer(allow_none=True)
    subject_label = Text()
    reason = Text()
    request_id = Text()
    ip = Text()
    detail = Raw()


class AuditEventPage(StrictSchema):
    """A page of the log."""

    items = List(Nested(AuditEventOut))
    next = Text(allow_none=True)
