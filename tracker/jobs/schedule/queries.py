"""Reading the schedule."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tracker.jobs.models import Job
from tracker.jobs.schedule.models import ScheduledTask

COLUMNS: tuple[Any, ...] = (
    ScheduledTask.name,
    ScheduledTask.next_run_at,
    ScheduledTask.running_job_id,
    ScheduledTask.started_at,
    ScheduledTask.ended_at,
    ScheduledTask.failures,
    ScheduledTask.error,
    Job.state.label("job_state"),
    Job.error.label("job_error"),
    Job.finished_at,
)


def tasks(session: Session) -> Sequence[Row[Any]]:
    """All scheduled work by when it is due, as rows of COLUMNS; those of the job are None where none is under way."""
    statement = select(*COLUMNS).outerjoin(Job, Job.id == ScheduledTask.running_job_id)
    return session.execute(statement.order_by(ScheduledTask.next_run_at, ScheduledTask.name)).all()
