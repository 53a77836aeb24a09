"""Recorders as JSON."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.recorders import actions, queries, schemas
from tracker.register.recorders.models import Recorder
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session
from tracker.web.resources import Resource

api = JsonEndpoints("recorders", __name__, "Recorders and their clocks")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.RecorderFilter, location="query")
@api.rows(schemas.RecorderRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of recorders by code; `next` is the cursor of the following page."""
    return queries.listing(session(), actor(), queries.RecorderCriteria(**args))


@api.route("", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.NewRecorder)
@api.response(201, schemas.RecorderOut)
def register(facts: dict[str, Any]) -> Recorder:
    """Register a recorder in the caller's ward."""
    return actions.register(session(), actor(), facts)


def _show(recorder_id: int) -> Recorder:
    return queries.get(session(), actor(), recorder_id)


def _edit(recorder_id: int, version: int, facts: dict[str, Any]) -> Recorder:
    return actions.edit(session(), actor(), recorder_id, version, facts)


RECORDER = Resource(
    name="Recorder",
    shown=schemas.RecorderOut,
    edited=schemas.EditedRecorder,
    can_view=Can.VIEW_CAMERAS,
    can_edit=Can.REGISTER_CAMERAS,
    read=_show,
    current=_show,
    edit=_edit,
)
api.resource("/<int:recorder_id>", RECORDER)
