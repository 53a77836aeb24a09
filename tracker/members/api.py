"""The cameras of networks as JSON: who belonged when, joining, leaving, closing."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core.permissions import Can
from tracker.members import actions, queries, schemas
from tracker.networks import queries as networks
from tracker.networks.models import Network
from tracker.networks.schemas import Closing, NetworkOut
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("members_api", __name__, url_prefix="/api/v1/networks", description="The cameras of networks")


@api.route("/<int:network_id>/members", methods=["GET"])
@needs(Can.SEE_NETWORKS)
@api.arguments(schemas.MemberFilter, location="query")
@api.response(200, schemas.MemberPage)
def index(args: dict[str, Any], network_id: int) -> Response:
    """A page of a network's memberships, the latest first; `day` keeps those that held at the end of a day."""
    network = networks.get(session(), actor(), network_id)
    rows, more = queries.listing(session(), actor(), network.id, queries.Filter(**args))
    following = cursor(rows[-1].joined_on, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following)


@api.route("/<int:network_id>/join", methods=["POST"])
@needs(Can.KEEP_NETWORKS)
@api.arguments(schemas.Joining)
@api.response(200, schemas.Moved)
def join(facts: dict[str, Any], network_id: int) -> dict[str, Any]:
    """Take cameras into a network from a day on; those already in it are passed over."""
    return {"codes": actions.join(session(), actor(), network_id, **facts)}


@api.route("/<int:network_id>/leave", methods=["POST"])
@needs(Can.KEEP_NETWORKS)
@api.arguments(schemas.Leaving)
@api.response(200, schemas.Moved)
def leave(facts: dict[str, Any], network_id: int) -> dict[str, Any]:
    """Take cameras out of a network on a day."""
    return {"codes": actions.leave(session(), actor(), network_id, **facts)}


@api.route("/<int:network_id>/close", methods=["POST"])
@needs(Can.KEEP_NETWORKS)
@api.arguments(Closing)
@api.response(200, NetworkOut)
def close(facts: dict[str, Any], network_id: int) -> Network:
    """Close a network by a decision; its areas end and its cameras leave."""
    return actions.close(session(), actor(), network_id, **facts)
