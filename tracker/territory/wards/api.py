"""Provinces and wards as JSON."""

from typing import Any

from tracker.core import errors
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.territory.wards import queries, schemas
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import needs, session

api = JsonEndpoints("wards", __name__, "Wards, as they stood on a day")


@api.route("", methods=["GET"])
@needs(Can.VIEW_WARDS)
@api.arguments(schemas.WardFilter, location="query")
@api.rows(schemas.WardRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of the wards of a day, in Vietnamese order; `next` is the cursor of the following page."""
    return queries.listing(session(), **args)


@api.route("/<int:ward_id>", methods=["GET"])
@needs(Can.VIEW_WARDS)
@api.response(200, schemas.WardOut)
def show(ward_id: int) -> dict[str, Any]:
    """One ward with its neighbours in time."""
    ward = queries.get(session(), ward_id)
    if ward is None:
        raise errors.NotFound(ward=ward_id)
    return {
        **{name: getattr(ward, name) for name in schemas.WardOut().fields if hasattr(ward, name)},
        "came_from": queries.came_from(session(), [ward_id]).get(ward_id, []),
        "went_into": queries.went_into(session(), [ward_id]).get(ward_id, []),
    }
