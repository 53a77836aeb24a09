"""Units as JSON."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.territory.units import queries, schemas
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import needs, session

api = JsonEndpoints("units", __name__, "Units: police, committees, inspectorates, as they stood on a day")


@api.route("", methods=["GET"])
@needs(Can.VIEW_UNITS)
@api.arguments(schemas.UnitFilter, location="query")
@api.rows(schemas.UnitRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of the units of a day, in Vietnamese order; `next` is the cursor of the following page."""
    return queries.listing(session(), **args)


@api.route("/<int:unit_id>", methods=["GET"])
@needs(Can.VIEW_UNITS)
@api.response(200, schemas.UnitOut)
def show(unit_id: int) -> dict[str, Any]:
    """One unit with its neighbours in time."""
    unit = queries.get(session(), unit_id)
    return {
        **{name: getattr(unit, name) for name in schemas.UnitOut().fields if hasattr(unit, name)},
        "came_from": queries.came_from(session(), unit_id),
        "went_into": queries.went_into(session(), unit_id),
    }
