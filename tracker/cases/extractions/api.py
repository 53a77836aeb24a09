"""Requests and lines as JSON."""

from typing import Any

from tracker.cases.extractions import (
    actions,
    correcting,
    drafts,
    following,
    legal_bases,
    outcomes,
    queries,
    row_schemas,
    schemas,
    sharing,
)
from tracker.cases.extractions.corrections import CORRECTIONS, LINE_CORRECTIONS, LineCorrection, RequestCorrection
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest, SharedLine
from tracker.cases.extractions.steps import LINE_STEPS, STEPS, LineStep, Step
from tracker.cases.step_shapes import step_shape
from tracker.core.paging import Page
from tracker.core.permissions import Can
from tracker.web.endpoints import JsonEndpoints
from tracker.web.request import actor, needs, session

api = JsonEndpoints("extractions", __name__, "Requests for footage and their lines")


@api.route("", methods=["GET"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.RequestFilter, location="query")
@api.rows(row_schemas.RequestRow)
def index(args: dict[str, Any]) -> Page[Any]:
    """A page of requests, newest first."""
    return actions.browse(session(), actor(), queries.RequestCriteria(**args))


@api.route("", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.arguments(schemas.NewRequest)
@api.response(201, schemas.RequestWithLines)
def draft(facts: dict[str, Any]) -> dict[str, Any]:
    """A draft against an incident, one line for each camera."""
    return _request_with_lines(actions.draft(session(), actor(), facts))


@api.route("/<int:request_id>", methods=["GET"])
@needs(Can.VIEW_REQUESTS)
@api.response(200, schemas.RequestWithLines)
def show(request_id: int) -> dict[str, Any]:
    """One request with its lines."""
    return _request_with_lines(actions.read(session(), actor(), request_id))


@api.route("/<int:request_id>/edit", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.arguments(schemas.EditedDraft)
@api.response(200, schemas.RequestWithLines)
def edit(facts: dict[str, Any], request_id: int) -> dict[str, Any]:
    """What a draft says: its field, its articles of law, its purpose."""
    return _request_with_lines(drafts.edit(session(), actor(), request_id, facts["version"], facts))


@api.route("/<int:request_id>/lines", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.arguments(schemas.LinesIn)
@api.response(200, schemas.RequestWithLines)
def add_lines(facts: dict[str, Any], request_id: int) -> dict[str, Any]:
    """More cameras, or another window, for a draft."""
    return _request_with_lines(actions.add_lines(session(), actor(), request_id, facts))


@api.route("/<int:request_id>/ask-again", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.response(201, schemas.RequestWithLines)
def ask_again(request_id: int) -> dict[str, Any]:
    """A draft with what a refused or withdrawn request asked for, to be approved anew."""
    return _request_with_lines(following.ask_again(session(), actor(), request_id))


def _request_operation(step: Step) -> None:
    @api.route(f"/<int:request_id>/{step.name}", methods=["POST"], endpoint=step.operation)
    @needs(Can.VIEW_REQUESTS)
    @api.doc(summary=step.summary)
    @api.arguments(step_shape(step, schemas.RequestTransition))
    @api.response(200, schemas.RequestWithLines)
    def advance(facts: dict[str, Any], request_id: int) -> dict[str, Any]:
        return _request_with_lines(actions.advance(session(), actor(), request_id, facts["version"], step, facts))


def _request_correction(correction: RequestCorrection) -> None:
    @api.route(f"/<int:request_id>/{correction.name}", methods=["POST"], endpoint=correction.operation)
    @needs(Can.VIEW_REQUESTS)
    @api.doc(summary=correction.summary)
    @api.arguments(step_shape(correction, schemas.RequestTransition))
    @api.response(200, schemas.RequestWithLines)
    def correct(facts: dict[str, Any], request_id: int) -> dict[str, Any]:
        return _request_with_lines(
            correcting.correct(session(), actor(), request_id, facts["version"], correction, facts)
        )


@api.route("/lines", methods=["GET"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.LineQuery, location="query")
@api.rows(row_schemas.LineRow)
def lines(args: dict[str, Any]) -> Page[Any]:
    """A page of lines, the soonest overwritten first."""
    return actions.browse_lines(session(), actor(), queries.LineCriteria(**args))


def _line_operation(step: LineStep) -> None:
    @api.route(f"/lines/<int:line_id>/{step.name}", methods=["POST"], endpoint=step.operation)
    @needs(Can.VIEW_REQUESTS)
    @api.doc(summary=step.summary)
    @api.arguments(step_shape(step, schemas.LineTransition))
    @api.response(200, schemas.LineOut)
    def advance_line(facts: dict[str, Any], line_id: int) -> ExtractionLine:
        return actions.advance_line(session(), actor(), line_id, facts["version"], step, facts)


def _line_correction(correction: LineCorrection) -> None:
    @api.route(f"/lines/<int:line_id>/{correction.name}", methods=["POST"], endpoint=correction.operation)
    @needs(Can.VIEW_REQUESTS)
    @api.doc(summary=correction.summary)
    @api.arguments(step_shape(correction, schemas.LineTransition))
    @api.response(200, schemas.LineOut)
    def correct_line(facts: dict[str, Any], line_id: int) -> ExtractionLine:
        return correcting.correct_line(session(), actor(), line_id, facts["version"], correction, facts)


@api.route("/lines/<int:line_id>/outcome", methods=["POST"])
@needs(Can.VIEW_REQUESTS)
@api.arguments(schemas.OutcomeIn)
@api.response(200, schemas.LineOut)
def judge(facts: dict[str, Any], line_id: int) -> ExtractionLine:
    """What a line's footage was worth; also after its request was closed. A revision needs a reason."""
    return outcomes.judge(session(), actor(), line_id, facts["version"], facts)


@api.route("/lines/<int:line_id>/join", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.arguments(schemas.SharingIn)
@api.response(201, schemas.SharedLineOut)
def join(facts: dict[str, Any], line_id: int) -> SharedLine:
    """Use a line of another incident within reach for one's own, instead of asking the ward a second time."""
    return sharing.join(session(), actor(), line_id, facts["incident_id"])


@api.route("/lines/<int:line_id>/leave", methods=["POST"])
@needs(Can.DRAFT_REQUESTS)
@api.arguments(schemas.SharingIn)
@api.response(200, schemas.SharedLineOut)
def leave(facts: dict[str, Any], line_id: int) -> SharedLine:
    """No longer use a line of another incident."""
    return sharing.leave(session(), actor(), line_id, facts["incident_id"])


def _request_with_lines(request: ExtractionRequest) -> dict[str, Any]:
    bases = [entry.code for entry in legal_bases.of_request(session(), request.id)]
    return {"request": request, "bases": bases, "lines": queries.lines_of(session(), actor(), request.id)}


for request_step in STEPS.values():
    _request_operation(request_step)
for line_step in LINE_STEPS.values():
    _line_operation(line_step)
for request_correction in CORRECTIONS.values():
    _request_correction(request_correction)
for line_correction in LINE_CORRECTIONS.values():
    _line_correction(line_correction)
