"""Provinces and wards as pages: to look up what a unit is, was and became."""

from typing import Any

from flask import Blueprint, render_template, request

from tracker.core import errors
from tracker.core.permissions import Can
from tracker.territory.wards import queries, rules, schemas
from tracker.web.forms import query_args
from tracker.web.paging import cursor
from tracker.web.request import needs, session

pages = Blueprint("wards", __name__, url_prefix="/wards")


@pages.get("")
@needs(Can.VIEW_WARDS)
def index() -> str:
    """The wards of a day, narrowed by the filter."""
    wanted: dict[str, Any] = query_args(schemas.WardFilter())
    limit, on = wanted.pop("limit"), wanted["on"]
    rows = queries.listing(session(), **wanted, limit=limit + 1)
    shown = rows[:limit]
    ids = [row.id for row in shown]
    return render_template(
        "wards/index.html",
        rows=shown,
        args={name: value for name, value in request.args.items() if value},
        following=cursor(shown[-1].sort_key, shown[-1].id) if len(rows) > limit else None,
        provinces=queries.provinces(session(), on),
        came_from=queries.came_from(session(), ids),
        went_into=queries.went_into(session(), ids),
        rules=rules,
    )


@pages.get("/<int:ward_id>")
@needs(Can.VIEW_WARDS)
def show(ward_id: int) -> str:
    """One ward: since when, by what decision, from what and into what."""
    ward = queries.get(session(), ward_id)
    if ward is None:
        raise errors.NotFound(ward=ward_id)
    return render_template(
        "wards/show.html",
        ward=ward,
        came_from=queries.came_from(session(), [ward_id]).get(ward_id, []),
        went_into=queries.went_into(session(), [ward_id]).get(ward_id, []),
        successors=queries.successors_now(session(), ward_id) if ward.valid_to else [],
        rules=rules,
    )
