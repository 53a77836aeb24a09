"""The log as JSON."""

from typing import Any

from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.portal.audit import actions, queries, schemas
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("audit", __name__, "Who did, read or was refused what")


@api.route("", methods=["GET"])
@needs(Can.READ_AUDIT)
@api.arguments(schemas.AuditQuery, location="query")
@api.rows(schemas.AuditEventOut)
def index(args: dict[str, Any]) -> Page[dict[str, Any]]:
    """A page of the log, newest first; `next` is the cursor of the following page."""
    return actions.browse(session(), actor(), queries.AuditCriteria(**args))
