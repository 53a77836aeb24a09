"""Exports as pages: what would leave, as which kind of file, and the file."""

import io
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from tracker.core import clock
from tracker.core.permissions import Can, permits
from tracker.exchange.exports import actions, file_writers, queries, rules, schemas
from tracker.exchange.exports.rules import FileKind
from tracker.register.cameras.filter_labels import filter_labels as narrowing
from tracker.register.cameras.list_links import filter_args
from tracker.register.cameras.queries import CameraCriteria
from tracker.web.forms import Form, query_args, query_schema
from tracker.web.request import actor, needs, session

pages = Blueprint("exports", __name__, url_prefix="/exports")


@pages.route("/new", methods=["GET", "POST"])
@needs(Can.EXPORT_CAMERAS)
@query_schema(schemas.ExportQuery)
def new() -> Any:
    """Choose a kind of file for the cameras of a filter; get it, or a job that makes it. `?format=` gets it at once."""
    args = query_args()
    kind, criteria = args["format"], CameraCriteria.of(args)
    count = queries.count(session(), actor(), criteria)
    form = Form(schemas.NewExport(), {"format": kind or FileKind.XLSX})
    if form.sent or (kind and count <= rules.AT_ONCE):
        answer = (
            form.submit(lambda facts: _file_or_job(criteria, facts["format"], count))
            if form.sent
            else _file(criteria, kind)
        )
        if answer:
            return answer
    return _page(form, criteria, count), form.status


@pages.get("/template.xlsx")
@needs(Can.REGISTER_CAMERAS)
def template() -> Response:
    """An empty list with lists to choose from, to be filled in and imported."""
    out = io.BytesIO()
    actions.template(session(), actor(), out)
    return _download(FileKind.XLSX, out, "camera-mau.xlsx")


def _page(form: Form, criteria: CameraCriteria, count: int) -> str:
    return render_template(
        "exports/new.html",
        form=form,
        matched=count,
        asked=filter_args(request.args),
        narrowed=narrowing(session(), actor(), criteria),
        kinds=FileKind,
        exact=permits(actor(), Can.EXPORT_EXACT_PLACES),
        at_once=rules.AT_ONCE,
    )


def _file_or_job(criteria: CameraCriteria, kind: FileKind, count: int) -> Any:
    if count <= rules.AT_ONCE:
        return _file(criteria, kind)
    job = actions.start(session(), actor(), kind, filter_args(request.args), rules.title(count, kind))
    return redirect(url_for("jobs.show", job_id=job.id))


def _file(criteria: CameraCriteria, kind: FileKind) -> Response:
    out = io.BytesIO()
    count = actions.export(session(), actor(), criteria, kind, out)
    actions.note(session(), actor(), kind, filter_args(request.args), count)
    name = rules.file_name(kind, clock.today(), rounded=not permits(actor(), Can.EXPORT_EXACT_PLACES))
    return _download(kind, out, name)


def _download(kind: FileKind, out: io.BytesIO, name: str) -> Response:
    answer = Response(out.getvalue(), mimetype=file_writers.MEDIA[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
