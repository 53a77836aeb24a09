"""Installation points as JSON. New ones come with the cameras that hang there."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.places import actions, queries, schemas
from tracker.register.places.models import InstallationPoint
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session
from tracker.web.resources import Resource

api = JsonEndpoints("places", __name__, "Installation points")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.PointFilter, location="query")
@api.rows(schemas.PointRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of points by name; `next` is the cursor of the following page."""
    return queries.listing(session(), actor(), queries.PlaceCriteria(**args))


def _show(point_id: int) -> InstallationPoint:
    return queries.get(session(), actor(), point_id)


def _edit(point_id: int, version: int, facts: dict[str, Any]) -> InstallationPoint:
    return actions.edit(session(), actor(), point_id, version, facts)


POINT = Resource(
    name="Point",
    shown=schemas.PointOut,
    edited=schemas.EditedPoint,
    can_view=Can.VIEW_CAMERAS,
    can_edit=Can.REGISTER_CAMERAS,
    read=_show,
    current=_show,
    edit=_edit,
)
api.resource("/<int:point_id>", POINT)
