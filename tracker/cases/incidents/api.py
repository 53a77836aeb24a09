"""Incidents as JSON. Every answer to a reader is written down."""

from typing import Any

from tracker.cases.incidents import actions, correcting, queries, schemas
from tracker.cases.incidents.corrections import CORRECTIONS, IncidentCorrection
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.steps import STEPS, IncidentStep
from tracker.cases.step_shapes import step_shape
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session
from tracker.web.resources import Resource

api = JsonEndpoints("incidents", __name__, "Incidents")


@api.route("", methods=["GET"])
@needs(Can.VIEW_INCIDENTS)
@api.arguments(schemas.IncidentFilter, location="query")
@api.rows(schemas.IncidentRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of incidents, newest first; `next` is the cursor of the following page."""
    return actions.browse(session(), actor(), queries.IncidentCriteria(**args))


@api.route("", methods=["POST"])
@needs(Can.LOG_INCIDENTS)
@api.arguments(schemas.NewIncident)
@api.response(201, schemas.IncidentOut)
def log(facts: dict[str, Any]) -> Incident:
    """Log an incident, kept by the caller."""
    return actions.log(session(), actor(), facts)


def _edit(incident_id: int, version: int, facts: dict[str, Any]) -> Incident:
    return actions.edit(session(), actor(), incident_id, version, facts)


INCIDENT = Resource(
    name="Incident",
    shown=schemas.IncidentOut,
    edited=schemas.EditedIncident,
    can_view=Can.VIEW_INCIDENTS,
    can_edit=Can.CHANGE_INCIDENT,
    read=lambda incident_id: actions.read(session(), actor(), incident_id),
    current=lambda incident_id: queries.get(session(), actor(), incident_id),
    edit=_edit,
)
api.resource("/<int:incident_id>", INCIDENT)


def _operation(step: IncidentStep) -> None:
    @api.route(f"/<int:incident_id>/{step.name}", methods=["POST"], endpoint=step.operation)
    @needs(step.needs)
    @api.doc(summary=step.summary)
    @api.arguments(step_shape(step, schemas.IncidentTransition))
    @api.response(200, schemas.IncidentOut)
    def advance(facts: dict[str, Any], incident_id: int) -> Incident:
        return actions.advance(session(), actor(), incident_id, facts.pop("version"), step, facts)


def _correction(correction: IncidentCorrection) -> None:
    @api.route(f"/<int:incident_id>/{correction.name}", methods=["POST"], endpoint=correction.operation)
    @needs(correction.needs)
    @api.doc(summary=correction.summary)
    @api.arguments(step_shape(correction, schemas.IncidentTransition))
    @api.response(200, schemas.IncidentOut)
    def correct(facts: dict[str, Any], incident_id: int) -> Incident:
        return correcting.correct(session(), actor(), incident_id, facts.pop("version"), correction, facts)


for incident_correction in CORRECTIONS.values():
    _correction(incident_correction)
for incident_step in STEPS.values():
    _operation(incident_step)
