"""Installation points as JSON. New ones come with the cameras that hang there."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.places import actions, queries, schemas
from tracker.register.places.models import InstallationPoint
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("places", __name__, "Installation points")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.PointFilter, location="query")
@api.rows(schemas.PointRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of points by name; `next` is the cursor of the following page."""
    return queries.listing(session(), actor(), queries.PlaceCriteria(**args))


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
