"""Provinces and wards as pages: to look up what a unit is, was and became."""

from typing import Any

from flask import Blueprint, render_template

from tracker.core import clock, errors
from tracker.core.permissions import Can
from tracker.territory.wards import naming, queries, rules, schemas
from tracker.territory.wards.models import Ward
from tracker.web.forms import query_args, query_schema
from tracker.web.request import needs, session

pages = Blueprint("wards", __name__, url_prefix="/wards")


@pages.get("")
@needs(Can.VIEW_WARDS)
@query_schema(schemas.WardFilter)
def index() -> str:
    """The wards of a day, narrowed by the filter."""
    criteria = query_args()
    rows, following = queries.listing(session(), **criteria)
    ids = [row.id for row in rows]
    return render_template(
        "wards/index.html",
        rows=rows,
        following=following,
        provinces=queries.provinces(session(), criteria["on"]),
        came_from=queries.came_from(session(), ids),
        went_into=queries.went_into(session(), ids),
        ended=_ended(criteria),
        rules=rules,
    )


def _ended(criteria: dict[str, Any]) -> list[tuple[Ward, list[Ward]]]:
    """What became of the wards of just the name that is looked for, where they ended before the day that is shown."""
    if not criteria["q"] or criteria["after"]:
        return []
    ended = naming.ended_namesakes(session(), criteria["q"], criteria["on"] or clock.today())
    heirs = queries.whole_successors(session(), [ward.id for ward in ended])
    return [(ward, heirs.get(ward.id, [])) for ward in ended]


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
