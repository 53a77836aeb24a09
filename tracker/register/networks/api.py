"""Networks as JSON."""

from datetime import date
from typing import Any

from flask import request

from tracker.core import clock
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.networks import actions, membership, membership_changes, queries, schemas
from tracker.register.networks.models import Network, NetworkNote, ReplicationPoint
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session
from tracker.web.resources import Resource, refuse_read_only

api = JsonEndpoints("networks", __name__, "Networks and replication points")


@api.route("", methods=["GET"])
@needs(Can.VIEW_NETWORKS)
@api.arguments(schemas.NetworkFilter, location="query")
@api.rows(schemas.NetworkRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of networks by name; `next` is the cursor of the following page."""
    return queries.listing(session(), actor(), queries.NetworkCriteria(**args))


@api.route("", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.NewNetwork)
@api.response(201, schemas.NetworkOut)
def launch(facts: dict[str, Any]) -> Network:
    """Enter a network in the caller's ward."""
    return actions.launch(session(), actor(), facts)


def _show(network_id: int) -> Network:
    return queries.get(session(), actor(), network_id)


def _edit(network_id: int, version: int, facts: dict[str, Any]) -> Network:
    return actions.edit(session(), actor(), network_id, version, facts)


NETWORK = Resource(
    name="Network",
    shown=schemas.NetworkOut,
    edited=schemas.EditedNetwork,
    can_view=Can.VIEW_NETWORKS,
    can_edit=Can.MANAGE_NETWORKS,
    read=_show,
    current=_show,
    edit=_edit,
)
api.resource("/<int:network_id>", NETWORK)


@api.route("/<int:network_id>/lead", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.NewLead)
@api.response(200, schemas.NetworkOut)
def change_lead(facts: dict[str, Any], network_id: int) -> Network:
    """Give a network to another lead by a decision."""
    return actions.change_lead(session(), actor(), network_id, **facts)


@api.route("/<int:network_id>/notes", methods=["GET"])
@needs(Can.VIEW_NETWORKS)
@api.arguments(schemas.NotesOf, location="query")
@api.response(200, schemas.NoteOut(many=True))
def notes(args: dict[str, Any], network_id: int) -> list[NetworkNote]:
    """What a network did month by month in a year, newest first."""
    network, year = queries.get(session(), actor(), network_id), args["year"] or clock.today().year
    return queries.notes(session(), network.id, date(year, 1, 1), date(year, 12, 31))


@api.route("/<int:network_id>/notes", methods=["PUT"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.SentNote)
@api.response(200, schemas.NoteOut)
def write_note(facts: dict[str, Any], network_id: int) -> NetworkNote:
    """Write a month's note, or change it: `version` is then the one that was read."""
    network = queries.get(session(), actor(), network_id)
    note = queries.note(session(), network.id, facts["month"])
    refuse_read_only(request.get_json(), schemas.NoteOut().dump(note) if note else {}, schemas.WrittenNote)
    facts = {name: facts[name] for name in schemas.WrittenNote().fields}
    return actions.write_note(session(), actor(), network_id, **facts)


@api.route("/<int:network_id>/points", methods=["GET"])
@needs(Can.VIEW_NETWORKS)
@api.response(200, schemas.ReplicationPointOut(many=True))
def points(network_id: int) -> list[ReplicationPoint]:
    """The areas to which a network was extended, oldest first."""
    return queries.points(session(), queries.get(session(), actor(), network_id).id)


@api.route("/<int:network_id>/points", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.NewPoint)
@api.response(201, schemas.ReplicationPointOut)
def add_point(facts: dict[str, Any], network_id: int) -> ReplicationPoint:
    """Extend a network to an area."""
    return actions.add_point(session(), actor(), network_id, facts)


@api.route("/<int:network_id>/points/<int:point_id>/end", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.PointEnd)
@api.response(200, schemas.ReplicationPointOut)
def end_point(facts: dict[str, Any], network_id: int, point_id: int) -> ReplicationPoint:
    """Note that a network no longer covers an area."""
    return actions.end_point(session(), actor(), network_id, point_id, **facts)


@api.route("/<int:network_id>/members", methods=["GET"])
@needs(Can.VIEW_NETWORKS)
@api.arguments(schemas.MemberFilter, location="query")
@api.rows(schemas.MemberRow)
def members(args: dict[str, Any], network_id: int) -> Page[Any]:
    """A page of a network's memberships, the latest first; `day` keeps those that held at the end of a day."""
    network = queries.get(session(), actor(), network_id)
    return membership.listing(session(), actor(), network.id, membership.MemberCriteria(**args))


@api.route("/<int:network_id>/join", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.Joining)
@api.response(200, schemas.MovedCameras)
def join(facts: dict[str, Any], network_id: int) -> dict[str, Any]:
    """Take cameras into a network from a day on; those already in it are passed over."""
    return {"codes": membership_changes.join(session(), actor(), network_id, **facts)}


@api.route("/<int:network_id>/leave", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.Leaving)
@api.response(200, schemas.MovedCameras)
def leave(facts: dict[str, Any], network_id: int) -> dict[str, Any]:
    """Take cameras out of a network on a day."""
    return {"codes": membership_changes.leave(session(), actor(), network_id, **facts)}


@api.route("/<int:network_id>/close", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.NetworkClosing)
@api.response(200, schemas.NetworkOut)
def close(facts: dict[str, Any], network_id: int) -> Network:
    """Close a network by a decision; its areas end and its cameras leave."""
    return membership_changes.close(session(), actor(), network_id, **facts)
