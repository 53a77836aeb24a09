"""Exports as pages: what would leave, as which kind of file, and the file."""

import io
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from tracker.core import clock
from tracker.core.permissions import Can
from tracker.exchange.exports import actions, file_writers, queries, rules, schemas
from tracker.exchange.exports.rules import FileKind
from tracker.register.cameras.filter_labels import filter_labels as narrowing
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.schemas import CameraFilter
from tracker.web.forms import Form, query_args
from tracker.web.request import actor, needs, session

pages = Blueprint("exports", __name__, url_prefix="/cameras")


@pages.route("/export", methods=["GET", "POST"])
@needs(Can.EXPORT_CAMERAS)
def new() -> Any:
    """Choose a kind of file for the cameras of a filter; get it, or a job that makes it. `?format=` gets it at once."""
    args = query_args(schemas.ExportQuery())
    kind = args.pop("format")
    wanted = CameraCriteria(**args)
    found = queries.count(session(), actor(), wanted)
    form = Form(schemas.NewExport(), {"format": kind or FileKind.XLSX})
    if form.sent or (kind and found <= rules.AT_ONCE):
        made = form.submit(lambda facts: _made(wanted, facts["format"], found)) if form.sent else _file(wanted, kind)
        if made:
            return made
    return _page(form, wanted, found), form.status


@pages.get("/import/template.xlsx")
@needs(Can.REGISTER_CAMERAS)
def template() -> Response:
    """An empty list with lists to choose from, to be filled in and imported."""
    out = io.BytesIO()
    actions.template(session(), actor(), out)
    return _download(FileKind.XLSX, out, "camera-mau.xlsx")


def _page(form: Form, wanted: CameraCriteria, found: int) -> str:
    return render_template(
        "exports/new.html",
        form=form,
        found=found,
        asked=_asked(),
        narrowed=narrowing(session(), actor(), wanted),
        kinds=FileKind,
        exact=rules.exact(actor().role),
        at_once=rules.AT_ONCE,
    )


def _asked() -> dict[str, str]:
    """The list's filter as it stands in the address."""
    names = set(CameraFilter().fields) - {"after", "limit"}
    return {name: value for name, value in request.args.items() if name in names and value.strip()}


def _made(wanted: CameraCriteria, kind: FileKind, found: int) -> Any:
    if found <= rules.AT_ONCE:
        return _file(wanted, kind)
    job = actions.start(session(), actor(), kind, _asked(), rules.title(found, kind))
    return redirect(url_for("jobs.show", job_id=job.id))


def _file(wanted: CameraCriteria, kind: FileKind) -> Response:
    out = io.BytesIO()
    count = actions.export(session(), actor(), wanted, kind, out)
    actions.note(session(), actor(), kind, _asked(), count)
    name = rules.file_name(kind, clock.today(), rounded=not rules.exact(actor().role))
    return _download(kind, out, name)


def _download(kind: FileKind, out: io.BytesIO, name: str) -> Response:
    answer = Response(out.getvalue(), mimetype=file_writers.MEDIA[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
