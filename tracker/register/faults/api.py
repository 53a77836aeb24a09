"""Faults as JSON."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core.permissions import Can
from tracker.register.faults import actions, queries, schemas
from tracker.register.faults.models import Fault
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("faults_api", __name__, url_prefix="/api/v1/faults", description="Faults and their repair")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.FaultFilter, location="query")
@api.response(200, schemas.FaultPage)
def index(args: dict[str, Any]) -> Response:
    """A page of open faults, the oldest first, or of mended ones, the newest first."""
    rows, more = queries.listing(session(), actor(), queries.FaultCriteria(**args))
    following = cursor(rows[-1].closed_at or rows[-1].opened_at, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following, drop=("removed_on",))


@api.route("", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.NewFault)
@api.response(201, schemas.FaultOut)
def report(facts: dict[str, Any]) -> Fault:
    """Report a fault of a camera or a recorder."""
    code = facts.pop("code")
    if code and not (facts["camera_id"] or facts["recorder_id"]):
        facts |= queries.thing_by_code(session(), actor(), code)
    return actions.open_fault(session(), actor(), **facts)


@api.route("/<int:fault_id>", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.response(200, schemas.FaultOut)
def show(fault_id: int) -> Fault:
    """One fault."""
    return queries.get(session(), actor(), fault_id)


@api.route("/<int:fault_id>/close", methods=["POST"])
@needs(Can.REGISTER_CAMERAS)
@api.arguments(schemas.Repair)
@api.response(200, schemas.FaultOut)
def close(facts: dict[str, Any], fault_id: int) -> Fault:
    """Note that a fault was mended; `version` is the one that was read."""
    return actions.close_fault(session(), actor(), fault_id, facts.pop("version"), **facts)
