"""Faults as JSON."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.register.faults import actions, queries, schemas
from tracker.register.faults.models import Fault
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("faults", __name__, "Faults and their repair")


@api.route("", methods=["GET"])
@needs(Can.VIEW_CAMERAS)
@api.arguments(schemas.FaultFilter, location="query")
@api.rows(schemas.FaultRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of open faults, the oldest first, or of mended ones, the newest first."""
    return queries.listing(session(), actor(), queries.FaultCriteria(**args))


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
