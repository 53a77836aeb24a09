"""Who may know of an incident, as JSON."""

from typing import Any

from tracker.cases.access import queries, schemas, seals, shares
from tracker.cases.access.models import IncidentNote, IncidentShare
from tracker.cases.incidents import actions as incident_actions
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.schemas import IncidentOut
from tracker.core.permissions import Can
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("access", __name__, "Who may know of an incident: units it is shared with, people it is sealed to")


@api.route("/incidents/<int:incident_id>", methods=["GET"])
@needs(Can.VIEW_INCIDENTS)
@api.response(200, schemas.AccessOut)
def show(incident_id: int) -> dict[str, Any]:
    """Who knows of an incident besides its unit and those above, and what they wrote under it."""
    incident = incident_actions.read(session(), actor(), incident_id)
    return {
        "incident_id": incident.id,
        "sealed_at": incident.sealed_at,
        "shares": queries.shares_of(session(), incident_id),
        "readers": queries.readers_of(session(), incident_id),
        "notes": queries.notes_of(session(), incident_id),
    }


@api.route("/incidents/<int:incident_id>/share", methods=["POST"])
@needs(Can.SHARE_INCIDENT)
@api.arguments(schemas.NewShare)
@api.response(201, schemas.ShareOut)
def share(facts: dict[str, Any], incident_id: int) -> IncidentShare:
    """Have another unit read an incident, note on it and ask for footage of its own."""
    return shares.share(session(), actor(), incident_id, **facts)


@api.route("/shares/<int:share_id>/end", methods=["POST"])
@needs(Can.SHARE_INCIDENT)
@api.arguments(schemas.AccessEnded)
@api.response(200, schemas.ShareOut)
def end_share(facts: dict[str, Any], share_id: int) -> IncidentShare:
    """Have a unit read an incident no longer."""
    return shares.end(session(), actor(), share_id, **facts)


@api.route("/incidents/<int:incident_id>/seal", methods=["POST"])
@needs(Can.SEAL_INCIDENT)
@api.arguments(schemas.IncidentSealed)
@api.response(200, IncidentOut)
def seal(facts: dict[str, Any], incident_id: int) -> Incident:
    """Let nobody know of an incident but named people, those who work on it, and the caller."""
    return seals.seal(session(), actor(), incident_id, **facts)


@api.route("/incidents/<int:incident_id>/unseal", methods=["POST"])
@needs(Can.SEAL_INCIDENT)
@api.arguments(schemas.IncidentUnsealed)
@api.response(200, IncidentOut)
def unseal(facts: dict[str, Any], incident_id: int) -> Incident:
    """Open an incident again to everybody who knew of it before it was sealed."""
    return seals.unseal(session(), actor(), incident_id, **facts)


@api.route("/incidents/<int:incident_id>/readers", methods=["POST"])
@needs(Can.SHARE_INCIDENT)
@api.arguments(schemas.NewReader)
@api.response(200, IncidentOut)
def add_reader(facts: dict[str, Any], incident_id: int) -> Incident:
    """Let somebody know of a sealed incident."""
    return seals.add_reader(session(), actor(), incident_id, **facts)


@api.route("/incidents/<int:incident_id>/readers/<int:user_id>/remove", methods=["POST"])
@needs(Can.SEAL_INCIDENT)
@api.arguments(schemas.AccessEnded)
@api.response(200, IncidentOut)
def remove_reader(facts: dict[str, Any], incident_id: int, user_id: int) -> Incident:
    """Let somebody know of a sealed incident no longer."""
    return seals.remove_reader(session(), actor(), incident_id, user_id, **facts)


@api.route("/incidents/<int:incident_id>/notes", methods=["POST"])
@needs(Can.VIEW_INCIDENTS)
@api.arguments(schemas.NewIncidentNote)
@api.response(201, schemas.IncidentNoteOut)
def note(facts: dict[str, Any], incident_id: int) -> IncidentNote:
    """Write something under an incident, for everybody who may read it."""
    return shares.note(session(), actor(), incident_id, **facts)
