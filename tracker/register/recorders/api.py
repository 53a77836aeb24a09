"""Recorders as JSON."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core.permissions import Can
from tracker.register.recorders import actions, queries, schemas
from tracker.register.recorders.models import Recorder
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("recorders_api", __name__, url_prefix="/api/v1/recorders", description="Recorders and their clocks")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.RecorderFilter, location="query")
@api.response(200, schemas.RecorderPage)
def index(args: dict[str, Any]) -> Response:
    """A page of recorders by code; `next` is the cursor of the following page."""
    rows, more = queries.listing(session(), actor(), queries.RecorderCriteria(**args))
    following = cursor(rows[-1].code, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following)


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
