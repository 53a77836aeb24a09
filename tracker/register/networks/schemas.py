"""Shapes of networks and their replication points."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.register.cameras.rules import Connection
from tracker.register.networks.rules import MembershipChange, NetworkState, Whose
from tracker.web.fields import Boolean, Choice, Date, DateTime, Integer, List, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class Month(Date):
    """A calendar month: mm/yyyy or yyyy-mm; also any of its days. In Python its first day, out too."""

    default_error_messages = {"invalid": _l("Cần tháng dạng tháng/năm, ví dụ 10/2026.")}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        typed = re.sub(r"^\s*(\d{1,2})[/.-](\d{4})\s*$", r"\2-\1", value) if isinstance(value, str) else value
        if isinstance(typed, str) and re.fullmatch(r"\s*\d{4}-\d{1,2}\s*", typed):
            typed = f"{typed.strip()}-01"
        return super()._deserialize(typed, attr, data, **kwargs).replace(day=1)

    @staticmethod
    def written(value: date) -> str:
        """mm/yyyy."""
        return value.strftime("%m/%Y")


class NewNetwork(StrictSchema):
    """A network to be entered."""

    code = Text(required=True, most=40)
    name = Text(required=True)
    launched_on = Date(required=True)
    launch_decision = Text(most=100)
    lead = Text()
    funding = Text()


class EditedNetwork(NewNetwork):
    """A network as changed, with the version that was seen."""

    version = Integer(required=True)


class NetworkClosing(StrictSchema):
    """That a decision closed a network."""

    closed_on = Date(required=True)
    closing_decision = Text(required=True, most=100)
    version = Integer(required=True)


class NewLead(StrictSchema):
    """That a decision gave a network another lead."""

    lead = Text(required=True)
    changed_on = Date(required=True)
    decision = Text(required=True, most=100)
    version = Integer(required=True)


class WrittenNote(StrictSchema):
    """What a network did in a month; `version` of the note that was seen, if there was one."""

    month = Month(required=True)
    text = Text(required=True, most=4000, lines=True)
    version = Integer(load_default=None, allow_none=True)


class SentNote(WrittenNote):
    """A note as GET gives it, changed. What only the server writes is sent as read, or left out."""

    id = Integer(metadata={"readOnly": True})
    written_by = Text(load_default=None, metadata={"readOnly": True})
    written_at = DateTime(metadata={"readOnly": True})


class NotesOf(StrictSchema):
    """Of which year notes are wanted; this one if none is named."""

    year = Integer(least=1900, most=2200, load_default=None)


class NoteOut(OutSchema):
    """A monthly note as shown to programs. `month` is the month's first day."""

    id = Integer()
    version = Integer()
    month = Date()
    text = Text()
    written_by = Text()
    written_at = DateTime()


class NewPoint(StrictSchema):
    """An area to which a network was extended."""

    name = Text(required=True)
    started_on = Date(required=True)


class PointEnd(StrictSchema):
    """That a network no longer covers an area."""

    ended_on = Date(required=True)


class NetworkFilter(StrictSchema):
    """The query string of a list of networks."""

    q = Text()
    state = Choice(NetworkState, load_default=None)
    whose = Choice(Whose, load_default=None)
    after = Cursor(str, int)
    limit = Limit()


class NetworkOut(OutSchema):
    """A network as shown to programs."""

    id = Integer()
    version = Integer()
    code = Text()
    name = Text()
    ward_id = Integer()
    launched_on = Date()
    launch_decision = Text()
    lead = Text()
    funding = Text()
    closed_on = Date(allow_none=True)
    closing_decision = Text()


class ReplicationPointOut(OutSchema):
    """A replication point as shown to programs."""

    id = Integer()
    name = Text()
    started_on = Date()
    ended_on = Date(allow_none=True)


class NetworkRow(OutSchema):
    """A network in a list. `points` counts the replication points that run today.

    `ward_until` is the last day of a ward that is no more; `noted`: there is a note about last month.
    """

    id = Integer()
    code = Text()
    name = Text()
    ward_id = Integer()
    ward = Text()
    ward_until = Date(allow_none=True)
    launched_on = Date()
    launch_decision = Text()
    lead = Text()
    closed_on = Date(allow_none=True)
    points = Integer()
    noted = Boolean()


class Leaving(StrictSchema):
    """Cameras that leave a network: their codes, as pasted; since which day; why."""

    codes = Text(required=True, most=100_000, lines=True)
    on = Date(required=True)
    reason = Text(required=True)


class Joining(Leaving):
    """Cameras that join a network; `move`: also those of another one."""

    move = Boolean(load_default=False)


class HistoryQuery(StrictSchema):
    """Which year of a network's life is shown, and on which day its cameras are counted; now if none is named."""

    year = Integer(least=1900, most=2200, load_default=None)
    day = Date(load_default=None)


class LeavingCameras(StrictSchema):
    """Which camera's leaving a form begins with."""

    codes = Text(most=60)


class MemberFilter(StrictSchema):
    """The query string of a list of memberships: those on a day, or those that began or ended in a month."""

    day = Date(load_default=None)
    month = Month(load_default=None)
    way = Choice(MembershipChange, load_default=None)
    connection = Choice(Connection, load_default=None)
    after = Cursor(date, int)
    limit = Limit()


class NoteArgs(StrictSchema):
    """Which month's note is opened; last month's if none is named."""

    month = Month(load_default=None)


class MemberRow(OutSchema):
    """A camera's time in a network: from `joined_on`, no longer at the end of `left_on`."""

    id = Integer()
    camera_id = Integer()
    code = Text()
    name = Text()
    connection = Choice(Connection)
    joined_on = Date()
    left_on = Date(allow_none=True)
    reason = Text()
    left_reason = Text()


class MovedCameras(OutSchema):
    """The codes of the cameras that joined or left."""

    codes = List(Text())
