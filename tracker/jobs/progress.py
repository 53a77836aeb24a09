"""Actions: news of one job for a page that shows it (`jobs/progress.html`)."""

from typing import Any

from flask import current_app

from tracker.core import clock
from tracker.jobs.models import Job
from tracker.jobs.rules import GOING, JobState
from tracker.jobs.worker import LOST, Office


def office() -> Office:
    """Where this app's jobs are carried out."""
    found: Office = current_app.extensions["tracker_office"]
    return found


def news(job: Job | None) -> dict[str, Any]:
    """What `jobs/progress.html` wants to know: the job, how far it is, if it was asked to stop, if nobody takes it."""
    if job is None or job.state not in GOING:
        return {"job": job, "states": JobState, "at": None, "stopping": False, "alone": False}
    carrier = office().carrier
    alone = clock.now() - job.created_at > LOST and job.started_at is None
    return {
        "job": job,
        "states": JobState,
        "at": carrier.progress(job.id),
        "stopping": carrier.asked_to_stop(job.id),
        "alone": alone,
    }
