"""Queries: which requests and lines somebody may know of, by the case they belong to or by the wards they ask."""

from sqlalchemy import BindParameter, ColumnElement, and_, exists, false, or_, select

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.rules import RequestStatus
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.cases.visibility import case_condition, sees_cases
from tracker.core.viewer import Reach
from tracker.register.visibility import own_ward_condition, own_wards


def request_scope(
    reach: Reach, viewer_id: int | BindParameter[int], *, one_by_one: bool = False
) -> ColumnElement[bool]:
    """Under which condition a person may know of a request: as of its case, or by the wards that it asks.

    A draft is its author's alone. `one_by_one`: few requests are asked about, so those of a ward are not all gathered.
    """
    return or_(case_scope(reach, viewer_id), _asked_of_wards(reach, one_by_one=one_by_one))


def case_scope(reach: Reach, viewer_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Under which condition a person may know of the case of a request, whatever it asks of the person's ward."""
    working = (ExtractionRequest.requester_id, ExtractionRequest.responsible_id)
    of_case = case_condition(reach, viewer_id, ExtractionRequest.incident_id, ExtractionRequest.unit_id, *working)
    of_viewer = or_(*(column == viewer_id for column in working))
    of_incident = ExtractionRequest.incident_id.in_(select(Incident.id).where(incidents.scope(reach, viewer_id)))
    readable = or_(of_case, of_incident) if sees_cases(reach) else false()
    return and_(readable, or_(ExtractionRequest.status != RequestStatus.DRAFT, of_viewer))


def _asked_of_wards(reach: Reach, *, one_by_one: bool) -> ColumnElement[bool]:
    if not own_wards(reach):
        return false()
    of_ward = own_ward_condition(reach, ExtractionLine.ward_id)
    asked_of_ward = select(ExtractionLine.request_id).where(of_ward)
    filed = (ExtractionRequest.status != RequestStatus.DRAFT, ExtractionRequest.filed_at.is_not(None))
    if one_by_one:
        return and_(*filed, exists().where(of_ward, ExtractionLine.request_id == ExtractionRequest.id))
    return and_(*filed, ExtractionRequest.id.in_(asked_of_ward))


def line_scope(reach: Reach, viewer_id: int) -> ColumnElement[bool]:
    """Under which condition a person may know of a line; to be used on a statement joined with the request."""
    of_own_ward = and_(own_ward_condition(reach, ExtractionLine.ward_id), ExtractionRequest.filed_at.is_not(None))
    return or_(case_scope(reach, viewer_id), of_own_ward)
