"""The map's own addresses, the operator's base map, and quick registration."""

from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from tracker.core import clock, errors
from tracker.core.i18n import N_, filled
from tracker.core.permissions import Can
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.rules import Connection, health_on_page
from tracker.register.cameras.sight import View
from tracker.register.maps import actions, photo, queries, rules, schemas
from tracker.register.maps.rules import Window
from tracker.register.places.reader import Swapped, read_place
from tracker.territory.boundaries import queries as boundaries
from tracker.territory.boundaries import rules as outlines
from tracker.territory.wards import naming
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, config, needs, session

pages = Blueprint("maps", __name__, url_prefix="/maps")


@pages.app_context_processor
def _of_maps() -> dict[str, Any]:
    """What templates with a map use: the operator's base map, and the stretch a map begins with (asked when called)."""
    pmtiles = url_for("maps.base") if config().map_pmtiles else ""
    return {
        "map_base": {"tiles": config().map_tiles, "pmtiles": pmtiles, "credit": config().map_credit},
        "map_area": lambda: queries.area(session(), actor()),
    }


NO_GPS = N_(
    "Ảnh không ghi vị trí. Nhiều điện thoại bỏ vị trí khi gửi ảnh qua trình duyệt: "
    "hãy dùng nút vị trí hiện tại hoặc ghim trên bản đồ."
)


@pages.get("/cameras.json")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.MapFilter)
def cameras() -> Response:
    """The cameras of a filter in a window of the map; without a window, how many there are and where."""
    args = query_args()
    criteria = CameraCriteria.of(args)
    if args["window"] is None:
        return _json(dict(queries.extent(session(), actor(), criteria)._mapping))
    return _json(_map_content(criteria, args["window"], args["zoom"]))


def _map_content(criteria: CameraCriteria, window: Window, zoom: int) -> dict[str, Any]:
    """`cameras` when near and not too many, else `cells`: [latitude, longitude, working, broken, unknown]."""
    rows = queries.within(session(), actor(), criteria, window) if zoom >= rules.NEAR else None
    if rows is None:
        cells = queries.cells(session(), actor(), criteria, window, zoom)
        return {"cells": [[round(cell.latitude, 6), round(cell.longitude, 6), *map(int, cell[:3])] for cell in cells]}
    now = clock.now()
    return {"cameras": [_marker(row, health_on_page(row.health, row.checked_at, now)) for row in rows]}


def _marker(camera: Any, health: str) -> dict[str, Any]:
    """What the map draws of a camera. `reach_m` is as noted, else by its picture; None where nobody knows."""
    reach = View.of(camera).reach
    marker = {**camera._mapping, "health": health, "reach_m": None if reach is None else round(reach, 1)}
    return {name: value for name, value in marker.items() if name not in {"checked_at", "width_px", "height_m"}}


@pages.get("/boundaries.json")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.OutlineFilter)
def wards() -> Response:
    """The outlines of wards in a window, as fine as the zoom shows them. Browsers keep them until they change."""
    args = query_args()
    rows = boundaries.within(session(), *args["window"])
    coarse = rules.tolerance(args["zoom"])
    ward_outlines = [
        {"id": row.ward_id, "name": row.name, "outline": _as_fine(row.coordinates, coarse)} for row in rows
    ]
    answer = _json({"wards": ward_outlines})
    answer.add_etag(weak=True)  # it may be compressed on its way
    answer.make_conditional(request)
    return _cached_answer(answer)


def _as_fine(coordinates: str, coarse: float) -> Any:
    if coarse <= outlines.TOLERANCE:
        return orjson.loads(coordinates)
    return outlines.coordinates(outlines.thinned(outlines.read(coordinates), coarse))


@pages.get("/base.pmtiles")
@needs(Can.VIEW_CAMERAS)
def base() -> Response:
    """The operator's base map, of which browsers ask for the parts they show."""
    if not config().map_pmtiles:
        raise errors.NotFound()
    return _cached_answer(send_file(Path(config().map_pmtiles), mimetype="application/octet-stream", conditional=True))


@pages.route("/quick", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def quick() -> Any:
    """Register a camera by four answers, on the spot."""
    newest = queries.newest_code(session(), actor())
    proposed = rules.next_code(newest, queries.codes_like(session(), actor(), newest))
    form = Form(schemas.QuickCamera(), {"code": proposed, "connection": Connection.POLICE})
    if form.sent:
        camera = form.submit(lambda facts: _register(form, facts))
        if camera:
            flash(_("Đã đăng ký camera %(code)s.", code=camera.code))
            another_one = request.form.get("next") == "again"
            return redirect(url_for("maps.quick") if another_one else url_for("cameras.show", camera_id=camera.id))
    return render_template("maps/quick.html", form=form, connections=Connection), form.status


def _register(form: Form, facts: dict[str, Any]) -> Any:
    facts["coordinates"] = facts["coordinates"] or _of_photo(form)
    try:
        return actions.register(session(), actor(), facts)
    except Swapped as error:
        form.typed = {**form.typed, "coordinates": _coordinates_text(error.right)}
        raise


def _of_photo(form: Form) -> str:
    """The place that a photograph sent with the form tells, where there is one."""
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return ""
    place = photo.place(sent.read(photo.ENOUGH))
    if place is None:
        raise errors.Invalid({"photo": NO_GPS})
    form.typed = {**form.typed, "coordinates": _coordinates_text(place)}
    return _coordinates_text(place)


@pages.post("/photo-place")
@needs(Can.REGISTER_CAMERAS)
def photo_place() -> Any:
    """The place that the first kilobytes of a photograph tell. Nothing of it is kept."""
    sent = request.files.get("photo")
    place = photo.place(sent.read(photo.ENOUGH)) if sent else None
    return _json({"coordinates": _coordinates_text(place)} if place else {"fault": _(NO_GPS)})


@pages.get("/place.json")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.PlaceAsked)
def place() -> Response:
    """What somebody wrote of a place as degrees, how it was understood, and what is wrong or strange about it."""
    args = query_args()
    try:
        point = read_place(session(), actor(), args["place"], naming.ward_if_named(session(), args["ward"]))
    except Swapped as error:
        return _json({"place": error.right, "coordinates": _coordinates_text(error.right), "fault": _message(error)})
    except errors.Invalid as error:
        return _json({"fault": _message(error)})
    if point is None:
        return _json({"place": None, "fault": "", "sure": False})
    point_doubt = actions.doubt(session(), actor(), point.pair)
    remark = filled(_(point.remark), point.facts) if point.remark else ""
    answer = {
        "place": point.pair,
        "fault": _message(point_doubt) if point_doubt else remark,
        "sure": point_doubt is not None,
    }
    return _json({**answer, "coordinates": _coordinates_text(point.pair)} if remark else answer)


def _message(error: errors.Invalid) -> str:
    return " ".join(_(text, **error.facts) for text in error.fields.values())


def _coordinates_text(place: tuple[float, float]) -> str:
    """«19,806700; 105,785200», as the field of coordinates shows it."""
    return "; ".join(f"{part:.6f}".replace(".", ",") for part in place)


def _cached_answer(answer: Response) -> Response:
    """Let the browser keep an answer, and ask each time whether it is still so."""
    g.may_be_kept = True
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _json(content: dict[str, Any]) -> Response:
    return Response(orjson.dumps(content), mimetype="application/json")
