"""A camera's logbook as JSON."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.portal.timeline import actions, queries, schemas
from tracker.portal.timeline.models import CameraNote
from tracker.register.cameras import queries as cameras
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("timeline", __name__, "What happened to cameras")


@api.route("/<int:camera_id>", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.TimelineQuery, location="query")
@api.rows(schemas.EventOut)
def show(args: dict[str, Any], camera_id: int) -> Page[dict[str, Any]]:
    """A page of what happened to a camera, newest first; `next` is the cursor of the following page."""
    camera = cameras.get(session(), actor(), camera_id)
    events, following = queries.page(session(), actor(), camera, queries.TimelineCriteria(**args))
    items = [{**vars(event), "topic": event.topic, "action": event.facts.get("action")} for event in events]
    return Page(items, following)


@api.route("/<int:camera_id>", methods=["POST"])
@needs(Can.ADD_CAMERA_NOTE)
@api.arguments(schemas.NewCameraNote)
@api.response(201, schemas.CameraNoteOut)
def note(facts: dict[str, Any], camera_id: int) -> CameraNote:
    """Write a note about a camera. It cannot be changed or deleted."""
    return actions.note(session(), actor(), camera_id, facts["text"])
