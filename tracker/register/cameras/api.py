"""The camera register as JSON."""

from typing import Any

from flask import Response

from tracker.core import clock
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.cameras import actions, listing, queries, rules, schemas, voiding
from tracker.register.cameras.fields import hidden_from
from tracker.register.cameras.models import Camera
from tracker.register.cameras.slots import camera_slots
from tracker.web.endpoints import JsonEndpoints, json_page
from tracker.web.paging import page_schema
from tracker.web.request import actor, needs, session
from tracker.web.resources import Resource

api = JsonEndpoints("cameras", __name__, "Camera eyes")
OUT = tuple(schemas.CameraOut().fields)


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.CameraFilter, location="query")
@api.response(200, page_schema(schemas.CameraRow))
def index(args: dict[str, Any]) -> Response:
    """A page of the register; `next` is the cursor of the following page, for the same `sort` and `order`."""
    rows, following = listing.page(session(), actor(), queries.CameraCriteria(**args))
    now = clock.now()
    items = [
        {**dict(zip(listing.NAMES, row, strict=True)), "shown": rules.health_on_page(row.health, row.checked_at, now)}
        for row in rows
    ]
    return json_page(schemas.CameraRow, Page(items, following), hidden_from(actor()))


@api.route("", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.NewCamera)
@api.response(201, schemas.CameraOut)
def register(facts: dict[str, Any]) -> dict[str, Any]:
    """Register a camera in the caller's ward."""
    return _as_seen(actions.register(session(), actor(), facts))


def _show(camera_id: int) -> dict[str, Any]:
    return _as_seen(queries.get(session(), actor(), camera_id))


def _edit(camera_id: int, version: int, facts: dict[str, Any]) -> dict[str, Any]:
    return _as_seen(actions.edit(session(), actor(), camera_id, version, facts))


CAMERA = Resource(
    name="Camera",
    shown=schemas.CameraOut,
    edited=schemas.EditedCamera,
    can_view=Can.VIEW_CAMERAS,
    can_edit=Can.REGISTER_CAMERAS,
    read=_show,
    current=_show,
    edit=_edit,
)
api.resource("/<int:camera_id>", CAMERA)


@api.route("/<int:camera_id>/health", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.HealthNote)
@api.response(200, schemas.CameraOut)
def note_health(facts: dict[str, Any], camera_id: int) -> dict[str, Any]:
    """Note that somebody saw it work, or not."""
    return _as_seen(actions.note_health(session(), actor(), camera_id, **facts))


@api.route("/<int:camera_id>/take-down", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.Removal)
@api.response(200, schemas.CameraOut)
def take_down(facts: dict[str, Any], camera_id: int) -> dict[str, Any]:
    """Note that a camera was taken down."""
    return _as_seen(actions.take_down(session(), actor(), camera_id, facts["version"], facts["removed_on"]))


@api.route("/<int:camera_id>/void", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.Voiding)
@api.response(200, schemas.CameraOut)
def void(facts: dict[str, Any], camera_id: int) -> dict[str, Any]:
    """Void a camera that was entered by mistake: out of lists and figures, never out of the log."""
    return _as_seen(voiding.void(session(), actor(), camera_id, facts, camera_slots().open_work))


@api.route("/<int:camera_id>/merge", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.Merging)
@api.response(200, schemas.CameraOut)
def merge_camera(facts: dict[str, Any], camera_id: int) -> dict[str, Any]:
    """Void a camera that was entered twice; what waits at it goes on at the camera of the code `into`."""
    return _as_seen(voiding.merge(session(), actor(), camera_id, facts, camera_slots().open_work))


@api.route("/<int:camera_id>/restore", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.Voiding)
@api.response(200, schemas.CameraOut)
def restore(facts: dict[str, Any], camera_id: int) -> dict[str, Any]:
    """Undo the voiding or merging of a camera."""
    return _as_seen(voiding.restore(session(), actor(), camera_id, facts, camera_slots().open_work))


def _as_seen(camera: Camera) -> dict[str, Any]:
    """A camera with what it belongs to, without what the caller may not see of it."""
    camera = queries.get(session(), actor(), camera.id, afresh=True)
    hidden = hidden_from(actor())
    columns = {name: getattr(camera, name) for name in OUT if hasattr(camera, name)}
    point: dict[str, Any] = {"place": camera.point.name, "address": camera.point.address}
    point |= {"latitude": camera.point.latitude, "longitude": camera.point.longitude}
    names = {"ward": camera.ward.name, "network": camera.network.name if camera.network else None}
    names |= {"recorder": camera.recorder.code if camera.recorder else None}
    return {name: value for name, value in (columns | point | names).items() if name not in hidden}
