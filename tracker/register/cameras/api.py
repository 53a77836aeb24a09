"""The camera register as JSON."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core import clock
from tracker.core.permissions import Can
from tracker.register.cameras import actions, listing, queries, rules, schemas
from tracker.register.cameras.models import Camera
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("cameras_api", __name__, url_prefix="/api/v1/cameras", description="Camera eyes")
FILTER = schemas.CameraFilter()  # one for all requests: to make one takes longer than to use it
INNER = ("sort_key", "name_key", "ward_key", "recorder_storage", "recorder_days", "note")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(FILTER, location="query")
@api.response(200, schemas.CameraPage)
def index(args: dict[str, Any]) -> Response:
    """A page of the register; `next` is the cursor of the following page, for the same `sort` and `order`."""
    rows, following = listing.page(session(), actor(), queries.CameraCriteria(**args))
    now = clock.now()
    items = [
        {**dict(zip(listing.NAMES, row, strict=True)), "shown": rules.health_on_page(row.health, row.checked_at, now)}
        for row in rows
    ]
    return json_list(items, following, drop=INNER)


@api.route("", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.NewCamera)
@api.response(201, schemas.CameraOut)
def register(facts: dict[str, Any]) -> Camera:
    """Register a camera in the caller's ward."""
    return actions.register(session(), actor(), facts)


@api.route("/<int:camera_id>", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.response(200, schemas.CameraOut)
def show(camera_id: int) -> Camera:
    """One camera."""
    return queries.get(session(), actor(), camera_id)


@api.route("/<int:camera_id>", methods=["PUT"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.EditedCamera)
@api.response(200, schemas.CameraOut)
def edit(facts: dict[str, Any], camera_id: int) -> Camera:
    """Change a camera; `version` is the one that was read."""
    return actions.edit(session(), actor(), camera_id, facts.pop("version"), facts)


@api.route("/<int:camera_id>/health", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.HealthNote)
@api.response(200, schemas.CameraOut)
def note_health(facts: dict[str, Any], camera_id: int) -> Camera:
    """Note that somebody saw it work, or not."""
    return actions.note_health(session(), actor(), camera_id, **facts)


@api.route("/<int:camera_id>/take-down", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.Removal)
@api.response(200, schemas.CameraOut)
def take_down(facts: dict[str, Any], camera_id: int) -> Camera:
    """Note that a camera was taken down."""
    return actions.take_down(session(), actor(), camera_id, facts["version"], facts["removed_on"])
