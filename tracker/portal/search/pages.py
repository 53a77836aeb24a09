"""The one search box as a page."""

from flask import Blueprint, render_template

from tracker.core.permissions import Can
from tracker.portal.search import actions, rules, schemas
from tracker.portal.search.rules import HitKind
from tracker.web.forms import query_args
from tracker.web.request import actor, needs, session

pages = Blueprint("search", __name__, url_prefix="/search")
# Where a hit leads to, and where all hits of its kind are.
LINKS = {
    HitKind.CAMERA: ("cameras.show", "camera_id", "cameras.index"),
    HitKind.INCIDENT: ("incidents.show", "incident_id", "incidents.index"),
    HitKind.REQUEST: ("extractions.show", "request_id", "extractions.index"),
    HitKind.NETWORK: ("networks.show", "network_id", "networks.index"),
    HitKind.RECORDER: ("recorders.show", "recorder_id", "recorders.index"),
    HitKind.PLACE: ("places.show", "point_id", "places.index"),
    HitKind.OWNER: ("owners.show", "owner_id", ""),
}


@pages.get("")
@needs(Can.SEARCH)
def index() -> str:
    """What was found in all the books, the nearest first."""
    typed = query_args(schemas.SearchQuery())["q"]
    groups = actions.search(session(), actor(), typed)
    return render_template("search/index.html", typed=typed, groups=groups, links=LINKS, marked=rules.marked)
