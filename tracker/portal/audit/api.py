"""The log as JSON."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from tracker.core.permissions import Can
from tracker.portal.audit import actions, queries, schemas
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint("audit_api", __name__, url_prefix="/api/v1/audit", description="Who did, read or was refused what")


@api.route("", methods=["GET"])
@needs(Can.READ_AUDIT)
@api.arguments(schemas.AuditQuery, location="query")
@api.response(200, schemas.AuditEventPage)
def index(args: dict[str, Any]) -> Response:
    """A page of the log, newest first; `next` is the cursor of the following page."""
    events, more = actions.browse(session(), actor(), queries.AuditCriteria(**args))
    return json_list(events, cursor(events[-1]["seq"]) if more else None)
