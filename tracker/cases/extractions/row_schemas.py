"""Schemas: the rows of lists of requests and of lines."""

from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.register.recorders.schemas import TEN_YEARS
from tracker.territory.code_lists.code_field import Code
from tracker.territory.code_lists.rules import CodeList
from tracker.web.fields import Choice, Date, DateTime, Integer, OutSchema, Text


class RequestRow(OutSchema):
    """A request in a list."""

    id = Integer()
    code = Text()
    status = Choice(RequestStatus)
    filed_at = DateTime(allow_none=True)
    created_at = DateTime()
    ask_again_on = Date(allow_none=True)
    requester_id = Integer()
    requester_name = Text()
    incident_id = Integer()
    incident = Text()
    incident_type = Code(CodeList.INCIDENT_TYPE)
    sealed_at = DateTime(allow_none=True)


class LineRow(OutSchema):
    """A line in a list. `clock_offset_seconds` is how far the recorder's clock is ahead."""

    id = Integer()
    version = Integer()
    request_id = Integer()
    request = Text()
    request_status = Choice(RequestStatus)
    incident_type = Code(CodeList.INCIDENT_TYPE)
    camera_id = Integer()
    camera = Text()
    camera_name = Text()
    place = Text()
    ward_id = Integer()
    ward = Text()
    window_from = DateTime()
    window_to = DateTime()
    overwrite_at = DateTime()
    gone_at = DateTime()
    preserved_until = Date(allow_none=True)
    consent_withdrawn_on = Date(allow_none=True)
    removed_on = Date(allow_none=True)
    status = Choice(LineStatus)
    unavailable_reason = Choice(UnavailableReason, allow_none=True)
    outcome = Choice(Outcome, allow_none=True)
    camera_voided_at = DateTime(allow_none=True)
    clock_offset_seconds = Integer(least=-TEN_YEARS, most=TEN_YEARS, allow_none=True)
    sealed_at = DateTime(allow_none=True)
