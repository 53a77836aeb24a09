"""Recorders as pages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.audit_log import queries as audit
from tracker.core import errors
from tracker.core.permissions import Can
from tracker.register.cameras import counts
from tracker.register.cameras import queries as cameras
from tracker.register.faults import queries as faults
from tracker.register.recorders import actions, queries, rules, schemas
from tracker.register.recorders.models import Recorder
from tracker.territory.wards import queries as wards
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("recorders", __name__, url_prefix="/recorders")
USUAL_DISK = {"bitrate_mbps": "2", "eyes": "4"}


@pages.get("")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.RecorderFilter)
def index() -> str:
    """The recorders, narrowed by the filter."""
    rows, following = queries.listing(session(), actor(), queries.RecorderCriteria(**query_args()))
    return render_template(
        "recorders/index.html",
        rows=rows,
        following=following,
        usual=rules.DEFAULT_RETENTION,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def new() -> Any:
    """Register a recorder."""
    form = Form(schemas.NewRecorder(), {"storage": "recorder"})
    if form.sent:
        recorder = form.submit(lambda facts: actions.register(session(), actor(), facts))
        if recorder:
            flash(_("Đã đăng ký đầu ghi %(code)s.", code=recorder.code))
            return redirect(url_for("recorders.show", recorder_id=recorder.id))
    return render_template("recorders/new.html", form=form, rules=rules), form.status


@pages.get("/<int:recorder_id>")
@needs(Can.VIEW_CAMERAS)
def show(recorder_id: int) -> str:
    """One recorder: how long it keeps, how wrong its clock is, its history."""
    recorder = queries.get(session(), actor(), recorder_id)
    return render_template(
        "recorders/show.html",
        recorder=recorder,
        ward=wards.get(session(), recorder.ward_id),
        usual=rules.DEFAULT_RETENTION,
        events=audit.history(session(), "Recorder", recorder.id),
        overstated=rules.overstated,
        **_cameras_and_faults(recorder),
    )


def _cameras_and_faults(recorder: Recorder) -> dict[str, Any]:
    totals = counts.totals(session(), actor(), cameras.CameraCriteria(recorder_id=recorder.id))
    camera_count = sum(tally.declared for tally in totals.values())
    all_faults = faults.of_recorder(session(), recorder.id)
    return {
        "totals": totals,
        "eyes": camera_count,
        "computed_days": rules.computed_days(recorder.disk_gb, recorder.bitrate_mbps, camera_count),
        "open_fault": next((fault for fault in all_faults if fault.closed_at is None), None),
        "closed_faults": [fault for fault in all_faults if fault.closed_at is not None],
    }


@pages.get("/days")
@needs(Can.VIEW_CAMERAS)
@query_schema(schemas.Disk)
def days() -> Any:
    """How many days a disk can hold."""
    form = Form(schemas.Disk())
    form.sent, form.typed = True, {**USUAL_DISK, **request.args}  # sent by its address
    computed = None
    try:
        disk = {**schemas.Disk().load(USUAL_DISK), **{k: v for k, v in query_args().items() if v}}
        computed = rules.computed_days(disk["disk_gb"], disk["bitrate_mbps"], disk["eyes"])
    except errors.Invalid as error:
        form.fail(422, dict(error.fields))
    return render_template("recorders/days.html", form=form, computed=computed), form.status


@pages.route("/<int:recorder_id>/edit", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def edit(recorder_id: int) -> Any:
    """Change a recorder."""
    recorder = queries.get(session(), actor(), recorder_id)
    form = Form(schemas.EditedRecorder(), _as_typed(recorder))
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), recorder_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("recorders.show", recorder_id=recorder_id))
    return render_template("recorders/edit.html", form=form, recorder_id=recorder_id, rules=rules), form.status


def _as_typed(recorder: Recorder) -> dict[str, Any]:
    """A recorder as its form shows it: a range of days in one field, the two times of its clock empty."""
    names = set(schemas.EditedRecorder().fields) - {"clock_shown", "clock_true", "retention_to"}
    days = rules.told_days(recorder.retention_days, recorder.retention_to)
    return {**{name: getattr(recorder, name) for name in names}, "retention_days": days}
