"""What the map draws of a town, a place found by its name, and the list of names that contradict each other."""

from typing import Any

import orjson
from flask import Blueprint, Response, render_template
from flask_babel import format_decimal
from flask_babel import gettext as _

from tracker.core import errors
from tracker.core.permissions import Can
from tracker.register.places.placed_forms import written_pair
from tracker.register.streets import finding, queries, schemas, sheet, sheets
from tracker.register.streets.finding import FoundPlace
from tracker.register.streets.rules import FoundBy
from tracker.territory.wards import naming
from tracker.territory.wards import queries as wards
from tracker.web.forms import query_args, query_schema
from tracker.web.request import actor, config, needs, session

pages = Blueprint("streets", __name__, url_prefix="/streets")
WARDS_FROM, LINES_FROM, LABELS_FROM = 11, 13, 14  # zooms; farther off there would be too much of each
SHOWN = 100


@pages.get("/map.json")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.TownFrame)
def town() -> Response:
    """What the register knows of a town, in a window: ward names, streets, labels. No lines over a base map."""
    args = query_args()
    window, zoom, reach = args["window"], args["zoom"], actor().reach
    has_base = _has_base()
    centres = queries.ward_centres(session(), window) if zoom >= WARDS_FROM and not has_base else []
    lines = queries.lines_within(session(), reach, window) if zoom >= LINES_FROM and not has_base else []
    labels = queries.labels_within(session(), reach, window) if zoom >= LABELS_FROM and not has_base else []
    content = {
        "wards": [[row.name, row.latitude, row.longitude] for row in centres],
        "lines": [[row.street, row.name, row.style, orjson.loads(row.path)] for row in lines],
        "labels": [list(label) for label in labels],
    }
    return Response(orjson.dumps(content), mimetype="application/json")


@pages.get("/places.json")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.PlaceTyped)
def places() -> Response:
    """The places that somebody may mean by words, the likeliest first; `sure` where there is one and it is known."""
    args = query_args()
    ward = naming.ward_if_named(session(), args["ward"])
    found_places = finding.find(session(), actor(), args["q"], ward)
    is_sure = [place.found_by for place in found_places] == [FoundBy.KNOWN]
    return Response(orjson.dumps([_proposal(place, is_sure) for place in found_places]), mimetype="application/json")


def _proposal(place: FoundPlace, is_sure: bool) -> dict[str, Any]:
    return {
        "name": place.name,
        "ward": place.ward,
        "coordinates": written_pair(place.place),
        "place": place.place,
        "ring": place.ring_m,
        "found_by": place.found_by.value,
        "note": " · ".join(_notes(place)),
        "sure": is_sure,
    }


def _notes(place: FoundPlace) -> list[str]:
    notes = [_(place.found_by.text)]
    if place.cameras:
        notes.append(_("%(count)s camera", count=place.cameras))
    if place.apart_m is not None:
        notes.append(_("nơi khác cùng tên cách %(km)s km", km=_km(place.apart_m)))
    return [*notes, _("sai khoảng ±%(metres)s m", metres=place.ring_m)]


def _km(metres: float) -> str:
    return str(format_decimal(round(metres / 1000, 1)))


@pages.get("/sheets/<int:ward_id>")
@needs(Can.VIEW_CAMERAS)
def ward_sheet(ward_id: int) -> str:
    """A ward's map on one sheet of A3, to be printed."""
    ward = wards.get(session(), ward_id)
    if ward is None:
        raise errors.NotFound(ward=ward_id)
    drawing = sheets.of_ward(session(), actor(), ward_id, has_base=_has_base())
    return render_template("streets/sheet.html", ward=ward, drawing=drawing, sheet=sheet, most=queries.MOST_ON_SHEET)


def _has_base() -> bool:
    """Whether the operator has a base map, over which nothing is drawn."""
    return bool(config().map_tiles or config().map_pmtiles)


@pages.get("/contradictions")
@needs(Can.VIEW_CAMERAS)
def contradictions() -> str:
    """Crossings that stand in two places at once: one of the two may be wrong."""
    pairs = queries.contradicting(session(), actor(), SHOWN)
    return render_template("streets/contradictions.html", pairs=[(pair, _km(pair.metres)) for pair in pairs])
