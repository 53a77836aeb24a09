"""Requests and lines as JSON."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from tracker.cases.extractions import actions, queries, rules, schemas
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.core.permissions import Can
from tracker.web.paging import cursor
from tracker.web.request import actor, json_list, needs, session

api = Blueprint(
    "extractions_api", __name__, url_prefix="/api/v1/extractions", description="Requests for footage and their lines"
)


@api.route("", methods=["GET"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.RequestFilter, location="query")
@api.response(200, schemas.RequestPage)
def index(args: dict[str, Any]) -> Response:
    """A page of requests, newest first."""
    rows, more = actions.browse(session(), actor(), queries.RequestCriteria(**args))
    return json_list([dict(row._mapping) for row in rows], cursor(rows[-1].id) if more else None)


@api.route("", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.arguments(schemas.NewRequest)
@api.response(201, schemas.RequestWithLines)
def draft(facts: dict[str, Any]) -> dict[str, Any]:
    """A draft against an incident, one line for each camera."""
    return _whole(actions.draft(session(), actor(), facts))


@api.route("/<int:request_id>", methods=["GET"])
@needs(Can.VIEW_REQUESTS)
@api.response(200, schemas.RequestWithLines)
def show(request_id: int) -> dict[str, Any]:
    """One request with its lines."""
    return _whole(actions.read(session(), actor(), request_id))


@api.route("/<int:request_id>/lines", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.arguments(schemas.LinesIn)
@api.response(200, schemas.RequestWithLines)
def add_lines(facts: dict[str, Any], request_id: int) -> dict[str, Any]:
    """More cameras, or another window, for a draft."""
    return _whole(actions.add_lines(session(), actor(), request_id, facts))


@api.route("/<int:request_id>/<any(file, approve, refuse, withdraw, close):step>", methods=["POST"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.RequestTransition)
@api.response(200, schemas.RequestWithLines)
def advance(facts: dict[str, Any], request_id: int, step: str) -> dict[str, Any]:
    """Move a request by one step."""
    version = facts.pop("version")
    return _whole(actions.advance(session(), actor(), request_id, version, rules.STEPS[step], **facts))


@api.route("/lines", methods=["GET"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.LineQuery, location="query")
@api.response(200, schemas.LinePage)
def lines(args: dict[str, Any]) -> Response:
    """A page of lines, the soonest overwritten first."""
    rows, more = actions.browse_lines(session(), actor(), queries.LineCriteria(**args))
    following = cursor(rows[-1].overwrite_at, rows[-1].id) if more else None
    return json_list([dict(row._mapping) for row in rows], following)


@api.route("/lines/<int:line_id>/preserve", methods=["POST"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.LineTransition)
@api.response(200, schemas.LineOut)
def preserve(facts: dict[str, Any], line_id: int) -> ExtractionLine:
    """Note that the footage is safe from overwriting. Allowed before approval."""
    return _move(line_id, facts)


@api.route("/lines/<int:line_id>/extract", methods=["POST"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.LineTransition)
@api.response(200, schemas.LineOut)
def extract(facts: dict[str, Any], line_id: int) -> ExtractionLine:
    """Note that a copy was taken. Only for an approved request."""
    return _move(line_id, facts)


@api.route("/lines/<int:line_id>/hand-over", methods=["POST"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.HandoverIn)
@api.response(200, schemas.LineOut)
def hand_over(facts: dict[str, Any], line_id: int) -> ExtractionLine:
    """Note what was handed over, to whom, with its hash."""
    return _move(line_id, facts)


@api.route("/lines/<int:line_id>/unavailable", methods=["POST"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.UnavailableAnswer)
@api.response(200, schemas.LineOut)
def unavailable(facts: dict[str, Any], line_id: int) -> ExtractionLine:
    """Note that there is no footage, and why."""
    return _move(line_id, facts)


@api.route("/lines/<int:line_id>/outcome", methods=["POST"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.OutcomeIn)
@api.response(200, schemas.LineOut)
def judge(facts: dict[str, Any], line_id: int) -> ExtractionLine:
    """What a line's footage was worth."""
    return actions.judge(session(), actor(), line_id, facts["version"], facts["outcome"])


def _move(line_id: int, facts: dict[str, Any]) -> ExtractionLine:
    step = rules.LINE_STEPS[request.path.rsplit("/", 1)[1]]
    return actions.advance_line(session(), actor(), line_id, facts["version"], step, facts)


def _whole(found: ExtractionRequest) -> dict[str, Any]:
    return {"request": found, "lines": queries.lines_of(session(), actor(), found.id)}
