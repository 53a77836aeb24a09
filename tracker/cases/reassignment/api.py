"""Handing work over as JSON."""

from typing import Any

from tracker.accounts import queries as people
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.schemas import IncidentOut
from tracker.cases.reassignment import actions, schemas
from tracker.core.permissions import Can
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("reassignment", __name__, "Handing cases over to a colleague")


@api.route("/incidents/<int:incident_id>", methods=["POST"])
@needs(Can.HAND_OVER_WORK)
@api.arguments(schemas.HandedOver)
@api.response(200, IncidentOut)
def hand_over(facts: dict[str, Any], incident_id: int) -> Incident:
    """Give an incident, with the requests that its investigator works on, to a colleague."""
    return actions.hand_over(session(), actor(), incident_id, **facts)


@api.route("/people/<int:user_id>", methods=["POST"])
@needs(Can.HAND_OVER_WORK)
@api.arguments(schemas.AllHandedOver)
@api.response(200, schemas.WorkOut)
def hand_over_all(facts: dict[str, Any], user_id: int) -> dict[str, int]:
    """Give all that a person has open to a colleague: one's own, that of one's unit, or that of a locked account."""
    work = actions.hand_over_all(session(), actor(), people.get(session(), user_id), **facts)
    return {"incidents": len(work.incidents), "requests": len(work.requests)}
