"""Incidents as JSON. Every answer to a reader is written down."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.cases.incidents import actions, queries, schemas
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.steps import STEPS, IncidentStep
from tracker.cases.step_shapes import step_shape
from tracker.core.permissions import Can
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("incidents_api", __name__, url_prefix="/api/v1/incidents", description="Incidents")


@api.route("", methods=["GET"])
@needs(Can.VIEW_INCIDENTS)
@api.arguments(schemas.IncidentFilter, location="query")
@api.response(200, schemas.IncidentPage)
def index(args: dict[str, Any]) -> Response:
    """A page of incidents, newest first; `next` is the cursor of the following page."""
    rows, more = actions.browse(session(), actor(), queries.IncidentCriteria(**args))
    following = cursor(rows[-1].occurred_from, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following)


@api.route("", methods=["POST"])
@needs(Can.LOG_INCIDENTS)
@api.arguments(schemas.NewIncident)
@api.response(201, schemas.IncidentOut)
def log(facts: dict[str, Any]) -> Incident:
    """Log an incident, kept by the caller."""
    return actions.log(session(), actor(), facts)


@api.route("/<int:incident_id>", methods=["GET"])
@needs(Can.VIEW_INCIDENTS)
@api.response(200, schemas.IncidentOut)
def show(incident_id: int) -> Incident:
    """One incident."""
    return actions.read(session(), actor(), incident_id)


@api.route("/<int:incident_id>", methods=["PUT"])
@needs(Can.CHANGE_INCIDENT)
@api.arguments(schemas.EditedIncident)
@api.response(200, schemas.IncidentOut)
def edit(facts: dict[str, Any], incident_id: int) -> Incident:
    """Correct an incident of one's own; `version` is the one that was read."""
    return actions.edit(session(), actor(), incident_id, facts.pop("version"), facts)


def _operation(step: IncidentStep) -> None:
    @api.route(f"/<int:incident_id>/{step.name}", methods=["POST"], endpoint=step.operation)
    @needs(step.needs)
    @api.doc(operationId=step.operation, summary=step.summary)
    @api.arguments(step_shape(step, schemas.IncidentTransition))
    @api.response(200, schemas.IncidentOut)
    def advance(facts: dict[str, Any], incident_id: int) -> Incident:
        return actions.advance(session(), actor(), incident_id, facts.pop("version"), step, facts)


for incident_step in STEPS.values():
    _operation(incident_step)
