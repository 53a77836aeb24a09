"""Presenters: the progress of one job for a page that shows it (`jobs/progress.html`)."""

from typing import Any

from flask import current_app

from tracker.core import clock
from tracker.jobs.models import Job
from tracker.jobs.rules import GOING, JobState
from tracker.jobs.worker import LOST, Worker


def worker() -> Worker:
    """What carries this app's jobs out."""
    apps_worker: Worker = current_app.extensions["tracker_worker"]
    return apps_worker


def progress_of(job: Job | None) -> dict[str, Any]:
    """What `jobs/progress.html` wants to know: the job, how far it is, if it was asked to stop, if nobody takes it."""
    if job is None or job.state not in GOING:
        return {"job": job, "states": JobState, "progress": None, "stopping": False, "alone": False}
    store = worker().progress
    alone = clock.now() - job.created_at > LOST and job.started_at is None
    return {
        "job": job,
        "states": JobState,
        "progress": store.progress(job.id),
        "stopping": store.cancel_requested(job.id),
        "alone": alone,
    }
