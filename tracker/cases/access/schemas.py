"""Shapes of who may know of an incident."""

from marshmallow.fields import Nested
from marshmallow.validate import Length

from tracker.web.fields import DateTime, Integer, List, OutSchema, StrictSchema, Text


class NewShare(StrictSchema):
    """A unit, by its name or code, that an incident is to be shown to."""

    unit = Text(required=True, most=230)
    reason = Text(required=True, most=500)


class AccessEnded(StrictSchema):
    """Why a share ends, or somebody reads no longer."""

    reason = Text(required=True, most=500)


class IncidentSealed(StrictSchema):
    """The log-in names of those to whom an incident is sealed besides whoever works on it, as it was seen."""

    readers = List(Text(most=64), load_default=list, validate=Length(max=100))
    reason = Text(required=True, most=500)
    version = Integer(required=True)


class IncidentUnsealed(StrictSchema):
    """Why an incident is opened again, as it was seen."""

    reason = Text(required=True, most=500)
    version = Integer(required=True)


class NewReader(StrictSchema):
    """Somebody, by the log-in name, who is to know of a sealed incident."""

    to = Text(required=True, most=64)
    reason = Text(required=True, most=500)


class NewIncidentNote(StrictSchema):
    """What somebody writes under an incident."""

    text = Text(required=True, most=2000, lines=True)


class ShareOut(OutSchema):
    """That an incident is shared with a unit."""

    id = Integer()
    incident_id = Integer()
    unit_id = Integer()
    shared_by_id = Integer()
    shared_at = DateTime()
    reason = Text()
    ended_at = DateTime(allow_none=True)
    end_reason = Text()


class ReaderOut(OutSchema):
    """Somebody who knows of a sealed incident."""

    user_id = Integer()
    name = Text(attribute="user.name")
    added_at = DateTime()


class IncidentNoteOut(OutSchema):
    """What somebody wrote under an incident."""

    id = Integer()
    author_id = Integer()
    unit_id = Integer()
    written_at = DateTime()
    text = Text()


class AccessOut(OutSchema):
    """Who knows of an incident besides its unit and those above, and what they wrote, the newest first."""

    incident_id = Integer()
    sealed_at = DateTime(allow_none=True)
    shares = List(Nested(ShareOut))
    readers = List(Nested(ReaderOut))
    notes = List(Nested(IncidentNoteOut))
