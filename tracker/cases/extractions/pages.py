"""Requests and lines as pages."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import ValidationError
from werkzeug import Response

from tracker.cases.extractions import actions, events, legal_bases, outcomes, queries, rules, schemas, steps
from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.finder import queries as finder
from tracker.cases.finder import rules as finding
from tracker.cases.incidents import actions as incidents
from tracker.cases.incidents.models import Incident
from tracker.cases.step_shapes import step_shape
from tracker.cases.transitions import asked_by
from tracker.core import clock
from tracker.core.permissions import Can
from tracker.register.cameras.rules import Connection
from tracker.register.recorders.rules import in_recorder_time
from tracker.web.forms import Form, NextPage, flatten_messages, query_args, query_schema
from tracker.web.limits import row_number
from tracker.web.request import actor, needs, safe_next, session

pages = Blueprint("extractions", __name__, url_prefix="/extractions")


@pages.get("")
@needs(Can.VIEW_REQUESTS)
@query_schema(schemas.RequestFilter)
def index() -> str:
    """Requests, newest first."""
    rows, following = actions.browse(session(), actor(), queries.RequestCriteria(**query_args()))
    return render_template(
        "extractions/index.html",
        rows=rows,
        following=following,
        statuses=rules.RequestStatus,
    )


@pages.get("/lines")
@needs(Can.VIEW_REQUESTS)
@query_schema(schemas.LineQuery)
def lines() -> str:
    """Lines by their clock."""
    criteria = queries.LineCriteria(**query_args())
    if not request.args:
        criteria = replace(criteria, open=True)
    rows, following = actions.browse_lines(session(), actor(), criteria)
    return render_template(
        "extractions/lines.html",
        rows=rows,
        following=following,
        rules=rules,
        criteria=criteria,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.DRAFT_REQUESTS)
@query_schema(schemas.FinderAddress)
def new() -> Any:
    """The finder: which cameras could have seen an incident, and the request for their footage."""
    incident_id = row_number(request.form.get("incident_id") or query_args()["incident"])
    if incident_id is None:
        flash(_("Hãy mở một vụ việc, rồi yêu cầu trích xuất từ đó."))
        return redirect(url_for("incidents.index", mine=1))
    incident = incidents.read(session(), actor(), incident_id)
    form = Form(schemas.RequestFromFinder(), _first_guess(incident))
    if form.sent and form.typed.get("then") != "search":
        extraction = form.submit(_ask)
        if extraction:
            message = _("Đã gửi phiếu %(code)s.") if extraction.filed_at else _("Đã lưu bản nháp %(code)s.")
            flash(message % {"code": extraction.code})
            return redirect(url_for("extractions.show", request_id=extraction.id))
        incident = incidents.read(session(), actor(), incident_id)
    return _finder_page(form, incident), form.status


def _first_guess(incident: Incident) -> dict[str, Any]:
    until = max(incident.occurred_to, incident.occurred_from + finding.LEAST_WINDOW)
    return {
        "incident_id": incident.id,
        "window_from": incident.occurred_from - finding.MARGIN,
        "window_to": min(until + finding.MARGIN, clock.now()),
        "radius": 200,
        "q": incident.place if incident.latitude is None else "",
    }


def _ask(facts: dict[str, Any]) -> ExtractionRequest:
    submitted_as = facts.pop("then")
    extraction = actions.draft(session(), actor(), facts)
    if submitted_as != "draft":
        session().flush()
        actions.advance(session(), actor(), extraction.id, extraction.version, steps.FILE)
    return extraction


def _finder_page(form: Form, incident: Incident) -> str:
    scene_point = (incident.latitude, incident.longitude) if incident.latitude is not None else None
    return render_template(
        "extractions/new.html",
        form=form,
        incident=incident,
        scene=scene_point,
        candidates=_search(form, scene_point),
        radii=finding.RADII,
        drawn_at=finding.drawn_at,
        rules=rules,
        mobilisable=Connection.MOBILISABLE,
        radius=_radius(form),
        articles=legal_bases.offered(session(), str(form.value("legal_basis")), clock.today()),
    )


def _radius(form: Form) -> int:
    typed = row_number(form.value("radius"))
    return 200 if typed is None else min(5000, max(10, typed))


def _search(form: Form, scene_point: Any) -> list[finding.Candidate]:
    shape = schemas.FinderQuery()
    typed = {name: form.value(name) for name in shape.fields if form.value(name) != ""}
    try:
        facts = shape.load(typed)
    except ValidationError as error:
        form.errors = {**flatten_messages(error.messages_dict), **form.errors}
        form.status = max(form.status, 422)
        return []
    window = (facts["window_from"], facts["window_to"])
    if facts["q"]:
        return finder.named(session(), actor(), facts["q"], window, scene_point)
    return finder.around(session(), actor(), scene_point, facts["radius"], window) if scene_point else []


@pages.get("/<int:request_id>")
@needs(Can.VIEW_REQUESTS)
def show(request_id: int) -> str:
    """One request with its lines: what is known, what can be done."""
    return _request_page(actions.read(session(), actor(), request_id), Form(schemas.RequestTransition()))


def _request_page(extraction: ExtractionRequest, form: Form) -> str:
    offered = steps.steps_for(actor(), extraction)
    lines = queries.lines_of(session(), actor(), extraction.id)
    return render_template(
        "extractions/show.html",
        request_=extraction,
        form=form,
        lines=lines,
        rules=rules,
        steps=steps,
        offered=offered,
        asked=asked_by(offered),
        events=events.events_of(session(), extraction.id),
        line_events=events.line_events_of(session(), [line.id for line in lines]),
        outcomes=events.outcomes_of(session(), [line.id for line in lines]),
        words=steps.words(),
        bases=legal_bases.of_request(session(), extraction.id),
        in_recorder_time=in_recorder_time,
    )


@pages.post("/<int:request_id>/<request_step:step>")
@needs(Can.VIEW_REQUESTS)
def advance(request_id: int, step: steps.Step) -> Any:
    """Move a request by one step. One form serves all its buttons, so it may send more than the step asks for."""
    form = Form(schemas.RequestTransition())
    extraction = form.submit(
        lambda facts: actions.advance(session(), actor(), request_id, facts["version"], step, facts)
    )
    if extraction:
        flash(_(step.flash, code=extraction.code, status=_(extraction.status.text)))
        return redirect(url_for("extractions.show", request_id=request_id))
    return _request_page(actions.read(session(), actor(), request_id), form), form.status


@pages.route("/lines/<int:line_id>/<line_step:step>", methods=["GET", "POST"])
@needs(Can.VIEW_REQUESTS)
@query_schema(NextPage)
def advance_line(line_id: int, step: steps.LineStep) -> Any:
    """Move a line by one step: at once where nothing more is needed, else by a form."""
    line = actions.read_line(session(), actor(), line_id)
    next_url = safe_next(request.values.get("next", url_for("extractions.show", request_id=line.request_id)))
    recorder = line.camera.recorder
    stored_values = {
        "version": line.version,
        "clock_offset_seconds": recorder.clock_offset_seconds if recorder else None,
    }
    form = Form(step_shape(step, schemas.LineTransition)(), stored_values)
    form.typed = {name: value for name, value in form.typed.items() if name != "next"}
    if form.sent:
        advanced = form.submit(
            lambda facts: actions.advance_line(session(), actor(), line_id, facts["version"], step, facts)
        )
        if advanced:
            flash(_(step.flash, code=advanced.camera.code, status=_(advanced.status.text)))
            return redirect(next_url)
        line = actions.read_line(session(), actor(), line_id)
    return render_template("extractions/line_step.html", line=line, form=form, step=step, then=next_url), form.status


@pages.route("/lines/<int:line_id>/outcome", methods=["GET", "POST"])
@needs(Can.VIEW_REQUESTS)
@query_schema(NextPage)
def judge(line_id: int) -> Any:
    """What a line's footage was worth: one tap, or a form where something was said before."""
    line = actions.read_line(session(), actor(), line_id)
    next_url = safe_next(request.values.get("next", url_for("extractions.show", request_id=line.request_id)))
    form = Form(schemas.OutcomeIn(), {"version": line.version, "outcome": line.outcome})
    form.typed = {name: value for name, value in form.typed.items() if name != "next"}
    if form.sent:
        judged = form.submit(lambda facts: outcomes.judge(session(), actor(), line_id, facts["version"], facts))
        if judged and judged.outcome:
            flash(_("Camera %(code)s: %(outcome)s.", code=judged.camera.code, outcome=_(judged.outcome.text)))
            return redirect(next_url)
        line = actions.read_line(session(), actor(), line_id)
    return render_template("extractions/outcome.html", line=line, form=form, rules=rules, then=next_url), form.status


@pages.post("/lines/<int:line_id>/remove")
@needs(Can.DRAFT_REQUESTS)
def remove_line(line_id: int) -> Response:
    """Take a line out of a draft."""
    extraction = actions.remove_line(session(), actor(), line_id)
    return redirect(url_for("extractions.show", request_id=extraction.id))
