"""Shapes of incidents."""

from datetime import datetime

from tracker.cases.incidents.rules import IncidentStatus
from tracker.territory.code_lists.code_field import Code
from tracker.territory.code_lists.rules import CodeList
from tracker.web.fields import Boolean, Choice, Date, DateTime, Decimal, Integer, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit


class NewIncident(StrictSchema):
    """An incident to be logged. `occurred_to` defaults to `occurred_from`, `received_at`, when word came in, to now.

    `ward_code` also takes a ward's name. `sure`: the ward is meant although it lies far from the coordinates.
    """

    type = Code(CodeList.INCIDENT_TYPE, required=True)
    occurred_from = DateTime(required=True)
    occurred_to = DateTime(load_default=None, allow_none=True)
    received_at = DateTime(load_default=None, allow_none=True)
    place = Text(required=True, most=300)
    ward_code = Text(required=True, most=120)
    latitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)  # beyond 90: swapped, said in words
    longitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)
    channel = Code(CodeList.INTAKE_CHANNEL, required=True)
    summary = Text(required=True, most=4000, lines=True)
    sure = Boolean(load_default=False)


class IncidentForm(NewIncident):
    """The page's form: an incident and, without coordinates, the point of the register where it was (0: none)."""

    point_id = Integer(load_default=None, allow_none=True)


class EditedIncident(NewIncident):
    """An incident as corrected, with the version that was seen."""

    version = Integer(required=True)


class IncidentTransition(StrictSchema):
    """All that is sent with one or another step of an incident. `happened_at` defaults to now."""

    status = Choice(IncidentStatus, load_default=None, allow_none=True)
    result_code = Code(CodeList.INCIDENT_RESULT)
    note = Text(most=2000, lines=True)
    happened_at = DateTime(load_default=None, allow_none=True)
    reason = Text(most=500)
    confirmed = Boolean(load_default=False)
    into = Text(most=32)
    version = Integer(required=True)


class IncidentFilter(StrictSchema):
    """The query string of a list of incidents; `since` and `until` are days of occurring."""

    q = Text()
    status = Choice(IncidentStatus, load_default=None)
    type = Code(CodeList.INCIDENT_TYPE)
    ward_id = Integer(least=1, load_default=None)
    since = Date(load_default=None)
    until = Date(load_default=None)
    mine = Boolean(load_default=False)
    voided = Boolean(load_default=False, metadata={"description": "Those that were voided, and no others"})
    after = Cursor(datetime, int)
    limit = Limit()


class IncidentOut(OutSchema):
    """An incident as shown to programs."""

    id = Integer()
    version = Integer()
    code = Text()
    group = Code(CodeList.INCIDENT_GROUP)
    type = Code(CodeList.INCIDENT_TYPE)
    summary = Text()
    occurred_from = DateTime()
    occurred_to = DateTime()
    place = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    ward_id = Integer()
    ward_code = Text(attribute="ward.code")
    channel = Code(CodeList.INTAKE_CHANNEL)
    status = Choice(IncidentStatus)
    ended_at = DateTime(allow_none=True)
    ending_note = Text()
    result_code = Code(CodeList.INCIDENT_RESULT, allow_none=True)
    investigator_id = Integer()
    received_at = DateTime()
    created_at = DateTime()
    external_number = Text()
    investigator_name = Text()
    taken_over_at = DateTime(allow_none=True)
    voided_at = DateTime(allow_none=True)
    void_reason = Text()
    sealed_at = DateTime(allow_none=True)
    merged_into_id = Integer(allow_none=True)


class IncidentRow(OutSchema):
    """An incident in a list."""

    id = Integer()
    code = Text()
    type = Code(CodeList.INCIDENT_TYPE)
    summary = Text()
    occurred_from = DateTime()
    occurred_to = DateTime()
    place = Text()
    ward_id = Integer()
    ward = Text()
    status = Choice(IncidentStatus)
    investigator_id = Integer()
    investigator_name = Text()
    sealed_at = DateTime(allow_none=True)
