"""Queries: whose cases somebody sees, by the units of today's posts. Who is not read_ids here sees nothing."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from tracker.cases.access.models import IncidentReader, IncidentShare
from tracker.cases.incidents.models import Incident
from tracker.core.permissions import CASE_ROLES
from tracker.core.viewer import Reach
from tracker.territory.units import queries as units


def sees_cases(reach: Reach) -> bool:
    """Whether somebody may know of cases at all: those of some unit, and those of the own work."""
    return bool(reach.roles & CASE_ROLES)


def unit_condition(reach: Reach, column: Any) -> ColumnElement[bool]:
    """The condition that something is the work of a unit that somebody's posts see: of it, or of one it covers."""
    if not sees_cases(reach) or not reach.case_units:
        return false()
    condition: ColumnElement[bool] = column.in_(units.covered(reach.case_units))
    return condition


def case_condition(
    reach: Reach, viewer_id: int | BindParameter[int], incident_id: Any, unit: Any, *people: Any
) -> ColumnElement[bool]:
    """The condition under which somebody may know of a case: by its unit, or one that its incident is shared with, or
    as one of the `people` who work on it. Of one whose incident is sealed only its readers know.

    Who reads a sealed incident hangs on the person, so it is asked by `viewer_id`, as one's own work is.
    """
    if not sees_cases(reach):
        return false()
    of_viewer = or_(*(column == viewer_id for column in people))
    open_case = and_(~_sealed(incident_id), or_(unit_condition(reach, unit), _shared(reach, incident_id), of_viewer))
    read_ids = select(IncidentReader.incident_id).where(IncidentReader.user_id == viewer_id)
    return or_(open_case, incident_id.in_(read_ids))


def _shared(reach: Reach, incident_id: Any) -> ColumnElement[bool]:
    """The condition that an incident is shared with a unit that somebody's posts see."""
    to_unit = (IncidentShare.ended_at.is_(None), unit_condition(reach, IncidentShare.unit_id))
    shared: ColumnElement[bool] = incident_id.in_(select(IncidentShare.incident_id).where(*to_unit))
    return shared


def _sealed(incident_id: Any) -> ColumnElement[bool]:
    sealed_incident = aliased(Incident)
    return exists().where(sealed_incident.id == incident_id, sealed_incident.sealed_at.is_not(None))
