"""Recorders as pages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.access import Can
from tracker.audit import queries as audit
from tracker.paging import cursor
from tracker.recorders import actions, queries, rules, schemas
from tracker.wards import queries as wards
from tracker.web import Form, actor, needs, query_args, session

pages = Blueprint("recorders", __name__, url_prefix="/recorders")


@pages.get("")
@needs(Can.SEE_CAMERAS)
def index() -> str:
    """The recorders, narrowed by the filter."""
    wanted = queries.Filter(**query_args(schemas.RecorderFilter()))
    rows, more = queries.listing(session(), actor(), wanted)
    return render_template(
        "recorders/index.html",
        rows=rows,
        args={name: value for name, value in request.args.items() if value},
        following=cursor(rows[-1].code, rows[-1].id) if more else None,
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
    return render_template("recorders/new.html", form=form, storages=rules.Storage), form.status


@pages.get("/<int:recorder_id>")
@needs(Can.SEE_CAMERAS)
def show(recorder_id: int) -> str:
    """One recorder: how long it keeps, how wrong its clock is, its history."""
    recorder = queries.get(session(), actor(), recorder_id)
    return render_template(
        "recorders/show.html",
        recorder=recorder,
        ward=wards.get(session(), recorder.ward_id),
        usual=rules.DEFAULT_RETENTION,
        events=audit.history(session(), "Recorder", recorder.id),
    )


@pages.route("/<int:recorder_id>/edit", methods=["GET", "POST"])
@needs(Can.REGISTER_CAMERAS)
def edit(recorder_id: int) -> Any:
    """Change a recorder."""
    recorder = queries.get(session(), actor(), recorder_id)
    form = Form(schemas.EditedRecorder(), {name: getattr(recorder, name) for name in schemas.EditedRecorder().fields})
    if form.sent:
        edited = form.submit(lambda facts: actions.edit(session(), actor(), recorder_id, facts.pop("version"), facts))
        if edited:
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for("recorders.show", recorder_id=recorder_id))
    page = render_template("recorders/edit.html", form=form, recorder_id=recorder_id, storages=rules.Storage)
    return page, form.status
