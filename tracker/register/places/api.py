"""Installation points as JSON. New ones come with the cameras that hang there."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core.permissions import Can
from tracker.register.places import actions, queries, schemas
from tracker.register.places.models import InstallationPoint
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("places_api", __name__, url_prefix="/api/v1/places", description="Installation points")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.PointFilter, location="query")
@api.response(200, schemas.PointPage)
def index(args: dict[str, Any]) -> Response:
    """A page of points by name; `next` is the cursor of the following page."""
    rows, more = queries.listing(session(), actor(), queries.PlaceCriteria(**args))
    following = cursor(rows[-1].sort_key, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following, drop=("sort_key",))


@api.route("/<int:point_id>", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.response(200, schemas.PointOut)
def show(point_id: int) -> InstallationPoint:
    """One point."""
    return queries.get(session(), actor(), point_id)


@api.route("/<int:point_id>", methods=["PUT"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.EditedPoint)
@api.response(200, schemas.PointOut)
def edit(facts: dict[str, Any], point_id: int) -> InstallationPoint:
    """Change a point, and with it the place of every camera there; `version` is the one that was read."""
    return actions.edit(session(), actor(), point_id, facts.pop("version"), facts)
