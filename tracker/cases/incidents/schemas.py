"""Shapes of incidents."""

from datetime import datetime

from marshmallow.fields import Nested

from tracker.cases.incidents.rules import Channel, Group, Status, Type
from tracker.web.fields import Choice, Day, Decimal, Flag, Many, Moment, Shape, Text, Whole
from tracker.web.paging import Cursor


class NewIncident(Shape):
    """An incident to be logged. `occurred_to` defaults to `occurred_from`; `ward_code` also takes a ward's name."""

    type = Choice(Type, required=True)
    occurred_from = Moment(required=True)
    occurred_to = Moment(load_default=None, allow_none=True)
    place = Text(required=True, most=300)
    ward_code = Text(required=True, most=120)
    latitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)  # beyond 90: swapped, said in words
    longitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)
    channel = Choice(Channel, required=True)
    summary = Text(required=True, most=4000, lines=True)


class EditedIncident(NewIncident):
    """An incident as corrected, with the version that was seen."""

    version = Whole(required=True)


class End(Shape):
    """How an incident ended. `ended_at` defaults to now."""

    status = Choice(Status, required=True)
    note = Text(most=2000, lines=True)
    ended_at = Moment(load_default=None, allow_none=True)
    version = Whole(required=True)


class Reopening(Shape):
    """Why an ended incident is taken up again."""

    reason = Text(required=True, most=500)
    version = Whole(required=True)


class IncidentFilter(Shape):
    """The query string of a list of incidents; `since` and `until` are days of occurring."""

    q = Text()
    status = Choice(Status, load_default=None)
    type = Choice(Type, load_default=None)
    ward_id = Whole(least=1, load_default=None)
    since = Day(load_default=None)
    until = Day(load_default=None)
    mine = Flag(load_default=False)
    after = Cursor(datetime, int)
    limit = Whole(least=1, most=200, load_default=50)


class IncidentOut(Shape):
    """An incident as shown to programs."""

    id = Whole()
    version = Whole()
    code = Text()
    group = Choice(Group)
    type = Choice(Type)
    summary = Text()
    occurred_from = Moment()
    occurred_to = Moment()
    place = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    ward_id = Whole()
    channel = Choice(Channel)
    status = Choice(Status)
    ended_at = Moment(allow_none=True)
    ending_note = Text()
    keeper_id = Whole()
    created_at = Moment()


class IncidentRow(Shape):
    """An incident in a list."""

    id = Whole()
    code = Text()
    type = Choice(Type)
    summary = Text()
    occurred_from = Moment()
    occurred_to = Moment()
    place = Text()
    ward_id = Whole()
    ward = Text()
    status = Choice(Status)
    keeper_id = Whole()
    keeper = Text()


class IncidentPage(Shape):
    """A page of incidents."""

    items = Many(Nested(IncidentRow))
    next = Text(allow_none=True)
