"""Recorders as JSON."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.recorders import actions, queries, schemas
from tracker.register.recorders.models import Recorder
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

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


@api.route("/<int:recorder_id>", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.response(200, schemas.RecorderOut)
def show(recorder_id: int) -> Recorder:
    """One recorder."""
    return queries.get(session(), actor(), recorder_id)


@api.route("/<int:recorder_id>", methods=["PUT"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.EditedRecorder)
@api.response(200, schemas.RecorderOut)
def edit(facts: dict[str, Any], recorder_id: int) -> Recorder:
    """Change a recorder; `version` is the one that was read."""
    return actions.edit(session(), actor(), recorder_id, facts.pop("version"), facts)
