"""Networks as JSON."""

from datetime import date
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core import clock
from tracker.core.permissions import Can
from tracker.register.networks import actions, membership, membership_changes, queries, schemas
from tracker.register.networks.models import Network, NetworkNote, ReplicationPoint
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("networks_api", __name__, url_prefix="/api/v1/networks", description="Networks and replication points")


@api.route("", methods=["GET"])
@needs(Can.VIEW_NETWORKS)
@api.arguments(schemas.NetworkFilter, location="query")
@api.response(200, schemas.NetworkPage)
def index(args: dict[str, Any]) -> Response:
    """A page of networks by name; `next` is the cursor of the following page."""
    rows, more = queries.listing(session(), actor(), queries.NetworkCriteria(**args))
    following = cursor(rows[-1].sort_key, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following, drop=("sort_key",))


@api.route("", methods=["POST"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.NewNetwork)
@api.response(201, schemas.NetworkOut)
def launch(facts: dict[str, Any]) -> Network:
    """Enter a network in the caller's ward."""
    return actions.launch(session(), actor(), facts)


@api.route("/<int:network_id>", methods=["GET"])
@needs(Can.VIEW_NETWORKS)
@api.response(200, schemas.NetworkOut)
def show(network_id: int) -> Network:
    """One network."""
    return queries.get(session(), actor(), network_id)


@api.route("/<int:network_id>", methods=["PUT"])
@needs(Can.MANAGE_NETWORKS)
@api.arguments(schemas.EditedNetwork)
@api.response(200, schemas.NetworkOut)
def edit(facts: dict[str, Any], network_id: int) -> Network:
    """Change a network; `version` is the one that was read."""
    return actions.edit(session(), actor(), network_id, facts.pop("version"), facts)


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
@api.arguments(schemas.WrittenNote)
@api.response(200, schemas.NoteOut)
def write_note(facts: dict[str, Any], network_id: int) -> NetworkNote:
    """Write a month's note, or change it: `version` is then the one that was read."""
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
@api.response(200, schemas.MemberPage)
def members(args: dict[str, Any], network_id: int) -> Response:
    """A page of a network's memberships, the latest first; `day` keeps those that held at the end of a day."""
    network = queries.get(session(), actor(), network_id)
    rows, more = membership.listing(session(), actor(), network.id, membership.MemberCriteria(**args))
    following = cursor(rows[-1].joined_on, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following)


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
