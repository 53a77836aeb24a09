"""Provinces and wards as JSON."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core import errors
from tracker.core.permissions import Can
from tracker.territory.wards import queries, schemas
from tracker.web.paging import cursor
from tracker.web.request import json_list, needs, session

api = Blueprint("wards_api", __name__, url_prefix="/api/v1/wards", description="Wards, as they stood on a day")


@api.route("", methods=["GET"])
@needs(Can.VIEW_WARDS)
@api.arguments(schemas.WardFilter, location="query")
@api.response(200, schemas.WardPage)
def index(args: dict[str, Any]) -> Response:
    """A page of the wards of a day, in Vietnamese order; `next` is the cursor of the following page."""
    limit = args.pop("limit")
    rows = queries.listing(session(), **args, limit=limit + 1)
    shown = rows[:limit]
    following = cursor(shown[-1].sort_key, shown[-1].id) if len(rows) > limit else None
    return json_list([dict(row._mapping) for row in shown], following, drop=("sort_key",))


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
