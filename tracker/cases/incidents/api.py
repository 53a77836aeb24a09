"""Incidents as JSON. Every answer to a reader is written down."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.cases.incidents import actions, queries, schemas
from tracker.cases.incidents.models import Incident
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


@api.route("/<int:incident_id>/end", methods=["POST"])
@needs(Can.CHANGE_INCIDENT)
@api.arguments(schemas.End)
@api.response(200, schemas.IncidentOut)
def end(facts: dict[str, Any], incident_id: int) -> Incident:
    """Note how an incident of one's own ended."""
    return actions.end(session(), actor(), incident_id, **facts)


@api.route("/<int:incident_id>/reopen", methods=["POST"])
@needs(Can.CHANGE_INCIDENT)
@api.arguments(schemas.Reopening)
@api.response(200, schemas.IncidentOut)
def reopen(facts: dict[str, Any], incident_id: int) -> Incident:
    """Take up an ended incident of one's own again."""
    return actions.reopen(session(), actor(), incident_id, **facts)
