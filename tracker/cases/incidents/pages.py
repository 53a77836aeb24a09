"""Incidents as pages. Every page that shows one is written down as a reading."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from tracker.audit_log import queries as audit
from tracker.cases.access import queries as access
from tracker.cases.attachments import queries as attachments
from tracker.cases.events import TakenStep
from tracker.cases.extractions import overlaps
from tracker.cases.incidents import actions, correcting, corrections, queries, rules, schemas, steps
from tracker.cases.incidents.corrections import IncidentCorrection
from tracker.cases.incidents.models import Incident
from tracker.cases.step_shapes import step_shape
from tracker.core import errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.register.places import queries as places
from tracker.register.places.placed_forms import PlacedForm
from tracker.territory.wards import naming
from tracker.territory.wards.models import Ward
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

Step = steps.IncidentStep | IncidentCorrection
WHICH_POINT = N_("Sổ camera có nơi trùng tên này. Hãy chọn một nơi để có tọa độ, hoặc chọn dòng cuối nếu không phải.")

pages = Blueprint("incidents", __name__, url_prefix="/incidents")
MOST_WARDS = 200  # to choose from in a filter


@pages.get("")
@needs(Can.VIEW_INCIDENTS)
@query_schema(schemas.IncidentFilter)
def index() -> str:
    """Incidents, newest first, narrowed by their filter."""
    rows, following = actions.browse(session(), actor(), queries.IncidentCriteria(**query_args()))
    return render_template(
        "incidents/index.html",
        rows=rows,
        following=following,
        wards=queries.ward_choices(session(), actor(), most=MOST_WARDS),
        rules=rules,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.LOG_INCIDENTS)
def new() -> Any:
    """Log an incident."""
    form = PlacedForm(schemas.IncidentForm(), ward_of=_typed_ward)
    if form.sent:
        incident = form.submit(_log)
        if incident:
            flash(" ".join(filter(None, (_("Đã lập vụ việc %(code)s.", code=incident.code), form.remark))))
            return redirect(url_for("incidents.show", incident_id=incident.id))
    points = places.named(session(), actor(), form.value("place")) if form.error("point_id") else []
    return render_template("incidents/new.html", form=form, rules=rules, points=points), form.status


def _log(facts: dict[str, Any]) -> Incident:
    """Log an incident; where it has no coordinates, those of the point of the register that was chosen."""
    point_id = facts.pop("point_id")
    if facts["latitude"] is None and point_id:
        point = places.get(session(), actor(), point_id)
        facts |= {"latitude": point.latitude, "longitude": point.longitude}
    elif facts["latitude"] is None and point_id is None and places.named(session(), actor(), facts["place"]):
        raise errors.Invalid({"point_id": WHICH_POINT})
    return actions.log(session(), actor(), facts)


def _typed_ward(typed: Mapping[str, Any]) -> Ward | None:
    return naming.ward_if_named(session(), str(typed.get("ward_code", "")))


@pages.get("/<int:incident_id>")
@needs(Can.VIEW_INCIDENTS)
def show(incident_id: int) -> str:
    """One incident: what is known, what can be done next, how it ended, what was done to it."""
    incident = actions.read(session(), actor(), incident_id)
    return render_template(
        "incidents/show.html",
        incident=incident,
        ends=rules.ENDS,
        offered=[(step, _step_form(incident, step)) for step in steps.steps_for(actor(), incident)],
        corrections=_corrections(incident),
        shared_lines=overlaps.lines_shared_with(session(), actor(), incident.id),
        notes=access.notes_of(session(), incident.id),
        readers=access.readers_of(session(), incident.id) if incident.sealed_at else [],
        shares=[share for share in access.shares_of(session(), incident.id) if share.ended_at is None],
        attachments=attachments.of_seen_incident(session(), incident),
        events=audit.history(session(), "Incident", incident.id),
    )


@pages.route("/<int:incident_id>/edit", methods=["GET", "POST"])
@needs(Can.CHANGE_INCIDENT)
def edit(incident_id: int) -> Any:
    """Correct an incident."""
    incident = actions.read_own(session(), actor(), incident_id)
    form = PlacedForm(schemas.EditedIncident(), _as_typed(incident), _typed_ward)
    heading = {"incident_id": incident.id, "code": incident.code}
    if form.sent:
        saved = form.submit(lambda facts: actions.edit(session(), actor(), incident_id, facts.pop("version"), facts))
        if saved:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("incidents.show", incident_id=incident_id))
    return render_template("incidents/edit.html", form=form, rules=rules, **heading), form.status


@pages.route("/<int:incident_id>/<incident_step:step>", methods=["GET", "POST"])
@needs(Can.VIEW_INCIDENTS)
def advance(incident_id: int, step: Step) -> Any:
    """Move an incident by one step, how it ended, that it is taken up again; or put it right."""
    incident = actions.read(session(), actor(), incident_id)
    taking_back = step is corrections.TAKE_BACK  # of which the step taken back says who may
    permissions.require(actor(), step.needs, None if taking_back else incident)
    form = _step_form(incident, step)
    heading = {"incident_id": incident.id, "code": incident.code}
    labels = {field.name: _(field.label) for field in step.asked}
    if form.sent:
        advanced = form.submit(lambda facts: _take(incident_id, facts.pop("version"), step, facts))
        if advanced:
            flash(_(step.flash))
            return redirect(url_for("incidents.show", incident_id=incident_id))
    return render_template("incidents/step.html", form=form, step=step, labels=labels, **heading), form.status


def _take(incident_id: int, version: int, step: Step, facts: dict[str, Any]) -> Incident:
    if isinstance(step, IncidentCorrection):
        return correcting.correct(session(), actor(), incident_id, version, step, facts)
    return actions.advance(session(), actor(), incident_id, version, step, facts)


def _corrections(incident: Incident) -> list[IncidentCorrection]:
    """How the viewer may put an incident right."""
    newest = next((event for event in queries.events_of(session(), incident.id) if event.stands), None)
    standing = None if incident.voided_at else incident
    taken_step = newest and TakenStep(newest.actor_id, incident.unit_id)
    possible = {corrections.TAKE_BACK: taken_step, corrections.VOID: standing, corrections.MERGE: standing}
    return [row for row, subject in possible.items() if subject and permissions.permits(actor(), row.needs, subject)]


def _step_form(incident: Incident, step: Step) -> Form:
    return Form(step_shape(step, schemas.IncidentTransition)(), {"version": incident.version})


def _as_typed(incident: Incident) -> dict[str, Any]:
    names = set(schemas.EditedIncident().fields) - {"ward_code", "sure"}
    return {**{name: getattr(incident, name) for name in names}, "ward_code": incident.ward.label}
