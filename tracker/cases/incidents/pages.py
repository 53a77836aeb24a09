"""Incidents as pages. Every page that shows one is written down as a reading."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.audit_log import queries as audit
from tracker.cases.incidents import actions, queries, rules, schemas
from tracker.cases.incidents.models import Incident
from tracker.core.permissions import Can
from tracker.web.forms import Form, query_args
from tracker.web.paging import cursor
from tracker.web.request import actor, needs, session

pages = Blueprint("incidents", __name__, url_prefix="/incidents")


@pages.get("")
@needs(Can.VIEW_INCIDENTS)
def index() -> str:
    """Incidents, newest first, narrowed by their filter."""
    rows, more = actions.browse(session(), actor(), queries.IncidentCriteria(**query_args(schemas.IncidentFilter())))
    return render_template(
        "incidents/index.html",
        rows=rows,
        args={name: value for name, value in request.args.items() if value},
        following=cursor(rows[-1].occurred_from, rows[-1].id) if more else None,
        wards=queries.ward_choices(session(), actor()),
        rules=rules,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.LOG_INCIDENTS)
def new() -> Any:
    """Log an incident."""
    form = Form(schemas.NewIncident())
    if form.sent:
        incident = form.submit(lambda facts: actions.log(session(), actor(), facts))
        if incident:
            flash(_("Đã lập vụ việc %(code)s.", code=incident.code))
            return redirect(url_for("incidents.show", incident_id=incident.id))
    return render_template("incidents/new.html", form=form, rules=rules), form.status


@pages.get("/<int:incident_id>")
@needs(Can.VIEW_INCIDENTS)
def show(incident_id: int) -> str:
    """One incident: what is known, what can be done next, how it ended, what was done to it."""
    incident = actions.read(session(), actor(), incident_id)
    return render_template(
        "incidents/show.html",
        incident=incident,
        form=Form(schemas.End(), {"version": incident.version}),
        ends=rules.ENDS,
        events=audit.history(session(), "Incident", incident.id),
    )


@pages.route("/<int:incident_id>/edit", methods=["GET", "POST"])
@needs(Can.CHANGE_INCIDENT)
def edit(incident_id: int) -> Any:
    """Correct an incident."""
    incident = actions.read_own(session(), actor(), incident_id)
    form = Form(schemas.EditedIncident(), _as_typed(incident))
    here = {"incident_id": incident.id, "code": incident.code}
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), incident_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("incidents.show", incident_id=incident_id))
    return render_template("incidents/edit.html", form=form, rules=rules, **here), form.status


@pages.route("/<int:incident_id>/end", methods=["GET", "POST"])
@needs(Can.CHANGE_INCIDENT)
def end(incident_id: int) -> Any:
    """Note how an incident ended."""
    incident = actions.read_own(session(), actor(), incident_id)
    form = Form(schemas.End(), {"version": incident.version})
    here = {"incident_id": incident.id, "code": incident.code}
    if form.sent:
        ended = form.submit(lambda facts: actions.end(session(), actor(), incident_id, **facts))
        if ended:
            flash(_("Đã ghi kết quả giải quyết vụ việc."))
            return redirect(url_for("incidents.show", incident_id=incident_id))
    return render_template("incidents/end.html", form=form, ends=rules.ENDS, **here), form.status


@pages.route("/<int:incident_id>/reopen", methods=["GET", "POST"])
@needs(Can.CHANGE_INCIDENT)
def reopen(incident_id: int) -> Any:
    """Take up an ended incident again."""
    incident = actions.read_own(session(), actor(), incident_id)
    form = Form(schemas.Reopening(), {"version": incident.version})
    here = {"incident_id": incident.id, "code": incident.code}
    if form.sent:
        reopened = form.submit(lambda facts: actions.reopen(session(), actor(), incident_id, **facts))
        if reopened:
            flash(_("Đã mở lại vụ việc."))
            return redirect(url_for("incidents.show", incident_id=incident_id))
    return render_template("incidents/reopen.html", form=form, **here), form.status


def _as_typed(incident: Incident) -> dict[str, Any]:
    names = set(schemas.EditedIncident().fields) - {"ward_code"}
    return {**{name: getattr(incident, name) for name in names}, "ward_code": incident.ward.label}
