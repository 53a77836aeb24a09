"""Long work as pages: what was started, how far it is, its end. They need no JavaScript; with it they keep up."""

import json
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for

from tracker.core.permissions import Can
from tracker.jobs import queries, schemas
from tracker.jobs.progress import progress_of, worker
from tracker.jobs.rules import GOING
from tracker.web.forms import query_args, query_schema
from tracker.web.request import actor, needs, read_only, session

pages = Blueprint("jobs", __name__, url_prefix="/jobs")


@pages.get("")
@needs(Can.VIEW_JOBS)
@query_schema(schemas.JobFilter)
def index() -> str:
    """What this person started."""
    rows, following = queries.listing(session(), actor(), query_args()["after"])
    return render_template("jobs/index.html", rows=rows, following=following)


@pages.get("/<int:job_id>")
@needs(Can.VIEW_JOBS)
def show(job_id: int) -> str:
    """How far a job is, or how it ended."""
    job = queries.get(session(), actor(), job_id)
    has_file = queries.has_file(session(), job_id)
    return render_template("jobs/show.html", result=json.loads(job.result or "{}"), file=has_file, **progress_of(job))


@pages.get("/<int:job_id>/progress")
@needs(Can.VIEW_JOBS)
def progress(job_id: int) -> Any:
    """The part of a page that shows how far a job is; once it ended, the word to load the page anew."""
    job = queries.get(session(), actor(), job_id)
    answer = Response(render_template("jobs/progress.html", **progress_of(job)))
    if job.state not in GOING:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/<int:job_id>/cancel")
@read_only
@needs(Can.VIEW_JOBS)
def cancel(job_id: int) -> Any:
    """Ask a job to stop. It writes nothing into the database, whose one writer may be the job itself."""
    job = queries.get(session(), actor(), job_id)
    if job.state in GOING:
        worker().progress.request_cancel(job_id)
    return redirect(url_for("jobs.show", job_id=job_id))


@pages.get("/<int:job_id>/file")
@needs(Can.VIEW_JOBS)
def download(job_id: int) -> Response:
    """The file that a job made."""
    file = queries.file_of(session(), actor(), job_id)
    answer = Response(file.content, mimetype=file.kind)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer
