"""The camera register as JSON."""

from typing import Any

from tracker.core import clock
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.cameras import actions, listing, queries, rules, schemas
from tracker.register.cameras.models import Camera
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("cameras", __name__, "Camera eyes")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.CameraFilter, location="query")
@api.rows(schemas.CameraRow)
def index(args: dict[str, Any]) -> Page[dict[str, Any]]:
    """A page of the register; `next` is the cursor of the following page, for the same `sort` and `order`."""
    rows, following = listing.page(session(), actor(), queries.CameraCriteria(**args))
    now = clock.now()
    items = [
        {**dict(zip(listing.NAMES, row, strict=True)), "shown": rules.health_on_page(row.health, row.checked_at, now)}
        for row in rows
    ]
    return Page(items, following)


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
